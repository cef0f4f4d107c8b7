"""The gap check: its table is its tests (scheme.md 3, 8, 9, 11, 19)."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from awards.scheme import edition, installed
from portfolios.choices import ActionPart, PlanSection
from portfolios.records import (
    ActionRecord,
    BarrierRecord,
    LevelRecord,
    MeasureRecord,
    MilestoneRecord,
    PartnerRecord,
    PlanRecord,
    as_json,
    record_from,
)
from portfolios.selectors.plan.gaps import (
    RULES,
    AppliesTo,
    Kind,
    Smart,
    State,
    by_criterion,
    by_four_c,
    gaps_of,
    missing_of,
    smart_of,
)
from tests.support.plans import TODAY, big_record, good_record, with_action

EMPTY = PlanRecord("Acorn Lane School", "CPA-7K3M-Q2XD", "birmingham-2026")
THINGS = {
    AppliesTo.ACTION: ActionRecord,
    AppliesTo.MILESTONE: MilestoneRecord,
    AppliesTo.BARRIER: BarrierRecord,
    AppliesTo.MEASURE: MeasureRecord,
    AppliesTo.PARTNER: PartnerRecord,
    AppliesTo.LEVEL: LevelRecord,
}
LISTS = {
    AppliesTo.ACTION: "actions",
    AppliesTo.BARRIER: "barriers",
    AppliesTo.MEASURE: "measures",
    AppliesTo.PARTNER: "partners",
    AppliesTo.LEVEL: "levels",
}


def changed(rule, example) -> PlanRecord:
    """A good plan with the example in it: a change of the first thing that the rule applies to."""
    record = good_record()
    if callable(example.change):
        return example.change(record)
    if rule.applies_to == AppliesTo.MILESTONE:
        first, *others = record.actions[0].milestones
        return with_action(record, milestones=(replace(first, **example.change), *others))
    name = LISTS[rule.applies_to]
    first, *others = getattr(record, name)
    return replace(record, **{name: (replace(first, **example.change), *others)})


def codes(record: PlanRecord, on: date = TODAY) -> list[str]:
    return [gap.code for gap in gaps_of(record, on=on)]


def each(rules):
    return pytest.mark.parametrize("rule", rules, ids=[rule.code for rule in rules])


# The table


@each(RULES)
def test_failing_example_has_this_gap_and_no_other(rule):
    assert codes(changed(rule, rule.failing)) == [rule.code] * _times(rule)


def _times(rule) -> int:
    """Two things have the same name or text, so the sentence stands at both."""
    return 2 if rule.code in ("specific.own_name", "specific.own_words") else 1


@each(RULES)
def test_passing_example_has_no_gap(rule):
    assert codes(changed(rule, rule.passing)) == []


@each(RULES)
def test_rule_is_whole(rule):
    assert rule.code.replace(".", "").replace("_", "").isalpha()
    assert rule.code == rule.code.lower()
    assert rule.sentence[0].isupper()
    assert rule.sentence[-1] in ".?"
    assert rule.passing.words
    assert rule.failing.words
    assert rule.passing.words != rule.failing.words


@each(RULES)
def test_sentence_is_help_and_blames_nobody(rule):
    text = f" {rule.sentence.lower()} "
    for word in (
        " fail",
        " error",
        " invalid",
        " wrong",
        " must ",
        " you did not",
        " bad ",
        " poor",
    ):
        assert word not in text
    # It goes on after "Quiet room: ", so its first word is no name.
    assert rule.sentence.split()[0].rstrip(",:") not in {"Silver", "SMART", "Birmingham", "I"}


@each([rule for rule in RULES if rule.applies_to in THINGS and rule.field])
def test_field_is_one_of_the_record(rule):
    assert rule.field in {field.name for field in fields(THINGS[rule.applies_to])}


def test_codes_are_there_only_once():
    assert len({rule.code for rule in RULES}) == len(RULES)


def test_every_installed_edition_knows_the_criteria_of_the_table():
    for scheme in installed().values():
        asked = {one.code for one in scheme.asked_of_champions("silver")}
        assert {rule.criterion for rule in RULES} == asked


def test_every_letter_of_smart_has_something_that_is_needed():
    for smart in Smart:
        assert [r.code for r in RULES if r.smart == smart and r.kind == Kind.MISSING]


def test_only_what_belongs_to_an_action_counts_for_smart():
    of_actions = (AppliesTo.ACTION, AppliesTo.MILESTONE, AppliesTo.MEASURE)
    assert {rule.applies_to for rule in RULES if rule.smart} == set(of_actions)


def test_every_question_that_is_required_has_a_rule():
    """The edition's own list of required questions; none is forgotten."""
    names = {
        "barrier": "name",
        "barrier_people": "people",
        "barrier_action": "action",
        "barrier_how": "how",
        "measure_kind": "kind",
        "measure_name": "name",
        "measure_how": "how",
        "partner_name": "name",
        "partner_kind": "kind",
        "partner_how": "how",
        "milestone": "name",
    }
    needed = {(rule.page.value, rule.field) for rule in RULES if rule.kind == Kind.MISSING}
    for section in edition("birmingham-2026").stage("silver").sections:
        page = section.code.removeprefix("plan.")
        for field in section.fields:
            if field.required:
                name = field.code.removeprefix("plan.")
                assert (page, names.get(name, name)) in needed, field.code


# What is found


def test_good_plan_has_no_gap():
    assert gaps_of(good_record(), on=TODAY) == []


def test_big_plan_has_no_gap():
    assert codes(big_record(actions=100, milestones=30)) == []


def test_empty_plan_asks_for_what_comes_first():
    found = gaps_of(EMPTY, on=TODAY)
    assert [(gap.code, gap.subject) for gap in found] == [
        ("fourc.action", "Co-commissioning"),
        ("fourc.action", "Co-design"),
        ("fourc.action", "Co-delivery"),
        ("fourc.action", "Co-assessment"),
        ("barriers.one", ""),
        ("representation.outside", ""),
        *[("level.involved", level.name) for level in edition(EMPTY.edition).engagement_levels],
        ("alignment.policy", ""),
    ]
    assert missing_of(EMPTY, on=TODAY) == found[:-1]


def test_new_action_has_everything_missing_and_nothing_could_be_stronger():
    record = with_action(good_record(), four_c="fourc.co_commissioning")
    blank = ActionRecord("new", four_c="fourc.co_design", title="Garden")
    found = [
        gap
        for gap in gaps_of(replace(record, actions=(*record.actions, blank)), on=TODAY)
        if gap.about.action == "new"
    ]
    assert [gap.code for gap in found if not gap.is_missing] == ["representation.partner"]
    assert {gap.code for gap in found if gap.is_missing} == {
        rule.code
        for rule in RULES
        if rule.applies_to == AppliesTo.ACTION
        and rule.kind == Kind.MISSING
        and rule.code
        not in {
            *("specific.title", "specific.four_c", "ladder.never_forced", "ladder.why"),
            *("ladder.agreed_already", "realistic.end_after_start"),
        }
    }


def test_gaps_come_in_the_order_of_the_plan():
    record = good_record()
    actions = tuple(replace(a, owner="", description="", ends_on=None) for a in record.actions)
    found = gaps_of(replace(record, actions=actions, barriers=()), on=TODAY)
    three = ["specific.description", "achievable.owner", "time.ends_on"]
    assert [gap.code for gap in found] == three * 4 + ["barriers.one"]
    assert [gap.about.action for gap in found[:-1:3]] == [action.id for action in record.actions]


def test_same_plan_and_day_give_the_same_gaps():
    record = with_action(good_record(), owner="", needs="People want it.", principles=())
    again = record_from(as_json(record))
    assert gaps_of(record, on=TODAY) == gaps_of(again, on=TODAY) != []


def test_sentence_names_the_action_where_the_whole_plan_is_shown():
    record = with_action(good_record(), title="Quiet room", owner="")
    (gap,) = gaps_of(record, on=TODAY)
    assert gap.sentence == "Say who leads it. A role is enough, like SENCo or parent governor."
    assert gap.full == f"Quiet room: s{gap.sentence[1:]}"


def test_things_without_a_name_are_counted():
    record = good_record()
    first, second = record.actions[0].milestones
    record = with_action(
        replace(record, barriers=(record.barriers[0], replace(record.barriers[1], name=""))),
        title="",
        milestones=(first, replace(second, name="")),
    )
    assert [gap.subject for gap in gaps_of(record, on=TODAY)] == [
        "Action 1",
        "Action 1, milestone 2",
        "Barrier 2",
    ]


def test_principles_that_no_action_serves_are_listed():
    actions = tuple(
        replace(
            a, principles=tuple(p for p in a.principles if p not in ("principle.3", "principle.7"))
        )
        for a in good_record().actions
    )
    (gap,) = gaps_of(good_record(actions=actions), on=TODAY)
    assert gap.full == (
        "Look for actions that serve the other principles too: "
        "Treated with transparency and openness, Equal."
    )


@pytest.mark.parametrize("days", [-1, 0, 1])
def test_day_decides_what_is_over_and_what_is_still_to_come(days):
    """Both limits belong to the plan: the last day itself, and an agreement of today."""
    today = TODAY + timedelta(days=days)
    record = with_action(good_record(), agreed_on=TODAY)
    assert ("ladder.agreed_already" in codes(record, today)) == (days < 0)
    ends = good_record().actions[0].ends_on
    assert ("time.not_over" in codes(good_record(), ends + timedelta(days=days))) == (days > 0)


def test_last_day_of_february_is_three_months_after_the_last_of_november():
    step = MilestoneRecord("one", "12 families have met", date(2028, 2, 1))
    record = with_action(good_record(), starts_on=date(2027, 11, 30), milestones=(step,))
    assert codes(with_action(record, ends_on=date(2028, 2, 29))) == []
    assert codes(with_action(record, ends_on=date(2028, 3, 1))) == ["realistic.steps"]


def test_single_day_has_its_milestone_on_that_day():
    day = date(2027, 3, 1)
    step = MilestoneRecord("one", "12 families have met", day)
    assert codes(with_action(good_record(), starts_on=day, ends_on=day, milestones=(step,))) == []


def test_codes_that_the_edition_does_not_know_count_as_no_answer():
    record = with_action(
        good_record(),
        four_c="fourc.other",
        ladder="ladder.other",
        principles=("principle.99",),
        partners=("gone",),
        measures=("gone",),
        in_place="perhaps",
    )
    found = codes(record)
    for code in (
        *("specific.four_c", "ladder.level", "principles.one", "representation.partner"),
        *("measurable.measure", "achievable.in_place"),
    ):
        assert code in found


def test_barrier_whose_action_was_removed_asks_for_another():
    record = good_record()
    barriers = (replace(record.barriers[0], action="gone"), record.barriers[1])
    assert codes(replace(record, barriers=barriers)) == ["barriers.action"]


def test_stand_ins_are_no_answer():
    for text in ("TBC", "tbd.", "to be confirmed", "To do", "-", "…", "???", "\n", "🙂"):
        assert codes(with_action(good_record(), timescale=text)) == ["realistic.reason"]
    for text in ("No", "7", "无", "ਨਹੀਂ", "לא"):
        assert codes(with_action(good_record(), timescale=text)) == []


def test_other_scripts_are_answers_that_nobody_judges_by_english_words():
    urdu = "ہم والدین اور بچوں کے ساتھ مل کر منصوبہ بناتے ہیں"
    words = ("needs", "citizens", "agreed_with", "budget", "review", "description", "owner")
    assert codes(with_action(good_record(), **dict.fromkeys(words, urdu))) == []


def every_text(text: str) -> PlanRecord:
    """A whole plan, with all that people type in words replaced by this."""
    kept = {"id", "four_c", "ladder", "in_place", "kind", "action", "code", "engagement"}

    def retype(item):
        texts = {f.name: text for f in fields(item) if f.type is str and f.name not in kept}
        return replace(item, **texts)

    record = good_record()
    actions = tuple(
        replace(retype(each), milestones=tuple(map(retype, each.milestones)))
        for each in record.actions
    )
    lists = ("barriers", "measures", "partners", "levels", "policies")
    others = {name: tuple(map(retype, getattr(record, name))) for name in lists}
    return replace(record, actions=actions, **others)


@pytest.mark.parametrize(
    "text", ["Something", "We will consider it", "সবাই মিলে", "Razem z rodzicami"]
)
def test_wording_never_stands_in_the_way_of_sending(text):
    assert missing_of(every_text(text), on=TODAY) == []


@each(RULES)
def test_nothing_goes_missing_only_because_time_goes_by(rule):
    record = changed(rule, rule.failing)
    before = missing_of(record, on=TODAY)
    for later in (TODAY + timedelta(days=1), date(2040, 1, 1), date.max):
        assert [gap for gap in missing_of(record, on=later) if gap not in before] == []


def test_length_alone_never_decides():
    """Short and good passes; long and empty does not."""
    assert codes(with_action(good_record(), needs="Pupils told us.")) == []
    long = "It is important and will always be important. " * 60
    assert codes(with_action(good_record(), needs=long)) == ["needs.who_was_asked"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 1_000_000,
        "-" * 1_000_000,
        "children met every week. " * 40_000,
        "consider explore " * 60_000,
        "\u202e\u2066abc\u2069 שלום",
        "👩‍👩‍👧‍👦" * 5_000,
        "${7*7} {{ 7*7 }} <script>alert(1)</script> %s {0}",
        "١٢٣ ²³ ½ Ⅻ",
        "\ud800",
    ],
    ids=["none", "word", "dashes", "real", "vague", "bidi", "emoji", "markup", "digits", "half"],
)
def test_hostile_text_is_judged_and_breaks_nothing(text):
    record = good_record()
    texts = {
        field.name: text
        for field in fields(ActionRecord)
        if field.type is str and field.name != "id"
    }
    assert len(texts) > 15
    hostile = replace(
        with_action(record, **texts),
        barriers=(BarrierRecord("b", text, text, text, text),),
        measures=(MeasureRecord("m", text, text, text, text, text),),
        partners=(PartnerRecord("p", text, text, text),),
        levels=(LevelRecord("level.board", text, text),),
    )
    found = gaps_of(hostile, on=TODAY)
    assert found == gaps_of(hostile, on=TODAY)
    assert missing_of(hostile, on=TODAY)


@pytest.mark.parametrize("day", [date.min, date(2028, 2, 29), date.max])
def test_first_and_last_days_of_the_calendar_break_nothing(day):
    step = MilestoneRecord("one", "12 families have met", day)
    record = with_action(
        good_record(), agreed_on=day, starts_on=day, ends_on=day, milestones=(step,)
    )
    assert isinstance(gaps_of(record, on=TODAY), list)


# How a page shows them


def test_good_plan_is_done_everywhere():
    record = good_record()
    assert {group.state for group in by_criterion(record, [])} == {State.DONE}
    assert {group.state for group in by_four_c(record, [])} == {State.DONE}
    assert {letter.state for letter in smart_of(record.actions[0], [])} == {State.DONE}


def test_criteria_are_those_of_the_edition_and_hold_every_gap_once():
    record = with_action(good_record(policies=()), owner="", budget="", needs="People want it.")
    gaps = gaps_of(record, on=TODAY)
    groups = by_criterion(record, gaps)
    asked = edition(record.edition).asked_of_champions("silver")
    assert [group.asked for group in groups] == list(asked)
    assert sorted(gap.code for group in groups for gap in group.gaps) == sorted(
        gap.code for gap in gaps
    )
    states = {group.asked.code: group.state for group in groups}
    assert states == {
        **dict.fromkeys((one.code for one in asked), State.DONE),
        "silver.actions": State.STRONGER,
        "silver.representation": State.MISSING,
        "silver.resources": State.MISSING,
        "check.alignment": State.STRONGER,
    }


def test_no_criterion_is_done_in_an_empty_plan():
    groups = by_criterion(EMPTY, gaps_of(EMPTY, on=TODAY))
    states = {group.asked.code: group.state for group in groups}
    assert states.pop("check.alignment") == State.STRONGER
    assert set(states.values()) == {State.MISSING}
    assert all(group.gaps for group in groups)


def test_four_cs_hold_the_gaps_of_their_actions():
    record = with_action(good_record(), 1, owner="", budget="Somebody has the money.")
    record = replace(record, actions=record.actions[:3])
    gaps = gaps_of(record, on=TODAY)
    groups = by_four_c(record, gaps)
    assert [group.four_c.name for group in groups] == [
        *("Co-commissioning", "Co-design", "Co-delivery", "Co-assessment")
    ]
    assert [len(group.actions) for group in groups] == [1, 1, 1, 0]
    assert [[gap.code for gap in group.gaps] for group in groups] == [
        [],
        ["achievable.owner", "achievable.budget_sum"],
        [],
        ["fourc.action"],
    ]


def test_smart_of_one_action_counts_its_milestones_and_its_measures():
    record = good_record()
    calm, voice = record.measures
    first, second = record.actions[0].milestones
    record = with_action(
        replace(record, measures=(replace(calm, baseline=""), voice)),
        title="",
        milestones=(replace(first, name="Review"), second),
        measures=(calm.id,),
    )
    gaps = gaps_of(record, on=TODAY)
    letters = smart_of(record.actions[0], gaps)
    assert "".join(letter.initial for letter in letters) == "SMART"
    assert {letter.smart.value: [gap.code for gap in letter.gaps] for letter in letters} == {
        "specific": ["specific.title"],
        "measurable": ["measurable.milestone_seen", "measurable.baseline"],
        "achievable": [],
        "realistic": [],
        "time_scaled": [],
    }
    assert [letter.state for letter in letters] == [
        *(State.MISSING, State.MISSING, State.DONE, State.DONE, State.DONE)
    ]


def test_smart_asks_for_a_measure_where_the_plan_has_none():
    record = good_record(measures=())
    gaps = gaps_of(record, on=TODAY)
    assert [gap.about.page for gap in gaps] == [PlanSection.MEASURES] * 4
    letters = {letter.smart: letter for letter in smart_of(record.actions[2], gaps)}
    assert [gap.code for gap in letters[Smart.MEASURABLE].gaps] == ["measurable.measure"]


def test_every_page_of_the_plan_has_a_rule():
    assert {rule.page for rule in RULES} == {*ActionPart, *PlanSection}
