"""A visit that is asked for comes before the decision; an officer may say otherwise, with the reason."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import ConcernAbout, Interest, Role
from awards.models import Award, Concern, Organisation, User
from champions.choices import Purpose, StepCode
from champions.models import Panel, VisitRuling
from champions.selectors import facts_of, history_of, readiness_problems, step_of
from champions.services.decisions import cancel_decision
from champions.services.interests import remember_tie
from champions.services.meetings import accept_time
from champions.services.rulings import rule_on_visit
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.champions import HOUR, assess_all, decide, make_champion, release, settle
from tests.support.renewing import gold_given, panel_for, renewal_sent, three
from tests.support.visits import ask_for, write

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NEEDED = "A visit or an interview comes first, and none has been held and written up."


@pytest.fixture
def later(now: datetime) -> datetime:
    return now + timedelta(days=360)


@pytest.fixture
def award(organisation: Organisation, lead: User, officer: User, now: datetime) -> Award:
    return gold_given(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def panel(award: Award, lead: User, officer: User, later: datetime) -> Panel:
    """Of a re-validation; nothing asks for a visit."""
    application = renewal_sent(award, lead=lead, at=later)
    return panel_for(application, three(officer, later), officer, at=later)


@pytest.fixture
def visiting(panel: Panel, later: datetime) -> Panel:
    """Somebody told of a concern, so the rule asks for a visit."""
    Concern.objects.create(
        about=ConcernAbout.SAFETY,
        what="I am worried.",
        organisation=panel.application.organisation,
        reported_at=later,
    )
    return panel


def rule(panel: Panel, officer: User, at: datetime, *, visit: bool) -> VisitRuling:
    return rule_on_visit(
        application=panel.application,
        visit=visit,
        reason="We were there in May.",
        actor=officer,
        at=at,
    )


def chair_of(panel: Panel) -> User:
    return panel.assignments.get(is_chair=True).champion.user


def test_a_panel_that_need_not_visit_decides_when_all_have_read(
    panel: Panel, later: datetime
) -> None:
    assess_all(panel, at=later)
    facts = facts_of(panel.application)
    assert readiness_problems(facts) == []
    assert step_of(facts, at=later).code is StepCode.DECIDE


def test_a_panel_that_has_to_visit_cannot_decide_before(visiting: Panel, later: datetime) -> None:
    assess_all(visiting, at=later)
    facts = facts_of(visiting.application)
    assert readiness_problems(facts) == [NEEDED]
    assert step_of(facts, at=later).code is StepCode.VISIT
    with pytest.raises(Refused, match="A visit or an interview comes first"):
        decide(visiting, at=later)


@pytest.mark.parametrize("purpose", [Purpose.VISIT, Purpose.INTERVIEW])
def test_a_visit_or_an_interview_that_is_written_up_lets_it_decide(
    visiting: Panel, lead: User, later: datetime, purpose: Purpose
) -> None:
    chair = chair_of(visiting)
    assess_all(visiting, at=later)
    offered = ask_for(visiting.application, chair, at=later, purpose=purpose)
    assert step_of(facts_of(visiting.application), at=later).reviewers.turn == "organisation"
    visit = accept_time(offered=offered.offers.open()[0], actor=lead, at=later + HOUR)
    step = step_of(facts_of(visiting.application), at=later + timedelta(hours=2))
    assert (step.code, step.reviewers.turn) == (StepCode.VISIT, "both")
    write(visit, chair)
    facts = facts_of(visiting.application)
    assert readiness_problems(facts) == []
    assert step_of(facts, at=later).code is StepCode.DECIDE


def test_a_visit_that_was_called_off_is_none(visiting: Panel, later: datetime) -> None:
    offered = ask_for(visiting.application, chair_of(visiting), at=later)
    type(offered).objects.filter(pk=offered.pk).update(state="cancelled", cancelled_reason="Snow.")
    assert facts_of(visiting.application).awaits_visit


def test_an_officer_says_that_no_visit_is_needed(
    visiting: Panel, officer: User, later: datetime
) -> None:
    ruling = rule(visiting, officer, later, visit=False)
    advice = facts_of(visiting.application).visit
    assert advice is not None
    assert (advice.by_rule, advice.visits, advice.ruling) == (True, False, ruling)
    assess_all(visiting, at=later)
    decide(visiting, at=later)


def test_the_latest_word_counts(visiting: Panel, officer: User, later: datetime) -> None:
    rule(visiting, officer, later, visit=False)
    rule(visiting, officer, later + timedelta(hours=1), visit=True)
    assert facts_of(visiting.application).awaits_visit
    assert VisitRuling.objects.count() == 2


def test_a_ruling_is_told_to_the_panel_audited_and_on_the_timeline(
    panel: Panel, officer: User, later: datetime
) -> None:
    rule(panel, officer, later, visit=True)
    told = OutboxMessage.objects.filter(message="visit_ruled")
    assert set(told.values_list("to", flat=True)) == {
        seat.champion.user.email for seat in panel.assignments.active()
    }
    assert "We were there in May" not in told[0].body_text
    event = AuditEvent.objects.get(event="visit.ruled")
    assert (event.actor_id, event.role) == (officer.pk, Role.OFFICER)
    facts = facts_of(panel.application)
    events = {each.title: each for each in history_of(facts, sees_interests=False)}
    assert events["A visit was asked for"].text == "We were there in May."


def test_saying_what_holds_already_is_refused(panel: Panel, officer: User, later: datetime) -> None:
    with pytest.raises(Refused, match="Nobody asks for a visit already"):
        rule(panel, officer, later, visit=False)
    rule(panel, officer, later, visit=True)
    with pytest.raises(Refused, match="It is so already"):
        rule(panel, officer, later, visit=True)


def test_a_ruling_has_a_reason(panel: Panel, officer: User, later: datetime) -> None:
    with pytest.raises(Refused, match="Say why"):
        rule_on_visit(
            application=panel.application, visit=True, reason=" ", actor=officer, at=later
        )


def test_nobody_rules_when_the_panel_has_decided(
    panel: Panel, officer: User, later: datetime
) -> None:
    assess_all(panel, at=later)
    decision = decide(panel, at=later)
    with pytest.raises(Refused, match="The panel has decided"):
        rule(panel, officer, later, visit=True)
    cancel_decision(decision=decision, reason="Look again.", actor=officer, at=later)
    rule(panel, officer, later, visit=True)


def test_a_concern_after_the_decision_holds_its_release(
    panel: Panel, officer: User, later: datetime
) -> None:
    assess_all(panel, at=later)
    decision = decide(panel, at=later)
    Concern.objects.create(
        about=ConcernAbout.SAFETY,
        what="I am worried.",
        organisation=panel.application.organisation,
        reported_at=later,
    )
    with pytest.raises(Refused, match="A visit or an interview comes first"):
        release(decision, officer, at=later)


def test_nobody_rules_on_a_stage(award: Award, officer: User, later: datetime) -> None:
    with pytest.raises(Refused, match="Only a re-validation"):
        rule_on_visit(
            application=award.application, visit=True, reason="Why not?", actor=officer, at=later
        )


def test_only_an_officer_from_outside_rules(
    panel: Panel, lead: User, officer: User, later: datetime
) -> None:
    sitting = make_user("Sitting Officer", is_officer=True)
    seat = make_champion(sitting, officer=officer, at=later)
    champions = [row.champion for row in panel.assignments.active()]
    settle(panel.application, [*champions, seat], officer, at=later)
    tied = make_user("Tied Officer", is_officer=True)
    remember_tie(
        person=tied,
        organisation=panel.application.organisation,
        nature=Interest.GOVERNOR,
        actor=tied,
        at=later,
    )
    for person in (lead, chair_of(panel), sitting, tied):
        with pytest.raises(NotAllowed):
            rule(panel, person, later, visit=True)
    assert not VisitRuling.objects.exists()


def test_the_page_of_the_case_lists_every_input(
    visiting: Panel, later: datetime, sign_in: SignIn
) -> None:
    page = sign_in(chair_of(visiting)).get(reverse("case", args=[visiting.application.uuid]))
    text = page.content.decode()
    assert "Why a visit" in text
    assert "because people told us of a concern about them." in text
    folded = text[text.index('class="govuk-details govuk-!-margin-bottom-3 award-rule">') :]
    for each in facts_of(visiting.application).visit.inputs:
        assert each.name in folded
    assert "I am worried" not in text
    assert "Say that no visit is needed" not in text


def test_an_officer_overrules_on_a_page(visiting: Panel, officer: User, sign_in: SignIn) -> None:
    client = sign_in(officer)
    case = reverse("case", args=[visiting.application.uuid])
    address = reverse("case-visit-rule", args=[visiting.application.uuid])
    assert address in client.get(case).content.decode()
    assert client.post(address, {"visit": "False", "reason": ""}).status_code == 422
    answer = client.post(address, {"visit": "False", "reason": "We were there in May."})
    assert (answer.status_code, answer["Location"]) == (302, case)
    text = client.get(case).content.decode()
    assert "Why no visit" in text
    assert "We were there in May." in text
    again = client.post(address, {"visit": "False", "reason": "Once more."})
    assert again.status_code == 409


def test_a_champion_finds_the_page_closed(panel: Panel, sign_in: SignIn) -> None:
    address = reverse("case-visit-rule", args=[panel.application.uuid])
    assert sign_in(chair_of(panel)).get(address).status_code == 403


def test_strangers_and_leads_find_nothing(
    panel: Panel, lead: User, stranger: User, sign_in: SignIn
) -> None:
    address = reverse("case-visit-rule", args=[panel.application.uuid])
    assert sign_in(lead).get(address).status_code == 404
    assert sign_in(stranger).post(address, {"reason": "Mine."}).status_code == 404
