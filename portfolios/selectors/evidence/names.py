"""What evidence can show, each with the name people know it by: for lists to choose from and to read."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from awards.models import Organisation
from awards.scheme import Legislation, Policy, Scheme
from portfolios.choices import PORTFOLIO_STAGES, UNNAMED, action_code, measure_code
from portfolios.models import Action, Measure
from portfolios.records import ItemRecord
from portfolios.selectors.portfolio.coverage import articles_of
from portfolios.selectors.portfolio.reading import approved_plan

RIGHTS = "The rights of the child"
PRINCIPLES = "The principles"


@dataclass(frozen=True)
class Group:
    title: str
    # Code and name.
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Names:
    scheme: Scheme
    groups: tuple[Group, ...]

    @cached_property
    def _all(self) -> dict[str, str]:
        return {code: name for group in self.groups for code, name in group.items}

    def knows(self, code: str) -> bool:
        return code in self._all

    def of(self, code: str) -> str:
        return self._all[code]

    def shown_by(self, record: ItemRecord) -> list[tuple[str, list[str]]]:
        """Everything a piece shows, by group. The rights are those that follow from its principles."""
        codes = {code for code in record.shows if not code.startswith("crc.")}
        codes.update(articles_of(record, self.scheme))
        found = [
            (group.title, [name for code, name in group.items if code in codes])
            for group in self.groups
        ]
        return [(title, names) for title, names in found if names]

    def in_short(self, shows: Iterable[str]) -> str:
        """For one line of a list: criteria by name, principles by number, else how many things."""
        codes = frozenset(shows)
        criteria = [
            criterion.name
            for stage in PORTFOLIO_STAGES
            for criterion in self.scheme.criteria_for(stage)
            if criterion.code in codes
        ]
        numbers = [str(p.number) for p in self.scheme.principles if p.code in codes]
        parts = list(dict.fromkeys(criteria))
        if numbers:
            parts.append(f"principle{'s' if len(numbers) > 1 else ''} {', '.join(numbers)}")
        if not parts:
            parts = [self._all[code] for code in self._all if code in codes][:3]
        return ", ".join(parts)


def names_for(organisation: Organisation, scheme: Scheme) -> Names:
    """Three queries: the approved plan, its actions and its measures."""
    used = {number for principle in scheme.principles for number in principle.articles}
    laws: list[Legislation | Policy] = [*scheme.legislation, *scheme.policies]
    groups = [
        *(
            Group(
                f"{scheme.stage(stage).name}: what you need to show",
                tuple((c.code, c.name) for c in scheme.criteria_for(stage)),
            )
            for stage in PORTFOLIO_STAGES
        ),
        Group(PRINCIPLES, tuple((p.code, f"{p.number}. {p.name}") for p in scheme.principles)),
        Group(
            RIGHTS,
            tuple(
                (a.code, f"Article {a.number}: {a.name}")
                for a in scheme.articles
                if a.number in used
            ),
        ),
        Group("The 4Cs", tuple((c.code, c.name) for c in scheme.four_cs)),
        *_of_plan(organisation),
        Group("Who took part", tuple((e.code, e.name) for e in scheme.engagement_levels)),
        Group("The law and the city’s plans", tuple((each.code, each.name) for each in laws)),
        Group("Quality standards", tuple((s.code, s.name) for s in scheme.standards)),
    ]
    return Names(scheme, tuple(group for group in groups if group.items))


def _of_plan(organisation: Organisation) -> list[Group]:
    plan = approved_plan(organisation)
    if plan is None:
        return []
    actions = Action.objects.filter(application=plan)
    measures = Measure.objects.filter(application=plan)
    return [
        Group(
            "Actions of your plan",
            tuple((action_code(row.uuid), row.title or UNNAMED) for row in actions),
        ),
        Group(
            "Measures of your plan",
            tuple((measure_code(row.uuid), row.name or UNNAMED) for row in measures),
        ),
    ]
