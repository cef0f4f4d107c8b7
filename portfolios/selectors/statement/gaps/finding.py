"""Goes through a statement with the table of rules: the same statement and day always give the same gaps."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from portfolios.choices import UNNAMED, StatementSection
from portfolios.records import StatementRecord
from portfolios.selectors.statement.gaps import affirming, whole
from portfolios.selectors.statement.gaps.rule import AppliesTo, Around, Gap, Place, Rule

RULES: tuple[Rule, ...] = (*affirming.RULES, *whole.RULES)


def gaps_of(record: StatementRecord, *, on: date, signed: bool) -> list[Gap]:
    """Everything that is missing or could be stronger, in the order of the task list."""
    around = Around(record, on, signed)
    found = [*_whole(around), *_criteria(around), *_items(around)]
    order = list(StatementSection)
    return sorted(found, key=lambda gap: order.index(gap.about.section))


def missing_of(record: StatementRecord, *, on: date, signed: bool) -> list[Gap]:
    """What stands in the way of sending the statement."""
    return [gap for gap in gaps_of(record, on=on, signed=signed) if gap.is_missing]


def _whole(around: Around) -> Iterator[Gap]:
    for rule in _unmet(AppliesTo.STATEMENT, around, around.record):
        yield Gap(rule, rule.sentence, Place(rule.section, field=rule.field))


def _criteria(around: Around) -> Iterator[Gap]:
    names = {c.code: c.name for c in around.scheme.criteria_for(around.record.portfolio.stage)}
    for each in around.record.affirmations:
        name = names.get(each.code, each.code)
        for rule in _unmet(AppliesTo.CRITERION, around, each):
            yield Gap(rule, rule.sentence, Place(rule.section, each.code, field=rule.field), name)
        for chosen in each.items:
            for rule in _unmet(AppliesTo.PIECE, around, chosen):
                item = around.shown.get(chosen.id)
                title = (item.title if item else "") or UNNAMED
                place = Place(rule.section, each.code, chosen.id, rule.field)
                quoted = f"“{title}”"
                yield Gap(rule, rule.sentence, place, f"{name}, {quoted}", quoted)


def _items(around: Around) -> Iterator[Gap]:
    for item in around.record.portfolio.items:
        for rule in _unmet(AppliesTo.ITEM, around, item):
            place = Place(rule.section, item=item.id, field=rule.field)
            yield Gap(rule, rule.sentence, place, item.title or UNNAMED)


def _unmet(thing: AppliesTo, around: Around, item: Any) -> Iterator[Rule]:
    return (rule for rule in RULES if rule.applies_to == thing and not rule.met(around, item))
