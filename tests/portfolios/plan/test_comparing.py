"""What was sent then and what is sent now, side by side (scheme.md 17)."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse

from champions.choices import Perspective
from portfolios.models import Action, Partner
from portfolios.records import MilestoneRecord, PolicyRecord
from portfolios.selectors.comparing import CHANGED, GONE, NEW, compare
from portfolios.selectors.current import current_sections
from portfolios.selectors.nudges import plan_nudges
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.registration.snapshots import snapshot_of
from portfolios.selectors.sent import last_sent, sent_versions
from tests.conftest import make_user
from tests.portfolios.plan.acts import asked_back, send_as_it_is
from tests.support.champions import clear_all, make_champion, settle
from tests.support.plans import (
    ACTIONS,
    BARRIERS,
    PARTNERS,
    ROOM,
    TODAY,
    good_record,
    with_action,
)
from tests.support.portfolios import add_lead, add_partner, fill_registration


def found(before, after):
    return compare(sections_of(before), sections_of(after))


def only(before, after):
    """The one difference there is: section, entry and what differs."""
    (section,) = found(before, after)
    (entry,) = section.entries
    (difference,) = entry.differences
    return section.title, entry.title, entry.state, difference


GOOD = good_record()


def test_same_plan_differs_in_nothing():
    assert found(GOOD, GOOD) == []


def test_changed_answer_is_shown_with_both_texts():
    section, entry, state, difference = only(GOOD, with_action(GOOD, 1, owner="Head"))
    assert (section, entry, state) == ("Co-design", ACTIONS[1].title, CHANGED)
    assert (difference.before, difference.after) == ("SENCo", "Head")
    assert not difference.contact


def test_name_is_an_answer_too():
    before, after = (with_action(GOOD, 3, title=title) for title in ("Old name", "New name"))
    _, entry, state, difference = only(before, after)
    assert (entry, state) == ("New name", CHANGED)
    assert (difference.before, difference.after) == ("Old name", "New name")


def test_new_name_of_an_action_shows_at_the_barrier_that_it_answers():
    """There the name is the answer."""
    sections = found(GOOD, with_action(GOOD, 1, title="New name"))
    assert [section.title for section in sections] == ["Co-design", "Barriers"]


def test_new_and_gone_entries_are_shown_whole():
    less = replace(GOOD, barriers=BARRIERS[1:])
    (section,) = found(GOOD, less)
    (entry,) = section.entries
    assert (section.title, entry.title, entry.state) == ("Barriers", BARRIERS[0].name, GONE)
    assert all(each.after == "" for each in entry.differences)
    assert BARRIERS[0].how in [each.before for each in entry.differences]
    ((entry,),) = (section.entries for section in found(less, GOOD))
    assert (entry.title, entry.state) == (BARRIERS[0].name, NEW)
    assert all(each.before == "" for each in entry.differences)


def test_what_is_gone_comes_last():
    before = replace(GOOD, partners=PARTNERS[:2])
    after = replace(GOOD, partners=(PARTNERS[2], replace(PARTNERS[1], how="Else")))
    sections = {section.title: section for section in found(before, after)}
    assert [entry.state for entry in sections["Partners"].entries] == [NEW, CHANGED, GONE]


def test_order_alone_is_no_difference():
    assert found(GOOD, replace(GOOD, barriers=BARRIERS[::-1], actions=ACTIONS[::-1])) == []


@pytest.mark.parametrize(
    ("change", "before", "after"),
    [
        ({"name": "Pupils have chosen"}, "Pupils have tried", "Pupils have chosen"),
        ({"due_on": date(2027, 4, 2)}, "12 March 2027", "2 April 2027"),
        ({"due_on": None}, "12 March 2027", ""),
    ],
)
def test_milestone_differs_in_its_name_and_in_its_date(change, before, after):
    first, second = ACTIONS[1].milestones
    changed = with_action(GOOD, 1, milestones=(replace(first, **change), second))
    *_, difference = only(GOOD, changed)
    assert before in difference.before
    assert after in difference.after
    assert difference.before != difference.after


def test_milestone_is_new_or_gone():
    more = with_action(
        GOOD, 1, milestones=(*ACTIONS[1].milestones, MilestoneRecord("m", "Open day", None))
    )
    *_, difference = only(GOOD, more)
    assert (difference.before, "Open day" in difference.after) == ("", True)
    *_, difference = only(more, GOOD)
    assert (difference.after, "Open day" in difference.before) == ("", True)


def test_why_is_asked_of_another_level_than_co_production_only():
    """What was written stays in the record, and shows when another level is chosen again."""
    known = {"ladder_why": "The budget is decided by law."}
    assert found(GOOD, with_action(GOOD, 3, **known)) == []
    other = with_action(GOOD, 3, ladder="ladder.consultation", **known)
    ((entry,),) = (section.entries for section in found(GOOD, other))
    assert ["", known["ladder_why"]] in [[each.before, each.after] for each in entry.differences]


def test_answers_of_the_whole_plan_stand_by_themselves():
    code = GOOD.policies[0].code
    after = replace(GOOD, policies=(PolicyRecord(code, "Otherwise."),))
    section, entry, state, difference = only(GOOD, after)
    assert (section, entry, state) == ("The city’s plans", "", CHANGED)
    assert (difference.before, difference.after) == (GOOD.policies[0].text, "Otherwise.")


@pytest.mark.parametrize(
    ("four_c", "title"),
    [("fourc.co_delivery", "Co-delivery"), ("", "Not under one of the 4Cs yet")],
)
def test_action_under_another_c_is_the_same_action(four_c, title):
    """Nobody reads all of it again to find the one word that has changed."""
    moved = with_action(GOOD, 0, four_c=four_c, owner="Head")
    for before, after, section, places in (
        (GOOD, moved, title, ("Co-commissioning", title)),
        (moved, GOOD, "Co-commissioning", (title, "Co-commissioning")),
    ):
        (changed,) = found(before, after)
        (entry,) = changed.entries
        assert (changed.title, entry.title, entry.state) == (section, ACTIONS[0].title, CHANGED)
        under, owner = entry.differences
        assert (under.label, under.before, under.after) == ("Under", *places)
        assert {owner.before, owner.after} == {ACTIONS[0].owner, "Head"}


def test_registration_is_compared_alike(application, lead, now):
    """Its entries have no ids: two of the same name are two, and contacts can be left out (T-30)."""
    fill_registration(application, lead=lead, at=now)
    before = snapshot_of(application)["sections"]
    add_partner(application, actor=lead, at=now)
    Partner.objects.filter(position=2).update(how="Once a year.")
    add_lead(application, actor=lead, at=now, name="Ada")
    changed = compare(before, snapshot_of(application)["sections"])
    leads, partners = changed
    assert [(entry.title, entry.state) for entry in partners.entries] == [("Parent Forum", NEW)]
    assert "Once a year." in [each.after for each in partners.entries[0].differences]
    assert any(each.contact for each in leads.entries[0].differences)
    (entry,) = leads.without_contacts().entries
    assert [each.label for each in entry.differences] == ["Name", "Role"]


def test_contacts_alone_leave_no_entry_behind(application, lead, now):
    fill_registration(application, lead=lead, at=now)
    before = snapshot_of(application)["sections"]
    application.registrationleads.update(email="new@acorn.example")
    (section,) = compare(before, snapshot_of(application)["sections"])
    assert section.entries
    assert section.without_contacts().entries == ()


class TestVersions:
    def test_every_version_is_kept_and_the_last_one_is_last(self, whole, lead, officer, now):
        assert (sent_versions(whole), last_sent(whole)) == ([], None)
        first = send_as_it_is(whole, lead, now)
        asked_back(whole, officer, now, "silver.actions")
        Action.objects.filter(four_c="fourc.co_design").update(description="Otherwise.")
        (change,) = compare(first.snapshot["sections"], current_sections(whole, on=TODAY))
        assert change.title == "Co-design"
        second = send_as_it_is(whole, lead, now)
        assert sent_versions(whole) == [first, second]
        assert last_sent(whole) == second
        assert compare(second.snapshot["sections"], current_sections(whole, on=TODAY)) == []

    def test_registration_has_its_sections_too(self, application, lead, now):
        fill_registration(application, lead=lead, at=now)
        assert current_sections(application, on=TODAY) == snapshot_of(application)["sections"]

    def test_panel_reads_what_changed_between_the_last_two(
        self, whole, lead, officer, stranger, sign_in, now, time_machine
    ):
        """Not what is being written; nobody else finds the page (T-24, T-29)."""
        time_machine.move_to(now)
        chair, spare = (make_champion(make_user(name), officer=officer, at=now) for name in "AB")
        parent = make_champion(
            make_user("C"), officer=officer, at=now, perspective=Perspective.PARENT_CARER
        )
        address = reverse("case-changes", args=[whole.uuid])
        send_as_it_is(whole, lead, now)
        clear_all(settle(whole, [chair, parent], officer, at=now), at=now)
        assert sign_in(chair.user).get(address).status_code == 404
        asked_back(whole, officer, now, "silver.actions")
        action = Action.objects.get(uuid=ROOM)
        action.milestones.filter(due_on=date(2027, 3, 12)).update(name="Pupils chose one layout")
        send_as_it_is(whole, lead, now)
        asked_back(whole, officer, now, "silver.actions")
        action.milestones.update(name="Nobody sees this yet")
        page = sign_in(chair.user).get(address)
        assert page.status_code == 200
        assert "Pupils have tried three layouts" in page.text
        assert "Pupils chose one layout" in page.text
        assert "Nobody sees this yet" not in page.text
        for person in (spare.user, stranger, lead):
            assert sign_in(person).get(address).status_code == 404


def test_personal_details_are_noticed_where_they_stand():
    """T-94: one hint for each action or item; what is only a number or a date is let through."""
    record = with_action(GOOD, 0, needs="Sam (DOB 3/4/2012)", citizens="9434765919")
    record = replace(record, barriers=(replace(BARRIERS[0], people="Her: 943 476 5919"),))
    assert [nudge.where for nudge in plan_nudges(record)] == [ACTIONS[0].title, BARRIERS[0].name]
    assert plan_nudges(GOOD) == []
