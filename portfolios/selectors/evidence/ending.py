"""Consent that ends: what runs out soon, and when what it showed is forgotten for good."""

from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from awards.models import held_organisations
from foundation.dates import london_date
from portfolios.models import Consent

# How long a consent that is gone can be given again. Within a month the files must be gone.
KEPT = timedelta(days=28)
# Leads hear of it so long before.
NOTICE = timedelta(days=30)


def forgotten_on(consent: Consent) -> date | None:
    """The day on which the files go; None while consent holds for good."""
    ends = []
    if consent.withdrawn_at is not None:
        ends.append(london_date(consent.withdrawn_at))
    if consent.expires_on is not None:
        ends.append(consent.expires_on)
    return min(ends) + KEPT if ends else None


def to_forget(*, now: datetime, on: date) -> QuerySet[Consent]:
    """What was hidden for so long that it goes now, also when its organisation has removed it since.

    Under a legal hold it stays hidden, and goes when the hold ends.
    """
    return past_consent(now=now, on=on).exclude(item__organisation__in=held_organisations())


def past_consent(*, now: datetime, on: date) -> QuerySet[Consent]:
    due = Q(withdrawn_at__lte=now - KEPT) | Q(expires_on__lte=on - KEPT)
    return Consent.objects.filter(due, forgotten_at=None)


def ending_soon(*, on: date) -> QuerySet[Consent]:
    """By organisation and day; of evidence that is still kept and shown."""
    return (
        Consent.objects.filter(
            withdrawn_at=None,
            disputed_at=None,
            forgotten_at=None,
            item__removed_at=None,
            expires_on__gte=on,
            expires_on__lte=on + NOTICE,
        )
        .select_related("item__organisation")
        .order_by("item__organisation_id", "expires_on", "item_id")
    )
