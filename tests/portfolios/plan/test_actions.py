"""Actions: added, written page by page, put in order, removed (scheme.md 8, 9)."""

from datetime import date
from uuid import uuid4

import pytest

from foundation.models import AuditEvent, Draft
from foundation.refusals import NotAllowed, Refused
from portfolios.choices import ActionPart, PlanSection
from portfolios.models import Action, Barrier, Milestone, SectionEdit
from portfolios.selectors.plan.reading import action_or_none, whole_plan
from portfolios.services import plan as services
from portfolios.services.plan.actions import COLUMNS, TICKED
from tests.portfolios.plan.acts import (
    add_action,
    add_item,
    add_milestone,
    keep_draft,
    save,
)
from tests.support.planning import part_version
from tests.support.portfolios import version_of


def order(plan):
    return [action.title for action in whole_plan(plan).record.actions]


def move(plan, action, actor, at, *, up):
    services.move_action(application=plan, action=action, up=up, actor=actor, at=at)


def remove(plan, action, actor, at):
    services.remove_action(application=plan, action=action, actor=actor, at=at)


@pytest.fixture
def mixed(draft, lead, now):
    """Two actions under one C with one of another between them."""
    return [
        add_action(draft, lead, now, title=title, four_c=f"fourc.{code}")
        for title, code in (("One", "co_design"), ("Other", "co_delivery"), ("Two", "co_design"))
    ]


class TestAdding:
    def test_colleague_adds_what_the_first_page_asks(self, draft, colleague, now):
        action = add_action(draft, colleague, now, needs="Parents asked.", improvement="Calm.")
        (record,) = whole_plan(draft).record.actions
        assert (record.id, record.title, record.four_c) == (
            str(action.uuid),
            "A quiet room",
            "fourc.co_design",
        )
        assert (record.needs, record.improvement) == ("Parents asked.", "Calm.")

    def test_who_and_when_is_counted_and_written_down(self, draft, colleague, now):
        action = add_action(draft, colleague, now)
        assert part_version(draft, action, ActionPart.WHAT) == 1
        assert version_of(draft, PlanSection.ACTIONS) == 1
        assert whole_plan(draft).plan.updated_by == colleague
        assert AuditEvent.objects.filter(event="silver.saved", actor=colleague).count() == 2

    def test_second_click_finds_the_first_row(self, draft, lead, now):
        """T-43; and other words under the same key are neither lost nor written over the first."""
        key = uuid4()
        first = add_action(draft, lead, now, key=key, title="One")
        assert add_action(draft, lead, now, key=key, title="One") == first
        with pytest.raises(Refused, match="with other words"):
            add_action(draft, lead, now, key=key, title="Changed")
        assert order(draft) == ["One"]
        assert part_version(draft, first, ActionPart.WHAT) == 1

    def test_columns_of_other_pages_are_ignored(self, draft, foreign, lead, now):
        """T-26."""
        action = add_action(
            draft,
            lead,
            now,
            owner="Somebody",
            position=99,
            version=7,
            application=foreign.application,
            uuid=uuid4(),
        )
        action.refresh_from_db()
        assert (action.owner, action.position, action.version) == ("", 1, 1)
        assert action.application == draft

    def test_there_is_room_for_so_many(self, draft, lead, now, monkeypatch):
        monkeypatch.setattr(Action, "MOST", 2)
        keys = [uuid4(), uuid4()]
        for key in keys:
            add_action(draft, lead, now, key=key)
        with pytest.raises(Refused, match="room for 2"):
            add_action(draft, lead, now)
        assert add_action(draft, lead, now, key=keys[1]).uuid == keys[1]
        assert Action.objects.count() == 2

    def test_key_of_a_foreign_action_is_out_of_date(self, draft, foreign, lead, now):
        """T-25: it is neither found nor changed, and does not tell that it is there."""
        with pytest.raises(Refused, match="out of date"):
            add_action(draft, lead, now, key=foreign.uuid)
        foreign.refresh_from_db()
        assert foreign.title == "Their secret"
        assert not Action.objects.filter(application=draft).exists()

    @pytest.mark.parametrize(
        "values",
        [
            {"four_c": "fourc.co_operation"},
            {"ladder": "ladder.top"},
            {"in_place": "perhaps"},
            {"principles": ["principle.9"]},
        ],
    )
    def test_codes_that_no_page_offers_are_refused(self, draft, lead, now, values):
        """T-25."""
        with pytest.raises(Refused, match="on the page"):
            add_action(draft, lead, now, **values)
        assert not Action.objects.exists()

    def test_draft_of_the_page_is_no_longer_needed(self, draft, lead, now):
        keep_draft(lead, services.draft_key(draft, "new"), now, title=["A"])
        add_action(draft, lead, now)
        assert not Draft.objects.exists()


class TestPages:
    WRITTEN = {  # read only
        ActionPart.WHAT: {"title": "New name", "description": "We do it."},
        ActionPart.WHO: {"agencies": "The council", "citizens": "Ten parents", "owner": "SENCo"},
        ActionPart.LADDER: {
            "ladder": "ladder.co_production",
            "agreed_with": "School council",
            "agreed_on": date(2026, 10, 8),
            "ladder_why": "",
        },
        ActionPart.WHEN: {
            "starts_on": date(2027, 1, 11),
            "ends_on": date(2027, 7, 1),
            "timescale": "Enough",
        },
        ActionPart.RESOURCES: {
            "budget": "£900",
            "resources": "A room",
            "incentives": "Travel",
            "in_place": "not_yet",
            "in_place_note": "The head decides in May.",
        },
        ActionPart.REVIEW: {"review": "Each half-term."},
    }

    @pytest.mark.parametrize("part", list(COLUMNS))
    def test_each_page_keeps_its_own_columns_and_no_others(self, draft, action, lead, now, part):
        """T-26: whatever else is posted with it."""
        everything = {name: value for page in self.WRITTEN.values() for name, value in page.items()}
        before = {name: getattr(action, name) for name in everything}
        save(draft, action, part, lead, now, **everything, position=50, uuid=uuid4())
        action.refresh_from_db()
        for name, value in everything.items():
            assert getattr(action, name) == (value if name in COLUMNS[part] else before[name])
        assert (action.position, action.version) == (1, 1)

    @pytest.mark.parametrize(
        ("part", "values"),
        [
            (ActionPart.WHAT, {"four_c": "fourc.co_operation"}),
            (ActionPart.LADDER, {"ladder": "ladder.top"}),
            (ActionPart.LADDER, {"principles": ["principle.2", "principle.9"]}),
            (ActionPart.RESOURCES, {"in_place": "perhaps"}),
        ],
    )
    def test_codes_that_no_page_offers_are_refused(self, draft, action, lead, now, part, values):
        """T-25."""
        before = whole_plan(draft).record
        with pytest.raises(Refused, match="on the page"):
            save(draft, action, part, lead, now, **values)
        assert whole_plan(draft).record == before

    def test_what_is_not_given_stays(self, draft, action, lead, now):
        save(draft, action, ActionPart.WHO, lead, now, owner="SENCo", agencies="Council")
        save(draft, action, ActionPart.WHO, lead, now, owner="Head")
        action.refresh_from_db()
        assert (action.owner, action.agencies) == ("Head", "Council")

    def test_ticks_are_kept_taken_away_and_left_alone(self, draft, action, lead, now):
        partner = add_item(draft, PlanSection.PARTNERS, lead, now, name="Charity")
        measure = add_item(draft, PlanSection.MEASURES, lead, now, name="Calm")
        ticks = {
            ActionPart.WHO: [str(partner.uuid)],
            ActionPart.LADDER: ["principle.7", "principle.2", "principle.7"],
            ActionPart.REVIEW: [str(measure.uuid)],
        }
        for part, chosen in ticks.items():
            save(draft, action, part, lead, now, **{TICKED[part]: chosen})
        (record,) = whole_plan(draft).record.actions
        assert record.principles == ("principle.2", "principle.7")
        assert record.partners == (str(partner.uuid),)
        assert record.measures == (str(measure.uuid),)
        for part in ticks:
            save(draft, action, part, lead, now)
        assert whole_plan(draft).record.actions == (record,)
        for part in ticks:
            save(draft, action, part, lead, now, **{TICKED[part]: []})
        (record,) = whole_plan(draft).record.actions
        assert (record.principles, record.partners, record.measures) == ((), (), ())

    def test_rows_of_another_plan_are_not_ticked(self, draft, action, foreign, lead, now):
        """T-25."""
        theirs = foreign.application.organisation.memberships.get().user
        partner = add_item(foreign.application, PlanSection.PARTNERS, theirs, now, name="Secret")
        measure = add_item(foreign.application, PlanSection.MEASURES, theirs, now, name="Secret")
        save(draft, action, ActionPart.WHO, lead, now, partners=[str(partner.uuid), str(uuid4())])
        save(draft, action, ActionPart.REVIEW, lead, now, measures=[str(measure.uuid)])
        assert not action.partners.exists()
        assert not action.measures.exists()

    def test_foreign_action_is_not_there(self, draft, action, foreign, lead, now):
        """T-25: neither through one's own plan nor through theirs."""
        with pytest.raises(Refused):
            save(draft, foreign, ActionPart.WHAT, lead, now, title="Mine")
        with pytest.raises(NotAllowed):
            save(foreign.application, foreign, ActionPart.WHAT, lead, now, title="Mine")
        foreign.refresh_from_db()
        assert foreign.title == "Their secret"
        assert action_or_none(draft, foreign.uuid) is None
        assert action_or_none(draft, action.uuid) == action


class TestOrder:
    def test_neighbours_are_those_of_the_same_c(self, draft, mixed, lead, now):
        two = mixed[2]
        move(draft, two, lead, now, up=True)
        assert order(draft) == ["Two", "Other", "One"]
        move(draft, two, lead, now, up=False)
        assert order(draft) == ["One", "Other", "Two"]
        positions = list(Action.objects.values_list("position", flat=True))
        assert sorted(positions) == [1, 2, 3]

    def test_nothing_happens_at_the_ends(self, draft, mixed, lead, now):
        one, other, two = mixed
        before = version_of(draft, PlanSection.ACTIONS)
        for action, up in ((one, True), (two, False), (other, True), (other, False)):
            move(draft, action, lead, now, up=up)
        assert order(draft) == ["One", "Other", "Two"]
        assert version_of(draft, PlanSection.ACTIONS) == before

    def test_order_is_no_answer_and_stays_open(self, challenged, lead, now):
        """After a request for changes, too; with a second action under the C there is a neighbour."""
        first = Action.objects.get(four_c="fourc.co_delivery")
        Action.objects.filter(four_c="fourc.co_assessment").update(four_c=first.four_c)
        move(challenged, first, lead, now, up=False)
        assert order(challenged)[-1] == first.title

    def test_foreign_or_removed_action_is_not_moved(self, draft, mixed, foreign, lead, now):
        with pytest.raises(Refused):
            move(draft, foreign, lead, now, up=True)
        remove(draft, mixed[0], lead, now)
        with pytest.raises(Refused, match="removed"):
            move(draft, mixed[0], lead, now, up=False)


class TestRemoving:
    def test_action_goes_with_its_own_and_barriers_stay(self, draft, action, lead, now):
        add_milestone(draft, action, lead, now)
        save(draft, action, ActionPart.WHO, lead, now, owner="Head")
        add_item(draft, PlanSection.BARRIERS, lead, now, name="Time", action=str(action.uuid))
        remove(draft, action, lead, now)
        assert whole_plan(draft).record.actions == ()
        assert not Milestone.objects.exists()
        barrier = Barrier.objects.get()
        assert (barrier.name, barrier.action) == ("Time", None)
        assert not SectionEdit.objects.filter(section__startswith="action:").exists()

    def test_removing_twice_is_no_mistake(self, draft, action, lead, colleague, now):
        remove(draft, action, lead, now)
        counted = version_of(draft, PlanSection.ACTIONS)
        remove(draft, action, colleague, now)
        assert version_of(draft, PlanSection.ACTIONS) == counted

    def test_foreign_action_stays(self, draft, foreign, lead, now):
        """T-25."""
        remove(draft, foreign, lead, now)
        with pytest.raises(NotAllowed):
            remove(foreign.application, foreign, lead, now)
        assert Action.objects.filter(pk=foreign.pk).exists()

    def test_page_of_an_action_that_a_colleague_removed(self, draft, action, lead, colleague, now):
        """A sentence, and what was typed is still in its draft."""
        key = services.draft_key(draft, action.uuid, ActionPart.WHO)
        keep_draft(lead, key, now, owner=["Head"])
        remove(draft, action, colleague, now)
        with pytest.raises(Refused, match="removed this action") as refusal:
            save(draft, action, ActionPart.WHO, lead, now, version=0, owner="Head")
        assert refusal.value.link.url.endswith("/actions/")
        assert Draft.objects.get().data == {"owner": ["Head"]}
