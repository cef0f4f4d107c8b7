"""SEND officers plan the yearly event, change it, and call it off (scheme.md 27)."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.urls import reverse

from awards.models import User
from awards.permissions import need_officer
from celebrations.models import Guest, Presentation, RecognitionEvent
from celebrations.services.events.locking import note, planned_event
from celebrations.services.events.telling import tell_of_calling_off, tell_of_change
from foundation.dates import london_date
from foundation.drafts import discard_draft
from foundation.jobs import enqueue
from foundation.refusals import Link, Refused
from foundation.versions import Stale, clash_over, save_versioned

# Who was invited is told when one of these changes.
TOLD = ("starts_at", "venue", "address")
FEWEST_GUESTS, MOST_GUESTS = 1, 20


@dataclass(frozen=True, kw_only=True)
class Details:
    """What officers say of an event."""

    name: str
    starts_at: datetime
    venue: str
    address: str = ""
    presenter: str = ""
    practical: str = ""
    counts_from: date
    reply_by: date
    most_guests: int = 4


def draft_key(event: RecognitionEvent | None) -> str:
    """Under which key the form keeps what is typed and not saved yet; none for a new event."""
    return f"event:{event.uuid}:details" if event else "event:new"


@transaction.atomic
def plan_event(*, details: Details, actor: User, at: datetime) -> RecognitionEvent:
    need_officer(actor)
    # Of two clicks at once, the second waits here.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if details.starts_at <= at:
        raise Refused("This time has passed. Choose a day to come.")
    _refuse(details, at=at)
    same = RecognitionEvent.objects.planned().filter(name=details.name, starts_at=details.starts_at)
    if (before := same.first()) is not None:
        raise Refused(
            "An event with this name is planned for that time already.",
            link=Link("See the event", reverse("event", args=[before.uuid])),
        )
    event = RecognitionEvent.objects.create(**asdict(details), created_at=at, created_by=actor)
    discard_draft(actor, draft_key(None))
    note("event.planned", event, actor=actor, at=at)
    return event


@transaction.atomic
def change_event(
    *,
    event: RecognitionEvent,
    details: Details,
    expected_version: int,
    actor: User,
    at: datetime,
) -> RecognitionEvent:
    """Who was invited gets one e-mail when the time or the place is another."""
    fresh = planned_event(event, actor=actor)
    moved = details.starts_at != fresh.starts_at
    if moved and details.starts_at <= at:
        raise Refused("This time has passed. Choose a day to come.")
    if moved and Presentation.objects.filter(invitation__event=fresh, handed_over_at__isnull=False):
        raise Refused("Emblems were handed over at it, so it can’t be at another time.")
    _refuse(details, at=at, before=fresh)
    tell = any(getattr(details, name) != getattr(fresh, name) for name in TOLD)
    said = asdict(details)
    for name, value in said.items():
        setattr(fresh, name, value)
    try:
        save_versioned(fresh, expected_version=expected_version, fields=list(said))
    except Stale as stale:
        sentence = "A colleague has changed the event since you opened it."
        raise clash_over(fresh, fields=list(said), sentence=sentence) from stale
    discard_draft(actor, draft_key(fresh))
    if moved:
        _begin_anew(fresh)
    # Whoever is invited from now on reads of the new time and place in the invitation.
    told = list(fresh.invitations.sent().values_list("pk", flat=True)) if tell else []
    if told:
        enqueue(tell_of_change, fresh.uuid, fresh.version, " ".join(map(str, told)))
    note("event.changed", fresh, actor=actor, at=at, told=bool(told))
    return fresh


@transaction.atomic
def call_off_event(
    *, event: RecognitionEvent, why: str, actor: User, at: datetime
) -> RecognitionEvent:
    """For good. What was on its list is due again; a later event is planned anew."""
    fresh = planned_event(event, actor=actor)
    need_not_begun(fresh, at=at)
    reason = why.strip()
    if not reason:
        raise Refused("Say why it is called off. Everybody who was invited gets your words.")
    fresh.cancelled_at, fresh.cancelled_by, fresh.cancelled_why = at, actor, reason
    fresh.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_why"])
    told = fresh.invitations.sent().exists()
    if told:
        enqueue(tell_of_calling_off, fresh.uuid)
    note("event.called_off", fresh, actor=actor, at=at, told=told)
    return fresh


def need_not_begun(event: RecognitionEvent, *, at: datetime) -> None:
    """What has taken place can't be called off: nobody would write down what was handed over."""
    if event.has_begun(at):
        raise Refused(
            "It has begun, or is over. Write down who came, and close it.",
            link=Link("Go to attendance", reverse("event-attendance", args=[event.uuid])),
        )


def _begin_anew(event: RecognitionEvent) -> None:
    """Nobody has come to what is still to come; and what guests need is asked for again."""
    Guest.objects.filter(invitation__event=event).exclude(came=None).update(came=None)
    if event.needs_deleted_at is not None:
        event.needs_deleted_at = None
        event.save(update_fields=["needs_deleted_at"])


def _refuse(details: Details, *, at: datetime, before: RecognitionEvent | None = None) -> None:
    """What the form has said already, to whoever does not come by it."""
    today = london_date(at)
    if details.reply_by > london_date(details.starts_at):
        raise Refused("The day to answer by must not be after the event.")
    if details.reply_by < today and (before is None or details.reply_by != before.reply_by):
        raise Refused("The day to answer by has passed. Choose a later one.")
    if details.counts_from > today:
        raise Refused(
            "Awards given since a day to come: there are none yet. Choose an earlier day."
        )
    if not FEWEST_GUESTS <= details.most_guests <= MOST_GUESTS:
        raise Refused(f"Each organisation can bring {FEWEST_GUESTS} to {MOST_GUESTS} guests.")
