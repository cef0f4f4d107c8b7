"""An appeal against a "not yet": made once, heard by people who did not decide (T-36, T-39, T-43)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.choices import Interest, MembershipRole, Role
from awards.models import Application, Award, Membership, StandingInterest
from awards.services.applications import start_application, withdraw
from champions.choices import AppealState, Ended, Outcome, Perspective
from champions.models import Appeal, Assignment, Decision
from champions.selectors import facts_of
from champions.selectors.appeals import who_decided
from champions.selectors.home import home_of
from champions.selectors.letters import (
    appeal_on,
    appeals_visible_to,
    letters_of,
    standing_of,
    waiting_first,
)
from champions.services.appeals import hear_appeal, make_appeal, refuse_appeal, withdraw_appeal
from champions.services.panels import declare_interest, take_off
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import (
    answer_all,
    assess_all,
    clear_all,
    decide,
    ensure_signatory,
    make_champion,
    release,
    send,
    settle,
)

DAY = timedelta(days=1)
GROUNDS = "The letter says that parents have no say. Page 3 shows that they vote."


@pytest.fixture
def letter(assessing, officer, later):
    """A released "not yet"."""
    assess_all(assessing, at=later)
    return release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)


@pytest.fixture
def third_officer(db):
    return make_user("Orla Officer", is_officer=True)


@pytest.fixture
def appeal(letter, lead, second_officer, later):
    return make(letter, lead, later + DAY)


@pytest.fixture
def others(officer, now):
    """Two champions who have nothing to do with it."""
    young = make_champion(
        make_user("Yara Young"), officer=officer, at=now, perspective=Perspective.YOUNG_PERSON
    )
    return [make_champion(make_user("Omar Other"), officer=officer, at=now), young]


@pytest.fixture
def heard(appeal, second_officer, later):
    return hear_appeal(appeal=appeal, actor=second_officer, at=later + 2 * DAY)


def make(decision, actor, at, grounds=GROUNDS):
    return make_appeal(decision=decision, grounds=grounds, actor=actor, at=at)


def case_of(appeal):
    return Application.objects.get(pk=appeal.decision.panel.application_id)


def seat_others(appeal, champions, officer, at):
    panel = settle(case_of(appeal), champions, officer, at=at)
    clear_all(panel, at=at)
    return panel


def mails(message):
    return sorted(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


def test_who_had_a_part_in_the_letter_does_not_choose_who_looks_again(
    heard, others, officer, second_officer, third_officer, chair, later
):
    """The first released the letter; another one sat (T-39)."""
    at = later + 3 * DAY
    chair.user.is_officer = True
    chair.user.save()
    for somebody in (officer, chair.user):
        with pytest.raises(NotAllowed, match="had a part in the letter"):
            settle(case_of(heard), others, somebody, at=at)
    panel = settle(case_of(heard), others, third_officer, at=at)
    with pytest.raises(NotAllowed, match="had a part in the letter"):
        take_off(panel=panel, champion=others[0], reason="No", actor=officer, at=at)
    assert settle(case_of(heard), others[::-1], second_officer, at=at).pk == panel.pk


def test_appeal_is_made_by_a_lead(appeal, letter, lead, later):
    assert (appeal.decision, appeal.made_by, appeal.state) == (letter, lead, AppealState.RECEIVED)
    assert case_of(appeal).status == "declined"
    assert standing_of(appeal).text == "Waits for a SEND officer"
    event = AuditEvent.objects.get(event="appeal.made")
    assert (event.role, event.details) == (Role.LEAD, {})


def test_appeal_is_told_to_leads_and_to_officers_without_a_part(
    appeal, lead, second_officer, officer
):
    assert mails("appeal_received") == [lead.email]
    # The first officer released the letter.
    assert mails("appeal_made") == [second_officer.email]
    for mail in OutboxMessage.objects.filter(message__startswith="appeal"):
        assert GROUNDS not in mail.body_text
        assert "not yet" not in mail.body_text.lower()


def test_only_leads_appeal(letter, colleague, stranger, officer, second_officer, chair, later):
    for somebody in (colleague, stranger, officer, second_officer, chair.user):
        with pytest.raises(NotAllowed):
            make(letter, somebody, later)
    assert not Appeal.objects.exists()


def test_appeal_says_why(letter, lead, later):
    with pytest.raises(Refused, match="Say why"):
        make(letter, lead, later, grounds="  \n ")


def test_second_click_gets_the_same_receipt(appeal, letter, lead, later):
    assert make(letter, lead, later + DAY) == appeal
    assert OutboxMessage.objects.filter(message="appeal_received").count() == 1
    assert AuditEvent.objects.filter(event="appeal.made").count() == 1


def test_letter_is_appealed_against_once(appeal, letter, lead, later):
    with pytest.raises(Refused, match="There can be one") as refused:
        make(letter, lead, later + DAY, grounds="Something else.")
    assert str(appeal.uuid) in refused.value.link.url
    withdraw_appeal(appeal=appeal, actor=lead, at=later + DAY)
    with pytest.raises(Refused, match="There can be one"):
        make(letter, lead, later + DAY, grounds="Something else.")


def test_constraint_keeps_one_appeal_for_a_letter(appeal):
    with pytest.raises(IntegrityError), transaction.atomic():
        Appeal.objects.create(
            decision=appeal.decision,
            grounds="Again",
            state_since=appeal.made_at,
            made_by=appeal.made_by,
            made_at=appeal.made_at,
        )


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, True), (0, False)])
def test_appeal_comes_within_28_days_of_london(letter, lead, seconds, accepted):
    """T-47: until midnight in London of the last day, by when it arrives."""
    last = letter.released_at.replace(hour=0, minute=0, second=0, microsecond=0) + 29 * DAY
    at = last + timedelta(seconds=seconds)
    if accepted:
        assert make(letter, lead, at).made_at == at
    else:
        with pytest.raises(Refused, match="until 10 January 2027"):
            make(letter, lead, at)


def test_letter_says_until_when_there_could_have_been_an_appeal(letter, lead, organisation, later):
    def found(days):
        (each,) = letters_of(Decision.objects.filter(pk=letter.pk), at=later + days * DAY)
        home = home_of(organisation, role=None, at=later + days * DAY, on=each.until)
        return each.is_late, each.until, home.letters[0].appeal_until, home.letters[0].appeal_ended

    last = london_date(later + 28 * DAY)
    assert found(28) == (False, last, last, None)
    assert found(29) == (True, last, None, last)
    start_application(organisation=organisation, stage="bronze", actor=lead, at=later)
    assert found(29) == (False, last, None, None)


def test_nobody_appeals_before_the_release(assessing, lead, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later, outcome=Outcome.NOT_YET)
    with pytest.raises(Refused, match="There is no letter"):
        make(decision, lead, later)


@pytest.mark.parametrize("outcome", [Outcome.AWARD, Outcome.CHANGES])
def test_appeal_is_against_a_not_yet_only(assessing, lead, officer, later, outcome):
    ensure_signatory(officer, at=later)
    assess_all(assessing, at=later)
    decision = release(decide(assessing, at=later, outcome=outcome), officer, at=later)
    with pytest.raises(Refused, match="“not yet” only"):
        make(decision, lead, later)


def test_nobody_appeals_who_began_again(letter, lead, organisation, later):
    again = start_application(organisation=organisation, stage="bronze", actor=lead, at=later)
    with pytest.raises(Refused, match="begun again"):
        make(letter, lead, later)
    withdraw(application=again, actor=lead, role=Role.LEAD, note="No.", at=later)
    with pytest.raises(Refused, match="begun again"):
        make(letter, lead, later)


def test_nobody_appeals_when_the_contents_are_gone(letter, lead, later):
    Application.objects.update(contents_deleted_at=later)
    with pytest.raises(Refused, match="has been deleted"):
        make(letter, lead, later)


def test_letters_cost_one_query(letter, lead, later, django_assert_num_queries):
    with django_assert_num_queries(1):
        (found,) = letters_of(Decision.objects.all(), at=later)
        assert (found.can_be_appealed, found.stage.code) == (True, "bronze")


def test_lead_takes_it_back(appeal, lead, colleague, second_officer, later):
    for somebody in (colleague, second_officer):
        with pytest.raises(NotAllowed):
            withdraw_appeal(appeal=appeal, actor=somebody, at=later + DAY)
    done = withdraw_appeal(appeal=appeal, actor=lead, at=later + 2 * DAY)
    assert (done.state, done.state_since) == (AppealState.WITHDRAWN, later + 2 * DAY)
    for act in (
        lambda: withdraw_appeal(appeal=appeal, actor=lead, at=later + 3 * DAY),
        lambda: hear_appeal(appeal=appeal, actor=second_officer, at=later + 3 * DAY),
        lambda: refuse_appeal(appeal=appeal, why="No.", actor=second_officer, at=later + 3 * DAY),
    ):
        with pytest.raises(Refused, match="taken this appeal back"):
            act()


def test_officer_refuses_with_a_reason(appeal, lead, second_officer, later):
    with pytest.raises(Refused, match="Say why"):
        refuse_appeal(appeal=appeal, why=" ", actor=second_officer, at=later + DAY)
    why = "Page 3 was read, and the letter speaks of it."
    done = refuse_appeal(appeal=appeal, why=why, actor=second_officer, at=later + DAY)
    assert (done.state, done.handled_by) == (AppealState.REFUSED, second_officer)
    (mail,) = OutboxMessage.objects.filter(message="appeal_refused")
    assert mail.to == lead.email
    assert why in mail.body_text
    assert case_of(appeal).status == "declined"
    with pytest.raises(Refused, match="already answered"):
        hear_appeal(appeal=appeal, actor=second_officer, at=later + DAY)


def answers(appeal, actor, at):
    yield lambda: hear_appeal(appeal=appeal, actor=actor, at=at)
    yield lambda: refuse_appeal(appeal=appeal, why="No.", actor=actor, at=at)


def test_whoever_released_the_letter_does_not_answer(appeal, officer, later):
    for act in answers(appeal, officer, later + DAY):
        with pytest.raises(NotAllowed, match="a part in this letter"):
            act()


def test_whoever_sat_does_not_answer(appeal, young, later):
    young.user.is_officer = True
    young.user.save()
    for act in answers(appeal, young.user, later + DAY):
        with pytest.raises(NotAllowed, match="You sat on this panel"):
            act()


def test_members_and_others_do_not_answer(appeal, lead, stranger, second_officer, later):
    for somebody in (lead, stranger):
        for act in answers(appeal, somebody, later + DAY):
            with pytest.raises(NotAllowed, match="Only SEND officers"):
                act()
    Membership.objects.create(
        organisation=case_of(appeal).organisation,
        user=second_officer,
        role=MembershipRole.MEMBER,
        joined_at=later,
    )
    for act in answers(appeal, second_officer, later + DAY):
        with pytest.raises(NotAllowed, match="You belong"):
            act()


def test_whoever_is_tied_neither_answers_nor_sees_it(
    appeal, organisation, second_officer, third_officer, later
):
    StandingInterest.objects.create(
        person=second_officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=later,
        declared_by=second_officer,
    )
    for act in answers(appeal, second_officer, later + DAY):
        with pytest.raises(NotAllowed, match="You have a link"):
            act()
    assert not appeals_visible_to(second_officer).exists()
    assert appeals_visible_to(third_officer).get() == appeal


def test_hearing_brings_the_same_version_before_nobody(heard, letter, second_officer, later):
    case = case_of(heard)
    assert case.status == "submitted"
    change = case.changes.get(name="appeal")
    assert (change.actor, change.role) == (second_officer, Role.OFFICER)
    assert change.snapshot == letter.change.snapshot
    assert (heard.state, heard.change, heard.handled_by) == (
        AppealState.HEARD,
        change,
        second_officer,
    )
    seats = Assignment.objects.filter(panel=letter.panel)
    assert {(seat.ended_reason, seat.ended_by, seat.is_chair) for seat in seats} == {
        (Ended.APPEAL, second_officer, False)
    }
    facts = facts_of(case)
    assert (facts.seats, facts.decision, facts.judged) == ((), None, change)


def test_hearing_is_told(heard, lead, chair, young):
    assert mails("appeal_heard") == [lead.email]
    assert mails("appeal_passed_on") == sorted([chair.user.email, young.user.email])


def test_who_decided_knows_all_who_sat(sent, assessing, chair, young, spare, lead, officer, later):
    """Also who left before the letter; not who was chosen afterwards."""
    settle(sent, [chair, young, spare], officer, at=later)
    settle(sent, [chair, young], officer, at=later)
    assess_all(assessing, at=later)
    decision = release(decide(assessing, at=later, outcome=Outcome.NOT_YET), officer, at=later)
    assert who_decided(sent) == set()
    second = make_user("Odette Officer", is_officer=True)
    appeal = make(decision, lead, later)
    hear_appeal(appeal=appeal, actor=second, at=later + DAY)
    assert who_decided(sent) == {chair.pk, young.pk, spare.pk}


def test_new_panel_is_made_of_people_who_did_not_decide(
    heard, chair, young, others, second_officer, later, django_assert_num_queries
):
    seat_others(heard, others, second_officer, later + 3 * DAY)
    case = case_of(heard)
    with django_assert_num_queries(1):
        assert who_decided(case) == {chair.pk, young.pk}


def test_second_officer_finds_it_taken_on(heard, appeal, third_officer, later):
    for act in answers(appeal, third_officer, later + 3 * DAY):
        with pytest.raises(Refused, match="already been taken on"):
            act()
    assert case_of(appeal).changes.filter(name="appeal").count() == 1


def test_lead_cannot_take_back_what_others_look_at(heard, lead, later):
    with pytest.raises(Refused, match="with the champions now"):
        withdraw_appeal(appeal=heard, actor=lead, at=later + 3 * DAY)


def test_appeal_is_not_heard_once_they_began_again(
    appeal, organisation, lead, second_officer, later
):
    start_application(organisation=organisation, stage="bronze", actor=lead, at=later + DAY)
    with pytest.raises(Refused, match="begun this stage again"):
        hear_appeal(appeal=appeal, actor=second_officer, at=later + 2 * DAY)
    assert case_of(appeal).status == "declined"
    assert Assignment.objects.filter(ended_at=None).count() == 2
    refuse_appeal(appeal=appeal, why="You began again.", actor=second_officer, at=later + 2 * DAY)


def test_nobody_begins_again_while_others_look(heard, organisation, lead, later):
    with pytest.raises(Refused, match="already an application"):
        start_application(organisation=organisation, stage="bronze", actor=lead, at=later + 3 * DAY)


def test_other_champions_decide_otherwise(heard, others, officer, second_officer, later):
    ensure_signatory(officer, at=later)
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    assess_all(panel, at=later + 4 * DAY)
    decision = decide(panel, at=later + 5 * DAY)
    assert decision.change == heard.change
    assert decision.letter.startswith("You asked that other champions look again.")
    release(decision, second_officer, at=later + 6 * DAY)
    heard.refresh_from_db()
    assert (heard.state, heard.outcome) == (AppealState.DECIDED, Outcome.AWARD)
    assert Award.objects.count() == 1
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 2


def test_last_word_cannot_be_appealed_against(heard, others, second_officer, lead, later):
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    assess_all(panel, at=later + 4 * DAY)
    decision = decide(panel, at=later + 5 * DAY, outcome=Outcome.NOT_YET)
    assert "28 days" not in decision.letter
    release(decision, second_officer, at=later + 6 * DAY)
    heard.refresh_from_db()
    assert (heard.state, heard.outcome) == (AppealState.DECIDED, Outcome.NOT_YET)
    with pytest.raises(Refused, match="last word on what you sent"):
        make(decision, lead, later + 7 * DAY)


def test_changes_after_an_appeal_make_a_new_version(heard, others, second_officer, lead, later):
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    assess_all(panel, at=later + 4 * DAY)
    decision = decide(panel, at=later + 5 * DAY, outcome=Outcome.CHANGES)
    release(decision, second_officer, at=later + 6 * DAY)
    case = case_of(heard)
    answer_all(case, lead, at=later + 7 * DAY)
    send(case, lead, at=later + 7 * DAY)
    assess_all(panel, at=later + 8 * DAY)
    last = release(
        decide(panel, at=later + 9 * DAY, outcome=Outcome.NOT_YET),
        second_officer,
        at=later + 9 * DAY,
    )
    # About what was sent after the appeal: nobody else has looked at that.
    again = make(last, lead, later + 10 * DAY)
    third = make_user("Orla Officer", is_officer=True)
    hear_appeal(appeal=again, actor=third, at=later + 11 * DAY)
    assert len(who_decided(case)) == 4


def test_whoever_released_the_first_letter_does_not_release_the_second(
    heard, others, officer, second_officer, later
):
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    assess_all(panel, at=later + 4 * DAY)
    decision = decide(panel, at=later + 5 * DAY, outcome=Outcome.NOT_YET)
    with pytest.raises(NotAllowed, match="a part in the letter that they appealed against"):
        release(decision, officer, at=later + 6 * DAY)


def test_whoever_is_tied_does_not_release(decided, organisation, officer, later):
    StandingInterest.objects.create(
        person=officer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=later,
        declared_by=officer,
    )
    with pytest.raises(NotAllowed, match="You have a link"):
        release(decided, officer, at=later)


def test_withdrawn_application_ends_its_appeal(heard, lead, second_officer, later):
    withdraw(
        application=case_of(heard), actor=lead, role=Role.LEAD, note="We stop.", at=later + 3 * DAY
    )
    found = appeals_visible_to(second_officer).get()
    assert standing_of(found).text == "Ended"


def test_appeals_that_wait_come_first(heard, letter, lead, second_officer, third_officer, later):
    assert [row.state for row in waiting_first(appeals_visible_to(third_officer))] == ["heard"]
    assert waiting_first(appeals_visible_to(lead)).count() == 0


def test_case_shows_the_first_findings_when_ones_own_are_in(
    heard, others, second_officer, later, django_assert_num_queries
):
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    user, facts = others[0].user, _facts(heard)
    with django_assert_num_queries(1):
        shown = appeal_on(facts, user)
    assert (shown.appeal, shown.agreed) == (heard, ())
    assert "not met yet" in shown.letter
    assess_all(panel, at=later + 4 * DAY)
    shown = appeal_on(_facts(heard), user)
    assert [(name, row.met) for name, row in shown.agreed] == [
        ("Commitment", False),
        ("Signed up", True),
    ]


def _facts(appeal):
    return facts_of(case_of(appeal))


def test_case_without_an_appeal_asks_nothing(assessing, chair, django_assert_num_queries):
    facts = facts_of(assessing.application)
    with django_assert_num_queries(0):
        assert appeal_on(facts, chair.user) is None


def test_late_interest_counts_on_the_new_panel_too(heard, others, second_officer, later):
    panel = seat_others(heard, others, second_officer, later + 3 * DAY)
    assess_all(panel, at=later + 4 * DAY)
    decision = decide(panel, at=later + 5 * DAY, outcome=Outcome.NOT_YET)
    seat = panel.assignments.active().get(champion=others[0])
    declare_interest(
        assignment=seat, nature=Interest.CHILD, actor=others[0].user, at=later + 6 * DAY
    )
    decision.refresh_from_db()
    assert decision.cancelled_at is not None
    heard.refresh_from_db()
    assert heard.state == AppealState.HEARD
