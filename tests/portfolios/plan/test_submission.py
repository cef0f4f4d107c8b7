"""Sending a plan: what stands in the way, once, and what is kept of it (scheme.md 10, 11, 17)."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest

from awards.choices import Answer, Role, Status
from awards.models import Application, Award, StatusChange
from awards.services.applications import withdraw
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import NotAllowed, Refused
from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, Barrier, DeliveryPlan
from portfolios.records import record_from
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.gaps import gaps_of, missing_of
from portfolios.selectors.plan.reading import whole_plan
from portfolios.selectors.points import points_asked, points_unanswered
from portfolios.services.plan import submit_plan
from tests.portfolios.plan.acts import add_item, asked_back, save
from tests.support.champions import answer
from tests.support.planning import send_plan
from tests.support.plans import ROOM, TODAY, big_record
from tests.support.planting import plant


def refused(plan, lead, now, match):
    """Nothing has changed, and nobody was written to."""
    mails = OutboxMessage.objects.count()
    before = (plan.status, plan.status_since, plan.submitted_at)
    with pytest.raises(Refused, match=match) as refusal:
        send_plan(plan, lead=lead, at=now)
    plan.refresh_from_db()
    assert (plan.status, plan.status_since, plan.submitted_at) == before
    assert OutboxMessage.objects.count() == mails
    return refusal.value


class TestSending:
    def test_whole_plan_is_sent(self, whole, lead, now):
        change = send_plan(whole, lead=lead, at=now)
        assert (change.name, change.actor, change.role) == ("submit", lead, Role.LEAD)
        whole.refresh_from_db()
        assert (whole.status, whole.submitted_at) == (Status.SUBMITTED, now)
        assert AuditEvent.objects.filter(event="application.submit").latest("pk").actor == lead

    def test_plan_written_page_by_page_is_sent(self, plan, lead, now):
        assert send_plan(plan, lead=lead, at=now).to_status == Status.SUBMITTED

    def test_same_key_is_one_receipt(self, whole, lead, now):
        """T-43."""
        key, mails = uuid4(), OutboxMessage.objects.count()
        first = send_plan(whole, lead=lead, at=now, key=key)
        sent = OutboxMessage.objects.count() - mails
        for seconds in range(1, 4):
            again = send_plan(whole, lead=lead, at=now + timedelta(seconds=seconds), key=key)
            assert again == first
        assert StatusChange.objects.filter(application=whole).count() == 1
        assert OutboxMessage.objects.count() - mails == sent

    def test_another_key_is_too_late(self, whole, lead, now):
        send_plan(whole, lead=lead, at=now)
        assert "dealt with" in refused(whole, lead, now, "already").sentence

    def test_other_lead_may_send_what_a_member_wrote(self, whole, lead, colleague, now):
        add_item(whole, PlanSection.PARTNERS, colleague, now, name="A", kind="internal", how="B")
        assert send_plan(whole, lead=lead, at=now).actor == lead

    def test_whatever_could_be_stronger_is_no_hindrance(self, whole, lead, now):
        Action.objects.update(owner="All staff")
        gaps = gaps_of(whole_plan(whole).record, on=TODAY)
        assert gaps
        assert not any(gap.is_missing for gap in gaps)
        assert send_plan(whole, lead=lead, at=now).pk


class TestWho:
    @pytest.mark.parametrize("who", ["colleague", "officer", "stranger"])
    def test_only_a_lead(self, whole, now, request, who):
        """A member writes and asks a lead; the role that is claimed does not help (T-26)."""
        person = request.getfixturevalue(who)
        with pytest.raises(NotAllowed, match="Only a co-production lead can send"):
            submit_plan(application=whole, actor=person, role=Role.LEAD, at=now, key=uuid4())
        whole.refresh_from_db()
        assert whole.status == Status.DRAFT


class TestMissing:
    def test_each_gap_is_a_sentence(self, draft, lead, now):
        """All of them at once, and the same that the check shows."""
        sentences = [gap.full for gap in missing_of(whole_plan(draft).record, on=TODAY)]
        assert len(sentences) > 10
        assert refused(draft, lead, now, ".").sentence == " ".join(sentences)

    @pytest.mark.parametrize(
        ("spoil", "sentence"),
        [
            (lambda: Action.objects.filter(uuid=ROOM).delete(), "Co-design"),
            (
                lambda: Action.objects.filter(uuid=ROOM).update(owner=" "),
                "pupils have drawn: say who leads it",
            ),
            (lambda: Action.objects.get(uuid=ROOM).milestones.all().delete(), "one milestone"),
            (lambda: Action.objects.get(uuid=ROOM).principles.all().delete(), "principle"),
            (lambda: Barrier.objects.update(action=None), "choose the action"),
        ],
    )
    def test_one_thing_that_is_missing_is_enough(self, whole, lead, now, spoil, sentence):
        spoil()
        refused(whole, lead, now, sentence)

    def test_silver_needs_bronze_in_force(self, whole, lead, now):
        """T-42: it can be revoked while the plan is written."""
        Award.objects.filter(stage="bronze").update(
            revoked_on=now.date(), revocation_reason="By mistake."
        )
        refused(whole, lead, now, "Bronze Award comes first")

    def test_withdrawn_plan_is_not_sent(self, whole, lead, now):
        withdraw(application=whole, actor=lead, role=Role.LEAD, note="Later.", at=now)
        refused(whole, lead, now, "not possible any more")

    def test_application_without_a_plan_is_not_sent_here(self, application, lead, now):
        """A registration has its own door."""
        with pytest.raises(DeliveryPlan.DoesNotExist):
            send_plan(application, lead=lead, at=now)


class TestChecked:
    def test_version_that_was_checked_is_sent(self, whole, lead, now):
        version = whole_plan(whole).plan.version
        change = submit_plan(
            application=whole,
            actor=lead,
            role=Role.LEAD,
            at=now,
            key=uuid4(),
            checked_version=version,
        )
        assert change.pk

    def test_change_by_a_colleague_is_looked_at_first(self, whole, lead, colleague, now):
        version = whole_plan(whole).plan.version
        room = Action.objects.get(uuid=ROOM)
        save(whole, room, ActionPart.WHO, colleague, now, owner="Deputy head")
        with pytest.raises(Refused, match="colleague changed the plan") as refusal:
            submit_plan(
                application=whole,
                actor=lead,
                role=Role.LEAD,
                at=now,
                key=uuid4(),
                checked_version=version,
            )
        assert str(whole.uuid) in refusal.value.link.url
        whole.refresh_from_db()
        assert whole.status == Status.DRAFT

    def test_second_click_is_a_receipt_whatever_was_checked(self, whole, lead, now):
        key = uuid4()
        first = send_plan(whole, lead=lead, at=now, key=key)
        again = submit_plan(
            application=whole, actor=lead, role=Role.LEAD, at=now, key=key, checked_version=99
        )
        assert again == first


class TestSnapshot:
    def test_everything_is_in_it_with_the_words_of_its_day(self, whole, lead, now):
        record = whole_plan(whole).record
        snapshot = send_plan(whole, lead=lead, at=now).snapshot
        assert {name: snapshot[name] for name in ("format", "kind", "stage", "edition")} == {
            "format": 1,
            "kind": "plan",
            "stage": "silver",
            "edition": "birmingham-2026",
        }
        assert snapshot["reference"] == whole.reference
        assert snapshot["organisation_name"] == "Acorn Lane School"
        assert snapshot["actions"] == [
            {"id": each.id, "title": each.title, "four_c": each.four_c} for each in record.actions
        ]
        assert snapshot["sections"] == sections_of(record)
        assert record_from(snapshot["plan"]) == record

    def test_later_changes_do_not_touch_it(self, whole, lead, officer, now):
        change = send_plan(whole, lead=lead, at=now)
        kept = json.dumps(change.snapshot, sort_keys=True)
        asked_back(whole, officer, now, "")
        room = Action.objects.get(uuid=ROOM)
        save(whole, room, ActionPart.WHAT, lead, now, title="Otherwise")
        Barrier.objects.all().delete()
        whole.organisation.name = "Elm Row Nursery"
        whole.organisation.save()
        change.refresh_from_db()
        assert json.dumps(change.snapshot, sort_keys=True) == kept

    def test_plan_of_sixty_actions_is_sent(self, draft, lead, now):
        plant(draft, big_record(actions=60, milestones=10))
        snapshot = send_plan(draft, lead=lead, at=now).snapshot
        assert len(snapshot["actions"]) == 60
        assert sum(len(each["milestones"]) for each in snapshot["plan"]["actions"]) == 600


class TestAgain:
    @pytest.fixture
    def back(self, whole, lead, officer, now):
        send_plan(whole, lead=lead, at=now)
        asked_back(whole, officer, now, f"action:{ROOM}", "silver.review")
        return whole

    def test_every_challenge_has_its_answer_first(self, back, lead, colleague, now):
        """A change or an explanation, by anybody who writes."""
        points = points_asked(back)
        assert [point.waits for point in points] == [True, True]
        refused(back, lead, now, "Answer each point")
        answer(points[0].challenge, colleague, at=now)
        assert len(points_unanswered(points_asked(back))) == 1
        refused(back, lead, now, "Answer each point")
        answer(points[1].challenge, lead, at=now, kind=Answer.EXPLANATION)
        assert points_unanswered(points_asked(back)) == []
        change = send_plan(back, lead=lead, at=now + timedelta(hours=1))
        assert (change.name, change.to_status) == ("resubmit", Status.IN_REVIEW)
        assert points_asked(back) == []

    def test_gap_check_guards_it_again(self, back, lead, now):
        for point in points_asked(back):
            answer(point.challenge, lead, at=now)
        Action.objects.filter(uuid=ROOM).update(timescale="")
        refused(back, lead, now, "keep to these dates")

    def test_both_versions_are_kept(self, back, lead, now):
        for point in points_asked(back):
            answer(point.challenge, lead, at=now)
        save(back, Action.objects.get(uuid=ROOM), ActionPart.WHO, lead, now, owner="Deputy head")
        send_plan(back, lead=lead, at=now)
        owners = [
            record_from(change.snapshot["plan"]).action(ROOM).owner
            for change in StatusChange.objects.exclude(snapshot=None).filter(application=back)
        ]
        assert owners == ["SENCo", "Deputy head"]

    def test_points_are_read_in_two_queries(self, back, django_assert_num_queries):
        with django_assert_num_queries(2):
            assert all(point.sentence and point.url for point in points_asked(back))
        Application.objects.filter(pk=back.pk).update(status=Status.IN_REVIEW)
        back.refresh_from_db()
        with django_assert_num_queries(0):
            assert points_asked(back) == []


@pytest.mark.parametrize(("actions", "milestones"), [(1, 1), (60, 10)])
def test_whole_plan_is_read_in_twelve_queries(
    draft, django_assert_num_queries, actions, milestones
):
    plant(draft, big_record(actions=actions, milestones=milestones))
    with django_assert_num_queries(12):
        record = whole_plan(draft).record
    assert len(record.actions) == actions
    assert sum(len(action.milestones) for action in record.actions) == actions * milestones
