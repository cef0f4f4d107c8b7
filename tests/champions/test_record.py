"""The thank-you record: what a champion has done, and nothing that is not theirs to tell."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import Interest
from awards.models import StandingInterest
from champions.choices import Capacity, Course, Outcome, Purpose
from champions.models import Appointment, Assessment, Assignment, Attendance, Training
from champions.selectors.record import record_of
from champions.services.people import end_service
from foundation.dates import london_date
from tests.support.champions import (
    HOUR,
    answer_all,
    assess,
    assess_all,
    bring_to_release,
    decide,
    ensure_signatory,
    release,
    send,
)
from tests.support.crowd import crowd
from tests.support.reading import reading


@pytest.fixture
def page(sign_in, later):
    def get(user, champion=None, query=""):
        address = (
            reverse("officers-champion-record", args=[champion.uuid])
            if champion
            else reverse("champion-record")
        )
        with time_machine.travel(later, tick=False):
            answer = sign_in(user).get(address + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


@pytest.fixture
def awarded(sent, chair, young, lead, officer, now):
    return bring_to_release(sent, lead=lead, champions=[chair, young], officer=officer, at=now)


def visited(panel, champion, *, at, purpose, **more):
    """A visit or an interview that was held, an hour and a half long."""
    found = Appointment.objects.create(
        application=panel.application,
        purpose=purpose,
        state="held",
        state_since=at,
        place_kind="in_person",
        starts_at=at,
        minutes=90,
        created_by=champion.user,
        created_at=at,
        held_on=london_date(at),
        minuted_by=champion.user,
        minuted_at=at,
        summary="We saw the garden.",
        **more,
    )
    Attendance.objects.create(
        appointment=found, name=str(champion.user), capacity=Capacity.CHAMPION, user=champion.user
    )
    return found


def test_new_champion_is_welcomed(spare, page):
    text = page(spare.user)
    assert "Thank you, Sam Spare" in text
    assert "and a champion since 23 November 2026" in text
    assert "What you do for the Champions Group will be listed here" in text
    assert "Cases by stage" not in text


def test_record_counts_what_was_done(awarded, chair, young, officer, later):
    Assessment.objects.filter(assignment__champion=chair).update(minutes=45)
    visited(awarded.panel, chair, at=later, purpose=Purpose.VISIT)
    visited(
        awarded.panel, chair, at=later, purpose=Purpose.INTERVIEW, group="staff", people_count=3
    )
    Training.objects.create(
        champion=chair,
        course=Course.FAIRNESS,
        done_on=london_date(later),
        recorded_by=officer,
        recorded_at=later,
    )
    found = record_of(chair, reader=chair.user)
    (bronze,) = found.stages
    assert (bronze.stage.code, bronze.cases, bronze.finished) == ("bronze", 1, 1)
    assert bronze.awarded == ("Acorn Lane School",)
    assert (found.cases, found.chaired) == (1, 1)
    assert (found.meetings, found.visits, found.interviews) == (1, 1, 1)
    # 45 minutes that were told, a meeting of an hour, a visit and an interview.
    assert found.time == "4 hours 45 minutes"
    assert found.time_told == "45 minutes"
    assert [each.course for each in found.training] == [Course.FAIRNESS]
    other = record_of(young, reader=young.user)
    assert (other.chaired, other.meetings, other.time) == (0, 0, "")


def test_time_that_nobody_told_is_not_made_up(awarded, young, page):
    text = page(young.user)
    assert "That is about" not in text
    assert "Monitoring" not in text


def test_versions_of_one_case_are_one_case(decided_changes, assessing, chair, lead, later):
    answer_all(decided_changes, lead, at=later + HOUR)
    send(decided_changes, lead, at=later + 2 * HOUR)
    assess(assessing, chair, at=later + 3 * HOUR)
    Assessment.objects.filter(assignment__champion=chair).update(minutes=30)
    found = record_of(chair, reader=chair.user)
    assert (found.cases, found.minutes_told) == (1, 60)
    assert found.stages[0].finished == 0


def test_draft_counts_for_nothing(assessing, chair, later):
    Assessment.objects.create(
        assignment=assessing.assignments.get(champion=chair),
        change=assessing.application.changes.get(name="submit"),
        started_at=later,
        minutes=30,
    )
    found = record_of(chair, reader=chair.user)
    assert (found.cases, found.minutes_told) == (0, 0)


@pytest.mark.parametrize("outcome", [Outcome.AWARD, Outcome.CHANGES, Outcome.NOT_YET])
def test_nobody_is_named_before_the_letter(assessing, officer, chair, later, outcome, page):
    ensure_signatory(officer, at=later)
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=outcome)
    assert "Acorn Lane School" not in page(chair.user)
    release(decision, officer, at=later)
    named = "Acorn Lane School" in page(chair.user)
    # Who heard "not yet" is not for others to know, either.
    assert named == (outcome is Outcome.AWARD)


def test_names_can_be_left_out(awarded, chair, page):
    assert "leave out the names" in page(chair.user)
    text = page(chair.user, query="?names=no")
    assert "Acorn Lane School" not in text
    assert "Helped to the award" not in text
    assert "Show them" in text


@pytest.mark.parametrize("reason", ["interest", "recused"])
def test_a_case_that_was_left_for_a_link_is_none_of_theirs(
    awarded, chair, young, officer, later, reason
):
    """T-36."""
    Assignment.objects.filter(champion=young).update(
        ended_at=later, ended_reason=reason, ended_note="A link.", ended_by=officer
    )
    found = record_of(young, reader=young.user)
    assert found.is_empty
    assert found.stages == ()


def test_who_stepped_back_keeps_what_they_gave(awarded, young, officer, later):
    Assignment.objects.filter(champion=young).update(
        ended_at=later, ended_reason="abstained", ended_note="No time.", ended_by=young.user
    )
    assert record_of(young, reader=young.user).cases == 1


def test_officer_prints_it_also_when_service_has_ended(awarded, young, officer, later, page):
    end_service(champion=young, actor=officer, at=later)
    text = page(officer, young)
    assert "Thank you, Yusuf Young" in text
    assert "from 23 November 2026 to 13 December 2026" in text
    assert "Acorn Lane School" in text


def test_tied_officer_reads_no_name(awarded, young, second_officer, now, page):
    StandingInterest.objects.create(
        person=second_officer,
        organisation=awarded.panel.application.organisation,
        organisation_name="Acorn Lane School",
        nature=Interest.EMPLOYEE,
        declared_at=now,
        declared_by=second_officer,
    )
    text = page(second_officer, young)
    assert "Acorn Lane School" not in text
    assert "Cases by stage" in text


def test_record_is_for_its_champion_and_officers(
    chair, young, officer, lead, stranger, sign_in, client
):
    mine, of_chair = (
        reverse("champion-record"),
        reverse("officers-champion-record", args=[chair.uuid]),
    )
    for somebody in (lead, stranger):
        assert sign_in(somebody).get(mine).status_code == 403
    for somebody in (lead, stranger, young.user, chair.user):
        assert sign_in(somebody).get(of_chair).status_code == 403
    assert client.get(mine).status_code == 302
    assert client.get(of_chair).status_code == 302
    nobody = reverse("officers-champion-record", args=["00000000-0000-4000-8000-000000000000"])
    assert sign_in(officer).get(nobody).status_code == 404


def test_ended_service_closes_the_own_page(chair, officer, later, sign_in):
    """T-32."""
    client = sign_in(chair.user)
    end_service(champion=chair, actor=officer, at=later + timedelta(days=1))
    assert client.get(reverse("champion-record")).status_code == 403


@pytest.mark.parametrize("cases", [5, 300])
def test_record_has_constant_queries(officer, lead, now, cases, sign_in, django_assert_num_queries):
    made = crowd(officer=officer, lead=lead, at=now, champions=3, cases=cases)
    client = sign_in(made.champions[0].user)
    # Session, person, champion, what they left, minutes, chaired, letters, cases, meetings, courses.
    with django_assert_num_queries(10):
        assert client.get(reverse("champion-record")).status_code == 200


def test_words_are_easy(awarded, chair, spare, page):
    assert reading(page(chair.user)).grade <= 8
    assert reading(page(spare.user)).grade <= 8
