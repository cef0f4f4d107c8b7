"""Each criterion, a year on: what is said of it, and what shows it (scheme.md 22)."""

from datetime import date, timedelta

from foundation.dates import months_later
from portfolios.choices import Affirmed, StatementSection
from portfolios.records import AffirmationRecord, AffirmedItemRecord, ItemRecord
from portfolios.selectors.gaps import Kind
from portfolios.selectors.portfolio.gaps import RULES as RULES_OF_PORTFOLIO
from portfolios.selectors.portfolio.gaps import AppliesTo as OfPortfolio
from portfolios.selectors.statement.gaps.changing import (
    affirmed,
    as_it_is,
    everything_old,
    first_item,
    first_piece,
    nothing_new,
    only_carried,
)
from portfolios.selectors.statement.gaps.rule import AppliesTo, Around, Example, Rule
from portfolios.selectors.words import answered

CRITERIA = StatementSection.CRITERIA
_OF_ITEMS = tuple(
    rule
    for rule in RULES_OF_PORTFOLIO
    if rule.applies_to == OfPortfolio.ITEM and rule.kind == Kind.MISSING
)


def says_how_it_is(around: Around, each: AffirmationRecord) -> bool:
    return bool(each.state)


def _departs(each: AffirmationRecord) -> bool:
    return bool(each.state) and Affirmed(each.state).departs


def says_what_is_new(around: Around, each: AffirmationRecord) -> bool:
    return _departs(each) or answered(each.text)


def says_what_instead(around: Around, each: AffirmationRecord) -> bool:
    return not _departs(each) or answered(each.text)


def is_shown(around: Around, each: AffirmationRecord) -> bool:
    return any(chosen.id in around.shown for chosen in each.items)


def has_something_new(around: Around, each: AffirmationRecord) -> bool:
    """Waits until there is something at all."""
    shown = [chosen for chosen in each.items if chosen.id in around.shown]
    return not shown or any(not chosen.carried for chosen in shown)


def is_fresh(around: Around, each: AffirmationRecord) -> bool:
    """Its newest evidence is from the months that the edition asks for before a panel stays away."""
    days = [
        item.happened_on
        for chosen in each.items
        if (item := around.shown.get(chosen.id)) is not None and item.happened_on is not None
    ]
    return not days or months_later(max(days), _months(around)) >= around.on


def _months(around: Around) -> int:
    return around.scheme.renewal.visit.evidence_months


def was_checked(around: Around, each: AffirmedItemRecord) -> bool:
    """What nobody may see needs no check: it is not sent."""
    return not each.carried or each.id not in around.shown or each.still_true_on is not None


def was_checked_since(around: Around, each: AffirmedItemRecord) -> bool:
    day, awarded = each.still_true_on, around.record.renews_awarded_on
    if day is None:
        return True
    return day <= around.on and (awarded is None or day >= awarded)


def is_finished(around: Around, item: ItemRecord) -> bool:
    """As a piece of evidence of a portfolio has to be."""
    return item.hidden or all(rule.met(around.of_portfolio, item) for rule in _OF_ITEMS)


def has_anything_new(around: Around, each: object) -> bool:
    """Waits until there is evidence."""
    chosen = [c for a in around.record.affirmations for c in a.items if c.id in around.shown]
    return not chosen or any(not each.carried for each in chosen)


RULES = (
    Rule(
        code="affirm.state",
        kind=Kind.MISSING,
        sentence="Say how it is today.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="state",
        met=says_how_it_is,
        passing=Example("“Still true” is chosen.", affirmed(state="true")),
        failing=Example("Nothing is chosen yet.", affirmed(state="")),
    ),
    Rule(
        code="affirm.new",
        kind=Kind.MISSING,
        sentence="Say what is new. If nothing is, say why.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="text",
        met=says_what_is_new,
        passing=Example("“Two more year groups have joined the forum.”", as_it_is),
        failing=Example(
            "“Still true” is chosen, and nothing is written.", affirmed(state="true", text="")
        ),
    ),
    Rule(
        code="affirm.instead",
        kind=Kind.MISSING,
        sentence="Say what you do instead, and who decided that with you.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="text",
        met=says_what_instead,
        passing=Example(
            "“The forum became a monthly breakfast. The parents asked for it.”",
            affirmed(
                state="changed", text="The forum became a breakfast. The parents asked for it."
            ),
        ),
        failing=Example(
            "“Changed” is chosen, and nothing is written.", affirmed(state="changed", text="")
        ),
    ),
    Rule(
        code="affirm.evidence",
        kind=Kind.MISSING,
        sentence="Choose at least one piece of evidence that may be shown.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="evidence",
        met=is_shown,
        passing=Example("One piece is chosen, with consent.", as_it_is),
        failing=Example("Nothing is chosen.", affirmed(items=())),
    ),
    Rule(
        code="affirm.checked",
        kind=Kind.MISSING,
        sentence="Say if it is still true and when you checked, or take it out.",
        applies_to=AppliesTo.PIECE,
        section=CRITERIA,
        field="piece",
        met=was_checked,
        passing=Example("“Still true”, checked on 8 November 2027", as_it_is),
        failing=Example("Nobody has looked at it again.", first_piece(still_true_on=None)),
    ),
    Rule(
        code="affirm.checked_since",
        kind=Kind.MISSING,
        sentence="Check it again: the day lies before your award, or has not come yet.",
        applies_to=AppliesTo.PIECE,
        section=CRITERIA,
        field="checked_on",
        met=was_checked_since,
        passing=Example("It was checked after the award was given.", as_it_is),
        failing=Example(
            "It was checked before the award was given.",
            first_piece(still_true_on=date(2026, 11, 2) - timedelta(days=365)),
        ),
    ),
    Rule(
        code="affirm.finished",
        kind=Kind.MISSING,
        sentence="Finish this piece of evidence: something about it is still missing.",
        applies_to=AppliesTo.ITEM,
        section=CRITERIA,
        field="",
        met=is_finished,
        passing=Example("It says what it is, when it was, and who is in it.", as_it_is),
        failing=Example("Nobody has said who is in it.", first_item(shows_people="")),
    ),
    Rule(
        code="affirm.new_evidence",
        kind=Kind.STRONGER,
        sentence="Add something new that shows it.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="evidence",
        met=has_something_new,
        passing=Example("Minutes of this year’s forum are there, too.", as_it_is),
        failing=Example("All that shows it was there last time.", only_carried),
    ),
    Rule(
        code="affirm.fresh",
        kind=Kind.STRONGER,
        sentence="Add evidence from the last year. Older evidence is one of the reasons for a visit.",
        applies_to=AppliesTo.CRITERION,
        section=CRITERIA,
        field="evidence",
        met=is_fresh,
        passing=Example("Its newest evidence is from last spring.", as_it_is),
        failing=Example("Its newest evidence is two years old.", everything_old(2)),
    ),
    Rule(
        code="whole.new_evidence",
        kind=Kind.STRONGER,
        sentence="Add something new: all of your evidence was there last time.",
        applies_to=AppliesTo.STATEMENT,
        section=CRITERIA,
        field="",
        met=has_anything_new,
        passing=Example("At least one piece is new.", only_carried, also=("affirm.new_evidence",)),
        failing=Example("Nothing is new.", nothing_new, also=("affirm.new_evidence",)),
    ),
)
