"""Mail about the year of an award: when its renewal opens, is due, is late, and that it has lapsed."""

from datetime import datetime

from awards.emails import address_of, leads_of, officers_apart_from
from awards.models import Extension, User
from awards.selectors.renewals import LAPSED, LAST, Renewal
from foundation.outbox import queue_mail


def remind_of_renewal(renewal: Renewal, name: str, *, key: str, lead: User, at: datetime) -> None:
    """`name` as in `Renewal.reminders`."""
    queue_mail(
        key=key,
        message=_message(renewal, name),
        to=lead.email,
        context=_context(renewal) | {"person": lead},
        at=at,
    )


def tell_officers_of_lapse(renewal: Renewal, *, key: str, at: datetime) -> None:
    organisation = renewal.award.organisation
    for officer in officers_apart_from(organisation):
        queue_mail(
            key=key,
            message="award_lapsed_officer",
            to=officer.email,
            context=_context(renewal)
            | {
                "person": officer,
                "case_url": address_of("officers-organisation", organisation.slug),
            },
            at=at,
        )


def tell_of_time_to_renew(extension: Extension, renewal: Renewal) -> None:
    """The leads learn of the new last day; why it was agreed stays with the officers."""
    for lead in leads_of(extension.organisation):
        queue_mail(
            key=f"renewal_extended:{extension.pk}",
            message="renewal_extended",
            to=lead.email,
            context=_context(renewal) | {"person": lead, "grace_until": extension.due_on},
            at=extension.granted_at,
        )


def _message(renewal: Renewal, name: str) -> str:
    if name == LAPSED:
        return "award_lapsed"
    if name == LAST or name.startswith("-"):
        return "renewal_overdue"
    return "renewal_due"


def _context(renewal: Renewal) -> dict[str, object]:
    organisation = renewal.award.organisation
    return {
        "organisation": organisation,
        "stage": renewal.stage,
        "work": renewal.work,
        # What a decision renews, and what nobody can lose by being late.
        "renewed": renewal.renewed,
        "keeps": renewal.kept,
        "begun": renewal.is_written,
        "due_on": renewal.due_on,
        "grace_until": renewal.grace_until,
        "lapsed_on": renewal.award.lapses_on,
        "home_url": address_of("organisation", organisation.slug),
    }
