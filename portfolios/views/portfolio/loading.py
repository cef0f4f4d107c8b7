"""What the pages of an evidence portfolio have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from awards.models import Application
from awards.scheme import Scheme
from awards.views.person import person
from foundation.dates import london_date
from portfolios.choices import PortfolioSection
from portfolios.models import Portfolio
from portfolios.records import Eyes, PortfolioRecord
from portfolios.selectors.evidence.access import eyes_of
from portfolios.selectors.forms import PORTFOLIO
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.gaps import Gap, Place, address, gaps_for, gaps_of
from portfolios.selectors.portfolio.opened import Opened, opened_of
from portfolios.selectors.portfolio.questions import SECTIONS
from portfolios.selectors.portfolio.reading import WholePortfolio, whole_portfolio
from portfolios.services.portfolio.editing import not_challenged
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
    """A portfolio as it stands, for a page that shows or writes some of it."""

    whole: WholePortfolio
    may_write: bool

    @property
    def application(self) -> Application:
        return self.whole.application

    @property
    def record(self) -> PortfolioRecord:
        return self.whole.record

    @property
    def scheme(self) -> Scheme:
        return self.whole.scheme

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps_of(self.record, on=london_date(timezone.now()))

    @cached_property
    def missing(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.is_missing]

    @cached_property
    def coverage(self) -> Coverage:
        return Coverage(self.record)

    @cached_property
    def opened(self) -> Opened:
        return opened_of(self.application)

    @property
    def withheld(self) -> int:
        """How many pieces are restricted, and not shown to whoever looks."""
        return len(self.record.withheld)

    @property
    def has_report(self) -> bool:
        """Whether there is a plan here to report on: Silver may have come from elsewhere."""
        return bool(self.record.actions or self.record.measures)

    def lines(
        self,
        gaps: Sequence[Gap],
        *,
        named: bool = False,
        here: str = "",
        otherwise: str = "main-content",
        then: str = "",
    ) -> list[GapLine]:
        """What is needed comes first. `named` says of which question or evidence it is.

        `here` is the page's own address: a link to one of its fields must not load it again, or
        what is being typed would go. `otherwise`: where on that page a gap without a field is filled.
        `then` says where saving leads back to.
        """
        return [
            GapLine(
                gap.full if named else gap.sentence,
                _link(address(gap, self.application.uuid), here, otherwise, then),
                gap.is_missing,
            )
            for gap in sorted(gaps, key=lambda gap: not gap.is_missing)
        ]

    def gaps_at(self, place: Place) -> list[Gap]:
        """What the gap check says of one page."""
        return gaps_for(self.gaps, place)

    def gaps_in(self, section: PortfolioSection) -> list[Gap]:
        return [gap for gap in self.gaps if gap.about.section == section]

    def writes(self, place: Place) -> bool:
        """All of a draft; after a request for changes what was challenged, and where something is missing."""
        return self.may_write and self.opened.page(
            place, lambda: [gap.about for gap in self.missing]
        )


def _link(address: str, here: str, otherwise: str, then: str) -> str:
    page, _, field = address.partition("#")
    if page == here:
        return f"#{field or otherwise}"
    if then:
        page = f"{page}{'&' if '?' in page else '?'}from={then}"
    return f"{page}#{field}" if field else page


def _load(request: HttpRequest, application: UUID) -> Application:
    return loading.load(request, application, form=PORTFOLIO)


def load(request: HttpRequest, application: UUID) -> Writing:
    """The portfolio, if it is theirs to see: to everybody else it is not there (T-24)."""
    found = _load(request, application)
    role = role_for(request, found)
    whole = _whole(found, eyes_of(person(request), role))
    return Writing(whole, writes_now(found, role))


def load_for_writing(request: HttpRequest, application: UUID) -> Writing:
    """The same for a page that writes."""
    found = _load(request, application)
    eyes = eyes_of(person(request), need_open(request, found))
    return Writing(_whole(found, eyes), may_write=True)


def _whole(application: Application, eyes: Eyes) -> WholePortfolio:
    try:
        return whole_portfolio(application, on=london_date(timezone.now()), eyes=eyes)
    except Portfolio.DoesNotExist:
        # An award from before this service: there is nothing written here.
        raise Http404 from None


def need_place(writing: Writing, place: Place) -> None:
    """Tell at once that a page was not challenged, and not after typing."""
    if not writing.writes(place):
        raise not_challenged(writing.application)


def section_or_404(writing: Writing, code: str) -> PortfolioSection:
    """Only a part that this stage asks."""
    if code not in SECTIONS[writing.record.stage]:
        raise Http404
    return PortfolioSection(code)


def back_to_check(request: HttpRequest, application: Application) -> str:
    """The check page, when one came from there; empty otherwise."""
    if request.GET.get("from") != "check":
        return ""
    return reverse("portfolio-check", args=[application.uuid])


def caption(writing: Writing) -> str:
    """Above the heading of every page within a portfolio."""
    stage = writing.scheme.stage(writing.application.stage)
    return f"Your portfolio for {stage.name}"
