"""What the page of one piece of evidence offers to tick: as the edition and the approved plan have it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from awards.choices import OPEN_STATUSES
from awards.models import Application, Organisation
from awards.scheme import Principle, Scheme, Section
from portfolios.choices import UNNAMED, action_code, measure_code
from portfolios.models import Action, Measure
from portfolios.selectors.portfolio.reading import approved_plan

GOLD, PLATINUM = "gold", "platinum"
Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Offered:
    """Codes with their names. What lies outside, such as the tags of another stage, is left alone."""

    scheme: Scheme
    # The stage that is worked for comes first.
    stages: tuple[str, ...]
    actions: Choices = ()
    measures: Choices = ()

    def criteria(self, stage: str) -> Choices:
        return tuple((c.code, c.name) for c in self.scheme.criteria_for(stage))

    @cached_property
    def law(self) -> Choices:
        """For Platinum alone (scheme.md 16)."""
        if PLATINUM not in self.stages:
            return ()
        laws = [(each.code, each.name) for each in self.scheme.legislation]
        return (*laws, *((each.code, each.name) for each in self.scheme.policies))

    def articles(self, principles: Iterable[str]) -> tuple[str, ...]:
        """The rights that follow from these principles, each once, in the order of the convention."""
        ticked = frozenset(principles)
        chosen: list[Principle] = [p for p in self.scheme.principles if p.code in ticked]
        follow = {article.code for p in chosen for article in self.scheme.articles_of(p)}
        return tuple(a.code for a in self.scheme.articles if a.code in follow)

    @cached_property
    def codes(self) -> frozenset[str]:
        """Everything that saving the page answers; rights always, as they go with the principles."""
        scheme = self.scheme
        listed = (self.actions, self.measures, self.law, *(self.criteria(s) for s in self.stages))
        return frozenset(
            {code for group in listed for code, _ in group}
            | {p.code for p in scheme.principles}
            | {a.code for a in scheme.articles}
            | {c.code for c in scheme.four_cs}
            | {e.code for e in scheme.engagement_levels}
        )


def offered_for(organisation: Organisation, scheme: Scheme) -> Offered:
    """At most five queries."""
    plan = approved_plan(organisation)
    actions: Choices = ()
    measures: Choices = ()
    if plan is not None:
        rows = Action.objects.filter(application=plan)
        actions = tuple((action_code(row.uuid), row.title or UNNAMED) for row in rows)
        found = Measure.objects.filter(application=plan)
        measures = tuple((measure_code(row.uuid), row.name or UNNAMED) for row in found)
    return Offered(scheme, _stages_of(organisation), actions, measures)


def _stages_of(organisation: Organisation) -> tuple[str, ...]:
    """Gold until it is held; then Platinum before it, as Gold goes on being renewed (scheme.md 22)."""
    held = organisation.awards.standing().filter(stage=GOLD).exists()
    begun = Application.objects.filter(
        organisation=organisation, stage=PLATINUM, status__in=OPEN_STATUSES
    )
    return (PLATINUM, GOLD) if held or begun.exists() else (GOLD,)


def words_of_page(scheme: Scheme, page: str) -> Section:
    """The title and the introduction of one page of a piece of evidence, such as `consent`."""
    return next(s for s in scheme.stage(GOLD).sections if s.code == f"evidence.{page}")
