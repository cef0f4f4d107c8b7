"""A record survives being kept as JSON, whatever people wrote in it."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    PolicyRecord,
    as_json,
    record_from,
)
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.plan.gaps import gaps_of
from portfolios.selectors.plan.reading import whole_plan
from tests.support.plans import BUDGET, CALM, CHARITY, TODAY, big_record, good_record

EMPTY = PlanRecord("Acorn Lane School", "CPA-7K3M-Q2XD", "birmingham-2026")

# Among them what looks like a date, an empty list or a row of its own.
texts = st.sampled_from(
    ["", "Families", "2027-01-11", "[]", "{}", "null", "\u202e£ “سلام”", "\x00 \n", "🎉"]
)


def several(rows):
    return st.lists(rows, max_size=2).map(tuple)


def made(kind, **lists):
    """Every field has something in it, or nothing: texts by themselves, dates and lists as told."""
    named = {name for name in kind.__dataclass_fields__ if name not in lists}
    days = {name for name in named if name.endswith("_on")}
    ticked = named & {"partners", "principles", "measures"}
    return st.builds(
        kind,
        **{name: st.none() | st.dates() for name in days},
        **{name: several(texts) for name in ticked},
        **dict.fromkeys(named - days - ticked, texts),
        **{name: several(rows) for name, rows in lists.items()},
    )


RECORDS = made(
    PlanRecord,
    actions=made(ActionRecord, milestones=made(MilestoneRecord)),
    barriers=made(BarrierRecord),
    measures=made(MeasureRecord),
    partners=made(PartnerRecord),
    levels=made(LevelRecord),
    policies=made(PolicyRecord),
)


def kept(record):
    """As the database keeps it."""
    return json.loads(json.dumps(as_json(record)))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(RECORDS)
def test_record_comes_back_as_it_was(record):
    assert record_from(kept(record)) == record


@pytest.mark.parametrize(
    "record",
    [EMPTY, good_record(), big_record(actions=60, milestones=10)],
    ids=["empty", "good", "big"],
)
def test_kept_plan_is_judged_and_shown_like_the_living_one(record):
    again = record_from(kept(record))
    assert again == record
    assert gaps_of(again, on=TODAY) == gaps_of(record, on=TODAY)
    assert sections_of(again) == sections_of(record)


def test_dates_are_kept_as_iso_texts():
    milestone = kept(good_record())["actions"][0]["milestones"][0]
    assert milestone["due_on"] == "2027-02-26"
    assert record_from(kept(good_record())).actions[0].milestones[0].due_on == date(2027, 2, 26)


def test_keys_of_a_later_day_are_left_alone():
    """What was sent stays readable when a field is added or goes."""
    data = kept(good_record())
    data["mood"] = "hopeful"
    data["actions"][0]["colour"] = "green"
    del data["policies"], data["barriers"][0]["people"]
    again = record_from(data)
    assert again.actions == good_record().actions
    assert again.policies == ()
    assert again.barriers[0].people == ""


def test_things_are_found_by_their_ids():
    record = good_record()
    assert record.action(BUDGET) == record.actions[0]
    assert record.partner(CHARITY).name == "Sparkhill Carers’ Centre"
    assert record.measure(CALM) == record.measures[0]
    assert record.level("level.board") == record.levels[0]
    assert record.policy("policy.send_strategy") == record.policies[0]
    for find in (record.action, record.partner, record.measure, record.level, record.policy):
        assert find("nobody") is None
    assert record.actions_of("fourc.co_design") == record.actions[1:2]


def test_whole_plan_is_the_record_that_was_written(whole):
    """Nothing is read from another place, left out, or put in another order."""
    record = good_record(organisation_name="Acorn Lane School", reference=whole.reference)
    assert whole_plan(whole).record == record


def test_plan_written_page_by_page_says_the_same(plan):
    """The quick way that other tests take leaves the same words behind."""
    record = good_record(organisation_name="Acorn Lane School", reference=plan.reference)
    assert shown(whole_plan(plan).record) == shown(record)


def shown(record):
    """Everything but the ids, which are new rows' own."""
    return [
        [
            (entry["title"], [(row["label"], row["value"]) for row in entry["rows"]])
            for entry in [section | {"title": section["title"]}, *section["entries"]]
        ]
        for section in sections_of(record)
    ]
