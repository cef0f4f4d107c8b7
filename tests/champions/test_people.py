"""What champions bring, can do and have learnt (scheme.md 3), and who may say so (T-31)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.choices import Interest
from champions.choices import Course, Perspective, TimeOfWeek
from champions.models import Absence, Champion, Claim, Training
from champions.selectors.service import listed, seen_by, service_of
from champions.services.people import change_champion, end_service
from champions.services.profile import (
    MOST_ABSENCES,
    add_absence,
    ask_about_terms,
    remove_absence,
    save_availability,
)
from champions.services.standing import tell_of_link
from champions.services.training import record_training
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Clash, NotAllowed, Refused
from tests.support.champions import make_champion

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def save(champion, at, *, actor=None, **more):
    said = {
        "most_cases": 2,
        "suits": [TimeOfWeek.EVENING],
        "access_needs": "Large print",
        "plain_way": True,
        "term_ends_on": None,
    }
    return save_availability(
        champion=champion, actor=actor or champion.user, at=at, **(said | more)
    )


def clock(at):
    return DutyContext(now=at, today=london_date(at), dry_run=False)


def test_availability_is_saved_and_no_word_of_it_is_audited(young, now):
    save(young, now, term_ends_on=date(2027, 6, 1))
    young.refresh_from_db()
    assert (young.most_cases, young.suits, young.access_needs, young.plain_way) == (
        2,
        ["evening"],
        "Large print",
        True,
    )
    assert young.term_ends_on == date(2027, 6, 1)
    event = AuditEvent.objects.get(event="champion.availability_saved")
    assert event.details == {"most_cases": 2, "plain_way": True}


def test_availability_is_ones_own(young, chair, officer, now):
    for somebody in (chair.user, officer):
        with pytest.raises(NotAllowed):
            save(young, now, actor=somebody)


def test_availability_ends_with_service(young, officer, now):
    end_service(champion=young, actor=officer, at=now)
    with pytest.raises(NotAllowed):
        save(young, now)


@pytest.mark.parametrize("number", [0, 21])
def test_constraint_takes_some_cases(young, number):
    with pytest.raises(IntegrityError), transaction.atomic():
        Champion.objects.filter(pk=young.pk).update(most_cases=number)


def test_absence_is_added_and_taken_out(young, chair, now):
    today = london_date(now)
    made = add_absence(
        champion=young, from_on=today - DAY, until_on=today, actor=young.user, at=now
    )
    assert list(Absence.objects.on(today)) == [made]
    assert not Absence.objects.on(today + DAY).exists()
    with pytest.raises(NotAllowed):
        remove_absence(absence=made, actor=chair.user, at=now)
    remove_absence(absence=made, actor=young.user, at=now)
    remove_absence(absence=made, actor=young.user, at=now)
    assert AuditEvent.objects.filter(event="champion.away_removed").count() == 1


def test_absence_refuses_what_makes_no_sense(young, chair, now):
    today = london_date(now)
    for first, last in ((today, today - DAY), (today - 3 * DAY, today - DAY)):
        with pytest.raises(Refused, match="last day"):
            add_absence(champion=young, from_on=first, until_on=last, actor=young.user, at=now)
    add_absence(champion=young, from_on=today, until_on=today + DAY, actor=young.user, at=now)
    with pytest.raises(Refused, match="already"):
        add_absence(
            champion=young, from_on=today + DAY, until_on=today + 2 * DAY, actor=young.user, at=now
        )
    with pytest.raises(NotAllowed):
        add_absence(champion=young, from_on=today, until_on=today, actor=chair.user, at=now)


def test_absences_stay_a_list_one_can_read(young, now):
    today = london_date(now)
    for number in range(MOST_ABSENCES):
        day = today + 2 * number * DAY
        add_absence(champion=young, from_on=day, until_on=day, actor=young.user, at=now)
    last = today + 400 * DAY
    with pytest.raises(Refused, match="long list"):
        add_absence(champion=young, from_on=last, until_on=last, actor=young.user, at=now)


def test_training_is_recorded_set_right_and_taken_out(young, officer, second_officer, now):
    today = london_date(now)
    all_but_one = dict.fromkeys(Course, today) | {Course.PRIVACY: None}
    assert record_training(champion=young, done=all_but_one, actor=officer, at=now) == 3
    assert record_training(champion=young, done=all_but_one, actor=officer, at=now) == 0
    change = {Course.WELCOME: today - DAY, Course.FAIRNESS: None}
    assert record_training(champion=young, done=change, actor=second_officer, at=now) == 2
    rows = {row.course: (row.done_on, row.recorded_by) for row in Training.objects.all()}
    assert rows == {
        "welcome": (today - DAY, second_officer),
        "safeguarding": (today, officer),
    }
    assert AuditEvent.objects.filter(event="champion.training_recorded").count() == 5


def test_training_changes_only_what_was_changed_on_the_page(young, officer, second_officer, now):
    """T-44: two officers with the same page open."""
    today = london_date(now)

    def save(actor, seen, **done):
        every = dict.fromkeys(Course) | {Course(code): day for code, day in done.items()}
        return record_training(champion=young, done=every, seen=seen, actor=actor, at=now)

    assert save(officer, {}, welcome=today) == 1
    assert save(second_officer, {}, privacy=today) == 1
    assert Training.objects.count() == 2
    # The same day twice is no clash; another one is, and so is taking out what was set right since.
    assert save(second_officer, {}, welcome=today) == 0
    with pytest.raises(Clash) as clash:
        save(second_officer, {}, welcome=today - DAY, fairness=today)
    assert [(each.label, each.theirs) for each in clash.value.fields] == [
        (Course.WELCOME.label, "23 November 2026")
    ]
    with pytest.raises(Clash):
        save(officer, {Course.WELCOME: today - DAY})
    assert Training.objects.count() == 2
    assert save(officer, {Course.WELCOME: today}) == 1
    assert Training.objects.get().course == "privacy"


def test_training_is_recorded_by_officers_and_not_ahead(young, officer, now):
    today = london_date(now)
    with pytest.raises(NotAllowed):
        record_training(champion=young, done={Course.WELCOME: today}, actor=young.user, at=now)
    with pytest.raises(Refused, match="day to come"):
        record_training(champion=young, done={Course.WELCOME: today + DAY}, actor=officer, at=now)
    end_service(champion=young, actor=officer, at=now)
    with pytest.raises(Refused, match="no longer a champion"):
        record_training(champion=young, done={Course.WELCOME: today}, actor=officer, at=now)
    assert not Training.objects.exists()


def test_change_sets_right_what_they_bring(young, officer, now):
    change_champion(
        champion=young,
        perspective=Perspective.PROFESSIONAL,
        sector="health",
        turns_18_on=None,
        actor=officer,
        at=now,
    )
    young.refresh_from_db()
    assert (young.perspective, young.sector, young.turns_18_on) == ("professional", "health", None)
    details = AuditEvent.objects.get(event="champion.changed").details
    assert details == {"perspective": "professional", "sector": "health", "under_18": False}


def test_change_refuses_who_may_not_and_what_cannot_be(young, officer, now):
    asked = {"champion": young, "at": now}
    with pytest.raises(NotAllowed):
        change_champion(perspective=Perspective.PARENT_CARER, actor=young.user, **asked)
    with pytest.raises(Refused, match="sector"):
        change_champion(perspective=Perspective.PROFESSIONAL, actor=officer, **asked)
    end_service(champion=young, actor=officer, at=now)
    with pytest.raises(Refused, match="no longer a champion"):
        change_champion(perspective=Perspective.PARENT_CARER, actor=officer, **asked)


def test_change_of_a_mix_reopens_the_decision(decided, young, chair, officer, later):
    """T-40: a panel that could not have decided so decides again."""
    application = decided.panel.application
    application.stage = "silver"
    application.save()
    change_champion(
        champion=young,
        perspective=Perspective.PROFESSIONAL,
        sector="health",
        actor=officer,
        at=later,
    )
    decided.refresh_from_db()
    assert decided.cancelled_at == later
    assert "young person or a parent" in decided.cancelled_reason


def test_change_without_harm_leaves_the_decision(decided, young, officer, later):
    change_champion(champion=young, perspective=Perspective.PARENT_CARER, actor=officer, at=later)
    decided.refresh_from_db()
    assert decided.cancelled_at is None


def test_end_of_service_takes_offers_back(sent, young, officer, now, later):
    claim = Claim.objects.create(application=sent, champion=young, made_at=now)
    end_service(champion=young, actor=officer, at=later)
    claim.refresh_from_db()
    assert claim.withdrawn_at == later


def test_beginning_again_forgets_the_old_term(young, officer, now):
    save(young, now, term_ends_on=date(2027, 6, 1))
    end_service(champion=young, actor=officer, at=now)
    again = make_champion(young.user, officer=officer, at=now)
    assert (again.pk, again.term_ends_on) == (young.pk, None)


def test_term_is_asked_about_once_four_weeks_before(young, chair, officer, now):
    save(young, now, term_ends_on=date(2027, 6, 1))
    early = now.replace(year=2027, month=5, day=3)
    in_time = now.replace(year=2027, month=5, day=4)
    assert ask_about_terms(clock(early)) == 0
    assert ask_about_terms(clock(in_time)) == 1
    assert ask_about_terms(clock(in_time + DAY)) == 0
    mail = OutboxMessage.objects.get(message="champion_term_ends")
    assert mail.to == young.user.email
    assert "1 June 2027" in mail.body_text
    # Another day is asked about anew; a day that has passed no more.
    save(young, in_time, term_ends_on=date(2027, 6, 8))
    assert ask_about_terms(clock(in_time + 8 * DAY)) == 1
    assert ask_about_terms(clock(now.replace(year=2027, month=7, day=1))) == 0
    young.refresh_from_db()
    assert young.served_until is None


def test_term_of_a_past_champion_is_not_asked_about(young, officer, now):
    save(young, now, term_ends_on=london_date(now) + DAY)
    end_service(champion=young, actor=officer, at=now)
    assert ask_about_terms(clock(now)) == 0


def test_service_shows_what_is_to_come(chair, officer, now):
    today = london_date(now)
    save(chair, now, suits=[TimeOfWeek.WEEKEND])
    add_absence(champion=chair, from_on=today, until_on=today, actor=chair.user, at=now)
    record_training(champion=chair, done={Course.PRIVACY: today}, actor=officer, at=now)
    chair.refresh_from_db()
    service = service_of(chair, on=today)
    assert (service.sector, service.suits) == ("Education", ["Weekends"])
    assert [(each.course, bool(each.training)) for each in service.lessons] == [
        (Course.WELCOME, False),
        (Course.SAFEGUARDING, False),
        (Course.FAIRNESS, False),
        (Course.PRIVACY, True),
    ]
    assert service_of(chair, on=today + DAY).absences == []


def test_officer_sees_cases_and_offers_of_a_champion(
    panel, sent, chair, spare, officer, second_officer, now
):
    Claim.objects.create(application=sent, champion=spare, made_at=now)
    assert [(each.assignment.panel, each.stage) for each in seen_by(officer, chair).sittings] == [
        (panel, "Bronze")
    ]
    assert [stage for _, stage in seen_by(officer, spare).offers] == ["Bronze"]
    # T-36: nothing of an organisation that the officer is tied to.
    tell_of_link(
        person=second_officer,
        organisation_name="Acorn Lane School",
        nature=Interest.CHILD,
        actor=second_officer,
        at=now,
    )
    assert seen_by(second_officer, chair).sittings == []
    assert seen_by(second_officer, spare).offers == []


def test_list_knows_who_has_room(panel, chair, young, parent, spare, now):
    today = london_date(now)
    Champion.objects.filter(pk=chair.pk).update(most_cases=1)
    add_absence(champion=parent, from_on=today, until_on=today + DAY, actor=parent.user, at=now)
    rows = {row: (row.load, row.most_cases) for row in listed(past=False, on=today)}
    assert rows == {chair: (1, 1), young: (1, 3), parent: (0, 3), spare: (0, 3)}
    assert set(listed(past=False, with_room=True, on=today)) == {young, spare}
    only = listed(past=False, perspective="parent_carer", on=today)
    assert [row.away_until for row in only] == [today + DAY]
    assert not listed(past=True, on=today).exists()
