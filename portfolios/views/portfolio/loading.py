"""What the pages of an evidence portfolio have in common."""

from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from awards.models import Application
from awards.views.person import person
from foundation.dates import london_date
from portfolios.choices import PortfolioSection
from portfolios.models import Portfolio
from portfolios.records import Eyes, PortfolioRecord
from portfolios.selectors.evidence.access import eyes_of
from portfolios.selectors.forms import PORTFOLIO
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.gaps import Gap, Place, address, gaps_of
from portfolios.selectors.portfolio.opened import Opened, opened_of
from portfolios.selectors.portfolio.questions import SECTIONS
from portfolios.selectors.portfolio.reading import WholePortfolio, whole_portfolio
from portfolios.views import loading
from portfolios.views.loading import need_open, role_for, writes_now
from portfolios.views.writing import WritingOf


class Writing(WritingOf[WholePortfolio, Gap, Place]):
    @property
    def record(self) -> PortfolioRecord:
        return self.whole.record

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

    def find_gaps(self, on: date) -> list[Gap]:
        return gaps_of(self.record, on=on)

    def address(self, gap: Gap) -> str:
        return address(gap, self.application.uuid)

    def gaps_in(self, section: PortfolioSection) -> list[Gap]:
        return [gap for gap in self.gaps if gap.about.section == section]

    def is_open(self, place: Place) -> bool:
        return self.opened.page(place, lambda: [gap.about for gap in self.missing])


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


def section_or_404(writing: Writing, code: str) -> PortfolioSection:
    """Only a part that this stage asks."""
    if code not in SECTIONS[writing.record.stage]:
        raise Http404
    return PortfolioSection(code)


def caption(writing: Writing) -> str:
    """Above the heading of every page within a portfolio."""
    stage = writing.scheme.stage(writing.application.stage)
    return f"Your portfolio for {stage.name}"
