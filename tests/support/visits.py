"""Takes a visit or an interview from asking to the notes, through the services."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from awards.models import Application, User
from champions.choices import AppointmentState, Capacity, Group, PlaceKind, Purpose
from champions.models import Appointment
from champions.selectors import facts_of
from champions.services.meetings import accept_time, offer_visit
from champions.services.minutes import Attendee
from champions.services.visits import write_up
from foundation.dates import london_date
from tests.support.champions import HOUR, WEEK


def ask_for(
    application: Application,
    actor: User,
    *,
    at: datetime,
    purpose: Purpose = Purpose.VISIT,
    **changes: object,
) -> Appointment:
    """Two times, in one and in two weeks."""
    asked: dict[str, object] = {
        "group": Group.PARENTS_CARERS if purpose is Purpose.INTERVIEW else None,
        "about": "The garden project.",
        "times": [at + WEEK, at + 2 * WEEK],
        "place_kind": PlaceKind.IN_PERSON,
        "place": "1 Acorn Lane",
        "minutes": 90,
        "key": uuid4(),
    } | changes
    return offer_visit(application=application, purpose=purpose, actor=actor, at=at, **asked)


def agreed_visit(
    application: Application,
    lead: User,
    actor: User,
    *,
    at: datetime,
    purpose: Purpose = Purpose.VISIT,
    **changes: object,
) -> Appointment:
    """In a week from `at`."""
    made = ask_for(application, actor, at=at, purpose=purpose, **changes)
    return accept_time(offered=made.offers.open()[0], actor=lead, at=at + HOUR)


def visit_on(application: Application, by: User, *, at: datetime) -> Appointment:
    """Agreed for this moment, without offers and mails; on a case of any stage."""
    return Appointment.objects.create(
        application=application,
        purpose=Purpose.VISIT,
        state=AppointmentState.AGREED,
        state_since=at - HOUR,
        place_kind=PlaceKind.IN_PERSON,
        place="1 Acorn Lane",
        starts_at=at,
        minutes=90,
        created_by=by,
        created_at=at - HOUR,
    )


def write(
    appointment: Appointment,
    actor: User,
    *,
    at: datetime | None = None,
    summary: str = "Parents lead the planting.",
    findings: Mapping[str, str] | None = None,
    **changes: object,
) -> Appointment:
    """An hour after it began, by default; the first question of the stage has a finding."""
    facts = facts_of(appointment.application)
    there = [Attendee("Paula Professional", Capacity.CHAMPION)]
    interview = appointment.purpose == Purpose.INTERVIEW
    if not interview:
        there.append(Attendee("Lena Lead", Capacity.ORGANISATION))
    asked: dict[str, object] = {
        "held_on": london_date(appointment.starts_at or appointment.created_at),
        "attendance": there,
        "people_count": 6 if interview else None,
    } | changes
    return write_up(
        appointment=appointment,
        summary=summary,
        findings=findings or {facts.asked[0].code: "They plan together."},
        actor=actor,
        at=at or (appointment.starts_at or appointment.created_at) + HOUR,
        **asked,
    )
