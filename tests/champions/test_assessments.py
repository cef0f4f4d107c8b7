"""Each champion assesses alone (T-31, T-38; scheme.md 18, 19)."""

import pytest
from django.db import IntegrityError, transaction

from champions.choices import AssessmentState, Level
from champions.models import Assessment, Finding
from champions.selectors import facts_of, may_read_findings, questions_of
from champions.services.assessments import Found, save_assessment, submit_assessment
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from foundation.versions import Stale
from tests.support.champions import assess, decide, settle

MET = {
    "bronze.commitment": Found(Level.MET, "They told us."),
    "check.signed_up": Found(Level.STRONG),
}


def test_draft_keeps_a_note_without_a_level(assessing, chair, later):
    saved = save_assessment(
        panel=assessing,
        findings={"bronze.commitment": Found(None, "Ask about the board.")},
        expected_version=0,
        actor=chair.user,
        at=later,
    )
    assert (saved.state, saved.version) == (AssessmentState.DRAFT, 1)
    assert saved.findings.get().note == "Ask about the board."
    assert saved.change == facts_of(assessing.application).judged


def test_draft_of_two_windows_clashes(assessing, chair, later):
    asked = {"panel": assessing, "findings": MET, "actor": chair.user, "at": later}
    save_assessment(expected_version=0, **asked)
    with pytest.raises(Stale):
        save_assessment(expected_version=0, **asked)


def test_submit_needs_every_answer(assessing, chair, later):
    with pytest.raises(Refused, match=r"Say what you found on: Signed up\."):
        submit_assessment(
            panel=assessing,
            findings={"bronze.commitment": Found(Level.MET)},
            expected_version=0,
            actor=chair.user,
            at=later,
        )
    assert not Assessment.objects.exists()


def test_submit_waits_for_the_meeting(panel, chair, later):
    with pytest.raises(Refused, match="when the meeting has been written up"):
        submit_assessment(panel=panel, findings=MET, expected_version=0, actor=chair.user, at=later)


def test_submitted_cannot_change(assessing, chair, later):
    assess(assessing, chair, at=later)
    for act in (save_assessment, submit_assessment):
        with pytest.raises(Refused, match="already sent"):
            act(panel=assessing, findings=MET, expected_version=2, actor=chair.user, at=later)


def test_assessing_is_for_cleared_champions(sent, assessing, chair, spare, officer, lead, later):
    for somebody in (spare.user, officer, lead):
        with pytest.raises(NotAllowed):
            save_assessment(
                panel=assessing, findings=MET, expected_version=0, actor=somebody, at=later
            )
    settle(sent, [chair, spare], officer, at=later)
    with pytest.raises(NotAllowed):
        save_assessment(
            panel=assessing, findings=MET, expected_version=0, actor=spare.user, at=later
        )


def test_assessing_ends_with_the_decision(assessing, sent, chair, young, parent, officer, later):
    assess(assessing, chair, at=later)
    assess(assessing, young, at=later)
    decide(assessing, at=later)
    with pytest.raises(Refused, match="already decided"):
        save_assessment(
            panel=assessing, findings=MET, expected_version=0, actor=chair.user, at=later
        )


def test_last_assessment_tells_the_chair(assessing, chair, young, later):
    assess(assessing, chair, at=later)
    assert not OutboxMessage.objects.filter(message="assessments_in").exists()
    assess(assessing, young, at=later)
    assert OutboxMessage.objects.get(message="assessments_in").to == chair.user.email


def test_findings_open_after_ones_own(assessing, chair, young, officer, lead, later):
    assess(assessing, chair, at=later)
    facts = facts_of(assessing.application)
    assert may_read_findings(facts, chair.user)
    assert may_read_findings(facts, officer)
    assert not may_read_findings(facts, young.user)
    assert not may_read_findings(facts, lead)


def test_findings_of_an_officer_who_sits_open_after_their_own(assessing, chair, young, later):
    assess(assessing, chair, at=later)
    young.user.is_officer = True
    young.user.save()
    assert not may_read_findings(facts_of(assessing.application), young.user)


def test_findings_side_by_side_mark_disagreement(assessing, chair, young, later):
    assess(assessing, chair, at=later, level=Level.STRONG)
    facts = facts_of(assessing.application)
    assert [q.disagree for q in questions_of(facts)] == [False, False]
    assess(assessing, young, at=later, level=Level.PARTLY)
    questions = questions_of(facts)
    assert [q.disagree for q in questions] == [True, True]
    assert [f.level for f in questions[0].findings] == ["strong", "partly"]


def test_drafts_are_not_side_by_side(assessing, chair, later):
    save_assessment(panel=assessing, findings=MET, expected_version=0, actor=chair.user, at=later)
    assert [q.findings for q in questions_of(facts_of(assessing.application))] == [(), ()]


def test_constraint_finding_once(assessing, chair, later):
    saved = assess(assessing, chair, at=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Finding.objects.create(assessment=saved, code="check.signed_up")


def test_constraint_assessment_once_per_version(assessing, chair, later):
    saved = assess(assessing, chair, at=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.create(
            assignment=saved.assignment, change=saved.change, started_at=later
        )


def test_constraint_sent_has_its_time(assessing, chair, later):
    saved = assess(assessing, chair, at=later)
    with pytest.raises(IntegrityError), transaction.atomic():
        Assessment.objects.filter(pk=saved.pk).update(submitted_at=None)
