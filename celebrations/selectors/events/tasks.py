"""Where an event stands, whose turn it is, and what is next: the task list of officers."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Count, F, Q, QuerySet, When
from django.urls import reverse

from celebrations.choices import Answer
from celebrations.models import EventInvitation, Guest, RecognitionEvent
from celebrations.selectors.events.evening import presented
from celebrations.selectors.tasks import Task
from foundation.dates import london_date
from foundation.forms import show_date


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """Organisations, emblems and guests of one event."""

    listed: int
    to_invite: int
    let_go: int
    invited: int
    coming: int
    not_coming: int
    no_answer: int
    # Of those who come: with a place in the running order.
    placed: int
    emblems: int
    handed_over: int
    guests: int
    noted: int


@dataclass(frozen=True)
class Next:
    """The one thing that is next, and whose turn it is."""

    title: str
    text: str
    url: str = ""
    link: str = ""


def numbers_of(event: RecognitionEvent) -> Numbers:
    """Three queries."""
    rows = EventInvitation.objects.filter(event=event)
    sent, coming = Q(invited_at__isnull=False), Q(answer=Answer.COMING)
    found = rows.aggregate(
        listed=Count("pk"),
        to_invite=Count("pk", filter=Q(asked_at=None)),
        let_go=Count("pk", filter=Q(asked_at__isnull=False, invited_at=None)),
        invited=Count("pk", filter=sent),
        coming=Count("pk", filter=coming),
        not_coming=Count("pk", filter=Q(answer=Answer.NOT_COMING)),
        no_answer=Count("pk", filter=sent & Q(answer=Answer.NONE)),
        placed=Count("pk", filter=coming & Q(place__isnull=False)),
    )
    emblems = (
        presented()
        .filter(invitation__event=event)
        .aggregate(
            emblems=Count("pk"), handed_over=Count("pk", filter=Q(handed_over_at__isnull=False))
        )
    )
    guests = Guest.objects.filter(
        invitation__event=event, invitation__answer=Answer.COMING
    ).aggregate(guests=Count("pk"), noted=Count("pk", filter=Q(came__isnull=False)))
    return Numbers(**found, **emblems, **guests)


def tasks_of(event: RecognitionEvent, numbers: Numbers, *, at: datetime) -> list[Task]:
    begun = event.has_begun(at)
    return [
        Task("Details", _to("event-change", event, event.is_planned), "done", "Done"),
        Task("Who is due", _to("event-due", event, event.is_planned), *_due(numbers)),
        Task(
            "Invitations",
            _to("event-invite", event, event.is_planned and bool(numbers.listed)),
            *_invitations(numbers),
        ),
        Task("Replies", _to("event-replies", event, bool(numbers.invited)), *_replies(numbers)),
        Task(
            "Running order",
            _to("event-order", event, bool(numbers.coming)),
            *_order(numbers),
            hint="Who is called up, one after the other.",
        ),
        Task(
            "Lists to print",
            _to("event-lists", event, bool(numbers.invited)),
            *(("now", "Ready to print") if numbers.coming else ("todo", "Nobody is coming yet")),
            hint="Name cards, guests, needs, and the words for the stage.",
        ),
        Task(
            "Attendance",
            _to(
                "event-summary" if event.closed_at else "event-attendance",
                event,
                begun and event.cancelled_at is None and bool(numbers.listed),
            ),
            *_attendance(event, numbers, begun=begun),
            hint="Who came, and what was handed over.",
        ),
    ]


def next_of(event: RecognitionEvent, numbers: Numbers, *, at: datetime) -> Next:
    if event.cancelled_at is not None:
        return Next("Called off", "What was on its list is due again at the next event.")
    if event.closed_at is not None:
        return Next(
            "It is over",
            "Who came and what was handed over is written down.",
            _to("event-summary", event),
            "See who came, and what was handed over",
        )
    if event.has_begun(at):
        return Next(
            "It is your turn: write down who came",
            "Then close the event.",
            _to("event-attendance", event),
            "Go to attendance",
        )
    if not numbers.listed:
        return Next(
            "It is your turn: choose who is due an emblem",
            "Everything that is due is ticked already.",
            _to("event-due", event),
            "See who is due",
        )
    if numbers.to_invite:
        return Next(
            "It is your turn: invite",
            f"{_organisations(numbers.to_invite)} on the list "
            f"{'was' if numbers.to_invite == 1 else 'were'} not invited yet.",
            _to("event-invite", event),
            "Check whom you invite",
        )
    if numbers.no_answer and event.takes_answers(london_date(at)):
        return Next(
            "It is the turn of those you invited",
            f"{_organisations(numbers.no_answer)} did not answer yet. They can until "
            f"{show_date(event.reply_by)}.",
            _to("event-replies", event),
            "See the replies",
        )
    if numbers.placed < numbers.coming:
        return Next(
            "It is your turn: set the running order",
            f"{_organisations(numbers.coming - numbers.placed)} that "
            f"{'comes has' if numbers.coming - numbers.placed == 1 else 'come have'} no place yet.",
            _to("event-order", event),
            "Set the running order",
        )
    return Next(
        "Ready for the day",
        "Print the lists when the last answers are in.",
        _to("event-lists", event),
        "See the lists to print",
    )


def listed_events() -> "QuerySet[RecognitionEvent]":
    """Those that are planned, the next one first; then the others, the latest first."""
    planned = Q(cancelled_at=None, closed_at=None)
    return RecognitionEvent.objects.annotate(
        listed=Count("invitations"),
        invited=Count("invitations", filter=Q(invitations__invited_at__isnull=False)),
        coming=Count("invitations", filter=Q(invitations__answer=Answer.COMING)),
    ).order_by(
        Case(When(planned, then=F("starts_at"))).asc(nulls_last=True),
        F("starts_at").desc(),
        "-pk",
    )


def _to(name: str, event: RecognitionEvent, can_begin: bool = True) -> str:
    return reverse(name, args=[event.uuid]) if can_begin else ""


def _organisations(count: int) -> str:
    return "1 organisation" if count == 1 else f"{count} organisations"


def _due(numbers: Numbers) -> tuple[str, str]:
    if not numbers.emblems:
        return "now", "Nobody chosen yet"
    emblems = "1 emblem" if numbers.emblems == 1 else f"{numbers.emblems} emblems"
    return "done", f"{emblems}, {_organisations(numbers.listed)}"


def _invitations(numbers: Numbers) -> tuple[str, str]:
    if numbers.let_go:
        return "waiting", "Being sent"
    if numbers.to_invite and numbers.invited:
        return "now", f"{numbers.invited} sent, {numbers.to_invite} to send"
    if numbers.to_invite:
        return "now", f"{numbers.to_invite} to send"
    return ("done", f"{numbers.invited} sent") if numbers.invited else ("todo", "Can’t start yet")


def _replies(numbers: Numbers) -> tuple[str, str]:
    if not numbers.invited:
        return "todo", "Can’t start yet"
    if numbers.no_answer:
        return "waiting", f"{numbers.no_answer} without an answer"
    return "done", "All have answered"


def _order(numbers: Numbers) -> tuple[str, str]:
    if not numbers.coming:
        return "todo", "Nobody is coming yet"
    if numbers.placed < numbers.coming:
        return "now", f"{numbers.placed} of {numbers.coming} placed"
    return "done", f"{numbers.placed} placed"


def _attendance(event: RecognitionEvent, numbers: Numbers, *, begun: bool) -> tuple[str, str]:
    if event.closed_at is not None:
        return "done", f"{numbers.handed_over} of {numbers.emblems} handed over"
    if not begun:
        return "todo", "On the day"
    return "now", f"{numbers.noted} of {numbers.guests} guests noted"
