"""Visits and interviews: asked for, agreed, ticked off, written up, shown (scheme.md 20; T-24 to T-46)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from icalendar import Calendar

from awards.choices import Interest, Role, Status
from awards.models import Application, Membership, StandingInterest, StatusChange
from awards.services.applications import withdraw
from champions.checklists import CHECKLISTS
from champions.choices import AppointmentState, Capacity, Group, PlaceKind, Purpose, Side
from champions.models import Appointment, AppointmentFinding
from champions.selectors import facts_of
from champions.selectors.beside import beside
from champions.selectors.visits import findings_by_code, findings_of, visits_for_panel
from champions.services import meetings
from champions.services.closing import tidy_closed
from champions.services.meetings import call_off
from champions.services.minutes import Attendee, hold_and_minute
from champions.services.panels import declare_interest
from champions.services.visits import show, tick
from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import HOUR, WEEK, agree_to_meet, make_champion, settle
from tests.support.visits import agreed_visit, ask_for, write

BOTH = [Purpose.VISIT, Purpose.INTERVIEW]


@pytest.fixture
def silver(panel):
    """A Silver case with its panel, without the way there."""
    application = panel.application
    Application.objects.filter(pk=application.pk).update(stage="silver")
    application.refresh_from_db()
    return application


def mails(message):
    return {row.to: row for row in OutboxMessage.objects.filter(message=message)}


def event_of(row):
    calendar = Calendar.from_ical(row.attachments[0]["content"])
    return next(part for part in calendar.walk() if part.name == "VEVENT")


# Asking


@pytest.mark.parametrize("purpose", BOTH)
def test_asking_goes_to_the_leads(silver, chair, lead, now, purpose):
    made = ask_for(silver, chair.user, at=now, purpose=purpose)
    assert (made.state, made.purpose, made.offers.open().count()) == ("offered", purpose, 2)
    found = mails("visit_offered")
    assert set(found) == {lead.email}
    assert f"/visits/{made.uuid}/" in found[lead.email].body_text
    assert "Monday 30 November 2026 at 10am" in found[lead.email].body_text
    assert AuditEvent.objects.filter(event=f"{purpose.value}.offered").count() == 1


def test_several_at_once(silver, chair, officer, now):
    for purpose in (*BOTH, *BOTH):
        ask_for(silver, chair.user, at=now, purpose=purpose)
    ask_for(silver, officer, at=now)
    assert silver.appointments.visits().open().count() == 5


def test_second_click_finds_what_the_first_made(silver, chair, young, now):
    """T-43."""
    key = uuid4()
    first = ask_for(silver, chair.user, at=now, key=key)
    again = ask_for(silver, chair.user, at=now, key=key)
    assert again == first
    assert (silver.appointments.count(), len(mails("visit_offered"))) == (1, 1)
    with pytest.raises(Refused, match="out of date"):
        ask_for(silver, young.user, at=now, key=key)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"purpose": Purpose.INTERVIEW, "group": None}, "whom the interview is with"),
        ({"group": Group.STAFF}, "whom the interview is with"),
        ({"about": " "}, "what you want to see"),
        ({"times": []}, "at least one"),
        ({"purpose": Purpose.MEETING}, "no visits or interviews"),
    ],
)
def test_asking_refuses(silver, chair, now, changes, sentence):
    with pytest.raises(Refused, match=sentence):
        ask_for(silver, chair.user, at=now, **changes)


def test_bronze_has_none(panel, chair, now):
    with pytest.raises(Refused, match="at this stage"):
        ask_for(panel.application, chair.user, at=now)


def test_silver_has_no_meeting(silver, chair, lead, now):
    with pytest.raises(Refused, match="no meeting at this stage"):
        agree_to_meet(silver, lead, at=now)


@pytest.mark.parametrize("status", list(Status))
def test_asking_needs_the_case_with_the_champions(silver, chair, now, status):
    Application.objects.filter(pk=silver.pk).update(status=status)
    if status in (Status.IN_REVIEW, Status.CHANGES_REQUESTED):
        assert ask_for(silver, chair.user, at=now).state == AppointmentState.OFFERED
    else:
        with pytest.raises(Refused, match="not with the champions"):
            ask_for(silver, chair.user, at=now)


# Everybody × every state × every act


@pytest.fixture
def cast(silver, chair, young, parent, spare, lead, colleague, stranger, officer, now):
    """With a champion who has not declared, an officer who sits and has not, and one with a tie."""
    sitting = make_user("Oscar Officer", is_officer=True)
    seat = make_champion(sitting, officer=officer, at=now)
    settle(silver, [chair, young, parent, seat], officer, at=now)
    tied = make_user("Tia Officer", is_officer=True)
    StandingInterest.objects.create(
        person=tied,
        organisation=silver.organisation,
        organisation_name=silver.organisation.name,
        nature=Interest.GOVERNOR,
        declared_at=now,
        declared_by=tied,
    )
    return {
        "chair": chair.user,
        "champion": young.user,
        "undeclared": parent.user,
        "undeclared officer": sitting,
        "tied officer": tied,
        "officer": officer,
        "champion elsewhere": spare.user,
        "lead": lead,
        "member": colleague,
        "stranger": stranger,
    }


PANEL_SIDE = {"chair", "champion", "officer"}
ORGANISATION = {"lead", "member"}
MAY = {
    "again": PANEL_SIDE,
    "agree": PANEL_SIDE,
    "move": PANEL_SIDE,
    "place": PANEL_SIDE,
    "cancel": PANEL_SIDE,
    "tick": PANEL_SIDE,
    "write": PANEL_SIDE,
    "show": {"chair"},
    "accept": ORGANISATION,
    "propose": ORGANISATION,
    "ask to move": ORGANISATION,
}
STATES = ["offered", "proposed", "agreed", "begun", "held", "shown", "cancelled"]
WHEN = {
    "again": {"offered", "proposed"},
    "agree": {"proposed"},
    "move": {"agreed", "begun"},
    "place": {"agreed", "begun"},
    "cancel": {"offered", "proposed", "agreed", "begun"},
    "tick": {"offered", "proposed", "agreed", "begun"},
    "write": {"begun"},
    "show": {"held"},
    "accept": {"offered"},
    "propose": {"offered", "proposed"},
    "ask to move": {"agreed", "begun"},
}


def in_state(state, application, lead, chair, now):
    """The visit, and the moment at which it stands so."""
    made = ask_for(application, chair.user, at=now)
    if state == "proposed":
        meetings.propose_other_times(
            appointment=made, times=[now + 3 * WEEK], actor=lead, at=now + HOUR
        )
    if state in ("agreed", "begun", "held", "shown"):
        made = meetings.accept_time(offered=made.offers.open()[0], actor=lead, at=now + HOUR)
    if state in ("held", "shown"):
        write(made, chair.user)
    if state == "shown":
        show(appointment=made, actor=chair.user, at=made.starts_at + 2 * HOUR)
    if state == "cancelled":
        meetings.cancel(appointment=made, reason="Snow", actor=chair.user, at=now + HOUR)
    at = made.starts_at + 3 * HOUR if state in ("begun", "held", "shown") else now + 2 * HOUR
    made.refresh_from_db()
    return made, at


def act(name, made, actor, at):
    offered = made.offers.order_by("-pk").first()
    later = [at + 4 * WEEK]
    acts = {
        "again": lambda: meetings.offer_again(appointment=made, times=later, actor=actor, at=at),
        "agree": lambda: meetings.agree(offered=offered, actor=actor, at=at),
        "move": lambda: meetings.move(
            appointment=made, side=Side.PANEL, times=later, reason="x", actor=actor, at=at
        ),
        "place": lambda: meetings.change_place(
            appointment=made, place_kind=PlaceKind.VIDEO, place="", actor=actor, at=at
        ),
        "cancel": lambda: meetings.cancel(appointment=made, reason="x", actor=actor, at=at),
        "tick": lambda: tick(appointment=made, seen=[], ticked=["access"], actor=actor, at=at),
        "write": lambda: write(made, actor, at=at, held_on=london_date(at)),
        "show": lambda: show(appointment=made, actor=actor, at=at),
        "accept": lambda: meetings.accept_time(offered=offered, actor=actor, at=at),
        "propose": lambda: meetings.propose_other_times(
            appointment=made, times=later, actor=actor, at=at
        ),
        "ask to move": lambda: meetings.move(
            appointment=made, side=Side.ORGANISATION, times=later, reason="x", actor=actor, at=at
        ),
    }
    acts[name]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", list(MAY))
def test_every_role_in_every_state(cast, silver, chair, lead, now, state, name):
    """T-41: what is not allowed, or not now, changes nothing."""
    made, at = in_state(state, silver, lead, chair, now)
    before = Appointment.objects.filter(pk=made.pk).values().get()
    mailed = OutboxMessage.objects.count()
    for role, actor in cast.items():
        allowed = role in MAY[name] and state in WHEN[name]
        point = transaction.savepoint()
        try:
            act(name, made, actor, at)
        except (NotAllowed, Refused):
            assert not allowed, (role, state, name)
            assert Appointment.objects.filter(pk=made.pk).values().get() == before
            assert OutboxMessage.objects.count() == mailed
        else:
            assert allowed, (role, state, name)
        transaction.savepoint_rollback(point)


@pytest.mark.parametrize("name", ["again", "agree", "move", "place", "cancel", "tick", "accept"])
@pytest.mark.parametrize("status", ["approved", "declined", "withdrawn", "submitted"])
def test_nothing_is_arranged_when_the_case_is_elsewhere(silver, chair, lead, now, name, status):
    state = {"agree": "proposed", "move": "agreed", "place": "agreed"}.get(name, "offered")
    made, at = in_state(state, silver, lead, chair, now)
    Application.objects.filter(pk=silver.pk).update(status=status)
    actor = lead if name == "accept" else chair.user
    with pytest.raises(Refused, match="not with the champions"):
        act(name, made, actor, at)


def test_a_champion_who_joins_the_organisation_shows_nothing(silver, chair, lead, now):
    """T-36."""
    made, at = in_state("held", silver, lead, chair, now)
    Membership.objects.create(
        organisation=silver.organisation, user=chair.user, role="member", joined_at=now
    )
    with pytest.raises(NotAllowed, match="belong to this organisation"):
        show(appointment=made, actor=chair.user, at=at)


# Mail


def test_agreeing_writes_to_both_sides_with_calendars(silver, chair, young, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    found = mails("visit_agreed")
    assert set(found) == {lead.email, chair.user.email, young.user.email}
    for to, row in found.items():
        event = event_of(row)
        assert event["uid"] == f"{made.uuid}@testserver"
        assert event["attendee"] == f"mailto:{to}"
        assert event["summary"].startswith("Interview with parents and carers for the Silver")
        assert row.attachments[0]["name"] == "interview.ics"
    assert f"/visits/{made.uuid}/" in found[lead.email].body_text
    case = f"/cases/{silver.uuid}/visits/{made.uuid}/"
    assert case in found[chair.user.email].body_text
    assert case not in found[lead.email].body_text


def test_calling_off_and_moving_take_it_out_of_calendars(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now)
    meetings.move(
        appointment=made,
        side=Side.PANEL,
        times=[now + 3 * WEEK],
        reason="The bus is off.",
        actor=chair.user,
        at=now + 2 * HOUR,
    )
    moved = mails("visit_moved")[lead.email]
    assert event_of(moved)["status"] == "CANCELLED"
    assert "The bus is off." in moved.body_text
    meetings.cancel(appointment=made, reason="Snow", actor=chair.user, at=now + 3 * HOUR)
    assert mails("visit_cancelled")[lead.email].attachments == []


@pytest.mark.parametrize("kind", [PlaceKind.VIDEO, PlaceKind.TELEPHONE])
def test_under_18s_get_no_number_and_no_link(silver, chair, young, lead, now, kind):
    """T-30: at an interview, these are of the organisation's people."""
    place = "https://meet.example/canary"
    made = ask_for(
        silver, chair.user, at=now, purpose=Purpose.INTERVIEW, place_kind=kind, place=place
    )
    meetings.accept_time(offered=made.offers.open()[0], actor=lead, at=now)
    meetings.change_place(
        appointment=made, place_kind=kind, place=f"{place}2", actor=chair.user, at=now + HOUR
    )
    for row in OutboxMessage.objects.filter(to=young.user.email):
        words = row.subject + row.body_text + row.body_html + str(row.attachments)
        assert "canary" not in words
    assert "canary" in mails("visit_agreed")[chair.user.email].body_text


def test_under_18s_learn_where_to_go(silver, chair, young, lead, now):
    agreed_visit(silver, lead, chair.user, at=now)
    assert "1 Acorn Lane" in mails("visit_agreed")[young.user.email].body_text


# The checklist


@pytest.mark.parametrize("purpose", BOTH)
def test_ticks_are_kept_in_their_order(silver, chair, now, purpose):
    made = ask_for(silver, chair.user, at=now, purpose=purpose)
    codes = [item.code for item in CHECKLISTS[purpose]]
    ticked = tick(appointment=made, seen=[], ticked=codes[::-1], actor=chair.user, at=now)
    assert ticked.checked == codes


def test_two_people_who_tick_lose_nothing(silver, chair, young, now):
    """T-44: each changes only what they changed on their own page."""
    made = ask_for(silver, chair.user, at=now)
    tick(appointment=made, seen=[], ticked=["access", "told_why"], actor=chair.user, at=now)
    tick(appointment=made, seen=[], ticked=["supporter"], actor=young.user, at=now)
    made.refresh_from_db()
    assert made.checked == ["access", "supporter", "told_why"]
    tick(appointment=made, seen=["access", "told_why"], ticked=["told_why"],
         actor=chair.user, at=now)  # fmt: skip
    made.refresh_from_db()
    assert made.checked == ["supporter", "told_why"]


def test_ticks_of_another_list_are_refused(silver, chair, now):
    made = ask_for(silver, chair.user, at=now)
    with pytest.raises(Refused, match="out of date"):
        tick(appointment=made, seen=[], ticked=["no_names"], actor=chair.user, at=now)


# Writing up


@pytest.mark.parametrize("purpose", BOTH)
def test_notes_finish_it(silver, chair, lead, now, purpose):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=purpose)
    held = write(made, chair.user, findings={"silver.milestones": "Seen.", "silver.unknown": " "})
    assert (held.state, held.minuted_by, held.shown_at) == ("held", chair.user, None)
    assert [f.text for f in held.findings.all()] == ["Seen."]
    assert held.people_count == (6 if purpose is Purpose.INTERVIEW else None)
    with pytest.raises(Refused, match="already been written up"):
        write(made, chair.user)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"summary": " "}, "saw and heard"),
        ({"findings": {"silver.milestones": " "}}, "at least one question"),
        ({"findings": {"gold.voice": "Fine."}}, "from the page"),
        ({"attendance": [Attendee("Lena", Capacity.ORGANISATION)]}, "one champion"),
        ({"attendance": [Attendee("Paula", Capacity.CHAMPION)]}, "of the organisation"),
    ],
)
def test_notes_of_a_visit_refuse(silver, chair, lead, now, changes, sentence):
    made = agreed_visit(silver, lead, chair.user, at=now)
    with pytest.raises(Refused, match=sentence):
        write(made, chair.user, **changes)
    assert not AppointmentFinding.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"people_count": None}, "how many people"),
        ({"people_count": 0}, "how many people"),
        ({"attendance": []}, "one champion"),
        (
            {
                "attendance": [
                    Attendee("Paula", Capacity.CHAMPION),
                    Attendee("Maya", Capacity.OTHER),
                ]
            },
            "Nobody who was interviewed",
        ),
        ({"summary": "We met lena lead and others."}, "“lena lead” is the name"),
        ({"summary": "Colin said so."}, "“Colin” is the name"),
        ({"findings": {"silver.milestones": "Yusuf asked."}}, "“Yusuf” is the name"),
        ({"findings": {"silver.milestones": "Paula's question."}}, "“Paula” is the name"),
    ],
)
def test_notes_of_an_interview_refuse(silver, chair, lead, colleague, now, changes, sentence):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    with pytest.raises(Refused, match=sentence):
        write(made, chair.user, **changes)
    made.refresh_from_db()
    assert made.state == AppointmentState.AGREED


def test_notes_of_an_interview_name_nobody_who_came_to_a_visit(silver, chair, lead, now):
    first = agreed_visit(silver, lead, chair.user, at=now)
    came = [
        Attendee("Paula", Capacity.CHAMPION),
        Attendee("Oluwaseun Adeyemi", Capacity.ORGANISATION),
    ]
    write(first, chair.user, attendance=came)
    second = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    with pytest.raises(Refused, match="“Mr Adeyemi” is the name"):
        write(second, chair.user, summary="We heard Mr Adeyemi.", at=first.starts_at + WEEK)


def test_notes_may_use_words_that_are_names_too(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    held = write(made, chair.user, summary="Young people lead. Professional staff listen.")
    assert held.state == AppointmentState.HELD


def test_notes_refuse_days_outside(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now)
    day = london_date(made.starts_at)
    for held_on in (day - timedelta(days=1), day + timedelta(days=2)):
        with pytest.raises(Refused, match="between the agreed day and today"):
            write(made, chair.user, held_on=held_on)


def test_a_meeting_and_a_visit_are_not_written_up_as_each_other(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now)
    with pytest.raises(Refused, match="no meeting"):
        hold_and_minute(
            appointment=made,
            held_on=london_date(made.starts_at),
            attendance=[],
            summary="x",
            commitment_assessed="x",
            next_steps="x",
            outcome="ready",
            actor=chair.user,
            at=made.starts_at + HOUR,
        )
    Application.objects.filter(pk=silver.pk).update(stage="bronze")
    silver.refresh_from_db()
    meeting = agree_to_meet(silver, lead, at=now)
    with pytest.raises(Refused, match="This is a meeting"):
        write(meeting, chair.user)


# Reading


def test_findings_by_code(silver, chair, lead, now, django_assert_num_queries):
    for purpose in (*BOTH, Purpose.VISIT):
        write(agreed_visit(silver, lead, chair.user, at=now, purpose=purpose), chair.user)
    agreed_visit(silver, lead, chair.user, at=now)
    with django_assert_num_queries(1):
        (found,) = findings_by_code(silver).values()
    assert [each.title for each in found] == [
        "Monitoring visit",
        "Interview with parents and carers",
        "Monitoring visit",
    ]
    assert {each.text for each in found} == {"They plan together."}
    assert {each.shown for each in found} == {False}


def test_findings_stand_in_the_order_of_the_stage(silver, chair, lead, now):
    made = agreed_visit(silver, lead, chair.user, at=now)
    codes = [each.code for each in facts_of(silver).asked]
    held = write(made, chair.user, findings={code: f"On {code}" for code in reversed(codes)})
    assert [each.code for each in findings_of(held)] == codes


def test_shown_once_by_the_chair(silver, chair, lead, now):
    made, at = in_state("held", silver, lead, chair, now)
    shown = show(appointment=made, actor=chair.user, at=at)
    assert (shown.shown_by, shown.shown_at) == (chair.user, at)
    row = mails("visit_shown")[lead.email]
    assert f"/visits/{made.uuid}/" in row.body_text
    assert "planting" not in row.body_text + row.body_html + row.subject
    with pytest.raises(Refused, match="already"):
        show(appointment=made, actor=chair.user, at=at)
    assert OutboxMessage.objects.filter(message="visit_shown").count() == 1


@pytest.mark.parametrize("status", ["withdrawn", "approved", "declined"])
def test_showing_after_the_end(silver, chair, lead, now, status):
    made, at = in_state("held", silver, lead, chair, now)
    Application.objects.filter(pk=silver.pk).update(status=status)
    if status == "withdrawn":
        with pytest.raises(Refused, match="has ended"):
            show(appointment=made, actor=chair.user, at=at)
    else:
        assert show(appointment=made, actor=chair.user, at=at).shown_at == at


def test_who_hears_an_appeal_reads_it_after_their_own_assessment(
    silver, chair, parent, lead, officer, now
):
    hidden, at = in_state("held", silver, lead, chair, now)
    shown, _ = in_state("shown", silver, lead, chair, now)
    settle(silver, [chair, parent], officer, at=at)
    assert set(visits_for_panel(silver, parent.user)) == {hidden, shown}
    StatusChange.objects.create(
        application=silver,
        name="appeal",
        from_status="declined",
        to_status="submitted",
        actor=officer,
        role=Role.OFFICER,
        at=at + HOUR,
    )
    assert set(visits_for_panel(silver, parent.user)) == {shown}
    assert set(visits_for_panel(silver, officer)) == {hidden, shown}


def test_beside_a_question_nobody_reads_what_an_earlier_panel_saw(
    silver, chair, lead, officer, now
):
    """Unless the organisation reads it too: those who look again find for themselves (T-38)."""
    hidden, at = in_state("held", silver, lead, chair, now)
    shown, _ = in_state("shown", silver, lead, chair, now)
    (code, *_) = findings_by_code(silver)

    def read():
        return {row.appointment for row in beside(facts_of(silver), code).seen}

    _sent(silver, lead, at, "resubmit", "changes_requested", "in_review")
    assert read() == {hidden, shown}
    _sent(silver, officer, at + HOUR, "appeal", "declined", "submitted")
    assert read() == {shown}
    _sent(silver, lead, at + 2 * HOUR, "resubmit", "changes_requested", "in_review")
    assert read() == {shown}


def _sent(application, actor, at, name, was, becomes):
    StatusChange.objects.create(
        application=application,
        name=name,
        from_status=was,
        to_status=becomes,
        actor=actor,
        role=Role.OFFICER,
        at=at,
    )


# The end of a case


def context_at(at):
    return DutyContext(now=at, today=at.astimezone(LONDON).date(), dry_run=False)


def test_withdrawing_calls_all_of_them_off(silver, chair, lead, now):
    ask_for(silver, chair.user, at=now)
    agreed_visit(silver, lead, chair.user, at=now, purpose=Purpose.INTERVIEW)
    at = now + 3 * HOUR
    withdraw(application=silver, actor=lead, role=Role.LEAD, note="Stop", at=at)
    assert tidy_closed(context_at(at)) == 1
    assert set(silver.appointments.values_list("state", "cancelled_reason")) == {
        ("cancelled", "The organisation withdrew its application.")
    }
    assert OutboxMessage.objects.filter(message="visit_cancelled", to=lead.email).count() == 2
    assert tidy_closed(context_at(at)) == 0


@pytest.mark.parametrize("status", ["approved", "declined"])
def test_the_letter_calls_off_what_was_still_to_come(silver, chair, lead, officer, now, status):
    coming, _ = in_state("agreed", silver, lead, chair, now)
    held, _ = in_state("held", silver, lead, chair, now)
    Application.objects.filter(pk=silver.pk).update(status=status)
    assert tidy_closed(context_at(now + 3 * HOUR)) == 1
    coming.refresh_from_db()
    held.refresh_from_db()
    assert (coming.state, held.state) == ("cancelled", "held")
    assert coming.cancelled_reason == "The Champions Group has answered this application."
    assert lead.email in mails("visit_cancelled")


def test_what_took_place_and_was_not_written_up_ends_without_a_mail(silver, chair, lead, now):
    made, at = in_state("begun", silver, lead, chair, now)
    Application.objects.filter(pk=silver.pk).update(status="declined")
    assert tidy_closed(context_at(at)) == 1
    made.refresh_from_db()
    assert made.state == AppointmentState.CANCELLED
    assert mails("visit_cancelled") == {}


def test_call_off_closes_the_times(silver, chair, now):
    made = ask_for(silver, chair.user, at=now)
    with transaction.atomic():
        call_off(made, reason="x", actor=chair.user, role=Role.CHAIR, at=now)
    assert made.offers.open().count() == 0


def test_late_interest_ends_what_they_may_do(silver, chair, young, lead, now):
    """T-37."""
    made = agreed_visit(silver, lead, chair.user, at=now)
    seat = silver.panel.assignments.get(champion=young)
    declare_interest(assignment=seat, nature=Interest.EMPLOYEE, actor=young.user, at=now + HOUR)
    with pytest.raises(NotAllowed):
        write(made, young.user)


def test_constraint_shown_when_held(silver, chair, now):
    made = ask_for(silver, chair.user, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.filter(pk=made.pk).update(shown_at=now, shown_by=chair.user)
