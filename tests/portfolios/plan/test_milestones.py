"""Milestones of one action: added, changed, removed (scheme.md 9)."""

from datetime import date
from uuid import uuid4

import pytest

from foundation.models import AuditEvent, Draft
from foundation.refusals import Clash, NotAllowed, Refused
from portfolios.choices import ActionPart
from portfolios.models import Action, Milestone
from portfolios.selectors.plan.reading import whole_plan
from portfolios.services import plan as services
from tests.portfolios.plan.acts import (
    add_action,
    add_milestone,
    asked_back,
    change_milestone,
    keep_draft,
    send_as_it_is,
)
from tests.support.planning import part_version
from tests.support.plans import BUDGET

MAY = date(2027, 5, 1)


@pytest.fixture
def milestone(draft, action, lead, now):
    return add_milestone(draft, action, lead, now, name="Ten families have met")


def remove(plan, milestone, actor, at):
    services.remove_milestone(application=plan, milestone=milestone, actor=actor, at=at)


def versions(plan, action):
    return part_version(plan, action, ActionPart.MILESTONES)


def test_milestone_is_added_changed_and_removed(draft, action, milestone, lead, colleague, now):
    (record,) = whole_plan(draft).record.actions[0].milestones
    assert (record.id, record.name, record.due_on) == (
        str(milestone.uuid),
        "Ten families have met",
        None,
    )
    change_milestone(draft, milestone, colleague, now, due_on=MAY)
    (record,) = whole_plan(draft).record.actions[0].milestones
    assert (record.name, record.due_on) == ("Ten families have met", MAY)
    remove(draft, milestone, lead, now)
    assert whole_plan(draft).record.actions[0].milestones == ()
    assert versions(draft, action) == 3
    assert AuditEvent.objects.filter(event="silver.saved", actor=colleague).count() == 1


def test_second_click_finds_the_first_row(draft, action, lead, now):
    """T-43."""
    key = uuid4()
    first = add_milestone(draft, action, lead, now, key=key, name="One")
    assert add_milestone(draft, action, lead, now, key=key, name="One") == first
    with pytest.raises(Refused, match="with other words"):
        add_milestone(draft, action, lead, now, key=key, name="Two")
    assert [each.name for each in Milestone.objects.all()] == ["One"]
    assert versions(draft, action) == 1


def test_second_click_finds_it_when_the_first_one_filled_the_gap(challenged, lead, now):
    """T-43: the page was open because a milestone was missing, and now none is."""
    action = Action.objects.get(uuid=BUDGET)
    action.milestones.all().delete()
    key = uuid4()
    first = add_milestone(challenged, action, lead, now, key=key, due_on=MAY)
    assert add_milestone(challenged, action, lead, now, key=key, due_on=MAY) == first
    with pytest.raises(Refused, match="did not ask"):
        add_milestone(challenged, action, lead, now)


def test_there_is_room_for_so_many(draft, action, milestone, lead, now, monkeypatch):
    monkeypatch.setattr(Milestone, "MOST", 1)
    with pytest.raises(Refused, match="room for 1"):
        add_milestone(draft, action, lead, now)
    assert add_milestone(draft, action, lead, now, key=milestone.uuid) == milestone
    assert add_milestone(draft, add_action(draft, lead, now), lead, now).pk


@pytest.mark.parametrize("whose", ["foreign", "another"])
def test_key_of_another_milestone_is_out_of_date(draft, milestone, foreign, lead, now, whose):
    """T-25."""
    theirs = foreign.application.organisation.memberships.get().user
    secret = add_milestone(foreign.application, foreign, theirs, now, name="Secret")
    key = secret.uuid if whose == "foreign" else milestone.uuid
    another = add_action(draft, lead, now)
    with pytest.raises(Refused, match="out of date"):
        add_milestone(draft, another, lead, now, key=key)
    assert not another.milestones.exists()


def test_foreign_milestone_is_not_there(draft, foreign, lead, now):
    """T-25."""
    theirs = foreign.application.organisation.memberships.get().user
    secret = add_milestone(foreign.application, foreign, theirs, now, name="Secret")
    for act in (
        lambda: change_milestone(draft, secret, lead, now, name="Mine"),
        lambda: remove(draft, secret, lead, now),
        lambda: add_milestone(draft, foreign, lead, now),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(NotAllowed):
        change_milestone(foreign.application, secret, lead, now, name="Mine")
    secret = Milestone.objects.get()
    assert (secret.name, secret.version) == ("Secret", 1)


def test_other_columns_are_ignored(draft, action, milestone, foreign, lead, now):
    """T-26."""
    change_milestone(draft, milestone, lead, now, name="New", action=foreign, uuid=uuid4(), pk=99)
    fresh = Milestone.objects.get()
    assert (fresh.name, fresh.action, fresh.uuid) == ("New", action, milestone.uuid)


def test_clash_shows_both_and_keeps_theirs(draft, milestone, lead, colleague, now):
    """T-44."""
    change_milestone(draft, Milestone.objects.get(), colleague, now, name="Theirs", due_on=MAY)
    with pytest.raises(Clash) as clash:
        change_milestone(draft, milestone, lead, now, name="Mine", due_on=None)
    shown = {field.label: (field.mine, field.theirs) for field in clash.value.fields}
    assert shown["Milestone"] == ("Mine", "Theirs")
    assert shown["When it is due"] == ("", "1 May 2027")
    assert Milestone.objects.get().name == "Theirs"


def test_clash_is_silent_about_what_both_wrote_alike(draft, milestone, lead, colleague, now):
    change_milestone(draft, Milestone.objects.get(), colleague, now, name="Same", due_on=MAY)
    with pytest.raises(Clash) as clash:
        change_milestone(draft, milestone, lead, now, name="Same", due_on=None)
    assert [field.label for field in clash.value.fields] == ["When it is due"]


def test_milestone_that_a_colleague_removed(draft, milestone, lead, colleague, now):
    """What was typed is still in its draft; removing it again is no mistake."""
    key = services.draft_key(draft, milestone.action.uuid, "milestone", milestone.uuid)
    keep_draft(lead, key, now, name=["Mine"])
    remove(draft, Milestone.objects.get(), colleague, now)
    with pytest.raises(Refused, match="removed this milestone"):
        change_milestone(draft, milestone, lead, now, name="Mine")
    assert Draft.objects.get().key == key
    counted = versions(draft, milestone.action)
    remove(draft, milestone, lead, now)
    assert versions(draft, milestone.action) == counted


def test_milestone_whose_action_a_colleague_removed(draft, action, milestone, lead, colleague, now):
    """A sentence, also when the row was read without its action."""
    services.remove_action(application=draft, action=action, actor=colleague, at=now)
    gone = Milestone(pk=milestone.pk, action_id=action.pk, uuid=milestone.uuid, name="Ten")
    with pytest.raises(Refused, match="removed this action"):
        change_milestone(draft, gone, lead, now, name="Mine")
    with pytest.raises(Refused, match="removed this action"):
        add_milestone(draft, action, lead, now)
    with pytest.raises(Refused, match="removed this action"):
        remove(draft, gone, lead, now)


def test_drafts_of_both_pages_are_forgotten(draft, action, milestone, lead, now):
    for name in ("new", milestone.uuid):
        keep_draft(lead, services.draft_key(draft, action.uuid, "milestone", name), now)
    add_milestone(draft, action, lead, now)
    change_milestone(draft, milestone, lead, now, name="New")
    assert not Draft.objects.exists()


def test_only_challenged_actions_have_open_milestones(draft, action, lead, officer, now):
    """A new action, and one that was challenged; the gap check opens what lacks something."""
    milestone = add_milestone(draft, action, lead, now, due_on=MAY)
    send_as_it_is(draft, lead, now)
    asked_back(draft, officer, now, "fourc.co_delivery")
    with pytest.raises(Refused, match="did not ask"):
        change_milestone(draft, milestone, lead, now, name="Mine")
    new = add_action(draft, lead, now, four_c="fourc.co_delivery")
    assert add_milestone(draft, new, lead, now).pk
