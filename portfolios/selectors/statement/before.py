"""What a statement is the difference to: the award that it renews, and what that was given for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from awards.models import Application, Award
from portfolios.models import EvidenceItem
from portfolios.records import ALL_EYES, NO_EYES, Eyes, ItemRecord, PortfolioRecord
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.sent import last_sent


@dataclass(frozen=True)
class Before:
    """Nothing but the award where that came from elsewhere, or its contents are deleted."""

    award: Award | None
    # What was sent for it, as these eyes may see it now. Of a year ago that may be a statement, too.
    record: PortfolioRecord | None = None
    # The ids of all that was sent, whoever may see it.
    sent: frozenset[str] = frozenset()

    def told(self, code: str) -> str:
        """What was said of a criterion then."""
        narrative = self.record.narrative(code) if self.record else None
        return narrative.text if narrative else ""

    def items(self, code: str) -> tuple[ItemRecord, ...]:
        """What showed a criterion then, and may be shown now."""
        if self.record is None:
            return ()
        return tuple(i for i in self.record.items if code in i.shows and not i.hidden)


def award_renewed_by(application: Application) -> Award | None:
    """The latest award of its stage that was there before the statement was begun. One query."""
    return (
        Award.objects.filter(
            organisation=application.organisation_id,
            stage=application.stage,
            application__lt=application.pk,
        )
        .select_related("application")
        .order_by("-application_id")
        .first()
    )


def before_of(application: Application, *, on: date, eyes: Eyes = NO_EYES) -> Before:
    """Three queries."""
    award = award_renewed_by(application)
    if award is None:
        return Before(None)
    change = last_sent(award.application)
    snapshot: dict[str, Any] = (change.snapshot if change else None) or {}
    if "portfolio" not in snapshot:
        return Before(award)
    return Before(
        award=award,
        record=portfolio_sent(snapshot, on=on, eyes=eyes),
        sent=frozenset(item["id"] for item in snapshot["portfolio"]["items"]),
    )


def carried_from(before: Before) -> dict[str, list[EvidenceItem]]:
    """By criterion, what showed it then and is there still. One query; ask with eyes for everything."""
    record = before.record
    if record is None or before.award is None:
        return {}
    rows = EvidenceItem.objects.kept().filter(
        organisation=before.award.organisation_id,
        uuid__in=[item.id for item in record.items if not item.hidden],
    )
    there = {str(row.uuid): row for row in rows}
    found: dict[str, list[EvidenceItem]] = {}
    for item in record.items:
        if item.id in there:
            for code in item.shows:
                found.setdefault(code, []).append(there[item.id])
    return found


def all_before(application: Application, *, on: date) -> Before:
    """For the one act that carries it over: nothing is withheld from what is copied."""
    return before_of(application, on=on, eyes=ALL_EYES)
