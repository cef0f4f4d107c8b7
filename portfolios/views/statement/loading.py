"""What the pages of a re-validation statement have in common."""

from datetime import date
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from awards.models import Application
from awards.scheme import Criterion
from awards.selectors.kinds import title_of
from awards.selectors.renewals import Renewal, renewals_of
from awards.views.person import person
from foundation.dates import london_date
from portfolios.models import Statement
from portfolios.records import Eyes, StatementRecord
from portfolios.selectors.evidence.access import eyes_of
from portfolios.selectors.forms import STATEMENT
from portfolios.selectors.statement.gaps import Gap, Place, address, gaps_of
from portfolios.selectors.statement.opened import Opened, opened_of
from portfolios.selectors.statement.reading import WholeStatement, whole_statement
from portfolios.views import loading
from portfolios.views.evidence.ways import carrying
from portfolios.views.loading import need_open, role_for, writes_now
from portfolios.views.writing import WritingOf


class Writing(WritingOf[WholeStatement, Gap, Place]):
    @property
    def record(self) -> StatementRecord:
        return self.whole.record

    @cached_property
    def opened(self) -> Opened:
        return opened_of(self.application)

    @property
    def withheld(self) -> int:
        """How many pieces are restricted, and not shown to whoever looks."""
        return len(self.record.portfolio.withheld)

    def find_gaps(self, on: date) -> list[Gap]:
        return gaps_of(self.record, on=on, signed=self.whole.is_signed)

    def address(self, gap: Gap) -> str:
        return address(gap, self.application.uuid)

    def said(self, gap: Gap) -> str:
        return gap.on_page

    def is_open(self, place: Place) -> bool:
        return self.opened.page(place, lambda: [gap.about for gap in self.missing])


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


def criterion_or_404(writing: Writing, code: str) -> Criterion:
    """Only one that this stage asks."""
    for each in writing.whole.criteria:
        if each.code == code:
            return each
    raise Http404


def adding(request: HttpRequest, application: Application, code: str, name: str) -> str:
    """A page where evidence is added, which knows the way back to this criterion."""
    carried = carrying(application, code, from_check=request.GET.get("from") == "check")
    return f"{reverse(name, args=[application.organisation.slug])}?{carried}"


def caption(writing: Writing) -> str:
    """Above the heading of every page within a statement."""
    return title_of(writing.application)


def renewal_of(application: Application) -> Renewal | None:
    """What this statement renews, and till when; none once that is over, or was revoked."""
    found = renewals_of(application.organisation, on=london_date(timezone.now()))
    return next((each for each in found if each.award.stage == application.stage), None)
