"""A champion's work: every open case, what has waited longest for them first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse

from awards.models import Application, User
from awards.scheme import Stage
from champions.choices import AppointmentState, Purpose
from champions.models import Appointment
from champions.selectors.asked import minutes_of, spoken_minutes
from champions.selectors.facts import CaseFacts, Seat, facts_for
from champions.selectors.steps import Step, step_of
from champions.selectors.turns import Turn, since_of, turn_of, waits_of
from champions.selectors.work import my_cases, waits_for
from foundation.dates import london_date


@dataclass(frozen=True)
class Item:
    """One case in the queue. `minutes` is 0 where it is somebody else's turn."""

    facts: CaseFacts
    step: Step
    seat: Seat | None
    turn: Turn | None
    since: datetime
    minutes: int = 0

    @property
    def application(self) -> Application:
        return self.facts.application

    @property
    def stage(self) -> Stage:
        return self.facts.stage

    @property
    def is_mine(self) -> bool:
        return self.turn is not None

    @property
    def asks(self) -> str:
        return spoken_minutes(self.minutes)

    @property
    def waits_for(self) -> str:
        return waits_for(self.step)


@dataclass(frozen=True)
class Coming:
    """A meeting, visit or interview whose time is agreed."""

    appointment: Appointment
    application: Application
    url: str


@dataclass(frozen=True)
class Queue:
    # Mine first, then those of others; each what has waited longest first.
    items: tuple[Item, ...]
    coming: tuple[Coming, ...]

    @property
    def mine(self) -> int:
        return sum(item.is_mine for item in self.items)

    @property
    def asks(self) -> str:
        """All that waits, taken together."""
        return spoken_minutes(sum(item.minutes for item in self.items))


def queue_of(user: User, *, at: datetime) -> Queue:
    """All of it at once, so that the order holds over all pages; the same number of queries for any number."""
    facts = list(facts_for(my_cases(user, finished=False)).values())
    cases = [(each, step_of(each, at=at)) for each in facts]
    waits = waits_of(cases)
    found = [_item(each, step, user, waits) for each, step in cases]
    seated = [(item.facts, item.seat) for item in found if item.seat is not None]
    turns = [
        (item.facts, item.seat, item.turn.code)
        for item in found
        if item.seat is not None and item.turn is not None
    ]
    minutes = minutes_of(turns, on=london_date(at))
    items = [_timed(item, minutes) for item in found]
    # Of two that wait equally long, the one that came to its state first.
    items.sort(
        key=lambda item: (
            not item.is_mine,
            item.since,
            item.application.status_since,
            item.application.pk,
        )
    )
    return Queue(items=tuple(items), coming=_coming(seated, at))


def finished_items(applications: Sequence[Application], *, at: datetime) -> list[Item]:
    rows = facts_for(applications).values()
    steps = [(facts, step_of(facts, at=at)) for facts in rows]
    return [Item(facts, step, None, None, step.reviewers.since) for facts, step in steps]


def _item(facts: CaseFacts, step: Step, user: User, waits: dict[int, datetime]) -> Item:
    seat = next((each for each in facts.seats if each.champion.user_id == user.pk), None)
    turn = turn_of(facts, step, seat) if seat is not None else None
    if seat is None or turn is None:
        return Item(facts, step, seat, None, waits[facts.application.pk])
    return Item(facts, step, seat, turn, since_of(facts, turn, seat, waits))


def _timed(item: Item, minutes: Mapping[int, int]) -> Item:
    if item.seat is None or item.turn is None:
        return item
    return replace(item, minutes=minutes[item.seat.assignment.pk])


def _coming(seated: Sequence[tuple[CaseFacts, Seat]], at: datetime) -> tuple[Coming, ...]:
    """Only of cases that are open to them: who has not declared hears of no date."""
    cases = {facts.application.pk: facts.application for facts, seat in seated if seat.counts}
    rows = Appointment.objects.filter(
        application__in=cases, state=AppointmentState.AGREED, starts_at__gte=at
    ).order_by("starts_at", "pk")
    return tuple(
        Coming(row, cases[row.application_id], _page(row, cases[row.application_id]))
        for row in rows
    )


def _page(appointment: Appointment, application: Application) -> str:
    if appointment.purpose == Purpose.MEETING:
        return reverse("case-meeting", args=[application.uuid])
    return reverse("case-visit", args=[application.uuid, appointment.uuid])
