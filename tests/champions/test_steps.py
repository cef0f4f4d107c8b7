"""Where a case stands, for each side; nothing before release (scheme.md 18, 28)."""

from datetime import timedelta

import pytest

from awards.choices import Role
from awards.models import Application
from awards.services.applications import withdraw
from champions.choices import MeetingOutcome, Missing
from champions.selectors import (
    Progress,
    assessment_progress,
    case_step,
    case_steps,
    decision_states,
    lacking,
    meeting_states,
    panel_sizes,
)
from champions.services import meetings
from champions.services.people import end_service
from tests.support.champions import (
    HOUR,
    WEEK,
    agree_to_meet,
    assess,
    assess_all,
    clear_all,
    decide,
    ensure_signatory,
    hold,
    release,
    send,
    settle,
)
from tests.support.meetings import offer


def told(application, at):
    step = case_step(application, at=at)
    return step.code.value, step.organisation.turn, step.reviewers.turn


def missing(at):
    """Every kind of thing that officers find lacking now."""
    return [
        what.value for what in Missing if lacking(Application.objects.all(), what, at=at).exists()
    ]


def test_steps_of_a_whole_case(application, sent, chair, young, lead, officer, now):
    assert told(sent, now) == ("panel", "officer", "officer")
    assert missing(now) == ["panel"]
    panel = settle(sent, [chair, young], officer, at=now)
    assert told(sent, now) == ("declare", "panel", "panel")
    clear_all(panel, at=now)
    assert told(sent, now) == ("offer", "panel", "panel")
    assert missing(now) == ["offer"]
    made = offer(panel, chair.user, now)
    assert told(sent, now) == ("choose", "organisation", "organisation")
    assert missing(now) == []
    assert told(sent, now + 3 * WEEK) == ("offer", "panel", "panel")
    meetings.propose_other_times(appointment=made, times=[now + WEEK], actor=lead, at=now)
    assert told(sent, now) == ("answer", "panel", "panel")
    agreed = meetings.agree(offered=made.offers.open().get(), actor=chair.user, at=now)
    assert told(sent, now) == ("meet", "both", "both")
    at = agreed.starts_at + HOUR
    assert told(sent, at) == ("minute", "panel", "panel")
    assert missing(at) == ["minutes"]
    hold(agreed, lead)
    at += HOUR
    assert told(sent, at) == ("assess", "panel", "panel")
    assert missing(at) == ["assessment"]
    assess_all(panel, at=at)
    assert told(sent, at) == ("decide", "panel", "chair")
    assert missing(at) == ["decision"]
    decision = decide(panel, at=at)
    assert told(sent, at) == ("release", "panel", "officer")
    assert missing(at) == ["release"]
    release_with_signatory(decision, officer, at)
    sent.refresh_from_db()
    assert told(sent, at) == ("closed", "", "")
    assert missing(at) == []


def release_with_signatory(decision, officer, at):
    ensure_signatory(officer, at=at)
    release(decision, officer, at=at)


def test_organisation_is_told_the_same_before_and_after_the_decision(assessing, later):
    application = assessing.application
    before = case_step(application, at=later).organisation
    assess_all(assessing, at=later)
    during = case_step(application, at=later).organisation
    decide(assessing, at=later)
    after = case_step(application, at=later).organisation
    assert before == during == after


def test_step_of_a_draft_and_a_withdrawn_one(application, lead, now):
    assert told(application, now) == ("writing", "organisation", "organisation")
    withdraw(application=application, actor=lead, role=Role.LEAD, note="Stop", at=now)
    assert told(application, now) == ("closed", "", "")


def test_step_after_changes_were_asked(decided_changes, later):
    assert told(decided_changes, later) == ("changes", "organisation", "organisation")


def test_step_of_a_panel_that_lost_its_chair(panel, sent, chair, officer, later):
    end_service(champion=chair, actor=officer, at=later)
    sent.refresh_from_db()
    assert told(sent, later) == ("panel", "officer", "officer")
    assert missing(later) == ["panel", "offer"]


def test_step_after_a_meeting_that_was_not_enough(panel, sent, lead, now):
    held = hold(agree_to_meet(sent, lead, at=now), lead, outcome=MeetingOutcome.AGAIN)
    sent.refresh_from_db()
    step = case_step(sent, at=held.minuted_at)
    assert step.code == "offer"
    assert step.organisation.sentence == "The champions will offer you times to meet once more."


def test_agreed_step_says_when(panel, sent, lead, now):
    agree_to_meet(sent, lead, at=now)
    sent.refresh_from_db()
    step = case_step(sent, at=now)
    assert step.organisation.sentence == (
        "You meet the champions on Monday 30 November 2026 at 10am."
    )


def test_bulk_figures(assessing, chair, later):
    cases = [assessing.application]
    pk = assessing.application_id
    assert panel_sizes(cases) == {pk: 2}
    assert meeting_states(cases) == {pk: "held"}
    assert assessment_progress(cases) == {pk: Progress(0, 2)}
    assert decision_states(cases) == {}
    assess(assessing, chair, at=later)
    assert assessment_progress(cases) == {pk: Progress(1, 2)}


def test_bulk_decisions(decided, officer, later):
    cases = [decided.panel.application]
    assert decision_states(cases) == {cases[0].pk: "recorded"}
    release(decided, officer, at=later)
    assert decision_states(cases) == {cases[0].pk: "released"}


def test_progress_counts_the_latest_version_only(decided_changes, lead):
    assert assessment_progress([decided_changes])[decided_changes.pk] == Progress(2, 2)
    send(decided_changes, lead, at=decided_changes.status_since + timedelta(hours=1))
    assert assessment_progress([decided_changes])[decided_changes.pk] == Progress(0, 2)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(three_cases, django_assert_num_queries, count, later):
    cases = list(Application.objects.select_related("organisation").order_by("pk")[:count])
    with django_assert_num_queries(7):
        case_steps(cases, at=later)
    for read in (panel_sizes, meeting_states, assessment_progress, decision_states):
        with django_assert_num_queries(1):
            read(cases)
