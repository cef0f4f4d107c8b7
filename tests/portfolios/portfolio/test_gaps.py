"""The gap check of a portfolio: its table is its tests (scheme.md 2, 12 to 16, 19)."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from awards.scheme import edition, installed
from portfolios.choices import PORTFOLIO_STAGES, PortfolioSection
from portfolios.records import (
    ActionOutcomeRecord,
    ItemRecord,
    LevelRecord,
    MeasureOutcomeRecord,
    NarrativeRecord,
    PortfolioRecord,
    as_json,
    portfolio_from,
)
from portfolios.selectors.gaps import gaps_for
from portfolios.selectors.portfolio.gaps import (
    RULES,
    AppliesTo,
    ItemPage,
    Kind,
    Place,
    State,
    by_criterion,
    by_section,
    gaps_of,
    missing_of,
    rules_by_section,
)
from portfolios.selectors.portfolio.questions import SECTIONS, questions_of
from tests.support.portfolios_good import (
    TODAY,
    empty_portfolio,
    good_portfolio,
    with_item,
)

# A rule under each stage that asks it.
ASKED = [(rule, stage) for rule in RULES for stage in rule.stages]
each = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
each_asked = pytest.mark.parametrize(
    ("rule", "stage"), ASKED, ids=[f"{stage}-{rule.code}" for rule, stage in ASKED]
)
each_stage = pytest.mark.parametrize("stage", PORTFOLIO_STAGES)
# A consent's own fields have other names in the record, or none: what is pictured is one list there.
IN_RECORD = {"given_on": "consent_given_on", "expires_on": "consent_until", "caption": "files"}
IN_RECORD |= {"file": "files", "principles": "shows"}
THINGS = {
    AppliesTo.ITEM: ItemRecord,
    AppliesTo.ACTION: ActionOutcomeRecord,
    AppliesTo.MEASURE: MeasureOutcomeRecord,
    AppliesTo.LEVEL: LevelRecord,
    AppliesTo.QUESTION: NarrativeRecord,
    AppliesTo.CRITERION: NarrativeRecord,
    AppliesTo.PRINCIPLE: NarrativeRecord,
}


def codes(record: PortfolioRecord, on: date = TODAY) -> list[str]:
    return [gap.code for gap in gaps_of(record, on=on)]


# The table


@each_asked
def test_failing_example_has_this_gap_and_no_other_than_it_names(rule, stage):
    found = set(codes(rule.failing.change(good_portfolio(stage))))
    of_stage = {each.code for each in RULES if stage in each.stages}
    assert found == {rule.code, *rule.failing.also} & of_stage
    assert rule.code in found


@each_asked
def test_passing_example_has_no_gap(rule, stage):
    assert codes(rule.passing.change(good_portfolio(stage))) == []


@each
def test_rule_is_whole(rule):
    assert rule.code.replace(".", "").replace("_", "").isalpha()
    assert rule.code == rule.code.lower()
    assert rule.sentence[0].isupper()
    assert rule.sentence[-1] == "."
    assert rule.passing.words
    assert rule.failing.words
    assert rule.passing.words != rule.failing.words
    assert rule.stages


@each
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
    # It goes on after "Minutes of the forum: ", so its first word is no name.
    assert rule.sentence.split()[0].rstrip(",:") not in {"Gold", "Platinum", "Birmingham", "I"}
    assert max(len(part.split()) for part in rule.sentence.split(". ")) <= 20


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES if rule.applies_to in THINGS and rule.field],
    ids=lambda rule: rule.code,
)
def test_field_is_one_of_the_record(rule):
    name = IN_RECORD.get(rule.field, rule.field)
    assert name in {field.name for field in fields(THINGS[rule.applies_to])}


@each
def test_only_evidence_has_a_page_of_its_own(rule):
    assert (rule.page is not None) == (rule.applies_to == AppliesTo.ITEM)
    assert rule.applies_to != AppliesTo.ITEM or rule.section == PortfolioSection.EVIDENCE


def test_every_page_of_evidence_has_a_rule():
    assert {rule.page for rule in RULES if rule.page} == set(ItemPage)


def test_codes_are_there_only_once():
    assert len({rule.code for rule in RULES}) == len(RULES)


@each_asked
def test_every_installed_edition_knows_what_a_rule_is_about(rule, stage):
    for scheme in installed().values():
        if rule.asked:
            assert rule.asked in {one.code for one in scheme.asked_of_champions(stage)}
        if rule.only:
            code = rule.only.replace("{stage}", stage)
            assert code in {question.code for question in questions_of(scheme.code, stage)}


@each_stage
def test_every_part_of_the_stage_has_something_that_is_needed(stage):
    """scheme.md 2 (levels), 12 (evidence), 13 (report), 14 (criteria, with), 15 (impact), 16 (law, sustain)."""
    scheme = edition("birmingham-2026")
    found = {gap.about.section for gap in missing_of(empty_portfolio(stage), on=TODAY)}
    ticked = {PortfolioSection.LAW}
    assert found | ticked == set(SECTIONS[stage]) | ticked
    assert PortfolioSection.LAW not in SECTIONS[stage] or PortfolioSection.LAW in found
    assert scheme.stage(stage).criteria


@each_stage
def test_every_required_question_of_the_stage_is_asked_for(stage):
    """The edition's own list; none is forgotten."""
    record = empty_portfolio(stage)
    asked = {g.about.code for g in missing_of(record, on=TODAY) if g.code == "told.question"}
    assert asked == {
        question.code
        for question in questions_of(record.edition, stage)
        if question.required and not question.is_ticked
    }


def test_rules_are_listed_by_part_and_none_is_forgotten():
    for stage in PORTFOLIO_STAGES:
        listed = [rule for _, rules in rules_by_section(stage) for rule in rules]
        assert sorted(rule.code for rule in listed) == sorted(
            rule.code for rule in RULES if stage in rule.stages
        )


# What is found


@each_stage
def test_good_portfolio_has_no_gap(stage):
    assert gaps_of(good_portfolio(stage), on=TODAY) == []


@each_stage
def test_gaps_come_in_the_order_of_the_task_list(stage):
    found = [gap.about.section for gap in gaps_of(empty_portfolio(stage), on=TODAY)]
    order = SECTIONS[stage]
    assert found == sorted(found, key=order.index)


@each_stage
def test_same_portfolio_and_day_give_the_same_gaps(stage):
    record = with_item(good_portfolio(stage), who="", changed="", kind="")
    again = portfolio_from(as_json(record))
    assert gaps_of(record, on=TODAY) == gaps_of(again, on=TODAY) != []


def test_hidden_evidence_is_judged_by_nobody_and_shows_nothing():
    record = good_portfolio()
    gone = tuple(ItemRecord(item.id, item.title, hidden=True) for item in record.items)
    found = codes(replace(record, items=gone))
    assert "evidence.some" in found
    assert not [code for code in found if code.startswith("consent.")]
    assert found.count("shown.criterion") == 5


def test_file_that_is_still_being_checked_is_on_its_way():
    record = good_portfolio()
    head = record.items[0]
    waiting = tuple(replace(file, state="quarantined") for file in head.files)
    assert "evidence.something" not in codes(with_item(record, files=waiting))


def test_law_that_was_not_ticked_is_not_asked_for():
    record = good_portfolio("platinum")
    rows = tuple(
        replace(row, applies="", text="") if row.code == "law.care_act" else row
        for row in record.narratives
    )
    items = tuple(
        replace(item, shows=tuple(code for code in item.shows if code != "law.care_act"))
        for item in record.items
    )
    assert codes(replace(record, narratives=rows, items=items)) == []


def test_action_that_was_dropped_needs_its_reason_and_no_evidence():
    record = good_portfolio()
    head, *rest = record.actions
    dropped = replace(head, state="dropped", done_on=None, why="The builder closed down.")
    items = tuple(
        replace(item, shows=tuple(c for c in item.shows if c != f"action:{head.id}"))
        for item in record.items
    )
    record = replace(record, actions=(dropped, *rest), items=items)
    assert codes(record) == []
    assert codes(replace(record, actions=(replace(dropped, why=""), *rest))) == [
        "report.action_why"
    ]


@pytest.mark.parametrize(("days", "found"), [(59, True), (60, True), (61, False), (0, True)])
def test_consent_that_ends_soon_is_told_in_time(days, found):
    record = with_item(good_portfolio(), consent_until=TODAY + timedelta(days=days))
    assert ("consent.ends_soon" in codes(record)) == found


@pytest.mark.parametrize(("days", "found"), [(365, False), (366, True)])
def test_evidence_is_recent_for_a_year(days, found):
    newest = max(item.happened_on for item in good_portfolio().items)
    assert ("variety.recent" in codes(good_portfolio(), newest + timedelta(days=days))) == found


def test_levels_that_are_only_planned_need_no_evidence():
    record = good_portfolio()
    items = tuple(
        replace(item, shows=tuple(c for c in item.shows if c != "level.board"))
        for item in record.items
    )
    levels = tuple(
        replace(level, engagement="planned") if level.code == "level.board" else level
        for level in record.levels
    )
    assert codes(replace(record, items=items)) == ["levels.shown"]
    assert codes(replace(record, items=items, levels=levels)) == []


def test_criterion_that_nothing_of_gold_carries_needs_nothing_new():
    record = good_portfolio("platinum")
    items = tuple(replace(item, shows=(*item.shows, "gold.voice")) for item in record.items)
    assert codes(replace(record, items=items)) == []


def test_other_scripts_are_answers_that_nobody_judges_by_english_words():
    urdu = "ہم والدین اور بچوں کے ساتھ مل کر منصوبہ بناتے ہیں"
    for stage in PORTFOLIO_STAGES:
        record = good_portfolio(stage)
        rows = tuple(
            replace(row, text=f"{urdu} {number * 'ہ'}")
            for number, row in enumerate(record.narratives)
        )
        assert codes(replace(record, narratives=rows)) == []


def every_text(stage: str, text: str) -> PortfolioRecord:
    """A whole portfolio in which everything that people type reads the same."""
    record = good_portfolio(stage)
    items = tuple(
        replace(
            item, title=text, about=text, who=text, changed=text, ladder_said=text, holder=text,
            files=tuple(replace(file, caption=text) for file in item.files),
        )
        for item in record.items
    )  # fmt: skip
    return replace(
        record,
        items=items,
        narratives=tuple(replace(n, text=text, before=text, after=text) for n in record.narratives),
        actions=tuple(replace(a, title=text, text=text, why=text) for a in record.actions),
        measures=tuple(replace(m, name=text, result=text, why=text) for m in record.measures),
        levels=tuple(replace(level, text=text) for level in record.levels),
    )


@each_stage
@pytest.mark.parametrize(
    "text", ["Something", "We will consider it", "সবাই মিলে", "Razem z rodzicami"]
)
def test_wording_never_stands_in_the_way_of_sending(stage, text):
    assert missing_of(every_text(stage, text), on=TODAY) == []


@each_stage
@pytest.mark.parametrize(
    "text",
    [
        "",
        "a" * 200_000,
        "children met every week. " * 8_000,
        "consider explore " * 12_000,
        "\u202e\u2066abc\u2069 שלום",
        "${7*7} {{ 7*7 }} <script>alert(1)</script> %s {0}",
        "\ud800",
    ],
    ids=["none", "word", "real", "vague", "bidi", "markup", "half"],
)
def test_hostile_text_is_judged_and_breaks_nothing(stage, text):
    record = every_text(stage, text)
    assert gaps_of(record, on=TODAY) == gaps_of(record, on=TODAY)


def test_codes_that_the_edition_does_not_know_count_as_nothing():
    record = good_portfolio()
    items = tuple(
        replace(item, shows=("gold.other", "principle.99", "crc.999")) for item in record.items
    )
    found = codes(replace(record, items=items))
    assert found.count("shown.criterion") == 5
    assert found.count("shown.principle") == 8


@each_asked
def test_nothing_goes_missing_only_because_time_goes_by(rule, stage):
    record = rule.failing.change(good_portfolio(stage))
    before = missing_of(record, on=TODAY)
    for later in (TODAY + timedelta(days=1), date(2040, 1, 1), date.max):
        assert [gap for gap in missing_of(record, on=later) if gap not in before] == []


def test_sentence_names_what_it_is_about_where_all_is_shown():
    (gap,) = gaps_of(with_item(good_portfolio(), who=""), on=TODAY)
    assert gap.sentence == "Say who was involved."
    assert gap.full == "Photographs of the garden: say who was involved."


def test_things_without_a_name_are_told_apart():
    record = with_item(good_portfolio(), 1, title="")
    head, *rest = record.actions
    record = replace(record, actions=(replace(head, title="", text=""), *rest))
    assert [gap.subject for gap in gaps_of(record, on=TODAY)] == ["Evidence 2", "No name yet"]


# How pages show them


def test_gaps_of_one_page_have_what_is_missing_first():
    record = with_item(good_portfolio(), changed="", who="")
    found = gaps_for(
        gaps_of(record, on=TODAY), Place(PortfolioSection.EVIDENCE, item=record.items[0].id)
    )
    assert [gap.code for gap in found] == ["evidence.who", "evidence.changed"]
    elsewhere = Place(PortfolioSection.EVIDENCE, item=record.items[1].id)
    assert gaps_for(gaps_of(record, on=TODAY), elsewhere) == []


@each_stage
def test_good_portfolio_is_done_everywhere(stage):
    record = good_portfolio(stage)
    assert {group.state for group in by_criterion(record, [])} == {State.DONE}
    assert {group.state for group in by_section(record, [])} == {State.DONE}


@each_stage
def test_every_gap_stands_under_one_criterion_and_in_one_part(stage):
    record = empty_portfolio(stage)
    broken = with_item(good_portfolio(stage), kind="", changed="", shows=("principle.1",))
    examples = [r.failing.change(good_portfolio(stage)) for r in RULES if stage in r.stages]
    for each_record in (record, broken, *examples):
        gaps = gaps_of(each_record, on=TODAY)
        expected = sorted(gap.full for gap in gaps)
        for groups in (by_criterion(each_record, gaps), by_section(each_record, gaps)):
            assert sorted(gap.full for group in groups for gap in group.gaps) == expected


@each_stage
def test_criteria_are_those_of_the_edition(stage):
    record = good_portfolio(stage)
    asked = edition(record.edition).asked_of_champions(stage)
    assert [group.asked for group in by_criterion(record, [])] == list(asked)


@each_stage
def test_no_criterion_is_done_in_an_empty_portfolio(stage):
    record = empty_portfolio(stage)
    groups = by_criterion(record, gaps_of(record, on=TODAY))
    states = {group.asked.code: group.state for group in groups}
    assert State.DONE not in states.values()
    only_hints = {code for code, state in states.items() if state != State.MISSING}
    assert (
        only_hints
        == {
            "gold": {"check.alignment"},
            "platinum": {"check.alignment", "check.impact"},
        }[stage]
    )


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        ("gold", {"gold.training": State.MISSING, "check.genuine": State.STRONGER}),
        ("platinum", {"platinum.training": State.MISSING, "check.genuine": State.STRONGER}),
    ],
)
def test_state_of_a_group_is_that_of_its_worst_gap(stage, expected):
    record = with_item(good_portfolio(stage), changed="")
    rows = tuple(
        replace(row, text="") if row.code.endswith(".training") else row
        for row in record.narratives
    )
    record = replace(record, narratives=rows)
    groups = by_criterion(record, gaps_of(record, on=TODAY))
    states = {group.asked.code: group.state for group in groups}
    assert states == dict.fromkeys(states, State.DONE) | expected


def test_counts_of_the_table():
    """What the page of rules says, and the documentation."""
    counts = {
        stage: tuple(
            sum(rule.kind == kind for rule in RULES if stage in rule.stages) for kind in Kind
        )
        for stage in PORTFOLIO_STAGES
    }
    assert counts == {"gold": (22, 29), "platinum": (17, 29)}
