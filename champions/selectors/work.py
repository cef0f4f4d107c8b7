"""What is there to do on a case for one person: the next act, and whether it is theirs."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from awards.choices import CLOSED_STATUSES, Status
from awards.models import Application, StandingInterest, User
from champions.choices import BARRING, StepCode
from champions.models import Assignment, Panel
from champions.selectors.facts import CaseFacts
from champions.selectors.steps import BOTH, CHAIR, OFFICER, ORGANISATION, Step
from champions.selectors.turns import turn_of

WAITS_FOR = {
    ORGANISATION: "Waiting for the organisation",
    OFFICER: "Waiting for a SEND officer",
    CHAIR: "Waiting for the chair",
}


@dataclass(frozen=True)
class Next:
    """`url` is empty when it is somebody else's turn; `text` then says whose."""

    text: str
    url: str = ""

    @property
    def mine(self) -> bool:
        return bool(self.url)


def cases_visible_to(user: User) -> QuerySet[Application]:
    """Officers see every case that was sent, champions those they sit on (T-29).

    Not those of an organisation they belong to, nor a case that they left because of a link with it:
    they would read what is not released (T-36).
    """
    sent = Application.objects.exclude(status=Status.DRAFT)
    if user.is_officer:
        tied = StandingInterest.objects.organisations_of(user)
        return (
            sent.exclude(organisation__memberships__user=user)
            .exclude(organisation__in=tied)
            .filter(~left(user))
        )
    return sent.filter(panel__in=Panel.objects.visible_to(user))


def left(user: User) -> Exists:
    """For an application: this person left its panel because of a link, or was taken off."""
    return Exists(
        Assignment.objects.filter(
            panel__application=OuterRef("pk"), champion__user=user, ended_reason__in=BARRING
        )
    )


def my_cases(user: User, *, finished: bool) -> QuerySet[Application]:
    """A champion's cases, what waits longest first; finished ones latest first."""
    own = Application.objects.filter(
        panel__in=Panel.objects.visible_to(user),
        panel__assignments__champion__user=user,
        panel__assignments__ended_at=None,
    ).select_related("organisation")
    if finished:
        return own.filter(status__in=CLOSED_STATUSES).order_by("-status_since", "pk")
    return own.exclude(status__in=CLOSED_STATUSES).order_by("status_since", "pk")


def next_for(facts: CaseFacts, step: Step, user: User, *, may_settle: bool) -> Next:
    """The one thing this person can do now to move the case on.

    `may_settle`: nothing keeps them from choosing the panel (`champions.permissions.why_not_settle`).
    """
    seat = next((s for s in facts.seats if s.champion.user_id == user.pk), None)
    turn = turn_of(facts, step, seat) if seat is not None else None
    if turn is not None:
        return Next(turn.text, turn.url)
    if user.is_officer:
        if step.code == StepCode.PANEL and not may_settle:
            return Next("Waiting for another SEND officer")
        acts = _for_officer(step.code, facts.application.uuid)
        if acts is not None:
            return acts
    return Next(waits_for(step))


def waits_for(step: Step) -> str:
    """Whose turn it is, for somebody whose it is not."""
    if step.code == StepCode.CLOSED:
        return "Finished"
    if step.code == StepCode.MEET:
        return "Waiting for the meeting"
    if step.code == StepCode.VISIT and step.reviewers.turn == BOTH:
        return "Waiting for the visit"
    return WAITS_FOR.get(step.reviewers.turn, "Waiting for the panel")


def _for_officer(code: StepCode, uuid: UUID) -> Next | None:
    if code == StepCode.PANEL:
        return Next("Choose the panel", reverse("case-panel", args=[uuid]))
    if code == StepCode.RELEASE:
        return Next("Read the letter and release it", reverse("case-release", args=[uuid]))
    return None
