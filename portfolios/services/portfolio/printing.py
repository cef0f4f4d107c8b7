"""A portfolio as a PDF: asked for here, made by a job, gone as soon as consent for anything in it is.

The same file goes to everybody who asks, so nothing that is restricted is ever in one (T-30).
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
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
from portfolios.records import PortfolioRecord, as_json
from portfolios.selectors.evidence.reading import hidden_ids
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.portfolio.printed import shown_in
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.selectors.sent import last_sent, need_contents
from portfolios.services.plan.printing import asked_again
from portfolios.tasks import make_printout

FORMAT = "pdf"
OUTDATED = "Something in this file may not be shown now, so we took the file away. Make it again."


def ask_for_portfolio(*, application: Application, actor: User, at: datetime) -> Printout:
    """The portfolio as it stands while it can be changed; afterwards as it was sent last."""
    if not application.can_be_edited and last_sent(application) is not None:
        return ask_for_sent_portfolio(application=application, actor=actor, at=at)
    today = london_date(at)
    return _ask(
        application,
        whole_portfolio(application, on=today).record,
        f"Draft, printed on {show_date(today)}",
        actor=actor,
        at=at,
    )


def ask_for_sent_portfolio(*, application: Application, actor: User, at: datetime) -> Printout:
    """The version that champions judge; the same file for everybody who asks."""
    record, status_line = _sent(application, on=london_date(at))
    return _ask(application, record, status_line, actor=actor, at=at)


def printout_of_sent_portfolio(application: Application, *, on: date) -> Printout | None:
    """What `ask_for_sent_portfolio` has made already, with nothing in it that consent has left."""
    kept = _kept(*_sent(application, on=on))
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


def _sent(application: Application, *, on: date) -> tuple[PortfolioRecord, str]:
    need_contents(application)
    change: StatusChange | None = last_sent(application)
    if change is None or (change.snapshot or {}).get("kind") != "portfolio":
        raise Refused("There is no portfolio here that has been sent.")
    line = f"As sent on {show_date(london_date(change.at))}"
    return portfolio_sent(change.snapshot or {}, on=on), line


@transaction.atomic
def _ask(
    application: Application,
    record: PortfolioRecord,
    status_line: str,
    *,
    actor: User,
    at: datetime,
) -> Printout:
    """The same words are made once (T-43); what failed for good is tried again when asked for again."""
    kept = _kept(record, status_line)
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
            details={"format": FORMAT, "status": status_line},
        )
    if is_new or asked_again(printout, actor=actor, at=at):
        enqueue(make_printout, printout.uuid)
    return printout


def _kept(record: PortfolioRecord, status_line: str) -> dict[str, Any]:
    """Everything that is printed; and beside it what of the evidence can be seen in it."""
    return {
        "portfolio": as_json(record),
        "status_line": status_line,
        "shown": shown_in(record),
    }


def _fingerprint(kept: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
