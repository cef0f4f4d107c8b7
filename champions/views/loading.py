"""Every page of a case begins here: what this person may see of it, and in which capacity."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from awards.choices import Status
from awards.models import Application, User
from awards.scheme import Stage
from awards.selectors.revocations import why_nothing_to_award
from awards.views.person import person
from champions.choices import StepCode
from champions.models import Panel
from champions.permissions import why_not_settle
from champions.selectors import (
    CaseFacts,
    Next,
    Seat,
    Step,
    cases_visible_to,
    facts_of,
    next_for,
    step_of,
)
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from foundation.way_out import lead_back_to
from portfolios.records import ALL_EYES, NO_EYES, Eyes


@dataclass(frozen=True)
class Case:
    facts: CaseFacts
    user: User
    now: datetime

    @property
    def application(self) -> Application:
        return self.facts.application

    @property
    def stage(self) -> Stage:
        return self.facts.stage

    @property
    def panel(self) -> Panel:
        """For acts that need one: without a panel there is nothing to do yet."""
        if self.facts.panel is None:
            raise Refused("There is no panel yet.", link=self.link)
        return self.facts.panel

    @property
    def seat(self) -> Seat | None:
        """This person's own place on the panel."""
        mine = (seat for seat in self.facts.seats if seat.champion.user_id == self.user.pk)
        return next(mine, None)

    @property
    def is_open_to_me(self) -> bool:
        """A champion has to say first that there is no link; an officer who does not sit need not."""
        if self.seat is not None:
            return self.seat.cleared
        return self.user.is_officer

    @property
    def is_chair(self) -> bool:
        return self.seat is not None and self.seat.counts and self.seat.assignment.is_chair

    @property
    def can_assess(self) -> bool:
        """Their own assessment is still to be written, or to be sent."""
        return (
            self.seat is not None
            and self.seat.counts
            and not self.seat.assessed
            and self.application.status == Status.IN_REVIEW
            and self.facts.decision is None
        )

    @property
    def hides_contacts(self) -> bool:
        """Champions under 18 never see contact details (T-30)."""
        return self.seat is not None and self.seat.champion.is_under_18(london_date(self.now))

    @property
    def eyes(self) -> Eyes:
        """Of restricted evidence: officers, and champions who are cleared and 18 or over, see all (T-30)."""
        if self.seat is None:
            return ALL_EYES if self.user.is_officer else NO_EYES
        return ALL_EYES if self.seat.counts and not self.hides_contacts else NO_EYES

    @property
    def step(self) -> Step:
        return step_of(self.facts, at=self.now)

    @property
    def next(self) -> Next:
        may_settle = self.step.code != StepCode.PANEL or not self.why_not_settle
        return next_for(self.facts, self.step, self.user, may_settle=may_settle)

    @cached_property
    def why_not_settle(self) -> str:
        """Why this officer cannot choose who sits, for the place where the button would be."""
        if not self.user.is_officer or not self.application.is_open:
            return ""
        return why_not_settle(self.user, self.application) or ""

    @cached_property
    def nothing_to_award(self) -> str:
        """What it builds on, or renews, was taken back; whoever works on it reads so at once."""
        if not self.application.is_open:
            return ""
        return why_nothing_to_award(self.application) or ""

    @property
    def link(self) -> Link:
        return Link("Open the case", reverse("case", args=[self.application.uuid]))


def load(request: HttpRequest, uuid: UUID) -> Case:
    """404 for everybody who has no part in it (T-29)."""
    user = person(request)
    application = get_object_or_404(
        cases_visible_to(user).select_related("organisation"), uuid=uuid
    )
    case = _for_young(Case(facts_of(application), user, timezone.now()))
    lead_back_to(request, case.link)
    return case


def _for_young(case: Case) -> Case:
    """Here, where every page begins, so that none can show them what people told us (T-30)."""
    visit = case.facts.visit
    if visit is None or not case.hides_contacts:
        return case
    return replace(case, facts=replace(case.facts, visit=replace(visit, for_young=True)))


def load_open(request: HttpRequest, uuid: UUID) -> Case:
    """For what lies behind the declaration of interest."""
    case = load(request, uuid)
    if not case.is_open_to_me:
        raise Refused("Tell us first if you have a link with this organisation.", link=case.link)
    return case
