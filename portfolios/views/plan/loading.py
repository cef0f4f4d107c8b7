"""What the pages of a delivery plan have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from awards.models import Application
from foundation.dates import london_date
from portfolios.choices import PLAN_STAGE, ActionPart, PlanSection
from portfolios.models import Action
from portfolios.records import ActionRecord
from portfolios.selectors.plan.gaps import Gap, Place, address, gaps_of
from portfolios.selectors.plan.opened import Opened, opened_of
from portfolios.selectors.plan.reading import Plan, action_or_none, whole_plan
from portfolios.services.editing import not_challenged
from portfolios.views import loading
from portfolios.views.loading import need_open, role_for, writes_now
from portfolios.views.writing import GapLine, lines_of


@dataclass(frozen=True)
class Writing:
    """A plan as it stands, for a page that shows or writes some of it."""

    plan: Plan
    may_write: bool

    @property
    def application(self) -> Application:
        return self.plan.application

    @cached_property
    def gaps(self) -> list[Gap]:
        return gaps_of(self.plan.record, on=london_date(timezone.now()))

    @cached_property
    def opened(self) -> Opened:
        return opened_of(self.application)

    def lines(
        self, gaps: Sequence[Gap], *, named: bool = False, here: str = "", then: str = ""
    ) -> list[GapLine]:
        """`named` says of which action or item each is."""
        return lines_of(
            gaps,
            said=lambda gap: gap.full if named else gap.sentence,
            address=lambda gap: address(gap, self.application.uuid),
            here=here,
            then=then,
        )

    def gaps_at(
        self, page: ActionPart | PlanSection, *, action: str = "", item: str = ""
    ) -> list[Gap]:
        """What the gap check says of one page."""
        return [gap for gap in self.gaps if gap.about.is_at(page, action=action, item=item)]

    # What may be opened: all of it, or what was challenged, and wherever something is missing.

    def _missing(self) -> list[Place]:
        return [gap.about for gap in self.gaps if gap.is_missing]

    def writes_section(self, section: PlanSection) -> bool:
        return self.may_write and self.opened.section(section, self._missing)

    def writes_part(self, part: ActionPart, action: ActionRecord) -> bool:
        return self.may_write and self.opened.part(part, action=action.id, missing=self._missing)

    def adds(self) -> bool:
        return self.may_write and self.opened.adding(self._missing)


def load(request: HttpRequest, application: UUID) -> Writing:
    """The plan, if it is theirs to see: to everybody else it is not there (T-24)."""
    found = loading.load(request, application, stage=PLAN_STAGE)
    return Writing(whole_plan(found), writes_now(found, role_for(request, found)))


def load_for_writing(request: HttpRequest, application: UUID) -> Writing:
    """The same for a page that writes."""
    found = loading.load(request, application, stage=PLAN_STAGE)
    need_open(request, found)
    return Writing(whole_plan(found), may_write=True)


def need_section(writing: Writing, section: PlanSection) -> None:
    """Tell at once that a page was not challenged, and not after typing."""
    if not writing.writes_section(section):
        raise not_challenged(writing.application)


def need_part(writing: Writing, part: ActionPart, action: ActionRecord) -> None:
    if not writing.writes_part(part, action):
        raise not_challenged(writing.application)


def section_or_404(code: str) -> PlanSection:
    try:
        return PlanSection(code)
    except ValueError:
        raise Http404 from None


def part_or_404(code: str) -> ActionPart:
    try:
        return ActionPart(code)
    except ValueError:
        raise Http404 from None


def action_or_404(writing: Writing, uuid: UUID) -> tuple[Action, ActionRecord]:
    """Only from this very plan: another one's action is not there (T-25)."""
    row = action_or_none(writing.application, uuid)
    record = writing.plan.record.action(str(uuid))
    if row is None or record is None:
        raise Http404
    return row, record
