"""Where one organisation stands: every stage, what it holds, and what is next."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from awards.choices import ApplicationKind, AwardCondition, Status
from awards.models import Application, Award, Extension, Organisation
from awards.scheme import Stage
from awards.selectors.deadlines import Deadline, deadline_after, is_sent
from awards.selectors.lookups import scheme_in_force


@dataclass(frozen=True)
class StageOfJourney:
    """One of the four stages as an organisation's home shows it."""

    stage: Stage
    award: Award | None
    condition: AwardCondition | None
    # The latest attempt at the stage. Its re-validations are apart (`renewals_of`).
    application: Application | None
    can_start: bool
    # By when its work is to come in; none before the stage it requires is held, and after its award.
    deadline: Deadline | None = None
    # Its work came in, at this attempt or at one before it.
    sent: bool = False
    # A re-validation brought the award that stands, and not the stage itself.
    is_renewed: bool = False
    # It was approved, and has no award any more. It can be earned again.
    is_taken_back: bool = False

    @property
    def held(self) -> bool:
        return self.condition is not None and self.condition.is_held

    @property
    def has_returned(self) -> bool:
        """Its award came after a lapse, so it is held anew since then."""
        return (
            self.is_renewed
            and self.award is not None
            and self.award.held_since == self.award.awarded_on
        )

    @property
    def due_on(self) -> date | None:
        return self.deadline.due_on if self.deadline else None

    @property
    def awaited(self) -> Deadline | None:
        """The date that there is still something to do for."""
        return None if self.sent else self.deadline


@dataclass(frozen=True)
class Journey:
    """The ring closing: every stage with its dates, and the one that is current (look.md)."""

    stages: tuple[StageOfJourney, ...]

    @property
    def held(self) -> int:
        """How many stages are held, counted from the first: the arcs of the ring that are closed."""
        count = 0
        for step in self.stages:
            if not step.held:
                break
            count += 1
        return count

    @property
    def highest(self) -> StageOfJourney | None:
        return self.stages[self.held - 1] if self.held else None

    @property
    def current(self) -> StageOfJourney | None:
        """The stage that is being worked on, or the next to begin."""
        for step in self.stages:
            if step.application is not None and step.application.is_open:
                return step
        for step in self.stages:
            if not step.held:
                return step
        return None


def journey_of(
    organisation: Organisation,
    *,
    on: date,
    awards: Iterable[Award] | None = None,
    applications: Iterable[Application] | None = None,
    extensions: Iterable[Extension] | None = None,
) -> Journey:
    """A query for the edition, and one for each kind of row that the caller does not have already.

    Extensions are asked for only when there is a date that they could move.
    """
    scheme = scheme_in_force(on=on)
    held = {a.stage: a for a in (organisation.awards.standing() if awards is None else awards)}
    latest: dict[str, Application] = {}
    sent: set[str] = set()
    statements: set[int] = set()
    rows = (
        organisation.applications.order_by("created_at") if applications is None else applications
    )
    for row in rows:
        if row.kind == ApplicationKind.REVALIDATION:
            statements.add(row.pk)
            continue
        latest[row.stage] = row
        if is_sent(row):
            sent.add(row.stage)
    deadlines = _deadlines(organisation, held, extensions, on)
    steps: list[StageOfJourney] = []
    reached = True
    for stage in scheme.stages:
        award = held.get(stage.code)
        condition = award.condition(on) if award else None
        application = latest.get(stage.code)
        is_held = condition is not None and condition.is_held
        # Who held it once comes back with a statement, and not through the stage again.
        lapsed = condition is AwardCondition.LAPSED
        gone = award is None and application is not None and application.status == Status.APPROVED
        ended = (Status.DECLINED, Status.WITHDRAWN)
        free = application is None or application.status in ended or gone
        steps.append(
            StageOfJourney(
                stage=stage,
                award=award,
                condition=condition,
                application=application,
                can_start=reached and not is_held and not lapsed and free,
                deadline=deadlines.get(stage.code),
                sent=stage.code in sent,
                is_renewed=award is not None and award.application_id in statements,
                is_taken_back=gone,
            )
        )
        reached = reached and is_held
    return Journey(tuple(steps))


def _deadlines(
    organisation: Organisation,
    held: Mapping[str, Award],
    extensions: Iterable[Extension] | None,
    on: date,
) -> dict[str, Deadline]:
    """By the code of the stage that is due."""
    awards = [award for award in held.values() if award.condition(on).is_held]
    plain = [each for each in map(deadline_after, awards) if each and each.stage.code not in held]
    if not plain:
        return {}
    rows = organisation.extensions.of_stages() if extensions is None else extensions
    given = sorted((row for row in rows if row.award_id is None), key=lambda row: row.pk)
    latest = {row.stage: row for row in given}
    moved = (deadline_after(each.award, latest.get(each.stage.code)) for each in plain)
    return {each.stage.code: each for each in moved if each}
