"""Each champion assesses alone (T-31, T-38, T-44; scheme.md 18, 19)."""

import pytest
from django.db import IntegrityError, transaction

from awards.models import Membership
from champions.choices import AssessmentState, Level
from champions.models import Assessment, Finding
from champions.selectors import facts_of, may_read_findings, questions_of
from champions.services.assessments import (
    Found,
    begin,
    describe,
    save_finding,
    save_strategies,
    send,
)
from foundation.models import OutboxMessage
from foundation.refusals import NotAllowed, Refused
from foundation.versions import Stale
from tests.support.champions import assess, decide, settle, write

COMMITMENT = "bronze.commitment"
SIGNED = "check.signed_up"
MET = Found(Level.MET, "They told us.", "Parents lead.", "Ask more people.")


def save(panel, champion, found=MET, *, at, code=COMMITMENT, version=0):
    return save_finding(
        panel=panel,
        code=code,
        found=found,
        expected_version=version,
        actor=champion.user,
        at=at,
    )


def sending(panel, champion, *, at, version=None, **words):
    if version is None:
        version = Assessment.objects.get(assignment__champion=champion).version
    return send(
        panel=panel,
        expected_version=version,
        minutes=words.pop("minutes", None),
        actor=champion.user,
        at=at,
        **words,
    )


class TestBegin:
    def test_begin_is_once_for_the_version_judged(self, assessing, chair, later):
        first = begin(panel=assessing, actor=chair.user, at=later)
        again = begin(panel=assessing, actor=chair.user, at=later)
        assert (first.pk, first.state) == (again.pk, AssessmentState.DRAFT)
        assert first.change == facts_of(assessing.application).judged
        assert first.carried_from is None

    def test_begin_is_for_cleared_champions(
        self, sent, assessing, chair, spare, officer, lead, later
    ):
        for somebody in (spare.user, officer, lead):
            with pytest.raises(NotAllowed):
                begin(panel=assessing, actor=somebody, at=later)
        settle(sent, [chair, spare], officer, at=later)
        with pytest.raises(NotAllowed):
            begin(panel=assessing, actor=spare.user, at=later)

    def test_begin_is_not_for_who_has_joined_them(self, assessing, chair, later):
        Membership.objects.create(
            organisation=assessing.application.organisation,
            user=chair.user,
            role="member",
            joined_at=later,
        )
        with pytest.raises(NotAllowed, match="You belong to this organisation"):
            begin(panel=assessing, actor=chair.user, at=later)


class TestFindings:
    def test_finding_keeps_words_without_a_level(self, assessing, chair, later):
        saved = save(assessing, chair, Found(None, "Ask about the board."), at=later)
        assert (saved.level, saved.note, saved.version) == ("", "Ask about the board.", 1)
        draft = Assessment.objects.get()
        assert (draft.state, draft.version) == (AssessmentState.DRAFT, 1)

    def test_finding_keeps_strength_and_challenge(self, assessing, chair, later):
        saved = save(assessing, chair, at=later)
        saved.refresh_from_db()
        assert (saved.strength, saved.challenge) == ("Parents lead.", "Ask more people.")

    def test_finding_of_two_windows_clashes(self, assessing, chair, later):
        save(assessing, chair, at=later)
        with pytest.raises(Stale):
            save(assessing, chair, Found(Level.PARTLY), at=later)
        assert Finding.objects.get().level == Level.MET

    def test_finding_sent_twice_is_saved_once(self, assessing, chair, later):
        save(assessing, chair, at=later)
        assert save(assessing, chair, at=later).version == 1
        assert Assessment.objects.get().version == 1

    def test_findings_of_other_questions_do_not_clash(self, assessing, chair, later):
        save(assessing, chair, at=later)
        save(assessing, chair, at=later, code=SIGNED)
        assert Assessment.objects.get().version == 2

    def test_finding_of_another_stage_is_refused(self, assessing, chair, later):
        with pytest.raises(Refused, match="not asked at this stage"):
            save(assessing, chair, at=later, code="gold.voice")
        assert not Assessment.objects.exists()

    def test_bronze_asks_no_strategies(self, assessing, chair, later):
        with pytest.raises(Refused, match="not asked at this stage"):
            save_strategies(
                panel=assessing,
                fits={"policy.send_strategy": (None, "")},
                actor=chair.user,
                at=later,
            )


class TestSend:
    def test_send_needs_every_answer(self, assessing, chair, later):
        save(assessing, chair, at=later)
        with pytest.raises(Refused, match=r"Say what you found on: Signed up\."):
            sending(assessing, chair, at=later)
        save(assessing, chair, Found(None, "Words are no answer."), at=later, code=SIGNED)
        with pytest.raises(Refused, match="Signed up"):
            sending(assessing, chair, at=later)
        assert Assessment.objects.get().state == AssessmentState.DRAFT

    def test_send_waits_for_the_meeting(self, panel, chair, later):
        write(panel, chair, at=later)
        with pytest.raises(Refused, match="when the meeting has been written up"):
            sending(panel, chair, at=later)

    def test_send_keeps_who_helped_and_how_long_it_took(self, assessing, chair, later):
        write(assessing, chair, at=later)
        describe(panel=assessing, supporter="Sally", actor=chair.user, at=later)
        sent = sending(assessing, chair, at=later, minutes=35)
        sent.refresh_from_db()
        assert (sent.supporter, sent.minutes, sent.submitted_at) == ("Sally", 35, later)

    def test_send_can_change_who_helped(self, assessing, chair, later):
        write(assessing, chair, at=later)
        describe(panel=assessing, supporter="Sally", actor=chair.user, at=later)
        assert sending(assessing, chair, at=later, supporter="").supporter == ""

    @pytest.mark.parametrize("minutes", [0, -5, 601])
    def test_send_refuses_minutes_that_cannot_be(self, assessing, chair, later, minutes):
        write(assessing, chair, at=later)
        with pytest.raises(Refused, match="from 1 to 600"):
            sending(assessing, chair, at=later, minutes=minutes)

    def test_send_is_of_what_was_checked(self, assessing, chair, later):
        draft = write(assessing, chair, at=later)
        save(assessing, chair, Found(Level.NOT_YET), at=later, version=1)
        with pytest.raises(Stale):
            sending(assessing, chair, at=later, version=draft.version)
        assert Assessment.objects.get().state == AssessmentState.DRAFT

    def test_sent_cannot_change(self, assessing, chair, later):
        assess(assessing, chair, at=later)
        own = {"panel": assessing, "actor": chair.user, "at": later}
        for act in (
            lambda: begin(**own),
            lambda: save_finding(code=SIGNED, found=MET, expected_version=1, **own),
            lambda: save_strategies(fits={}, **own),
            lambda: describe(supporter="Sally", **own),
            lambda: send(expected_version=2, minutes=None, **own),
        ):
            with pytest.raises(Refused, match="already sent"):
                act()
        assert Finding.objects.get(code=SIGNED).level == Level.MET

    def test_assessing_ends_with_the_decision(self, assessing, chair, young, later):
        assess(assessing, chair, at=later)
        assess(assessing, young, at=later)
        decide(assessing, at=later)
        with pytest.raises(Refused, match="already decided"):
            save(assessing, chair, at=later)

    def test_last_assessment_tells_the_chair(self, assessing, chair, young, later):
        assess(assessing, chair, at=later)
        assert not OutboxMessage.objects.filter(message="assessments_in").exists()
        assess(assessing, young, at=later)
        assert OutboxMessage.objects.get(message="assessments_in").to == chair.user.email


class TestReading:
    def test_findings_open_after_ones_own(self, assessing, chair, young, officer, lead, later):
        assess(assessing, chair, at=later)
        facts = facts_of(assessing.application)
        assert may_read_findings(facts, chair.user)
        assert may_read_findings(facts, officer)
        assert not may_read_findings(facts, young.user)
        assert not may_read_findings(facts, lead)

    def test_findings_of_an_officer_who_sits_open_after_their_own(
        self, assessing, chair, young, later
    ):
        assess(assessing, chair, at=later)
        young.user.is_officer = True
        young.user.save()
        assert not may_read_findings(facts_of(assessing.application), young.user)

    def test_findings_side_by_side_mark_disagreement(self, assessing, chair, young, later):
        assess(assessing, chair, at=later, level=Level.STRONG)
        facts = facts_of(assessing.application)
        assert [q.disagree for q in questions_of(facts)] == [False, False]
        assess(assessing, young, at=later, level=Level.PARTLY)
        questions = questions_of(facts)
        assert [q.disagree for q in questions] == [True, True]
        assert [f.level for f in questions[0].findings] == ["strong", "partly"]

    def test_drafts_are_not_side_by_side(self, assessing, chair, later):
        write(assessing, chair, at=later)
        assert [q.findings for q in questions_of(facts_of(assessing.application))] == [(), ()]


class TestConstraints:
    def test_constraint_finding_once(self, assessing, chair, later):
        saved = assess(assessing, chair, at=later)
        with pytest.raises(IntegrityError), transaction.atomic():
            Finding.objects.create(assessment=saved, code=SIGNED)

    def test_constraint_assessment_once_per_version(self, assessing, chair, later):
        saved = assess(assessing, chair, at=later)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.create(
                assignment=saved.assignment, change=saved.change, started_at=later
            )

    def test_constraint_sent_has_its_time(self, assessing, chair, later):
        saved = assess(assessing, chair, at=later)
        with pytest.raises(IntegrityError), transaction.atomic():
            Assessment.objects.filter(pk=saved.pk).update(submitted_at=None)
