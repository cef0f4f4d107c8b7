"""What a new version touches of what was found before, and what of it stands (scheme.md 17, 18)."""

from copy import deepcopy
from datetime import timedelta

import pytest

from awards.models import Application, StatusChange
from awards.scheme import edition
from champions.choices import Ended, Fit, Level, Outcome, StepCode
from champions.emails_reminders import remind_champion_of
from champions.models import Appointment, AppointmentFinding, Assessment, Assignment
from champions.selectors import facts_of
from champions.selectors.asked import minutes_asked, minutes_of
from champions.selectors.assessing import mine_of, pages_of, strategies_of
from champions.selectors.queue import queue_of
from champions.selectors.steps import step_of
from champions.selectors.touched import touched_codes
from champions.selectors.turns import turn_of
from champions.services.assessments import Found, begin, save_finding, save_strategies
from champions.services.decisions import Agreed, Point, record_decision
from foundation.dates import london_date
from foundation.models import OutboxMessage
from portfolios.models import Consent
from portfolios.records import as_json
from tests.support.champions import answer, answer_all, ask, assess, assess_all, release, send
from tests.support.judging import judging
from tests.support.plans import good_record

DAY = timedelta(days=1)


def every(stage):
    scheme = edition("birmingham-2026")
    return {each.code for each in (*scheme.asked_of_champions(stage), *scheme.policies)}


class TestPlan:
    """Of a delivery plan, by what was changed in it."""

    @pytest.fixture
    def silver(self, application):
        Application.objects.filter(pk=application.pk).update(stage="silver")
        application.refresh_from_db()
        return application

    @pytest.fixture
    def plan(self):
        return {"kind": "plan", "plan": as_json(good_record())}

    @pytest.fixture
    def touched(self, silver, plan, now):
        def compare(change):
            after = deepcopy(plan)
            change(after["plan"])
            return touched_codes(plan, after, application=silver, since=now, on=london_date(now))

        return compare

    def test_nothing_changed_touches_nothing(self, touched):
        assert touched(lambda plan: None) == set()

    @pytest.mark.parametrize(
        ("name", "value", "codes"),
        [
            ("needs", "Other needs", {"silver.actions", "check.plan", "check.alignment"}),
            ("citizens", "Other people", {"silver.representation"}),
            ("ladder", "ladder.co_design", {"check.plan", "silver.representation"}),
            ("ends_on", "2031-01-01", {"silver.timescales", "silver.milestones"}),
            ("milestones", [], {"silver.timescales", "silver.milestones"}),
            ("budget", "Other money", {"silver.resources"}),
            ("review", "Other ways", {"silver.review", "check.plan"}),
        ],
    )
    def test_answer_of_an_action_touches_what_it_is_judged_by(self, touched, name, value, codes):
        assert touched(lambda plan: plan["actions"][0].update({name: value})) == codes

    def test_answer_that_nobody_knows_touches_everything(self, touched):
        assert touched(lambda plan: plan["actions"][0].update({"colour": "blue"})) == every(
            "silver"
        )

    @pytest.mark.parametrize("change", [lambda rows: rows.pop(), lambda rows: rows.append(
        {**rows[0], "id": "another"})])  # fmt: skip
    def test_action_that_is_new_or_gone_touches_everything(self, touched, change):
        assert touched(lambda plan: change(plan["actions"])) == every("silver")

    @pytest.mark.parametrize(
        ("name", "codes"),
        [
            ("barriers", {"silver.barriers"}),
            ("measures", {"silver.review", "check.plan"}),
            ("partners", {"silver.representation"}),
            ("levels", {"silver.representation"}),
        ],
    )
    def test_list_of_the_plan_touches_what_it_is_judged_by(self, touched, name, codes):
        assert touched(lambda plan: plan[name].pop()) == codes

    def test_answer_about_a_policy_touches_it_and_its_check(self, touched):
        def change(plan):
            plan["policies"] = [{"code": "policy.send_strategy", "text": "Something else"}]

        changed = {row.code for row in good_record().policies} | {"policy.send_strategy"}
        assert touched(change) == changed | {"check.alignment"}

    @pytest.mark.parametrize("gone", [None, {}, {"kind": "registration"}])
    def test_contents_that_cannot_be_compared_touch_everything(self, silver, plan, now, gone):
        words = {"application": silver, "since": now, "on": london_date(now)}
        assert touched_codes(gone, plan, **words) == every("silver")


class TestPortfolio:
    """Of an evidence portfolio; consent that is gone counts as a change."""

    @pytest.fixture
    def scene(self, organisation, lead, officer, now):
        return judging(organisation, lead=lead, officer=officer, at=now)

    @pytest.fixture
    def touched(self, scene, now):
        def compare(change=lambda portfolio: None, since=now + DAY):
            after = deepcopy(scene.change.snapshot)
            change(after["portfolio"])
            return touched_codes(
                scene.change.snapshot,
                after,
                application=scene.application,
                since=since,
                on=london_date(now),
            )

        return compare

    @staticmethod
    def row(rows, key, value):
        return next(row for row in rows if row[key] == value)

    def test_nothing_changed_touches_nothing(self, touched):
        assert touched() == set()

    def test_answer_touches_its_criterion_and_the_checks_it_answers(self, touched):
        def change(portfolio):
            self.row(portfolio["narratives"], "code", "gold.training")["text"] = "More of it"

        assert touched(change) == {"gold.training", "check.alignment", "check.impact"}

    def test_answer_about_a_principle_touches_its_checks(self, touched):
        def change(portfolio):
            self.row(portfolio["narratives"], "code", "principle.3")["after"] = "9 of 10"

        assert touched(change) == {"check.principles", "check.impact"}

    def test_evidence_touches_what_it_shows(self, touched, scene):
        def change(portfolio):
            self.row(portfolio["items"], "id", str(scene.item.uuid))["about"] = "Something else"

        shown = {"gold.voice", "check.principles", "check.genuine", "check.impact"}
        assert touched(change) == shown

    def test_file_of_evidence_touches_what_it_shows(self, touched, scene):
        def change(portfolio):
            self.row(portfolio["items"], "id", str(scene.item.uuid))["files"] = []

        assert "gold.voice" in touched(change)

    def test_evidence_that_is_gone_touches_what_it_showed(self, touched, scene):
        def change(portfolio):
            portfolio["items"] = [i for i in portfolio["items"] if i["id"] != str(scene.item.uuid)]

        assert "gold.voice" in touched(change)

    def test_consent_that_is_gone_touches_what_it_showed(self, touched, scene, now):
        Consent.objects.filter(item=scene.item).update(withdrawn_at=now, withdrawn_by=scene.chair)
        assert touched() == {"gold.voice", "check.principles", "check.genuine", "check.impact"}

    def test_report_touches_what_was_carried_out(self, touched):
        def change(portfolio):
            portfolio["actions"][0]["text"] = "Otherwise"

        assert touched(change) == {"check.carried_out", "check.impact"}

    def test_levels_touch_genuine_co_production(self, touched):
        assert touched(lambda portfolio: portfolio["levels"].pop()) == {"check.genuine"}

    @pytest.mark.parametrize(
        ("subject", "codes"),
        [
            ("gold.voice", {"gold.voice"}),
            ("check.impact", {"check.impact"}),
            ("", every("gold")),
        ],
    )
    def test_challenge_that_was_answered_touches_its_subject(
        self, touched, scene, lead, now, subject, codes
    ):
        champion = scene.panel.assignments.get(champion__user=scene.chair).champion
        challenge = ask(
            scene.panel, champion, at=now + DAY, subject=subject, audience="organisation"
        )
        assert touched() == set()
        answer(challenge, lead, at=now + 2 * DAY)
        assert touched() == codes
        assert touched(since=now + 3 * DAY) == set()

    def test_challenge_about_alignment_touches_each_policy(self, touched, scene, lead, now):
        champion = scene.panel.assignments.get(champion__user=scene.chair).champion
        challenge = ask(
            scene.panel, champion, at=now, subject="check.alignment", audience="organisation"
        )
        answer(challenge, lead, at=now + 2 * DAY)
        policies = {policy.code for policy in edition("birmingham-2026").policies}
        assert touched() == {"check.alignment", *policies}

    def test_visit_touches_what_was_seen_there(self, touched, scene, officer, now):
        visit = Appointment.objects.create(
            application=scene.application,
            purpose="visit",
            state="held",
            state_since=now,
            place_kind="in_person",
            starts_at=now,
            minutes=60,
            created_by=officer,
            created_at=now,
            held_on=london_date(now),
            summary="We looked around.",
            minuted_by=officer,
            minuted_at=now + 2 * DAY,
        )
        AppointmentFinding.objects.create(
            appointment=visit, code="gold.training", text="We saw it."
        )
        assert touched() == {"gold.training"}


class TestCarrying:
    """Begun anew on a new version, with what stands."""

    @pytest.fixture
    def scene(self, organisation, lead, officer, now):
        return judging(organisation, lead=lead, officer=officer, at=now)

    @pytest.fixture
    def chair(self, scene):
        return scene.panel.assignments.get(champion__user=scene.chair).champion

    @pytest.fixture
    def again(self, scene, chair, lead, officer, later):
        """Voice was not met and went back; they also changed what they tell of training."""
        assess_all(scene.panel, at=later)
        asked = facts_of(scene.application).asked
        decision = record_decision(
            panel=scene.panel,
            outcome=Outcome.CHANGES,
            feedback="Tell us more.",
            agreed=[
                Agreed(each.code, met=each.code != "gold.voice", note="Who chose?")
                for each in asked
            ],
            points=[Point("Who chose?", "gold.voice")],
            actor=scene.chair,
            at=later,
        )
        release(decision, officer, at=later + DAY)
        scene.application.refresh_from_db()
        answer_all(scene.application, lead, at=later + 2 * DAY)
        snapshot = deepcopy(scene.change.snapshot)
        told = snapshot["portfolio"]["narratives"]
        next(row for row in told if row["code"] == "gold.training")["text"] = "More of it"
        send(scene.application, lead, at=later + 3 * DAY, snapshot=snapshot)
        return later + 4 * DAY

    TOUCHED = {"gold.voice", "gold.training", "check.alignment", "check.impact"}

    def test_new_version_keeps_what_nothing_touched(self, scene, chair, again):
        draft = begin(panel=scene.panel, actor=chair.user, at=again)
        assert draft.carried_from.submitted_at < again
        facts = facts_of(scene.application)
        pages = {page.code: page for page in pages_of(facts, draft)}
        asked = {code for code, page in pages.items() if page.state == "todo"}
        assert asked == self.TOUCHED
        kept = pages["gold.barriers"].finding
        assert (kept.level, kept.note, kept.carried, kept.version) == (
            Level.MET,
            "This is clear from what they wrote and said.",
            True,
            0,
        )
        assert {each.state for each in strategies_of(facts, draft)} == {"kept"}

    def test_pages_show_the_same_before_it_is_begun(self, scene, chair, again):
        seat = scene.panel.assignments.get(champion=chair)
        mine = mine_of(facts_of(scene.application), seat, on=london_date(again))
        assert mine.assessment is None
        assert (
            set(mine.findings) == {e.code for e in facts_of(scene.application).asked} - self.TOUCHED
        )
        assert mine.before["gold.voice"].level == Level.MET

    def test_what_was_kept_can_be_changed_and_is_new_then(self, scene, chair, again):
        begin(panel=scene.panel, actor=chair.user, at=again)
        row = save_finding(
            panel=scene.panel,
            code="gold.barriers",
            found=Found(Level.PARTLY, "Not any more."),
            expected_version=0,
            actor=chair.user,
            at=again,
        )
        assert (row.carried, row.version) == (False, 1)
        source = Assessment.objects.get(carried_to__isnull=False)
        assert source.findings.get(code="gold.barriers").level == Level.MET

    def test_plan_of_the_city_that_was_kept_can_be_changed(self, scene, chair, again):
        draft = save_strategies(
            panel=scene.panel,
            fits={"policy.send_strategy": (Fit.NOT, "Not any more.")},
            actor=chair.user,
            at=again,
        )
        assert draft.strategies.get(code="policy.send_strategy").carried is False
        assert draft.strategies.filter(carried=True).count() == 4

    def test_kept_answers_count_when_it_is_sent(self, scene, chair, again):
        sent = assess(scene.panel, chair, at=again, level=Level.STRONG)
        assert sent.findings.count() == len(facts_of(scene.application).asked)

    def test_champion_who_is_new_is_asked_everything(self, scene, chair, spare, officer, again):
        Assignment.objects.create(
            panel=scene.panel, champion=spare, assigned_by=officer, assigned_at=again
        ).declarations.create(nature="none", declared_at=again, declared_by=spare.user)
        draft = begin(panel=scene.panel, actor=spare.user, at=again)
        assert draft.carried_from is None
        assert not draft.findings.exists()

    def test_champion_who_was_seated_again_keeps_what_they_sent(self, scene, chair, officer, later):
        assess(scene.panel, chair, at=later)
        scene.panel.assignments.filter(champion=chair).update(
            ended_at=later, ended_reason=Ended.CHANGED
        )
        Assignment.objects.create(
            panel=scene.panel, champion=chair, assigned_by=officer, assigned_at=later
        ).declarations.create(nature="none", declared_at=later, declared_by=chair.user)
        draft = begin(panel=scene.panel, actor=chair.user, at=later + DAY)
        pages = pages_of(facts_of(scene.application), draft)
        assert {page.state for page in pages} == {"kept"}

    def test_nothing_is_carried_across_an_appeal(self, scene, chair, lead, officer, again):
        """It is judged by other people; should one be the same, they begin anew."""
        judged = StatusChange.objects.filter(application=scene.application).latest("pk")
        for name, status in (("decline", None), ("appeal", "in_review")):
            StatusChange.objects.create(
                application=scene.application,
                name=name,
                from_status="in_review",
                to_status=status or "declined",
                actor=officer,
                role="officer",
                at=again,
                snapshot=judged.snapshot if name == "appeal" else None,
            )
        draft = begin(panel=scene.panel, actor=chair.user, at=again)
        assert draft.carried_from is None
        assert not draft.findings.exists()

    # What it takes, as the queue, the reminder and the pages say it.

    def asked(self, chair, at):
        (item,) = (each for each in queue_of(chair.user, at=at).items if each.is_mine)
        return item.asks

    def test_what_is_kept_takes_no_time(self, scene, chair, again, sign_in):
        """Four questions are asked again, of more than a dozen."""
        facts = facts_of(scene.application)
        whole = minutes_asked(StepCode.ASSESS, facts)
        before = self.asked(chair, again)
        assert (before, whole > 60) == ("10 minutes", True)
        page = f"/cases/{scene.application.uuid}/assessment/"
        assert f"about {before}" in sign_in(chair.user).get(page).text
        begin(panel=scene.panel, actor=chair.user, at=again)
        assert self.asked(chair, again) == before

    def test_reminder_says_the_same(self, scene, chair, again):
        facts = facts_of(scene.application)
        seat = next(each for each in facts.seats if each.champion.pk == chair.pk)
        turn = turn_of(facts, step_of(facts, at=again), seat)
        remind_champion_of(facts, turn, seat, key="again", since=again, at=again)
        mail = OutboxMessage.objects.get(message="assessment_reminder")
        assert "about 10 minutes" in mail.body_text

    def test_many_are_counted_in_as_many_queries_as_one(
        self, scene, chair, again, django_assert_num_queries
    ):
        facts = facts_of(scene.application)
        seats = [(facts, seat, StepCode.ASSESS) for seat in facts.seats]
        for some in (seats[:1], seats):
            # Drafts, three for what was sent before, appeals, versions, four for what they touch.
            with django_assert_num_queries(10):
                found = minutes_of(some, on=london_date(again))
            assert set(found.values()) == {10}
