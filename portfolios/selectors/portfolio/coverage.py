"""What a portfolio covers, and how well: counted from what each piece of evidence is said to show.

It takes a record, so it tells alike of what is being written and of what was sent. Evidence whose consent
is gone covers nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache

from awards.scheme import Scheme, edition
from portfolios.choices import (
    UNNAMED,
    PortfolioSection,
    Strength,
    action_code,
    measure_code,
)
from portfolios.records import ItemRecord, PortfolioRecord
from portfolios.records.coverage import SHAPES, Axis, Line
from portfolios.selectors.portfolio.questions import SECTIONS
from portfolios.selectors.words import answered

__all__ = [
    "SHAPES",
    "Axis",
    "Coverage",
    "Line",
    "articles_of",
    "has_impact",
    "is_shown",
]


def is_shown(item: ItemRecord) -> bool:
    """There is something to look at: a file that was found clean, or a link."""
    return not item.hidden and (bool(item.url) or any(f.state == "clean" for f in item.files))


def has_impact(item: ItemRecord) -> bool:
    """There is, and it is told what changed because of it."""
    return is_shown(item) and answered(item.changed)


def articles_of(item: ItemRecord, scheme: Scheme) -> tuple[str, ...]:
    """The rights that follow from its principles (pack: appendix 1), or the narrower choice of them."""
    rights = _rights_by_principle(scheme.code)
    follow = frozenset[str]().union(*(rights.get(code, ()) for code in item.shows))
    chosen = follow.intersection(item.shows) or follow
    return tuple(a.code for a in scheme.articles if a.code in chosen) if chosen else ()


def _without_rights(item: ItemRecord) -> Iterator[str]:
    """They are only chosen among those that follow."""
    return (code for code in item.shows if not code.startswith("crc."))


@lru_cache(maxsize=16)
def _rights_by_principle(edition_code: str) -> dict[str, frozenset[str]]:
    scheme = edition(edition_code)
    return {p.code: frozenset(a.code for a in scheme.articles_of(p)) for p in scheme.principles}


class Coverage:
    """Everything a portfolio covers, worked out once: pages, the gap check and prints ask it."""

    def __init__(self, record: PortfolioRecord) -> None:
        self.record = record
        self.scheme = edition(record.edition)

    def lines(self, axis: Axis) -> tuple[Line, ...]:
        """What there is to cover along one axis, whether it is covered or not."""
        scheme = self.scheme
        match axis:
            case Axis.CRITERIA:
                return tuple(
                    Line(c.code, c.name, c.name) for c in scheme.criteria_for(self.record.stage)
                )
            case Axis.PRINCIPLES:
                return tuple(Line(p.code, p.name, str(p.number)) for p in scheme.principles)
            case Axis.ARTICLES:
                used = {number for p in scheme.principles for number in p.articles}
                return tuple(
                    Line(a.code, f"Article {a.number}: {a.name}", str(a.number))
                    for a in scheme.articles
                    if a.number in used
                )
            case Axis.FOUR_CS:
                return tuple(Line(c.code, c.name, c.name) for c in scheme.four_cs)
            case Axis.ACTIONS:
                return tuple(
                    Line(action_code(a.id), a.title or UNNAMED, a.title or UNNAMED)
                    for a in self.record.actions
                )
            case Axis.MEASURES:
                return tuple(
                    Line(measure_code(m.id), m.name or UNNAMED, m.name or UNNAMED)
                    for m in self.record.measures
                )
            case Axis.LEVELS:
                return tuple(Line(e.code, e.name, e.name) for e in scheme.engagement_levels)
            case Axis.LAW:
                asks = PortfolioSection.LAW in SECTIONS[self.record.stage]
                laws = [(law.code, law.name) for law in scheme.legislation]
                policies = [(policy.code, policy.name) for policy in scheme.policies]
                both = (*laws, *policies) if asks else ()
                return tuple(Line(code, name, name) for code, name in both)

    def axes(self) -> tuple[Axis, ...]:
        """Those along which this portfolio has anything to cover: Platinum reports on no plan."""
        return tuple(axis for axis in Axis if self.lines(axis))

    @cached_property
    def codes(self) -> tuple[tuple[ItemRecord, frozenset[str]], ...]:
        """Each piece of evidence that may be shown, with all that it shows; rights as they follow."""
        return tuple(
            (item, frozenset((*_without_rights(item), *articles_of(item, self.scheme))))
            for item in self.record.items
            if not item.hidden
        )

    @cached_property
    def _by_code(self) -> dict[str, list[ItemRecord]]:
        found: dict[str, list[ItemRecord]] = defaultdict(list)
        for item, codes in self.codes:
            for code in codes:
                found[code].append(item)
        return found

    def items_of(self, code: str) -> Sequence[ItemRecord]:
        """The evidence behind one code, in the portfolio's order."""
        return self._by_code.get(code, ())

    def strength(self, code: str) -> Strength:
        """Nothing, told, shown, or shown with impact (scheme.md 14, 15)."""
        items = self.items_of(code)
        if any(has_impact(item) for item in items):
            return Strength.IMPACT
        if any(is_shown(item) for item in items):
            return Strength.SHOWN
        return Strength.TOLD if items or code in self._told else Strength.NOTHING

    @cached_property
    def _told(self) -> frozenset[str]:
        """What is told in words: under a question, in the report on the plan, or about a level."""
        record = self.record
        told = [(narrative.code, narrative.text) for narrative in record.narratives]
        told += [(level.code, level.text) for level in record.levels]
        told += [(action_code(action.id), action.text) for action in record.actions]
        told += [(measure_code(measure.id), measure.result) for measure in record.measures]
        return frozenset(code for code, text in told if answered(text))
