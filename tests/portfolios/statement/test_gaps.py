"""The gap check of a statement: every rule with its two examples (scheme.md 22)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portfolios.records import StatementRecord
from portfolios.selectors.statement.gaps import RULES, Kind, address, gaps_of, missing_of
from portfolios.selectors.statement.gaps.changing import first_item, first_piece
from tests.support.portfolios_good import empty_portfolio, id_of
from tests.support.statements_good import TODAY, good_statement

STAGES = ("gold", "platinum")
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
both_stages = pytest.mark.parametrize("stage", STAGES)


def codes(record, *, signed=True, on=TODAY):
    return [gap.code for gap in gaps_of(record, on=on, signed=signed)]


@both_stages
def test_good_statement_has_no_gap(stage):
    assert codes(good_statement(stage)) == []


@both_stages
@every_rule
def test_passing_example_passes(rule, stage):
    example = rule.passing
    found = codes(example.change(good_statement(stage)), signed=example.signed)
    assert rule.code not in found
    assert set(found) == set(example.also)


@both_stages
@every_rule
def test_failing_example_fails_in_this_alone(rule, stage):
    example = rule.failing
    found = codes(example.change(good_statement(stage)), signed=example.signed)
    assert set(found) == {rule.code, *example.also}


def test_codes_are_never_used_twice():
    assert len({rule.code for rule in RULES}) == len(RULES)


@every_rule
def test_sentence_says_what_to_do(rule):
    assert rule.sentence.endswith(".")
    assert "fail" not in rule.sentence.lower()


@both_stages
def test_empty_statement_lacks_what_is_needed_and_nothing_else(stage):
    good = good_statement(stage)
    empty = StatementRecord(
        portfolio=empty_portfolio(stage),
        affirmations=tuple(replace(a, state="", text="", items=()) for a in good.affirmations),
    )
    missing = {gap.code for gap in missing_of(empty, on=TODAY, signed=False)}
    assert missing == {
        "affirm.state",
        "affirm.new",
        "affirm.evidence",
        "together.who",
        "together.how",
        "sign.signed",
    }
    assert all(gap.is_missing for gap in gaps_of(empty, on=TODAY, signed=False)), (
        "what could be stronger waits until there is something"
    )


def test_hidden_piece_shows_nothing_and_asks_nothing():
    good = good_statement()
    hidden = replace(
        good,
        portfolio=replace(
            good.portfolio, items=tuple(replace(i, hidden=True) for i in good.portfolio.items)
        ),
    )
    assert set(codes(hidden)) == {"affirm.evidence"}


def test_day_to_come_is_no_check():
    changed = first_piece(still_true_on=TODAY + timedelta(days=1))(good_statement())
    assert codes(changed) == ["affirm.checked_since"]


def test_first_day_of_the_award_is_a_check():
    good = good_statement()
    assert codes(first_piece(still_true_on=good.renews_awarded_on)(good)) == []


def test_old_evidence_is_stronger_when_it_is_new_on_the_very_day():
    """Its months end with that day of the month."""
    good = good_statement()
    piece = good.portfolio.items[1]
    day = TODAY.replace(year=TODAY.year - 1)
    items = tuple(replace(i, happened_on=day) for i in good.portfolio.items)
    assert codes(replace(good, portfolio=replace(good.portfolio, items=items))) == []
    older = tuple(replace(i, happened_on=day - timedelta(days=1)) for i in items)
    assert set(codes(replace(good, portfolio=replace(good.portfolio, items=older)))) == {
        "affirm.fresh"
    }
    assert piece.happened_on != day


def test_nothing_goes_missing_because_time_goes_by():
    assert missing_of(good_statement(), on=TODAY.replace(year=2029), signed=True) == []


@pytest.mark.parametrize(
    ("code", "end"),
    [
        ("affirm.state", "/statement/criteria/gold.voice/#id_state_0"),
        ("affirm.new", "/statement/criteria/gold.voice/#id_text"),
        ("affirm.evidence", "/statement/criteria/gold.voice/#shown-title"),
        ("affirm.checked_since", "/statement/criteria/gold.voice/#id_checked_on_0"),
        ("together.who", "/statement/together/#id_who"),
        ("sign.signed", "/statement/sign/"),
    ],
)
def test_each_gap_leads_to_its_field(code, end):
    rule = next(rule for rule in RULES if rule.code == code)
    record = rule.failing.change(good_statement())
    found = gaps_of(record, on=TODAY, signed=rule.failing.signed)
    gap = next(gap for gap in found if gap.code == code)
    assert address(gap, id_of("application")).endswith(end)


def test_piece_that_is_not_finished_leads_to_its_own_page():
    record = first_item(title="")(good_statement())
    (gap,) = gaps_of(record, on=TODAY, signed=True)
    assert gap.code == "affirm.finished"
    assert gap.rule.kind == Kind.MISSING
    assert address(gap, id_of("application")) == f"/evidence/{record.portfolio.items[0].id}/"
