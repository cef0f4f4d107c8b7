"""Reads that more than one page needs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from awards.choices import AwardCondition, Status
from awards.models import Application, Award, EditionInForce, Membership, Organisation, User
from awards.scheme import Scheme, Stage, edition


def scheme_in_force(*, on: date) -> Scheme:
    """The edition that officers switched on, or the one this installation begins with (scheme.md 31).

    Installing a file never changes the rules by itself.
    """
    row = EditionInForce.objects.filter(from_date__lte=on).order_by("-from_date").first()
    return edition(row.code if row is not None else settings.SCHEME_DEFAULT)


def membership_of(user: User, organisation: Organisation) -> Membership | None:
    return Membership.objects.filter(user=user, organisation=organisation).first()


@dataclass(frozen=True)
class StageOfJourney:
    """One of the four stages as an organisation's home shows it."""

    stage: Stage
    award: Award | None
    condition: AwardCondition | None
    application: Application | None
    can_start: bool

    @property
    def held(self) -> bool:
        return self.condition in (AwardCondition.IN_FORCE, AwardCondition.DUE)


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
) -> Journey:
    """Two queries, or none when the caller has the rows already."""
    scheme = scheme_in_force(on=on)
    held = {a.stage: a for a in (organisation.awards.standing() if awards is None else awards)}
    latest: dict[str, Application] = {}
    rows = (
        organisation.applications.order_by("created_at") if applications is None else applications
    )
    for row in rows:
        latest[row.stage] = row
    steps: list[StageOfJourney] = []
    reached = True
    for stage in scheme.stages:
        award = held.get(stage.code)
        condition = award.condition(on) if award else None
        application = latest.get(stage.code)
        is_held = condition in (AwardCondition.IN_FORCE, AwardCondition.DUE)
        free = application is None or application.status in (Status.DECLINED, Status.WITHDRAWN)
        steps.append(
            StageOfJourney(
                stage=stage,
                award=award,
                condition=condition,
                application=application,
                can_start=reached and not is_held and free,
            )
        )
        reached = reached and is_held
    return Journey(tuple(steps))
