"""Mail about an award that is taken back: proposed, done, or not done."""

from awards.emails import address_of, leads_of, officers_apart_from
from awards.models import Revocation
from awards.scheme import edition
from foundation.dates import london_date
from foundation.outbox import queue_mail


def tell_officers(revocation: Revocation) -> None:
    """Those who could decide it: with no part in the organisation, and not whoever proposed it."""
    for officer in officers_apart_from(revocation.award.organisation):
        if officer.pk == revocation.proposed_by_id:
            continue
        queue_mail(
            key=f"revocation_proposed:{revocation.pk}",
            message="revocation_proposed",
            to=officer.email,
            context=_context(revocation) | {"person": officer},
            at=revocation.proposed_at,
        )


def tell_leads(revocation: Revocation) -> None:
    """With the reason, at once."""
    if revocation.answered_at is None:
        return
    for lead in leads_of(revocation.award.organisation):
        queue_mail(
            key=f"award_taken_back:{revocation.pk}",
            message="award_taken_back",
            to=lead.email,
            context=_context(revocation) | {"person": lead},
            at=revocation.answered_at,
        )


def tell_proposer(revocation: Revocation) -> None:
    if revocation.answered_at is None or not revocation.proposed_by.is_active:
        return
    queue_mail(
        key=f"revocation_answered:{revocation.pk}",
        message="revocation_answered",
        to=revocation.proposed_by.email,
        context=_context(revocation)
        | {
            "person": revocation.proposed_by,
            "taken_back": revocation.answer == Revocation.Answer.CONFIRMED,
            "note": revocation.note,
        },
        at=revocation.answered_at,
    )


def _context(revocation: Revocation) -> dict[str, object]:
    award = revocation.award
    return {
        "organisation": award.organisation,
        "stage": edition(award.edition).stage(award.stage),
        "reason": revocation.reason,
        "public_reason": revocation.public_reason,
        "day": london_date(revocation.answered_at or revocation.proposed_at),
        "home_url": address_of("organisation", award.organisation.slug),
        "revocation_url": address_of("officers-revocation", revocation.uuid),
    }
