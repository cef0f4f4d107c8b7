"""Who judges evidence hears when its consent is gone; that happens in a room that knows of no panels."""

from collections import defaultdict
from datetime import timedelta

from awards.choices import SENT, Status
from awards.models import Application, StatusChange
from champions import emails
from foundation.clock import DutyContext
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.models import Consent
from portfolios.selectors.evidence.relying import gone_from

# Long enough for a clock that stood still over a weekend; after that the case itself tells.
LATEST = timedelta(days=7)


def tell_of_consent_gone(context: DutyContext) -> int:
    """For the clock. Each champion of the panel, and each lead, is written to once (T-90).

    What ran out on one day is told in one mail. Tells how many were written to now.
    """
    judged = _judged()
    count = 0
    for pk, items in gone_from(judged, on=context.today).items():
        by_end: dict[str, list[str]] = defaultdict(list)
        for item in items:
            if _is_news(item.consent, context):
                by_end[_end(item.consent)].append(item.name_for_all)
        for end, titles in by_end.items():
            count += emails.tell_consent_gone(
                judged[pk].application, key=f"{pk}:{end}", titles=titles, at=context.now
            )
    return count


def _judged() -> dict[int, StatusChange]:
    """The version that counts of each portfolio that is with the champions, by its key."""
    rows = StatusChange.objects.filter(
        name__in=SENT,
        application__in=Application.objects.open()
        .exclude(status=Status.DRAFT)
        .filter(stage__in=PORTFOLIO_STAGES),
    ).select_related("application__organisation")
    latest = {row.application_id: row for row in rows.defer("snapshot").order_by("at", "pk")}
    return {row.pk: row for row in latest.values()}


def _is_news(consent: Consent, context: DutyContext) -> bool:
    if consent.forgotten_at is not None:
        # Told of weeks before; or it was taken down, and who did that has told them.
        return False
    if consent.withdrawn_at is not None:
        return consent.withdrawn_at >= context.now - LATEST
    # The day after its last one.
    return consent.expires_on is not None and consent.expires_on >= context.today - LATEST


def _end(consent: Consent) -> str:
    """What one mail tells of: one withdrawal, or all that ran out on one day."""
    if consent.withdrawn_at is not None:
        return f"{consent.item_id}:{consent.withdrawn_at:%Y%m%dT%H%M%S}"
    return f"{consent.expires_on}"
