"""How the examples of the rules change a good statement: for the tests, and for nothing else."""

from dataclasses import replace
from typing import Any

from portfolios.records import AffirmationRecord, AffirmedItemRecord, StatementRecord
from portfolios.selectors.statement.gaps.rule import Change


def as_it_is(record: StatementRecord) -> StatementRecord:
    """A good statement passes as it stands."""
    return record


def told(**change: Any) -> Change:
    """Change who made it, or what they changed."""
    return lambda record: replace(record, **change)


def affirmed(**change: Any) -> Change:
    """Change what is said of the first criterion."""
    return lambda record: _first(record, replace(record.affirmations[0], **change))


def first_piece(**change: Any) -> Change:
    """Change the first piece under the first criterion; it was carried over."""

    def changed(record: StatementRecord) -> StatementRecord:
        head, *rest = record.affirmations[0].items
        return _first(
            record, replace(record.affirmations[0], items=(replace(head, **change), *rest))
        )

    return changed


def first_item(**change: Any) -> Change:
    """Change the first piece of evidence itself."""

    def changed(record: StatementRecord) -> StatementRecord:
        head, *rest = record.portfolio.items
        items = (replace(head, **change), *rest)
        return replace(record, portfolio=replace(record.portfolio, items=items))

    return changed


def only_carried(record: StatementRecord) -> StatementRecord:
    """The first criterion is shown by what was carried over, and by nothing new."""
    first = record.affirmations[0]
    return _first(record, replace(first, items=_carried(first.items)))


def nothing_new(record: StatementRecord) -> StatementRecord:
    """None of them is shown by anything new."""
    rows = tuple(replace(each, items=_carried(each.items)) for each in record.affirmations)
    return replace(record, affirmations=rows)


def everything_old(years: int) -> Change:
    """All evidence is so much older."""

    def changed(record: StatementRecord) -> StatementRecord:
        items = tuple(
            replace(item, happened_on=item.happened_on.replace(year=item.happened_on.year - years))
            if item.happened_on
            else item
            for item in record.portfolio.items
        )
        return replace(record, portfolio=replace(record.portfolio, items=items))

    return changed


def _carried(items: tuple[AffirmedItemRecord, ...]) -> tuple[AffirmedItemRecord, ...]:
    return tuple(each for each in items if each.carried)


def _first(record: StatementRecord, head: AffirmationRecord) -> StatementRecord:
    return replace(record, affirmations=(head, *record.affirmations[1:]))
