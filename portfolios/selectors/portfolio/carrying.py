"""What Platinum goes on with: the answers that were told for Gold (scheme.md 16, WCAG 3.3.7)."""

from awards.models import Application
from awards.scheme import edition
from portfolios.choices import PORTFOLIO_STAGES
from portfolios.models import Narrative
from portfolios.records import NarrativeRecord, PortfolioRecord
from portfolios.selectors.words import answered


def unchanged_codes(application: Application, record: PortfolioRecord) -> frozenset[str]:
    """The questions whose answer still is the one of the stage before, word for word. One query at most."""
    stage = application.stage
    before = PORTFOLIO_STAGES[: PORTFOLIO_STAGES.index(stage)]
    if not before:
        return frozenset()
    rows = Narrative.objects.filter(
        application__organisation=application.organisation_id, application__stage__in=before
    ).order_by("application__created_at", "application__pk")
    # The latest attempt comes last, and counts.
    told = {row.code: row for row in rows}
    carries = {c.code: c.carries for c in edition(application.edition).criteria_for(stage)}
    return frozenset(
        each.code
        for each in record.narratives
        if _is_told(each)
        and (row := told.get(each.code) or told.get(carries.get(each.code) or ""))
        and (row.text, row.before, row.after) == (each.text, each.before, each.after)
    )


def _is_told(narrative: NarrativeRecord) -> bool:
    return any(map(answered, (narrative.text, narrative.before, narrative.after)))
