"""Names that somebody typed: matched at once, never guessed, and no place outlives its link (T-36)."""

import pytest
from django.db import connection

from awards.choices import Interest
from awards.models import Application, Organisation, StandingInterest
from awards.services.applications import start_application
from awards.services.organisations import create_organisation
from champions.choices import Ended
from champions.models import Assignment, Claim, DeclarationOfInterest
from champions.selectors import cases_visible_to, known_links, panel_problems
from champions.selectors.register import Filters, keys_of
from champions.services.interests import end_tie
from champions.services.standing import match_typed_names, tell_of_link
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from tests.conftest import make_user
from tests.support.champions import assess_all, bring_to_assessment, decide, send
from tests.support.portfolios import fill_registration, send_registration


def tell(person, at, name, actor=None):
    return tell_of_link(
        person=person,
        organisation_name=name,
        nature=Interest.GOVERNOR,
        actor=actor or person,
        at=at,
    )


def tick(at):
    return match_typed_names(DutyContext(now=at, today=london_date(at), dry_run=False))


def make(name, at):
    return create_organisation(
        name=name,
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=make_user(f"Lead of {name}"),
        at=at,
    )


def told(message):
    return set(OutboxMessage.objects.filter(message=message).values_list("to", flat=True))


@pytest.fixture
def second_case(assessing, chair, young, officer, now):
    """Another school with nearly the same name, and the same panel."""
    nursery = make("Acorn Lane Nursery", now)
    lead = nursery.memberships.get().user
    case = start_application(organisation=nursery, stage="bronze", actor=lead, at=now)
    send(case, lead, at=now)
    return bring_to_assessment(case, lead=lead, champions=[chair, young], officer=officer, at=now)


def test_name_is_matched_when_an_organisation_is_made(officer, now, later):
    interest = tell(officer, now, "Oak Club").interest
    oak = make("The Oak Club", later)
    interest.refresh_from_db()
    assert interest.organisation == oak
    event = AuditEvent.objects.get(event="interest.matched")
    assert (event.actor, event.at) == (None, later)
    case = start_application(
        organisation=oak, stage="bronze", actor=oak.memberships.get().user, at=later
    )
    assert not Application.objects.visible_to(officer).filter(pk=case.pk).exists()
    assert tick(later) == 0


def test_name_is_matched_when_an_organisation_sends_its_new_name(
    application, lead, officer, now, later
):
    Organisation.objects.filter(pk=application.organisation_id).update(name="Old Lane School")
    fill_registration(application, lead=lead, at=now)
    interest = tell(officer, now, "Acorn Lane School").interest
    assert interest.organisation is None
    send_registration(application, lead=lead, at=now)
    interest.refresh_from_db()
    assert interest.organisation == application.organisation
    assert not cases_visible_to(officer).filter(pk=application.pk).exists()


def test_two_of_one_name_are_matched_by_nobody(officer, now, later):
    make("Oak Club", now)
    make("The Oak Club", now)
    interest = tell(officer, now, "oak club").interest
    make("Oak Club Ltd", later)
    interest.refresh_from_db()
    assert interest.organisation is None
    assert tick(later) == 0


def test_link_that_was_told_before_is_not_told_twice(officer, now):
    typed = tell(officer, now, "Oak Club").interest
    oak = make("Oak Lodge", now)
    tell(officer, now, "Oak Lodge")
    Organisation.objects.filter(pk=oak.pk).update(name="Oak Club")
    assert tick(now) == 0
    typed.refresh_from_db()
    assert typed.organisation is None


def test_clock_ends_the_place_of_who_sits(assessing, young, chair, officer, later):
    """The name was no organisation's; then one that they judge took it."""
    interest = tell(young.user, later, "Beech Hall School").interest
    assert assessing.assignments.active().filter(champion=young).exists()
    Organisation.objects.filter(pk=assessing.application.organisation_id).update(
        name="Beech Hall School"
    )
    assert tick(later) == 2
    seat = assessing.assignments.get(champion=young)
    assert (seat.ended_at, seat.ended_reason, seat.ended_by) == (later, "interest", young.user)
    declared = DeclarationOfInterest.objects.exclude(nature="none").get()
    assert (declared.assignment, declared.nature) == (seat, "governor")
    assert told("interest_declared") == {officer.email}
    interest.refresh_from_db()
    assert interest.organisation == assessing.application.organisation
    assert StandingInterest.objects.count() == 1
    assert assessing.assignments.active().get().champion == chair
    assert tick(later) == 0


def test_clock_takes_a_decision_back_with_the_place(assessing, chair, young, later):
    assess_all(assessing, at=later)
    decision = decide(assessing, at=later)
    for champion in (young, chair):
        tell(champion.user, later, "Beech Hall School")
    Organisation.objects.filter(pk=assessing.application.organisation_id).update(
        name="Beech Hall School"
    )
    tick(later)
    decision.refresh_from_db()
    assert decision.cancelled_at == later


def test_clock_leaves_places_on_cases_that_ended(assessing, young, later):
    tell(young.user, later, "Beech Hall School")
    Organisation.objects.filter(pk=assessing.application.organisation_id).update(
        name="Beech Hall School"
    )
    Application.objects.filter(pk=assessing.application.pk).update(status="approved")
    assert tick(later) == 1
    assert assessing.assignments.active().filter(champion=young).exists()


@pytest.mark.parametrize("count", [1, 12])
def test_clock_asks_three_times_however_many_wait(
    sent, chair, now, count, django_assert_num_queries
):
    for number in range(count):
        make(f"School {number}", now)
        tell(chair.user, now, f"Club {number}")
    # The names, the organisations, the places.
    with django_assert_num_queries(3):
        assert tick(now) == 0


def test_name_that_may_be_two_ends_both_places(
    assessing, second_case, young, chair, officer, later
):
    """Nobody guesses: they judge neither until an officer knows which one is meant."""
    done = tell(young.user, later, "Acorn Lane")
    assert done.interest.organisation is None
    assert {each.organisation.name for each in done.left} == {
        "Acorn Lane School",
        "Acorn Lane Nursery",
    }
    assert not cases_visible_to(young.user).exists()
    for panel in (assessing, second_case):
        seat = panel.assignments.get(champion=young)
        assert (seat.ended_at, seat.ended_reason) == (later, Ended.ABSTAINED)
        assert "Acorn Lane" in seat.ended_note
        assert known_links(panel.application.organisation, [young])
        assert panel.assignments.active().get().champion == chair
    # Officers are told, and read it on the register.
    assert told("panel_stepped_back") == {officer.email}
    assert keys_of(officer, Filters(person=young.user)).count() == 3
    assert not DeclarationOfInterest.objects.exclude(nature="none").exists()


def test_it_is_settled_by_the_full_name(assessing, second_case, young, chair, officer, later):
    typed = tell(young.user, later, "Acorn Lane").interest
    tell(young.user, later, "Acorn Lane Nursery", actor=officer)
    end_tie(interest=typed, reason="It is the nursery.", actor=officer, at=later)
    assert panel_problems(assessing.application, champions=[chair, young], chair=chair) == []
    assert panel_problems(second_case.application, champions=[chair, young], chair=chair)


def test_officer_may_tell_of_a_name_that_may_be_two(assessing, second_case, young, officer, later):
    Claim.objects.create(application=assessing.application, champion=young, made_at=later)
    done = tell(young.user, later, "Acorn Lane", actor=officer)
    assert len(done.left) == 2
    reasons = Assignment.objects.filter(champion=young).values_list("ended_reason", flat=True)
    assert set(reasons) == {Ended.CHANGED}
    assert told("panel_left") == {young.user.email}
    assert not Claim.objects.standing().exists()
    with pytest.raises(Refused, match="already"):
        tell(young.user, later, "acorn lane", actor=officer)


def test_place_that_ended_meanwhile_refuses_nothing(assessing, young, later):
    """It is read before the case is held, and may be gone after (T-45)."""
    seats = Assignment.objects.filter(panel=assessing, champion=young)

    class Meanwhile:
        """Ends the place after it was first read."""

        done = False

        def __call__(self, execute, sql, params, many, context):
            answer = execute(sql, params, many, context)
            if not self.done and sql.startswith("SELECT") and '"champions_assignment"' in sql:
                self.done = True
                seats.update(ended_at=later, ended_reason=Ended.CHANGED)
            return answer

    meanwhile = Meanwhile()
    with connection.execute_wrapper(meanwhile):
        done = tell(young.user, later, "Acorn Lane School")
    assert meanwhile.done
    assert done.left == []
    assert done.interest.organisation == assessing.application.organisation
    assert seats.get().ended_reason == Ended.CHANGED
