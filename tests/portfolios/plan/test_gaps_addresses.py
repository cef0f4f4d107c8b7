"""Each gap is a link to the very field that closes it."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.urls import resolve
from django.utils.http import urlencode

from foundation.templatetags.govuk import widget_kind
from portfolios.choices import ActionPart, PlanSection
from portfolios.forms.partners import PartnerForm
from portfolios.forms.plan.items import BarrierForm, MeasureForm, MilestoneForm
from portfolios.forms.plan.parts import PARTS
from portfolios.records import (
    ActionRecord,
    MilestoneRecord,
    PlanRecord,
)
from portfolios.selectors.plan.gaps import RULES, AppliesTo, address, gaps_of
from tests.support.plans import TODAY, good_record, id_of, with_action

APPLICATION = UUID("11111111-2222-4333-8444-555555555555")
FORMS = {
    **PARTS,
    ActionPart.MILESTONES: MilestoneForm,
    PlanSection.BARRIERS: BarrierForm,
    PlanSection.MEASURES: MeasureForm,
    PlanSection.PARTNERS: PartnerForm,
}
EMPTY = PlanRecord("Acorn Lane School", "CPA-7K3M-Q2XD", "birmingham-2026")


def links(record: PlanRecord) -> dict[str, str]:
    """By the rule's code, the last address it has, without what all have in common."""
    start = f"/applications/{APPLICATION}/plan/"
    found = {gap.code: address(gap, APPLICATION) for gap in gaps_of(record, on=TODAY)}
    assert all(link.startswith(start) for link in found.values())
    for link in found.values():
        resolve(link.partition("#")[0].partition("?")[0])
    return {code: link.removeprefix(start) for code, link in found.items()}


def in_an_action(**overrides: object) -> str:
    """The one address of an action with one thing changed, without the action's own part."""
    record = with_action(good_record(), **overrides)
    (link,) = links(record).values()
    start = f"actions/{record.actions[0].id}/"
    assert link.startswith(start)
    return link.removeprefix(start)


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.field and rule.page in FORMS and rule.field != "milestones"],
    ids=lambda rule: rule.code,
)
def test_link_fits_the_field_of_the_form(rule):
    """A group of radios, boxes or dates is reached by its first one, all else by its own id."""
    field = FORMS[rule.page].base_fields[rule.field]
    group = widget_kind(field.widget) in {"radios", "checkboxes", "date"}
    record = good_record(
        actions=(
            ActionRecord(id_of("a"), four_c="", ladder="ladder.coercion"),
            *good_record().actions,
        )
    )
    gap = replace(gaps_of(record, on=TODAY)[0], rule=rule)
    about = replace(
        gap.about,
        page=rule.page,
        field=rule.field,
        action=id_of("a"),
        milestone=id_of("m") if rule.applies_to == AppliesTo.MILESTONE else "",
        item="" if isinstance(rule.page, ActionPart) else id_of("i"),
    )
    link = address(replace(gap, about=about), APPLICATION)
    assert link.partition("#")[2] == f"id_{rule.field}" + ("_0" if group else "")


def test_parts_of_an_action():
    assert in_an_action(title="") == "what/#id_title"
    assert in_an_action(owner="") == "who/#id_owner"
    assert in_an_action(partners=()) == "who/#id_partners_0"
    assert in_an_action(ladder="") == "ladder/#id_ladder_0"
    assert in_an_action(agreed_on=None) == "ladder/#id_agreed_on_0"
    assert in_an_action(ends_on=None) == "when/#id_ends_on_0"
    assert in_an_action(in_place="") == "resources/#id_in_place_0"
    assert in_an_action(measures=()) == "review/#id_measures_0"


def test_milestones():
    first = good_record().actions[0].milestones[0]
    assert in_an_action(milestones=()) == "milestones/add/"
    nameless = (MilestoneRecord(first.id, "", first.due_on), good_record().actions[0].milestones[1])
    assert in_an_action(milestones=nameless) == f"milestones/{first.id}/#id_name"
    same_day = tuple(
        replace(each, due_on=first.due_on) for each in good_record().actions[0].milestones
    )
    assert in_an_action(milestones=same_day) == "milestones/"
    undated = (replace(first, due_on=None), good_record().actions[0].milestones[1])
    assert in_an_action(milestones=undated) == f"milestones/{first.id}/#id_due_on_0"


def test_items_of_lists():
    record = good_record()
    barrier, measure, partner = record.barriers[0], record.measures[0], record.partners[0]
    record = replace(
        record,
        barriers=(replace(barrier, action=""), *record.barriers[1:]),
        measures=(replace(measure, kind=""), *record.measures[1:]),
        partners=(replace(partner, how=""), *record.partners[1:]),
    )
    assert links(record) == {
        "barriers.action": f"barriers/{barrier.id}/#id_action_0",
        "measurable.kind": f"measures/{measure.id}/#id_kind_0",
        "partner.how": f"partners/{partner.id}/#id_how",
    }


def test_whole_plan():
    first, *others = good_record().levels
    record = replace(EMPTY, levels=(replace(first, text=""), *others))
    assert links(record) == {
        "fourc.action": f"actions/add/?{urlencode({'four_c': 'fourc.co_assessment'})}",
        "barriers.one": "barriers/",
        "representation.outside": "partners/",
        "level.how": "levels/#id_text_level_board",
        "alignment.policy": "policies/#id_policy_policy_send_strategy",
    }
    assert links(replace(EMPTY, levels=()))["level.involved"] == (
        "levels/#id_engagement_level_children_young_people_0"
    )
    actions = tuple(replace(a, principles=("principle.2",)) for a in good_record().actions)
    assert links(good_record(actions=actions)) == {"principles.all": "actions/"}


def test_measures_are_added_before_one_can_be_ticked():
    assert links(good_record(measures=())) == {"measurable.measure": "measures/"}
