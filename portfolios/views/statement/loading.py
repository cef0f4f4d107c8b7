"""What the pages of a re-validation statement have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from awards.models import Application
from awards.scheme import Criterion, Scheme
from awards.selectors.kinds import title_of
from awards.selectors.renewals import Renewal, renewals_of
from awards.views.person import person
from foundation.dates import london_date
from portfolios.models import Statement
from portfolios.records import Eyes, StatementRecord
from portfolios.selectors.evidence.access import eyes_of
from portfolios.selectors.forms import STATEMENT
from portfolios.selectors.statement.gaps import Gap, Place, address, gaps_for, gaps_of
from portfolios.selectors.statement.opened import Opened, opened_of
from portfolios.selectors.statement.reading import WholeStatement, whole_statement
from portfolios.services.statement import not_challenged
from portfolios.views import loading
from portfolios.views.loading import need_open, role_for, writes_now


@dataclass(frozen=True)
class GapLine:
    """A gap as a page shows it: what to do, and where."""

    sentence: str
    url: str
    missing: bool


@dataclass(frozen=True)
class Writing:
    """A statement as it stands, for a page that shows or writes some of it."""

    whole: WholeStatement
    may_write: bool

    @property
    def application(self) -> Application:
        return self.whole.application

    @property
    def record(self) -> StatementRecord:
        return self.whole.record

    @property
    def scheme(self) -> Scheme:
        return self.whole.scheme

    @cached_property
    def gaps(self) -> list[Gap]:
        on = london_date(timezone.now())
        return gaps_of(self.record, on=on, signed=self.whole.is_signed)

    @cached_property
    def missing(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.is_missing]

    @cached_property
    def opened(self) -> Opened:
        return opened_of(self.application)

    @property
    def withheld(self) -> int:
        """How many pieces are restricted, and not shown to whoever looks."""
        return len(self.record.portfolio.withheld)

    def gaps_at(self, place: Place) -> list[Gap]:
        return gaps_for(self.gaps, place)

    def lines(
        self, gaps: Sequence[Gap], *, named: bool = False, here: str = "", then: str = ""
    ) -> list[GapLine]:
        """What is needed comes first. `named` says of which criterion or evidence it is.

        `here` is the page's own address: a link to one of its fields must not load it again, or
        what is being typed would go. `then` says where saving leads back to.
        """
        return [
            GapLine(
                gap.full if named else gap.on_page,
                _link(address(gap, self.application.uuid), here, then),
                gap.is_missing,
            )
            for gap in sorted(gaps, key=lambda gap: not gap.is_missing)
        ]

    def writes(self, place: Place) -> bool:
        """All of a draft; after a request for changes what was challenged, and where something is missing."""
        return self.may_write and self.opened.page(
            place, lambda: [gap.about for gap in self.missing]
        )


def _link(address: str, here: str, then: str) -> str:
    page, _, field = address.partition("#")
    if page == here:
        return f"#{field or 'main-content'}"
    if then:
        page = f"{page}?from={then}"
    return f"{page}#{field}" if field else page


def load(request: HttpRequest, application: UUID) -> Writing:
    """The statement, if it is theirs to see: to everybody else it is not there (T-24)."""
    found = loading.load(request, application, form=STATEMENT)
    role = role_for(request, found)
    return Writing(_whole(found, eyes_of(person(request), role)), writes_now(found, role))


def load_for_writing(request: HttpRequest, application: UUID) -> Writing:
    """The same for a page that writes."""
    found = loading.load(request, application, form=STATEMENT)
    eyes = eyes_of(person(request), need_open(request, found))
    return Writing(_whole(found, eyes), may_write=True)


def _whole(application: Application, eyes: Eyes) -> WholeStatement:
    try:
        return whole_statement(application, on=london_date(timezone.now()), eyes=eyes)
    except Statement.DoesNotExist:
        raise Http404 from None


def need_place(writing: Writing, place: Place) -> None:
    """Tell at once that a page was not challenged, and not after typing."""
    if not writing.writes(place):
        raise not_challenged(writing.application)


def criterion_or_404(writing: Writing, code: str) -> Criterion:
    """Only one that this stage asks."""
    for each in writing.whole.criteria:
        if each.code == code:
            return each
    raise Http404


def back_to_check(request: HttpRequest, application: Application) -> str:
    """The check page, when one came from there; empty otherwise."""
    if request.GET.get("from") != "check":
        return ""
    return reverse("statement-check", args=[application.uuid])


def caption(writing: Writing) -> str:
    """Above the heading of every page within a statement."""
    return title_of(writing.application)


def renewal_of(application: Application) -> Renewal | None:
    """What this statement renews, and till when; none once that is over, or was revoked."""
    found = renewals_of(application.organisation, on=london_date(timezone.now()))
    return next((each for each in found if each.award.stage == application.stage), None)
