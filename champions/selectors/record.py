"""What a champion has done, so that somebody can say thank you, and it can be printed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Sum

from awards.choices import CLOSED_STATUSES, Status
from awards.models import Application, User
from awards.scheme import Stage, edition
from champions.choices import BARRING, AppointmentState, Capacity, Outcome, Purpose
from champions.models import (
    Appointment,
    Assessment,
    Assignment,
    Attendance,
    Champion,
    Decision,
    Training,
)
from champions.selectors.asked import spoken_minutes
from champions.selectors.work import cases_visible_to


@dataclass(frozen=True)
class StageRecord:
    """The cases of one stage that they assessed."""

    stage: Stage
    cases: int
    finished: int
    # Who has the award that they helped to.
    awarded: tuple[str, ...]


@dataclass(frozen=True)
class Record:
    champion: Champion
    stages: tuple[StageRecord, ...]
    chaired: int
    meetings: int
    visits: int
    interviews: int
    training: tuple[Training, ...]
    # For their assessments, as far as they told us.
    minutes_told: int
    # As long as the meetings, visits and interviews that they came to were planned.
    minutes_met: int

    @property
    def cases(self) -> int:
        return sum(each.cases for each in self.stages)

    @property
    def time(self) -> str:
        minutes = self.minutes_told + self.minutes_met
        return spoken_minutes(minutes) if minutes else ""

    @property
    def time_told(self) -> str:
        return spoken_minutes(self.minutes_told) if self.minutes_told else ""

    @property
    def has_names(self) -> bool:
        return any(each.awarded for each in self.stages)

    @property
    def is_empty(self) -> bool:
        return not (self.cases or self.meetings or self.visits or self.interviews)


def record_of(champion: Champion, *, reader: User) -> Record:
    """Nothing of a case that they left because of a link or were taken off: it is none of theirs (T-36).

    An organisation is named when its letter is out and it has the award, which is public. Who heard "not
    yet" is for nobody else to know. Nor does an officer read a name that is closed to them.
    """
    gone = Assignment.objects.filter(champion=champion, ended_reason__in=BARRING)
    barred = list(gone.values_list("panel__application", flat=True))
    cases = _cases(champion, barred)
    met = _met(champion, barred)
    return Record(
        champion=champion,
        stages=tuple(_stages(cases, _nameable(cases, champion, reader))),
        chaired=sum(case.chaired for case in cases),
        meetings=sum(row.purpose == Purpose.MEETING for row in met),
        visits=sum(row.purpose == Purpose.VISIT for row in met),
        interviews=sum(row.purpose == Purpose.INTERVIEW for row in met),
        training=tuple(champion.training.all()),
        minutes_told=sum(case.minutes for case in cases),
        minutes_met=sum(row.minutes for row in met),
    )


@dataclass(frozen=True)
class _Case:
    application: Application
    minutes: int
    chaired: bool
    # The letter is out, and it says that they have the award.
    awarded: bool


def _cases(champion: Champion, barred: Iterable[int]) -> list[_Case]:
    """Where they sent at least one assessment; several versions of one case count once."""
    sent = (
        Assessment.objects.submitted()
        .filter(assignment__champion=champion)
        .exclude(assignment__panel__application__in=barred)
    )
    minutes = dict(
        sent.values_list("assignment__panel__application").annotate(told=Sum("minutes")).order_by()
    )
    chaired = set(
        sent.filter(assignment__is_chair=True).values_list(
            "assignment__panel__application", flat=True
        )
    )
    released = Decision.objects.released().filter(
        panel__application__in=minutes, outcome=Outcome.AWARD
    )
    letters = set(released.values_list("panel__application", flat=True))
    rows = (
        Application.objects.filter(pk__in=minutes)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    return [
        _Case(
            row,
            minutes=minutes[row.pk] or 0,
            chaired=row.pk in chaired,
            awarded=row.status == Status.APPROVED and row.pk in letters,
        )
        for row in rows
    ]


def _met(champion: Champion, barred: Iterable[int]) -> list[Appointment]:
    came = Attendance.objects.filter(
        appointment=OuterRef("pk"),
        user=champion.user_id,
        attended=True,
        capacity=Capacity.CHAMPION,
    )
    held = Appointment.objects.filter(state=AppointmentState.HELD).exclude(application__in=barred)
    return list(held.filter(Exists(came)).only("purpose", "minutes"))


def _nameable(cases: Iterable[_Case], champion: Champion, reader: User) -> set[int]:
    awarded = {case.application.pk for case in cases if case.awarded}
    if reader.pk == champion.user_id:
        return awarded
    visible = cases_visible_to(reader).filter(pk__in=awarded)
    return set(visible.values_list("pk", flat=True))


def _stages(cases: Iterable[_Case], nameable: set[int]) -> Iterator[StageRecord]:
    """In the order of the journey."""
    by_stage: dict[tuple[int, str], list[_Case]] = {}
    stages: dict[tuple[int, str], Stage] = {}
    for case in cases:
        stage = edition(case.application.edition).stage(case.application.stage)
        place = (stage.rank, stage.code)
        stages[place] = stage
        by_stage.setdefault(place, []).append(case)
    for place in sorted(by_stage):
        rows = by_stage[place]
        names = [
            str(row.application.organisation) for row in rows if row.application.pk in nameable
        ]
        yield StageRecord(
            stage=stages[place],
            cases=len(rows),
            finished=sum(row.application.status in CLOSED_STATUSES for row in rows),
            awarded=tuple(dict.fromkeys(names)),
        )
