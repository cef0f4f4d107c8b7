"""A delivery plan as plain values: what is checked, printed, drawn, compared and kept.

A record is read from the rows (`portfolios.selectors.plan.reading`) or from what was sent
(`record_from`). Everything that judges or shows a plan takes a record, so it works alike on the plan
as it stands and as it was. Ids are those of the rows, as text.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MilestoneRecord:
    id: str
    name: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActionRecord:
    """One action under one of the 4Cs (scheme.md 9)."""

    id: str
    # A code of the edition: `fourc.co_design`.
    four_c: str = ""
    title: str = ""
    description: str = ""
    improvement: str = ""
    needs: str = ""
    agencies: str = ""
    citizens: str = ""
    # Ids of partners in the plan's own list.
    partners: tuple[str, ...] = ()
    owner: str = ""
    # Codes of the edition: `principle.2`.
    principles: tuple[str, ...] = ()
    # A code of the edition: `ladder.co_production`.
    ladder: str = ""
    agreed_with: str = ""
    agreed_on: date | None = None
    ladder_why: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    timescale: str = ""
    budget: str = ""
    resources: str = ""
    incentives: str = ""
    # `yes`, `not_yet` or nothing yet.
    in_place: str = ""
    in_place_note: str = ""
    # Ids of measures in the plan's own list.
    measures: tuple[str, ...] = ()
    review: str = ""
    # In the order of their dates; those without one come last.
    milestones: tuple[MilestoneRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class BarrierRecord:
    """What stops people from taking part, and the action that answers it."""

    id: str
    name: str = ""
    people: str = ""
    # The id of an action, or nothing yet.
    action: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class MeasureRecord:
    """An impact measure, or a quality standard that the plan works towards."""

    id: str
    # `measure`, `standard` or nothing yet.
    kind: str = ""
    name: str = ""
    baseline: str = ""
    target: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class PartnerRecord:
    id: str
    name: str = ""
    # `internal`, `external` or nothing yet.
    kind: str = ""
    how: str = ""


@dataclass(frozen=True, slots=True)
class LevelRecord:
    """How people at one level of engagement are involved."""

    code: str
    # `now`, `planned` or nothing yet.
    engagement: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """How the plan fits one policy or strategy."""

    code: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlanRecord:
    organisation_name: str
    reference: str
    edition: str
    # In the plan's own order.
    actions: tuple[ActionRecord, ...] = ()
    barriers: tuple[BarrierRecord, ...] = ()
    measures: tuple[MeasureRecord, ...] = ()
    partners: tuple[PartnerRecord, ...] = ()
    # In the edition's order; those nobody has answered are not there.
    levels: tuple[LevelRecord, ...] = ()
    policies: tuple[PolicyRecord, ...] = ()

    def actions_of(self, four_c: str) -> tuple[ActionRecord, ...]:
        return tuple(action for action in self.actions if action.four_c == four_c)

    def action(self, id: str) -> ActionRecord | None:
        return next((action for action in self.actions if action.id == id), None)

    def partner(self, id: str) -> PartnerRecord | None:
        return next((partner for partner in self.partners if partner.id == id), None)

    def measure(self, id: str) -> MeasureRecord | None:
        return next((measure for measure in self.measures if measure.id == id), None)

    def level(self, code: str) -> LevelRecord | None:
        return next((level for level in self.levels if level.code == code), None)

    def policy(self, code: str) -> PolicyRecord | None:
        return next((policy for policy in self.policies if policy.code == code), None)


# The names of answers that are days.
DATES = frozenset({"due_on", "agreed_on", "starts_on", "ends_on"})
