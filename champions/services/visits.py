"""Getting ready for a visit or an interview, writing it up, and showing it (scheme.md 20)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from awards.choices import OPEN_STATUSES, Role, Status
from awards.models import User
from awards.selectors.kinds import asked_of
from champions import emails_visits
from champions.checklists import CHECKLISTS
from champions.choices import OPEN_APPOINTMENTS, AppointmentState, Capacity, Purpose
from champions.models import Appointment, AppointmentFinding
from champions.permissions import belongs_to, need_chair
from champions.services.locks import locked
from champions.services.meetings.rounds import need_arranger, noun, open_now, panel_of, record
from champions.services.minutes import Attendee, begin_notes, finish_notes, refuse_without
from champions.services.nameless import refuse_names
from foundation.refusals import NotAllowed, Refused
from portfolios.models import EvidenceItem
from portfolios.services.evidence import show_gathered

SHOWN_IN = (*OPEN_STATUSES, Status.APPROVED, Status.DECLINED)


@transaction.atomic
def tick(
    *,
    appointment: Appointment,
    seen: Collection[str],
    ticked: Collection[str],
    actor: User,
    at: datetime,
) -> Appointment:
    """Change in the checklist what this person changed on their page.

    `seen` is what was ticked when they opened it: two people who tick at once lose nothing (T-44).
    """
    current, fresh = open_now(appointment, *OPEN_APPOINTMENTS)
    role = need_arranger(actor, current)
    known = [item.code for item in CHECKLISTS[Purpose(fresh.purpose)]]
    if not set(ticked) <= set(known):
        raise Refused("This page is out of date. Open it again.")
    done = (set(fresh.checked) | set(ticked)) - (set(seen) - set(ticked))
    fresh.checked = [code for code in known if code in done]
    fresh.save(update_fields=["checked"])
    record("checked", fresh, actor, role, at, done=len(fresh.checked), of=len(known))
    return fresh


@transaction.atomic
def write_up(
    *,
    appointment: Appointment,
    held_on: date,
    attendance: Sequence[Attendee],
    people_count: int | None,
    summary: str,
    findings: Mapping[str, str],
    actor: User,
    at: datetime,
) -> Appointment:
    """What was seen or heard, by criterion. The organisation reads it when the chair shows it.

    An interview keeps how many people it was with, and no name of anybody.
    """
    fresh, role = begin_notes(appointment, held_on=held_on, actor=actor, at=at)
    if fresh.purpose == Purpose.MEETING:
        raise Refused("This is a meeting. Write it up on its own page.")
    current = fresh.application
    said = {code: text for code, text in findings.items() if text.strip()}
    if not said.keys() <= {each.code for each in asked_of(current)}:
        raise Refused("Choose what this is about from the page.")
    if not summary.strip():
        raise Refused("Write what you saw and heard.")
    if not said:
        raise Refused("Say what you found on at least one question.")
    if fresh.purpose == Purpose.INTERVIEW:
        _refuse_who(attendance, people_count)
        refuse_names([summary, *said.values()], current)
        fresh.people_count = people_count
    else:
        refuse_without(attendance, Capacity.CHAMPION, Capacity.ORGANISATION)
    fresh.summary = summary
    finish_notes(fresh, held_on=held_on, attendance=attendance, actor=actor, at=at)
    AppointmentFinding.objects.bulk_create(
        AppointmentFinding(appointment=fresh, code=each.code, text=said[each.code])
        for each in asked_of(current)
        if each.code in said
    )
    record("held", fresh, actor, role, at, findings=len(said))
    return fresh


def _refuse_who(attendance: Sequence[Attendee], people_count: int | None) -> None:
    refuse_without(attendance, Capacity.CHAMPION)
    if any(each.capacity != Capacity.CHAMPION for each in attendance):
        raise Refused("Nobody who was interviewed is named. Only say how many people there were.")
    if people_count is None or people_count < 1:
        raise Refused("Say how many people you talked with.")


@transaction.atomic
def show(
    *, appointment: Appointment, seen: Collection[UUID] = (), actor: User, at: datetime
) -> Appointment:
    """The chair lets the organisation read what was written, as a whole. It stays shown.

    `seen` are the photos on the page that the chair read: one that came in since is not shown unread (T-44).
    What is restricted stays with the panel (T-30, T-94).
    """
    current = locked(appointment.application)
    need_chair(actor, panel_of(current))
    if belongs_to(actor, current):
        raise NotAllowed("You belong to this organisation.")
    fresh = Appointment.objects.visits().get(pk=appointment.pk)
    fresh.application = current
    if fresh.state != AppointmentState.HELD:
        raise Refused(f"The {noun(fresh)} has not been written up yet.")
    if current.status not in SHOWN_IN or current.contents_deleted_at is not None:
        raise Refused("This application has ended.")
    if fresh.shown_at is not None:
        raise Refused("The organisation can read this already.")
    photos = EvidenceItem.objects.filter(
        photo__appointment=fresh, removed_at=None, restricted_at=None
    )
    if not set(photos.values_list("uuid", flat=True)) <= set(seen):
        raise Refused("A photo was added after you opened this page. Read it again.")
    fresh.shown_at, fresh.shown_by = at, actor
    fresh.save(update_fields=["shown_at", "shown_by"])
    show_gathered(photos, at=at)
    emails_visits.tell_shown(fresh, at=at)
    record("shown", fresh, actor, Role.CHAIR, at)
    return fresh
