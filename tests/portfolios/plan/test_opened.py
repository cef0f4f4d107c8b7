"""What is open: all of a draft, and after a request for changes what was challenged (scheme.md 17)."""

from datetime import timedelta

import pytest

from awards.scheme import edition
from foundation.refusals import Refused
from portfolios.choices import PLAN_STAGE, ActionPart, PlanSection
from portfolios.models import Action, Barrier, Measure
from portfolios.selectors.plan.opened import ADD, OPENS, Opened, opened_of
from portfolios.services import plan as services
from portfolios.services.plan.items import MODELS
from tests.portfolios.plan.acts import (
    add_action,
    add_item,
    asked_back,
    change_item,
    save,
    send_as_it_is,
)
from tests.support.champions import answer, send
from tests.support.plans import BUDGET, JUDGE, ROOM

LISTS = (PlanSection.BARRIERS, PlanSection.MEASURES, PlanSection.PARTNERS)
SCHEME = edition("birmingham-2026")
DESIGN, DELIVERY = "fourc.co_design", "fourc.co_delivery"
SENT = {BUDGET: "fourc.co_commissioning", ROOM: DESIGN}


def opened(*subjects):
    return Opened(frozenset(subjects), SENT)


def parts(found, action=BUDGET):
    return {part for part in ActionPart if found.part(part, action=action)}


def sections(found):
    return {section for section in PlanSection if found.section(section)}


class TestRules:
    """Of the values alone; the database is not asked."""

    @pytest.mark.parametrize("found", [Opened(None), opened(""), opened("gold.voice"), opened("?")])
    def test_draft_whole_and_unknown_open_everything(self, found):
        assert found.everything
        assert parts(found) == set(ActionPart)
        assert sections(found) == set(PlanSection)
        assert found.action(BUDGET)
        assert found.adding()

    @pytest.mark.parametrize(
        ("subject", "pages", "adding"),
        [
            ("silver.actions", {"what"}, True),
            ("silver.representation", {"who", "partners", "levels"}, False),
            ("silver.barriers", {"barriers"}, True),
            ("silver.milestones", {"milestones", "when"}, False),
            ("silver.timescales", {"milestones", "when"}, False),
            ("silver.resources", {"resources"}, False),
            ("silver.review", {"review", "measures"}, False),
            ("check.plan", {"what", "ladder", "measures"}, True),
            ("check.alignment", {"policies"}, False),
        ],
    )
    def test_each_question_opens_the_pages_that_answer_it(self, subject, pages, adding):
        found = opened(subject)
        assert {str(page) for page in parts(found) | sections(found)} == pages
        assert found.adding() is adding
        assert not found.everything
        assert not found.action(BUDGET)

    def test_every_question_of_silver_has_its_pages(self):
        """A new criterion asks for a line in the table."""
        assert set(OPENS) == {asked.code for asked in SCHEME.asked_of_champions(PLAN_STAGE)}
        assert set().union(*OPENS.values()) <= {*ActionPart, *PlanSection, ADD}

    def test_c_opens_its_actions_and_a_new_one(self):
        found = opened(DESIGN)
        assert parts(found, ROOM) == set(ActionPart)
        assert parts(found) == set()
        assert sections(found) == set()
        assert found.action(ROOM)
        assert found.adding()

    def test_action_opens_itself_and_nothing_else(self):
        found = opened(f"action:{ROOM}")
        assert parts(found, ROOM) == set(ActionPart)
        assert parts(found) == set()
        assert sections(found) == set()
        assert not found.action(BUDGET)
        assert not found.adding()

    def test_new_action_is_open_as_a_whole(self):
        assert parts(opened("silver.review"), JUDGE) == set(ActionPart)

    def test_action_stays_open_under_another_c(self):
        """Whoever moves it by mistake can move it back."""
        assert parts(opened(DESIGN), ROOM) == set(ActionPart)

    def test_action_put_under_a_challenged_c_stays_closed(self):
        """Its C of the day counts, or any action could be opened by moving it."""
        assert parts(opened(DESIGN), BUDGET) == set()

    def test_several_add_up(self):
        found = opened("silver.review", "check.alignment", f"action:{ROOM}")
        assert sections(found) == {PlanSection.MEASURES, PlanSection.POLICIES}
        assert parts(found) == {ActionPart.REVIEW}
        assert parts(found, ROOM) == set(ActionPart)

    def test_one_about_the_whole_opens_what_others_leave_closed(self):
        assert opened("silver.review", "").everything


class TestReading:
    def test_draft_asks_nothing(self, draft, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert opened_of(draft).everything

    def test_what_was_asked_last_counts(self, challenged, lead, officer, now):
        """Not what an earlier letter asked, once that was answered and sent."""
        assert opened_of(challenged).subjects == {f"action:{ROOM}"}
        for challenge in challenged.challenges.all():
            answer(challenge, lead, at=now)
        send(challenged, lead, at=now)
        asked_back(challenged, officer, now, "silver.review", "check.alignment")
        assert opened_of(challenged).subjects == {"silver.review", "check.alignment"}

    def test_three_queries(self, challenged, django_assert_num_queries):
        with django_assert_num_queries(3):
            found = opened_of(challenged)
        assert found.sent[ROOM] == DESIGN
        assert len(found.sent) == 4

    def test_letter_that_names_nothing_opens_everything(self, draft, lead, officer, now):
        send_as_it_is(draft, lead, now)
        asked_back(draft, officer, now)
        assert opened_of(draft).everything


def closed():
    return pytest.raises(Refused, match="did not ask for a change here")


class TestWriting:
    """The same through the services, with one action challenged."""

    def test_challenged_action_is_written_and_removed(self, challenged, lead, now):
        room = Action.objects.get(uuid=ROOM)
        save(challenged, room, ActionPart.WHEN, lead, now, timescale="More time.")
        services.remove_action(application=challenged, action=room, actor=lead, at=now)
        assert Action.objects.count() == 3

    def test_others_are_not(self, challenged, lead, now):
        other = Action.objects.get(uuid=BUDGET)
        for part in ActionPart:
            if part is not ActionPart.MILESTONES:
                with closed() as refusal:
                    save(challenged, other, part, lead, now, title="No")
                assert refusal.value.link.text == "See what they asked"
        with closed():
            services.remove_action(application=challenged, action=other, actor=lead, at=now)
        with closed():
            add_action(challenged, lead, now)
        assert Action.objects.filter(uuid=BUDGET, title="No").count() == 0

    @pytest.mark.parametrize("section", LISTS)
    def test_lists_are_closed_but_for_their_order(self, challenged, section, lead, now):
        item = MODELS[section].objects.first()
        for act in (
            lambda: add_item(challenged, section, lead, now, name="No"),
            lambda: change_item(challenged, section, item, lead, now, name="No"),
            lambda: services.remove_item(
                application=challenged, section=section, item=item, actor=lead, at=now
            ),
        ):
            with closed():
                act()
        services.move_item(
            application=challenged, section=section, item=item, up=False, actor=lead, at=now
        )
        item.refresh_from_db()
        assert item.position == 2
        assert item.name != "No"
        with closed():
            change_item(challenged, section, item, lead, now, name="No")

    def test_what_is_missing_is_open_and_can_be_put_right_again(self, challenged, lead, now):
        """The barrier's action goes, so somebody has to say which one answers it now; and mistypes."""
        now += timedelta(hours=1)
        room = Action.objects.get(uuid=ROOM)
        services.remove_action(application=challenged, action=room, actor=lead, at=now)
        barrier = Barrier.objects.get(action=None)
        change_item(challenged, PlanSection.BARRIERS, barrier, lead, now, action=BUDGET)
        new = add_action(challenged, lead, now, four_c=DESIGN)
        change_item(challenged, PlanSection.BARRIERS, barrier, lead, now, version=2, how="Yes")
        with closed():
            add_action(challenged, lead, now, four_c=DESIGN)
        save(challenged, new, ActionPart.WHO, lead, now, owner="Head")
        services.remove_action(application=challenged, action=new, actor=lead, at=now)

    def test_page_of_one_action_is_open_where_it_lacks_something(self, challenged, lead, now):
        """That page of that action, and no other."""
        budget, judge = (Action.objects.get(uuid=each) for each in (BUDGET, JUDGE))
        Action.objects.filter(pk=budget.pk).update(owner="")
        with closed():
            save(challenged, judge, ActionPart.WHO, lead, now, owner="No")
        with closed():
            save(challenged, budget, ActionPart.WHEN, lead, now, timescale="No")
        save(challenged, budget, ActionPart.WHO, lead, now, owner="Chair of governors")
        assert Action.objects.get(pk=budget.pk).owner == "Chair of governors"

    def test_action_moved_to_another_c_by_mistake_comes_back(self, whole, lead, officer, now):
        send_as_it_is(whole, lead, now)
        asked_back(whole, officer, now, DESIGN)
        room = Action.objects.get(uuid=ROOM)
        save(whole, room, ActionPart.WHAT, lead, now, four_c=DELIVERY)
        save(whole, room, ActionPart.WHAT, lead, now, four_c=DESIGN)
        assert Action.objects.get(uuid=ROOM).four_c == DESIGN

    def test_page_opened_for_all_actions_is_open_in_each(self, whole, lead, officer, now):
        send_as_it_is(whole, lead, now)
        asked_back(whole, officer, now, "silver.review")
        for action in Action.objects.all():
            save(whole, action, ActionPart.REVIEW, lead, now, review="Each month.")
            with closed():
                save(whole, action, ActionPart.WHAT, lead, now, title="No")
        change_item(whole, PlanSection.MEASURES, Measure.objects.first(), lead, now, how="Asked.")
