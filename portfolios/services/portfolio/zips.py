"""All files of a portfolio, or of a statement, as one zip, made while it is sent and never kept."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone

from awards.choices import Role
from awards.models import Application, StatusChange, User
from awards.permissions import need_member
from awards.scheme import edition
from foundation import audit
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Refused
from foundation.throttling import hit
from foundation.zips import ZipEntry
from portfolios.records import NO_EYES, Eyes, PortfolioRecord
from portfolios.rendering.portfolio_index import Line, index_csv, readme
from portfolios.selectors.evidence.access import eyes_of
from portfolios.selectors.evidence.reading import hidden_ids
from portfolios.selectors.forms import STATEMENT, form_of
from portfolios.selectors.portfolio.display import HIDDEN, portfolio_sent
from portfolios.selectors.portfolio.packing import (
    Packed,
    day,
    files_now,
    files_sent,
    kind_of,
    packed,
    scope_of,
    shows_of,
)
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.selectors.sent import need_contents
from portfolios.selectors.statement.reading import whole_statement
from portfolios.services.evidence.looks import note_packed

# Each of them may be a gigabyte.
MOST_AN_HOUR = 10
ASK_AGAIN = timedelta(seconds=10)


def pack_portfolio(*, application: Application, actor: User, at: datetime) -> Iterator[ZipEntry]:
    """As it stands today, for the people of the organisation (T-31: an officer takes what was sent)."""
    role = need_member(actor, application.organisation)
    today = london_date(at)
    eyes = eyes_of(actor, role)
    record = _record_of(application, on=today, eyes=eyes)
    contents = list(packed(record, files_now(application, on=today, eyes=eyes)))
    status_line = f"As it stood on {show_date(today)}"
    return _packed(
        application, record, contents, status_line, actor=actor, role=role, eyes=eyes, at=at
    )


def _record_of(application: Application, *, on: date, eyes: Eyes) -> PortfolioRecord:
    if form_of(application) == STATEMENT:
        return whole_statement(application, on=on, eyes=eyes).record.portfolio
    return whole_portfolio(application, on=on, eyes=eyes).record


def pack_sent_portfolio(
    *,
    application: Application,
    change: StatusChange,
    actor: User,
    role: Role,
    at: datetime,
    eyes: Eyes = NO_EYES,
) -> Iterator[ZipEntry]:
    """What was sent, for whoever judges it; whether they do, and with what eyes, is asked before."""
    need_contents(application)
    snapshot = change.snapshot or {}
    # A re-validation statement carries the evidence chosen for it in the same shape.
    if "portfolio" not in snapshot:
        raise Refused("There is no portfolio here that has been sent.")
    today = london_date(at)
    record = portfolio_sent(snapshot, on=today, eyes=eyes)
    contents = list(packed(record, files_sent(change, on=today, eyes=eyes)))
    status_line = f"As sent on {show_date(london_date(change.at))}"
    return _packed(
        application, record, contents, status_line, actor=actor, role=role, eyes=eyes, at=at
    )


def filename_of(application: Application) -> str:
    return f"evidence-{application.reference}.zip"


def _packed(
    application: Application,
    record: PortfolioRecord,
    contents: list[Packed],
    status_line: str,
    *,
    actor: User,
    role: Role,
    eyes: Eyes,
    at: datetime,
) -> Iterator[ZipEntry]:
    """Counted and written down before the first byte goes out."""
    hit(f"zip:{actor.pk}", limit=MOST_AN_HOUR, seconds=3600, now=at)
    there = [each for each in contents if each.stored is not None]
    left_out = sum(
        each.stored is None and (each.item.hidden or bool(each.file)) for each in contents
    )
    audit.record(
        "evidence.packed",
        actor=actor,
        target=application,
        at=at,
        role=role,
        acting_for=application.organisation.uuid,
        details={"files": len(there), "left_out": left_out, "status": status_line},
    )
    note_packed(record, actor=actor, role=role, at=at)
    words = readme(
        organisation=record.organisation_name,
        stage=edition(record.edition).stage(record.stage).name,
        reference=record.reference,
        status_line=status_line,
        left_out=left_out,
        withheld=len(record.withheld),
    )
    index = index_csv(_line(record, each) for each in contents)
    return _entries(words, index, there, eyes, at)


def _entries(
    words: bytes, index: bytes, there: list[Packed], eyes: Eyes, at: datetime
) -> Iterator[ZipEntry]:
    """A gigabyte takes a while. Whose consent goes meanwhile is left out, as far as it is not sent yet;
    and so is what is restricted meanwhile.
    """
    yield ZipEntry("README.txt", [words], at)
    yield ZipEntry("index.csv", [index], at)
    hidden: frozenset[str] = frozenset()
    asked = at
    for each in there:
        now = timezone.now()
        if now - asked > ASK_AGAIN:
            ids = (other.item.id for other in there)
            hidden = hidden_ids(ids, on=london_date(now), eyes=eyes)
            asked = now
        if each.item.id in hidden:
            yield ZipEntry(f"{each.name} is not here.txt", [HIDDEN.encode()], at)
        elif each.stored is not None:
            yield ZipEntry(each.name, each.stored, each.stored.uploaded_at)


def _line(record: PortfolioRecord, each: Packed) -> Line:
    item = each.item
    return Line(
        number=each.number,
        title=item.title,
        kind=kind_of(item),
        happened_on=day(item.happened_on),
        shows=shows_of(record, item),
        file=each.name or (each.file.name if each.file else ""),
        sha256=each.file.sha256 if each.file else "",
        scope=scope_of(item),
        until=day(item.consent_until),
        note=each.note,
    )
