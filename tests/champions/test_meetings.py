"""Offering, choosing, moving, calling off and writing up a meeting (scheme.md 7)."""

from datetime import timedelta
from email import message_from_string

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from icalendar import Calendar

from awards.choices import Role
from awards.services.applications import withdraw
from champions.choices import AppointmentState, Capacity, MeetingOutcome, PlaceKind, Side
from champions.models import Appointment
from champions.selectors import facts_of, readiness_problems
from champions.services import meetings
from champions.services.closing import tidy_closed
from champions.services.minutes import Attendee, hold_and_minute
from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.support.champions import HOUR, WEEK, agree_to_meet, hold, send
from tests.support.jobs import run_waiting_jobs
from tests.support.meetings import offer


def calendars(message):
    return {
        row.to: Calendar.from_ical(row.attachments[0]["content"])
        for row in OutboxMessage.objects.filter(message=message)
    }


def event_of(calendar):
    return next(part for part in calendar.walk() if part.name == "VEVENT")


def test_offer_goes_to_the_leads(panel, chair, lead, now):
    made = offer(panel, chair.user, now)
    assert (made.state, made.offers.open().count()) == (AppointmentState.OFFERED, 2)
    row = OutboxMessage.objects.get(message="meeting_offered")
    assert row.to == lead.email
    assert "Monday 30 November 2026 at 10am" in row.body_text
    assert f"/applications/{panel.application.uuid}/meeting/" in row.body_text
    assert row.attachments == []


def test_offer_by_an_officer(panel, officer, now):
    assert offer(panel, officer, now).created_by == officer


def test_offer_refuses_others(panel, lead, stranger, spare, now):
    for somebody in (lead, stranger, spare.user):
        with pytest.raises(NotAllowed):
            offer(panel, somebody, now)


@pytest.mark.parametrize(
    ("days", "sentence"),
    [([], "at least one"), ([-1], "in the future"), ([3, 3], "twice"), (range(1, 7), "5 times")],
)
def test_offer_refuses_bad_times(panel, chair, now, days, sentence):
    with pytest.raises(Refused, match=sentence):
        offer(panel, chair.user, now, times=[now + timedelta(days=day) for day in days])


def test_second_offer_replaces_the_first(panel, chair, now):
    first = offer(panel, chair.user, now)
    second = offer(panel, chair.user, now + HOUR, times=[now + 3 * WEEK])
    assert second == first
    assert [o.starts_at for o in second.offers.open()] == [now + 3 * WEEK]
    assert second.offers.count() == 3
    assert OutboxMessage.objects.filter(message="meeting_offered").count() == 2


def test_accept_writes_to_both_sides_with_calendars(panel, chair, young, lead, now):
    made = offer(panel, chair.user, now)
    chosen = made.offers.open().first()
    agreed = meetings.accept_time(
        offered=chosen, access_needs="A quiet room", actor=lead, at=now + HOUR
    )
    assert (agreed.state, agreed.starts_at) == (AppointmentState.AGREED, chosen.starts_at)
    found = calendars("meeting_agreed")
    assert set(found) == {lead.email, chair.user.email, young.user.email}
    for to, calendar in found.items():
        event = event_of(calendar)
        assert calendar["method"] == "REQUEST"
        assert event["uid"] == f"{made.uuid}@testserver"
        assert event["sequence"] == 2
        assert event["attendee"] == f"mailto:{to}"
        assert event.decoded("dtstart") == chosen.starts_at
        assert event["dtstart"].params["TZID"] == "Europe/London"
        assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
        others = set(found) - {to}
        assert not any(other in calendar.to_ical().decode() for other in others)
        assert "quiet" not in calendar.to_ical().decode()
    bodies = OutboxMessage.objects.filter(message="meeting_agreed").values_list("body_text")
    assert not any("quiet" in body for (body,) in bodies)


def test_calendar_leaves_as_an_invitation(panel, chair, lead, now):
    agree_to_meet(panel.application, lead, at=now)
    run_waiting_jobs()
    sent = next(m for m in mail.outbox if "Meeting about" in m.subject)
    part = message_from_string(sent.message().as_string()).get_payload()[1]
    assert part.get_content_type() == "text/calendar"
    assert part.get_param("method") == "REQUEST"
    assert part.get_filename() == "meeting.ics"


def test_accept_by_a_colleague(panel, chair, colleague, now):
    made = offer(panel, chair.user, now)
    agreed = meetings.accept_time(offered=made.offers.first(), actor=colleague, at=now)
    assert agreed.state == AppointmentState.AGREED


def test_accept_refuses_others(panel, chair, stranger, officer, now):
    made = offer(panel, chair.user, now)
    for somebody in (stranger, officer, chair.user):
        with pytest.raises(NotAllowed):
            meetings.accept_time(offered=made.offers.first(), actor=somebody, at=now)


def test_accept_by_the_officer_who_typed_it_in(panel, chair, officer, now):
    application = panel.application
    application.entered_by_officer = True
    application.save()
    made = offer(panel, chair.user, now)
    agreed = meetings.accept_time(offered=made.offers.first(), actor=officer, at=now)
    assert agreed.state == AppointmentState.AGREED


def test_accept_refuses_times_that_are_gone(panel, chair, lead, now):
    made = offer(panel, chair.user, now)
    old = made.offers.first()
    offer(panel, chair.user, now, times=[now + 3 * WEEK])
    with pytest.raises(Refused, match="no longer on offer"):
        meetings.accept_time(offered=old, actor=lead, at=now)
    with pytest.raises(Refused, match="has passed"):
        meetings.accept_time(offered=made.offers.open().first(), actor=lead, at=now + 4 * WEEK)


def test_accept_twice_refuses_the_second(panel, chair, lead, colleague, now):
    made = offer(panel, chair.user, now)
    first, second = made.offers.open()
    meetings.accept_time(offered=first, actor=lead, at=now)
    with pytest.raises(Refused, match="already been agreed"):
        meetings.accept_time(offered=second, actor=colleague, at=now)


def test_other_times_are_answered_by_the_panel(panel, chair, young, lead, now):
    made = offer(panel, chair.user, now)
    meetings.propose_other_times(
        appointment=made, times=[now + 3 * WEEK], access_needs="A ramp", actor=lead, at=now
    )
    asked = OutboxMessage.objects.filter(message="meeting_proposed")
    assert {row.to for row in asked} == {chair.user.email, young.user.email}
    with pytest.raises(Refused, match="no longer on offer"):
        meetings.agree(
            offered=made.offers.exclude(closed_at=None).first(), actor=chair.user, at=now
        )
    with pytest.raises(NotAllowed):
        meetings.agree(offered=made.offers.open().get(), actor=lead, at=now)
    agreed = meetings.agree(offered=made.offers.open().get(), actor=young.user, at=now)
    assert (agreed.starts_at, agreed.access_needs) == (now + 3 * WEEK, "A ramp")


def test_organisation_cannot_accept_its_own_times(panel, chair, lead, now):
    made = offer(panel, chair.user, now)
    meetings.propose_other_times(appointment=made, times=[now + 3 * WEEK], actor=lead, at=now)
    with pytest.raises(Refused, match="no longer on offer"):
        meetings.accept_time(offered=made.offers.open().get(), actor=lead, at=now)


@pytest.mark.parametrize("side", [Side.PANEL, Side.ORGANISATION])
def test_move_cancels_and_asks_anew(panel, chair, lead, now, side):
    agreed = agree_to_meet(panel.application, lead, at=now)
    actor = chair.user if side is Side.PANEL else lead
    moved = meetings.move(
        appointment=agreed,
        side=side,
        times=[now + 4 * WEEK],
        reason="The hall is closed.",
        actor=actor,
        at=now + 2 * HOUR,
    )
    assert (moved.state, moved.starts_at) == (AppointmentState.OFFERED, None)
    found = calendars("meeting_moved")
    assert {calendar["method"] for calendar in found.values()} == {"CANCEL"}
    assert {event_of(c)["sequence"] for c in found.values()} == {3}
    assert event_of(found[lead.email])["status"] == "CANCELLED"
    new = moved.offers.open().get()
    if side is Side.PANEL:
        again = meetings.accept_time(offered=new, actor=lead, at=now + 3 * HOUR)
    else:
        again = meetings.agree(offered=new, actor=chair.user, at=now + 3 * HOUR)
    assert again.version == 5
    newest = OutboxMessage.objects.filter(message="meeting_agreed", to=lead.email).first()
    event = event_of(Calendar.from_ical(newest.attachments[0]["content"]))
    assert (event["sequence"], event.decoded("dtstart")) == (5, now + 4 * WEEK)


def test_move_refuses_the_wrong_side(panel, lead, chair, stranger, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    for side, actor in ((Side.PANEL, lead), (Side.ORGANISATION, chair.user)):
        with pytest.raises(NotAllowed):
            meetings.move(
                appointment=agreed,
                side=side,
                times=[now + WEEK],
                reason="x",
                actor=actor,
                at=now,
            )


def test_move_needs_an_agreed_time(panel, chair, now):
    made = offer(panel, chair.user, now)
    with pytest.raises(Refused, match="No time has been agreed"):
        meetings.move(
            appointment=made,
            side=Side.PANEL,
            times=[now + WEEK],
            reason="x",
            actor=chair.user,
            at=now,
        )


def test_place_can_change_alone(panel, chair, lead, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    meetings.change_place(
        appointment=agreed,
        place_kind=PlaceKind.IN_PERSON,
        place="1 Acorn Lane",
        actor=chair.user,
        at=now + 3 * HOUR,
    )
    row = OutboxMessage.objects.filter(message="meeting_agreed", to=lead.email).first()
    assert row.subject.startswith("Changed: meeting about Acorn Lane School")
    event = event_of(Calendar.from_ical(row.attachments[0]["content"]))
    assert (event["sequence"], event["location"]) == (3, "In person: 1 Acorn Lane")


def test_cancel_takes_it_out_of_calendars(panel, chair, lead, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    with pytest.raises(Refused, match="Say why"):
        meetings.cancel(appointment=agreed, reason=" ", actor=chair.user, at=now)
    with pytest.raises(NotAllowed):
        meetings.cancel(appointment=agreed, reason="Snow", actor=lead, at=now)
    meetings.cancel(appointment=agreed, reason="Snow", actor=chair.user, at=now + 3 * HOUR)
    assert {c["method"] for c in calendars("meeting_cancelled").values()} == {"CANCEL"}
    with pytest.raises(Refused, match="called off"):
        meetings.cancel(appointment=agreed, reason="Snow", actor=chair.user, at=now)
    fresh = offer(panel, chair.user, now + 4 * HOUR, times=[now + 5 * WEEK])
    assert fresh.pk != agreed.pk


def test_minutes_finish_the_meeting(panel, chair, lead, now):
    held = hold(agree_to_meet(panel.application, lead, at=now), lead)
    assert held.state == AppointmentState.HELD
    assert [(a.name, a.capacity) for a in held.attendances.all()] == [
        ("Paula Professional", "champion"),
        ("Lena Lead", "organisation"),
    ]
    assert facts_of(panel.application).meeting_done
    with pytest.raises(Refused, match="already been held"):
        offer(panel, chair.user, held.minuted_at)
    with pytest.raises(Refused, match="already been written up"):
        hold(held, lead)


def test_minutes_that_ask_to_meet_again_do_not_count(panel, chair, lead, now):
    held = hold(agree_to_meet(panel.application, lead, at=now), lead, outcome=MeetingOutcome.AGAIN)
    assert not facts_of(panel.application).meeting_done
    assert "The meeting has not been held and written up." in readiness_problems(
        facts_of(panel.application)
    )
    second = offer(panel, chair.user, held.minuted_at)
    assert second.pk != held.pk


def minutes(appointment, actor, at, **changes):
    asked = {
        "held_on": london_date(appointment.starts_at),
        "attendance": [
            Attendee("Paula", Capacity.CHAMPION),
            Attendee("Lena", Capacity.ORGANISATION),
        ],
        "summary": "We talked.",
        "commitment_assessed": "They mean it.",
        "next_steps": "A plan.",
        "outcome": MeetingOutcome.READY,
    } | changes
    return hold_and_minute(appointment=appointment, actor=actor, at=at, **asked)


def test_minutes_refuse_before_the_start(panel, chair, lead, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    with pytest.raises(Refused, match="not begun yet"):
        minutes(agreed, chair.user, agreed.starts_at - HOUR)


def test_minutes_are_the_panels_or_an_officers(panel, lead, spare, officer, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    for somebody in (lead, spare.user):
        with pytest.raises(NotAllowed):
            minutes(agreed, somebody, agreed.starts_at + HOUR)
    assert minutes(agreed, officer, agreed.starts_at + HOUR).minuted_by == officer


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"attendance": [Attendee("Lena", Capacity.ORGANISATION)]}, "one champion"),
        ({"attendance": [Attendee("Paula", Capacity.CHAMPION)]}, "of the organisation"),
        (
            {
                "attendance": [
                    Attendee("Paula", Capacity.CHAMPION, attended=False),
                    Attendee("Lena", Capacity.ORGANISATION),
                ]
            },
            "one champion",
        ),
        ({"commitment_assessed": " "}, "how you see the commitment"),
        ({"next_steps": ""}, "what comes next"),
    ],
)
def test_minutes_need_people_and_words(panel, chair, lead, now, changes, sentence):
    agreed = agree_to_meet(panel.application, lead, at=now)
    with pytest.raises(Refused, match=sentence):
        minutes(agreed, chair.user, agreed.starts_at + HOUR, **changes)


def test_minutes_refuse_days_outside(panel, chair, lead, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    day = london_date(agreed.starts_at)
    for held_on in (day - timedelta(days=1), day + timedelta(days=2)):
        with pytest.raises(Refused, match="between the agreed day and today"):
            minutes(agreed, chair.user, agreed.starts_at + HOUR, held_on=held_on)


def test_minutes_need_an_agreed_time(panel, chair, now):
    made = offer(panel, chair.user, now)
    made.starts_at = now
    with pytest.raises(Refused, match="No time has been agreed"):
        minutes(made, chair.user, now + WEEK)


def test_withdrawal_calls_the_meeting_off(panel, lead, now):
    agreed = agree_to_meet(panel.application, lead, at=now)
    at = now + 3 * HOUR
    withdraw(application=panel.application, actor=lead, role=Role.LEAD, note="Stop", at=at)
    context = DutyContext(now=at, today=at.astimezone(LONDON).date(), dry_run=False)
    assert tidy_closed(context) == 1
    agreed.refresh_from_db()
    assert agreed.state == AppointmentState.CANCELLED
    assert agreed.cancelled_reason == "The organisation withdrew its application."
    assert tidy_closed(context) == 0


def test_offer_refuses_what_is_not_in_review(sent, officer, panel, lead, now):
    withdraw(application=panel.application, actor=lead, role=Role.LEAD, note="Stop", at=now)
    with pytest.raises(Refused, match="not with the champions"):
        offer(panel, officer, now)


def test_meeting_is_not_repeated_after_changes(decided_changes, lead):
    send(decided_changes, lead, at=decided_changes.status_since + HOUR)
    assert facts_of(decided_changes).meeting_done


def test_constraint_one_open_meeting(panel, chair, now):
    made = offer(panel, chair.user, now)
    made.pk, made.uuid = None, "0b0b0b0b-0000-4000-8000-000000000002"
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


@pytest.mark.parametrize("state", ["agreed", "held", "cancelled"])
def test_constraint_states_have_their_facts(panel, chair, now, state):
    made = offer(panel, chair.user, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(state=state)
