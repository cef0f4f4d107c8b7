"""Mail about evidence. It names a piece by its title, and never says what it shows."""

from collections.abc import Sequence
from datetime import date, datetime

from awards.emails import address_of, leads_of
from awards.models import Organisation
from foundation.models import OutboxMessage
from foundation.outbox import queue_mail
from portfolios.models import EvidenceItem

# Titles in one mail; the page has all of them.
NAMED = 10


def tell_consent_ends(
    organisation: Organisation, *, until: date, titles: Sequence[str], at: datetime
) -> int:
    """To each lead, once for all that runs out on that day; how many had not heard of it yet."""
    key = f"consent_ends_soon:{organisation.pk}:{until}"
    told = set(OutboxMessage.objects.filter(key=key).values_list("to", flat=True))
    new = [lead for lead in leads_of(organisation) if lead.email not in told]
    for lead in new:
        queue_mail(
            key=key,
            message="consent_ends_soon",
            to=lead.email,
            context={
                "person": lead,
                "organisation": organisation,
                "until": until,
                "titles": titles[:NAMED],
                "more": max(0, len(titles) - NAMED),
                "url": f"{address_of('consent-register', organisation.slug)}?state=ending",
            },
            at=at,
        )
    return len(new)


def tell_withdrawn_by_officer(item: EvidenceItem, *, deleted_on: date, at: datetime) -> None:
    """A person turned to the council and not to the organisation, which so hears of it.

    Unless a panel took it, and has not shown it yet.
    """
    if item.is_unshown:
        return
    for lead in leads_of(item.organisation):
        queue_mail(
            key=f"consent_withdrawn:{item.pk}:{at.isoformat()}",
            message="consent_withdrawn",
            to=lead.email,
            context={
                "person": lead,
                "organisation": item.organisation,
                "title": item.name_for_all,
                "deleted_on": deleted_on,
                "url": _address_of(item),
            },
            at=at,
        )


def tell_restricted_by_officer(item: EvidenceItem, *, at: datetime) -> None:
    """A mail lies in many places, so it names nothing: leads see on the page which piece it is."""
    if item.is_unshown:
        return
    for lead in leads_of(item.organisation):
        queue_mail(
            key=f"evidence_restricted:{item.pk}:{at.isoformat()}",
            message="evidence_restricted",
            to=lead.email,
            context={
                "person": lead,
                "organisation": item.organisation,
                "url": _address_of(item),
            },
            at=at,
        )


def _address_of(item: EvidenceItem) -> str:
    if item.is_in_library:
        return address_of("evidence-item", item.uuid)
    return address_of("evidence", item.organisation.slug)
