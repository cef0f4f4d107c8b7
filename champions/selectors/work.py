"""What is there to do on a case for one person: the next act, and whether it is theirs."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from awards.choices import CLOSED_STATUSES, Status
from awards.models import Application, StandingInterest, User
from champions.choices import BARRING, StepCode
from champions.models import Assignment, Panel
from champions.selectors.facts import CaseFacts, Seat
from champions.selectors.steps import CHAIR, OFFICER, ORGANISATION, Step

WAITS_FOR = {
    ORGANISATION: "Waiting for the organisation",
    OFFICER: "Waiting for an officer",
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


def next_for(facts: CaseFacts, step: Step, user: User) -> Next:
    """The one thing this person can do now to move the case on."""
    uuid = facts.application.uuid
    seat = next((s for s in facts.seats if s.champion.user_id == user.pk), None)
    if seat is not None and facts.application.is_open and not seat.cleared:
        return Next("Tell us if you have a link with them", reverse("case", args=[uuid]))
    found = _for_panel(step.code, seat, uuid) if seat is not None and seat.cleared else None
    if found is None and user.is_officer:
        found = _for_officer(step.code, uuid)
    if found is not None:
        return found
    if step.code == StepCode.CLOSED:
        return Next("Finished")
    if step.code == StepCode.MEET:
        return Next("Go to the meeting")
    return Next(WAITS_FOR.get(step.reviewers.turn, "Waiting for the panel"))


def _for_panel(code: StepCode, seat: Seat, uuid: UUID) -> Next | None:
    if code == StepCode.ASSESS and not seat.assessed:
        return Next("Write your assessment", reverse("assessment", args=[uuid]))
    if code == StepCode.DECIDE and seat.assignment.is_chair:
        return Next("Record what the panel agreed", reverse("case-decision", args=[uuid]))
    return _arranging(code, uuid)


def _for_officer(code: StepCode, uuid: UUID) -> Next | None:
    if code == StepCode.PANEL:
        return Next("Choose the panel", reverse("case-panel", args=[uuid]))
    if code == StepCode.RELEASE:
        return Next("Read the letter and release it", reverse("case-release", args=[uuid]))
    return None


def _arranging(code: StepCode, uuid: UUID) -> Next | None:
    pages = {
        StepCode.OFFER: ("Offer times to meet", "case-meeting-offer"),
        StepCode.ANSWER: ("Choose a time to meet", "case-meeting"),
        StepCode.MINUTE: ("Write up the meeting", "case-meeting-minutes"),
    }
    if code not in pages:
        return None
    text, page = pages[code]
    return Next(text, reverse(page, args=[uuid]))
