"""How the milestones of an approved plan go on (scheme.md 13)."""

from dataclasses import dataclass
from datetime import date

from awards.choices import Status
from awards.models import Application
from awards.scheme import FourC, edition
from portfolios.choices import MilestoneState
from portfolios.models import Action, Milestone, MilestoneReport


@dataclass(frozen=True)
class MilestoneProgress:
    milestone: Milestone
    # Oldest first; the last one counts.
    reports: tuple[MilestoneReport, ...]

    @property
    def latest(self) -> MilestoneReport | None:
        return self.reports[-1] if self.reports else None

    @property
    def state(self) -> MilestoneState:
        return MilestoneState(self.latest.state) if self.latest else MilestoneState.PLANNED

    @property
    def expected_on(self) -> date | None:
        """The day it is due now: the last one that a report named, or as planned.

        A report without a day leaves it where it was; "planned" puts it back.
        """
        for report in reversed(self.reports):
            if report.state == MilestoneState.PLANNED:
                break
            if report.new_due_on is not None:
                return report.new_due_on
        return self.milestone.due_on

    def is_overdue(self, on: date) -> bool:
        """Its day has passed and nobody has said what became of it."""
        waits = self.state not in (MilestoneState.DONE, MilestoneState.DROPPED)
        return waits and self.expected_on is not None and self.expected_on < on


@dataclass(frozen=True)
class ActionProgress:
    action: Action
    four_c: FourC
    milestones: tuple[MilestoneProgress, ...]


@dataclass(frozen=True)
class Progress:
    actions: tuple[ActionProgress, ...]

    @property
    def milestones(self) -> list[MilestoneProgress]:
        return [each for action in self.actions for each in action.milestones]

    def count(self, state: MilestoneState) -> int:
        return sum(each.state is state for each in self.milestones)

    def overdue(self, on: date) -> list[MilestoneProgress]:
        return [each for each in self.milestones if each.is_overdue(on)]

    def next_due(self, on: date) -> MilestoneProgress | None:
        """The next one that is to come."""
        coming = [
            each
            for each in self.milestones
            if each.state not in (MilestoneState.DONE, MilestoneState.DROPPED)
            and each.expected_on is not None
            and each.expected_on >= on
        ]
        return min(coming, key=lambda each: each.expected_on or on, default=None)


def progress_of(application: Application) -> Progress:
    """Four queries, however many milestones and reports there are."""
    scheme = edition(application.edition)
    order = [four_c.code for four_c in scheme.four_cs]
    rows = Action.objects.filter(application=application).prefetch_related(
        "milestones", "milestones__reports__reported_by"
    )
    return Progress(
        tuple(
            ActionProgress(
                action=action,
                four_c=scheme.four_c(action.four_c),
                milestones=tuple(
                    MilestoneProgress(milestone, tuple(milestone.reports.all()))
                    for milestone in action.milestones.all()
                ),
            )
            for action in sorted(rows, key=lambda row: (order.index(row.four_c), row.position))
        )
    )


def states_of(application: Application) -> dict[str, str]:
    """How each milestone stands, in a word, by its id. Only an approved plan goes on living."""
    if application.status != Status.APPROVED:
        return {}
    return {
        str(each.milestone.uuid): str(each.state.label)
        for each in progress_of(application).milestones
    }
