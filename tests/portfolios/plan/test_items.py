"""The lists of the whole plan: barriers, measures and partners (scheme.md 2, 9)."""

from uuid import uuid4

import pytest

from foundation.models import Draft
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.choices import PlanSection
from portfolios.models import Action, Barrier, Measure, Partner
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from portfolios.services.plan.items import MODELS
from tests.portfolios.plan.acts import add_action, add_item, change_item, keep_draft
from tests.support.plans import BARRIERS as WRITTEN
from tests.support.portfolios import version_of

BARRIERS, MEASURES, PARTNERS = PlanSection.BARRIERS, PlanSection.MEASURES, PlanSection.PARTNERS
each_list = pytest.mark.parametrize("section", [BARRIERS, MEASURES, PARTNERS])


def move(plan, section, item, actor, at, *, up):
    services.move_item(application=plan, section=section, item=item, up=up, actor=actor, at=at)


def remove(plan, section, item, actor, at):
    services.remove_item(application=plan, section=section, item=item, actor=actor, at=at)


def names(section, plan):
    return [item.name for item in MODELS[section].objects.filter(application=plan)]


@each_list
def test_row_is_added_changed_and_removed(draft, section, lead, colleague, now):
    item = add_item(draft, section, lead, now, name="One")
    assert names(section, draft) == ["One"]
    change_item(draft, section, item, colleague, now, name="New", how="So.")
    fresh = type(item).objects.get()
    assert (fresh.name, fresh.how, fresh.version) == ("New", "So.", 2)
    remove(draft, section, item, lead, now)
    assert names(section, draft) == []
    assert version_of(draft, section) == 3


@each_list
def test_second_click_finds_the_first_row(draft, section, lead, now):
    """T-43."""
    key = uuid4()
    first = add_item(draft, section, lead, now, key=key, name="One")
    assert add_item(draft, section, lead, now, key=key, name="One") == first
    with pytest.raises(Refused, match="with other words"):
        add_item(draft, section, lead, now, key=key, name="Two")
    assert names(section, draft) == ["One"]
    assert version_of(draft, section) == 1


def test_second_click_finds_it_when_the_first_one_filled_the_gap(challenged, lead, now):
    """T-43: the page was open because a barrier was missing, and now none is."""
    Barrier.objects.all().delete()
    written = WRITTEN[0]
    values = {"name": written.name, "people": written.people, "action": written.action}
    key = uuid4()
    first = add_item(challenged, BARRIERS, lead, now, key=key, how=written.how, **values)
    assert add_item(challenged, BARRIERS, lead, now, key=key, how=written.how, **values) == first
    with pytest.raises(Refused, match="did not ask"):
        add_item(challenged, BARRIERS, lead, now, name="Another")


@each_list
def test_there_is_room_for_so_many(draft, section, lead, now, monkeypatch):
    monkeypatch.setattr(MODELS[section], "MOST", 2)
    keys = [uuid4(), uuid4()]
    for key in keys:
        add_item(draft, section, lead, now, key=key)
    with pytest.raises(Refused, match="room for 2"):
        add_item(draft, section, lead, now)
    assert add_item(draft, section, lead, now, key=keys[0]).uuid == keys[0]


def test_room_is_what_the_issue_promises():
    assert (Action.MOST, Barrier.MOST, Measure.MOST, Partner.MOST) == (100, 50, 50, 50)


@each_list
def test_other_columns_are_ignored(draft, foreign, section, lead, now):
    """T-26."""
    item = add_item(
        draft, section, lead, now, position=9, version=9, uuid=uuid4(), application=foreign
    )
    item.refresh_from_db()
    assert (item.position, item.version, item.application) == (1, 1, draft)
    change_item(draft, section, item, lead, now, position=9, application_id=foreign.pk, name="A")
    item.refresh_from_db()
    assert (item.name, item.position, item.version, item.application) == ("A", 1, 2, draft)


@each_list
def test_foreign_row_is_not_there(draft, foreign, section, lead, now):
    """T-25: whichever door is tried, it stays as it is."""
    theirs = foreign.application.organisation.memberships.get().user
    secret = add_item(foreign.application, section, theirs, now, name="Secret")
    add_item(foreign.application, section, theirs, now, name="Second")
    with pytest.raises(Refused, match="out of date"):
        add_item(draft, section, lead, now, key=secret.uuid, name="Mine")
    with pytest.raises(Refused, match="out of date"):
        change_item(draft, section, secret, lead, now, name="Mine")
    with pytest.raises(Refused):
        move(draft, section, secret, lead, now, up=False)
    with pytest.raises(Refused):
        remove(draft, section, secret, lead, now)
    with pytest.raises(NotAllowed):
        change_item(foreign.application, section, secret, lead, now, name="Mine")
    assert names(section, foreign.application) == ["Secret", "Second"]
    assert names(section, draft) == []


def test_row_of_another_list_is_not_there(draft, lead, now):
    """The door of one list, which may be open, does not lead into another."""
    barrier = add_item(draft, BARRIERS, lead, now, name="Time")
    add_item(draft, BARRIERS, lead, now, name="Words")
    for act in (
        lambda: change_item(draft, PARTNERS, barrier, lead, now, name="Mine"),
        lambda: move(draft, PARTNERS, barrier, lead, now, up=False),
        lambda: remove(draft, PARTNERS, barrier, lead, now),
    ):
        with pytest.raises(Refused, match="out of date"):
            act()
    assert names(BARRIERS, draft) == ["Time", "Words"]


def test_barrier_names_only_an_action_of_its_own_plan(draft, action, foreign, lead, now):
    """T-25."""
    barrier = add_item(draft, BARRIERS, lead, now, name="Time", action=str(action.uuid))
    assert whole_plan(draft).record.barriers[0].action == str(action.uuid)
    for version, strange in enumerate((foreign.uuid, uuid4(), ""), start=1):
        change_item(draft, BARRIERS, barrier, lead, now, version=version, action=str(strange))
        assert whole_plan(draft).record.barriers[0].action == ""


@each_list
def test_clash_shows_both_and_keeps_theirs(draft, section, lead, colleague, now):
    """T-44."""
    item = add_item(draft, section, lead, now, name="One", how="Alike")
    change_item(draft, section, type(item).objects.get(), colleague, now, name="Theirs")
    with pytest.raises(Clash) as clash:
        change_item(draft, section, item, lead, now, name="Mine", how="Alike")
    (field,) = clash.value.fields
    assert (field.mine, field.theirs) == ("Mine", "Theirs")
    assert names(section, draft) == ["Theirs"]
    assert version_of(draft, section) == 2


def test_clash_names_the_action_of_a_barrier(draft, action, lead, colleague, now):
    other = add_action(draft, lead, now, title="Training")
    barrier = add_item(draft, BARRIERS, lead, now, name="Time")
    theirs = Barrier.objects.get()
    change_item(draft, BARRIERS, theirs, colleague, now, action=str(other.uuid))
    with pytest.raises(Clash) as clash:
        change_item(draft, BARRIERS, barrier, lead, now, action=str(action.uuid))
    (field,) = clash.value.fields
    assert (field.mine, field.theirs) == ("A quiet room", "Training")


@each_list
def test_row_that_a_colleague_removed(draft, section, lead, colleague, now):
    """What was typed is still in its draft; removing it again is no mistake."""
    item = add_item(draft, section, lead, now, name="One")
    key = services.draft_key(draft, section, item.uuid)
    keep_draft(lead, key, now, name=["Mine"])
    remove(draft, section, type(item).objects.get(), colleague, now)
    for act in (
        lambda: change_item(draft, section, item, lead, now, name="Mine"),
        lambda: move(draft, section, item, lead, now, up=True),
    ):
        with pytest.raises(Refused, match="removed this"):
            act()
    remove(draft, section, item, lead, now)
    assert version_of(draft, section) == 2
    assert Draft.objects.get().key == key


@each_list
def test_rows_change_places_and_keep_one_each(draft, section, lead, now):
    """Up and down, at both ends, and after one in the middle has gone."""
    one, two, three, four = (
        add_item(draft, section, lead, now, name=name) for name in ("1", "2", "3", "4")
    )
    remove(draft, section, two, lead, now)
    for item, up, order in (
        (four, True, "143"),
        (one, True, "143"),
        (one, False, "413"),
        (one, False, "431"),
        (one, False, "431"),
        (four, True, "431"),
        (three, True, "341"),
    ):
        move(draft, section, item, lead, now, up=up)
        assert "".join(names(section, draft)) == order
    positions = MODELS[section].objects.values_list("position", flat=True)
    assert len(set(positions)) == 3
    assert add_item(draft, section, lead, now, name="5").position > max(positions[:3])
    assert "".join(names(section, draft)) == "3415"


def test_removed_partner_leaves_the_actions_that_named_it(whole, lead, now):
    partner = Partner.objects.first()
    remove(whole, PARTNERS, partner, lead, now)
    record = whole_plan(whole).record
    assert len(record.actions) == 4
    assert all(str(partner.uuid) not in action.partners for action in record.actions)


@each_list
def test_drafts_of_both_pages_are_forgotten(draft, section, lead, now):
    item = add_item(draft, section, lead, now, name="One")
    for name in ("new", item.uuid):
        keep_draft(lead, services.draft_key(draft, section, name), now)
    add_item(draft, section, lead, now, name="Two")
    change_item(draft, section, item, lead, now, name="New")
    assert not Draft.objects.exists()


def test_unknown_kind_is_no_row(draft, lead, now):
    """Measures and partners share their pages; nothing but the typed columns gets through."""
    measure = add_item(draft, MEASURES, lead, now, name="Calm", people="?", kind="measure")
    assert (measure.kind, Measure.objects.count()) == ("measure", 1)
