"""A portfolio, or a statement, as a PDF: asked for here, made by a job, gone as soon as consent for anything
in it is.

The same file goes to everybody who asks, so nothing that is restricted is ever in one (T-30).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from awards.choices import Role
from awards.models import Application, StatusChange, User
from foundation import audit
from foundation.dates import london_date
from foundation.files import remove
from foundation.forms import show_date
from foundation.jobs import enqueue
from foundation.refusals import Refused
from portfolios.models import Printout
from portfolios.records import PortfolioRecord, StatementRecord, as_json
from portfolios.selectors.evidence.reading import hidden_ids
from portfolios.selectors.forms import STATEMENT, form_of
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.portfolio.printed import shown_in
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.selectors.sent import last_sent, need_contents
from portfolios.selectors.statement.display import signature_of, statement_sent
from portfolios.selectors.statement.reading import whole_statement
from portfolios.services.plan.printing import asked_again
from portfolios.tasks import make_printout

FORMAT = "pdf"
OUTDATED = "Something in this file may not be shown now, so we took the file away. Make it again."


@dataclass(frozen=True)
class _Content:
    """What is printed; of a statement its difference and its signature beside the evidence."""

    record: PortfolioRecord
    status_line: str
    statement: Mapping[str, Any] | None = None


def ask_for_portfolio(*, application: Application, actor: User, at: datetime) -> Printout:
    """As it stands while it can be changed; afterwards as it was sent last."""
    if not application.can_be_edited and last_sent(application) is not None:
        return ask_for_sent_portfolio(application=application, actor=actor, at=at)
    today = london_date(at)
    return _ask(application, _draft(application, on=today), actor=actor, at=at)


def ask_for_sent_portfolio(*, application: Application, actor: User, at: datetime) -> Printout:
    """The version that champions judge; the same file for everybody who asks."""
    return _ask(application, _sent(application, on=london_date(at)), actor=actor, at=at)


def printout_of_sent_portfolio(application: Application, *, on: date) -> Printout | None:
    """What `ask_for_sent_portfolio` has made already, with nothing in it that consent has left."""
    kept = _kept(_sent(application, on=on))
    rows = Printout.objects.filter(
        application=application, fingerprint=_fingerprint(kept), format=FORMAT
    )
    return rows.select_related("file").first()


def take_away_outdated(application: Application, *, on: date) -> int:
    """Files in which something is that may not be shown any more; how many there were. Two queries.

    Whoever opens a file asks this first, so that none is handed out after a withdrawal, or after the
    day on which consent runs out.
    """
    shown = _shown(application)
    hidden = hidden_ids({id for ids in shown.values() for id in ids}, on=on)
    return _take_away(shown, hidden)


def take_away_prints_of(application: Application, item: UUID) -> int:
    """Files in which this piece is, because something of it has gone for good."""
    return _take_away(_shown(application), frozenset({str(item)}))


def _shown(application: Application) -> dict[int, list[str]]:
    """By the key of each print, the pieces that can be seen in it."""
    rows = Printout.objects.filter(application=application, record__has_key="shown")
    return dict(rows.values_list("pk", "record__shown"))


def note_opened(printout: Printout, *, actor: User, role: Role | None, at: datetime) -> None:
    """Who opened pictures and words, its own people as well: a file can be taken anywhere."""
    application = printout.application
    audit.record(
        "portfolio.print-opened",
        actor=actor,
        target=application,
        at=at,
        role=role or "",
        acting_for=application.organisation.uuid,
        details={
            "printout": str(printout.uuid),
            "pieces": len(printout.record["shown"]),
            "status": printout.record["status_line"],
        },
    )


@transaction.atomic
def _take_away(shown: Mapping[int, Iterable[str]], gone: frozenset[str]) -> int:
    """Under their locks: a job that finishes one at this moment finds no row, and throws its file away."""
    keys = [pk for pk, ids in shown.items() if not gone.isdisjoint(ids)]
    rows = list(Printout.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk"))
    for row in rows:
        file = row.file
        row.delete()
        if file is not None:
            remove(file)
    return len(rows)


def _draft(application: Application, *, on: date) -> _Content:
    line = f"Draft, printed on {show_date(on)}"
    if form_of(application) != STATEMENT:
        return _Content(whole_portfolio(application, on=on).record, line)
    whole = whole_statement(application, on=on)
    signature = signature_of(whole.scheme, whole.commitment) if whole.is_signed else None
    return _of_statement(whole.record, line, signature)


def _sent(application: Application, *, on: date) -> _Content:
    need_contents(application)
    change: StatusChange | None = last_sent(application)
    snapshot: dict[str, Any] = (change.snapshot if change else None) or {}
    if change is None or "portfolio" not in snapshot:
        raise Refused("There is no portfolio here that has been sent.")
    line = f"As sent on {show_date(london_date(change.at))}"
    if snapshot["kind"] != STATEMENT:
        return _Content(portfolio_sent(snapshot, on=on), line)
    return _of_statement(statement_sent(snapshot, on=on), line, snapshot["commitment"])


def _of_statement(
    record: StatementRecord, line: str, signature: Mapping[str, Any] | None
) -> _Content:
    difference = as_json(record)
    # It stands beside it, where every print of evidence has it.
    del difference["portfolio"]
    return _Content(record.portfolio, line, {"difference": difference, "signature": signature})


@transaction.atomic
def _ask(
    application: Application,
    content: _Content,
    *,
    actor: User,
    at: datetime,
) -> Printout:
    """The same words are made once (T-43); what failed for good is tried again when asked for again."""
    kept = _kept(content)
    printout, is_new = Printout.objects.get_or_create(
        application=application,
        fingerprint=_fingerprint(kept),
        format=FORMAT,
        defaults={"record": kept, "asked_by": actor, "asked_at": at},
    )
    if is_new:
        audit.record(
            "portfolio.printed",
            actor=actor,
            target=application,
            at=at,
            details={"format": FORMAT, "status": content.status_line},
        )
    if is_new or asked_again(printout, actor=actor, at=at):
        enqueue(make_printout, printout.uuid)
    return printout


def _kept(content: _Content) -> dict[str, Any]:
    """Everything that is printed; and beside it what of the evidence can be seen in it."""
    kept = {
        "portfolio": as_json(content.record),
        "status_line": content.status_line,
        "shown": shown_in(content.record),
    }
    return kept | ({"statement": content.statement} if content.statement else {})


def _fingerprint(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
