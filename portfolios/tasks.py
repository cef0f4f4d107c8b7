"""Jobs: plans, portfolios and statements as files. Safe to run twice, also at once (F-10, F-13)."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from foundation.dates import london_date
from foundation.files import remove, store_generated
from foundation.jobs import job
from foundation.printing.telling import STEPS, UNIT, hear_printer
from foundation.progress import telling
from portfolios.models import Printout
from portfolios.records import portfolio_from, record_from, statement_from
from portfolios.rendering.outline import Facts
from portfolios.rendering.portfolio import portfolio_pdf
from portfolios.rendering.portfolio_outline import PORTFOLIO, STATEMENT, PortfolioFacts
from portfolios.rendering.printing import plan_pdf
from portfolios.rendering.word import plan_docx
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.portfolio import printed
from portfolios.selectors.statement.printed import renewed_award_of, statement_parts_of
from portfolios.selectors.titles import for_others

# Its name without the ending, its bytes, and what they are.
Made = tuple[str, bytes, str]

MAKERS = {
    "pdf": (plan_pdf, "application/pdf"),
    "docx": (
        plan_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


# Behind mail: a sign-in code does not wait for a long plan.
@job(priority=-5)
def make_printout(printout_uuid: str) -> None:
    """Whoever comes second throws their own bytes away; one that was tidied away is no failure."""
    printout = Printout.objects.filter(uuid=uuid.UUID(printout_uuid)).first()
    if printout is None or printout.file_id is not None:
        return
    with (
        telling(make_printout, printout.uuid, total=len(STEPS), unit=UNIT) as told,
        hear_printer(told),
    ):
        made = _portfolio(printout) if "portfolio" in printout.record else _plan(printout)
    if made is None:
        return
    name, content, content_type = made
    with transaction.atomic():
        file = store_generated(
            name=f"{name}.{printout.format}",
            content=content,
            content_type=content_type,
            at=timezone.now(),
        )
        if not Printout.objects.filter(pk=printout.pk, file=None).update(file=file):
            remove(file)


def _plan(printout: Printout) -> Made:
    facts = facts_of(printout)
    make, content_type = MAKERS[printout.format]
    return f"delivery-plan-{facts.record.reference}", make(facts), content_type


def _portfolio(printout: Printout) -> Made | None:
    """Nothing, if consent for any of it has gone since it was asked for: then it is asked for anew."""
    today = london_date(timezone.now())
    if printed.is_outdated(printout.record["shown"], on=today):
        return None
    facts = portfolio_facts_of(printout, on=today)
    content = portfolio_pdf(facts)
    name = "statement" if "statement" in printout.record else "portfolio"
    return f"{name}-{facts.record.reference}", content, "application/pdf"


def portfolio_facts_of(printout: Printout, *, on: date) -> PortfolioFacts:
    """What `portfolios.services.portfolio.printing` has kept for this moment, with its small pictures."""
    kept = printout.record
    record = portfolio_from(kept["portfolio"])
    pieces = printed.pieces_of(record)
    statement = (
        statement_from(kept["statement"]["difference"] | {"portfolio": kept["portfolio"]})
        if "statement" in kept
        else None
    )
    return PortfolioFacts(
        title=STATEMENT if statement else PORTFOLIO,
        renews=renewed_award_of(statement) if statement else "",
        record=record,
        parts=statement_parts_of(statement, kept["statement"]["signature"])
        if statement
        else printed.parts_of(record),
        pieces=pieces,
        pictures=printed.small_pictures(pieces, on=on),
        status_line=kept["status_line"],
        created=printout.asked_at,
        most_told=printed.MOST_TOLD,
        most_pictures=printed.MOST_PICTURES,
    )


def facts_of(printout: Printout) -> Facts:
    """What `portfolios.services.plan.printing` has kept for this moment."""
    kept = printout.record
    record = record_from(kept["plan"])
    return Facts(
        record=record,
        sections=for_others(sections_of(record)),
        status_line=kept["status_line"],
        created=printout.asked_at,
        today=date.fromisoformat(kept["today"]) if kept["today"] else None,
        states=kept.get("states", {}),
    )
