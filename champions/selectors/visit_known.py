"""What the rule for visits weighs of some re-validations, read at once (scheme.md 22)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from awards.models import Application, Award, Challenge, Concern, StatusChange
from awards.scheme import VisitRule, edition
from champions.choices import AppointmentState, Level, Outcome
from champions.models import (
    AgreedFinding,
    Appointment,
    Assessment,
    Decision,
    DecisionPoint,
    Finding,
    VisitRuling,
)
from foundation.dates import london_date
from portfolios.records import AffirmationRecord, StatementRecord, statement_from
from portfolios.selectors.statement.display import KIND


@dataclass(frozen=True)
class Known:
    """Of one re-validation. What its own visit finds is no part of it: a rule is asked before."""

    application: Application
    # The London day on which the version that is judged came in, and the first one.
    sent_on: date
    first_sent: date
    statement: StatementRecord
    # The award that it renews; none where that was never given.
    award: Award | None
    # Of the decision by which that award was given: how many saw it otherwise, names of questions
    # that a champion did not find met, and what each next step was about.
    dissents: int
    doubts: tuple[str, ...]
    steps: tuple[str, ...]
    # What champions asked of that application, and nobody answered.
    unanswered: int
    # Told since the award was given.
    concerns: int
    visited_on: date | None
    first_dated: date | None
    rulings: tuple[VisitRuling, ...]

    @property
    def rule(self) -> VisitRule:
        return edition(self.application.edition).renewal.visit

    def newest(self, affirmation: AffirmationRecord) -> date | None:
        pieces = {item.id: item.happened_on for item in self.statement.portfolio.items}
        found = (pieces.get(each.id) for each in affirmation.items)
        return max((day for day in found if day is not None), default=None)


def known_of(cases: Sequence[tuple[Application, StatusChange]]) -> dict[int, Known]:
    """By the application's key; none where no statement was sent. Eleven queries for one or for fifty.

    `cases`: each with the step that brought the version judged. A snapshot is read here.
    """
    if not cases:
        return {}
    applications = [application for application, _ in cases]
    snapshots = _snapshots(change for _, change in cases)
    first = _first_sent(applications)
    awards = _awards(applications)
    before = {each.pk: _renewed(each, awards[each.organisation_id]) for each in applications}
    given = [award.application_id for award in before.values() if award is not None]
    decisions = _decisions(given)
    dissents, doubts, steps = _dissents(decisions), _doubts(decisions), _steps(decisions)
    unanswered = _unanswered(given)
    concerns, visits = _concerns(applications), _visits(applications)
    rulings = _rulings(applications)
    found = {}
    for application, change in cases:
        snapshot = snapshots.get(change.pk)
        if not isinstance(snapshot, Mapping) or snapshot.get("kind") != KIND:
            continue
        award = before[application.pk]
        key = award.application_id if award is not None else 0
        sent_on = london_date(application.submitted_at or change.at)
        found[application.pk] = Known(
            application=application,
            sent_on=sent_on,
            first_sent=first.get(application.pk, sent_on),
            statement=statement_from(snapshot["statement"] | {"portfolio": snapshot["portfolio"]}),
            award=award,
            dissents=dissents[key],
            doubts=_names(application, doubts[key]),
            steps=tuple(steps[key]),
            unanswered=unanswered[key],
            concerns=_since(application, award, concerns[application.organisation_id]),
            visited_on=_last_visit(application, visits[application.organisation_id]),
            first_dated=_first_dated(awards[application.organisation_id]),
            rulings=tuple(rulings[application.pk]),
        )
    return found


def _renewed(application: Application, awards: Iterable[Award]) -> Award | None:
    """As `award_renewed_by` finds it for one."""
    rows = [
        award
        for award in awards
        if award.stage == application.stage and award.application_id < application.pk
    ]
    return max(rows, key=lambda award: award.application_id, default=None)


def _snapshots(changes: Iterable[StatusChange]) -> dict[int, Any]:
    rows = StatusChange.objects.filter(pk__in=[change.pk for change in changes])
    return dict(rows.order_by().values_list("pk", "snapshot"))


def _first_sent(applications: Iterable[Application]) -> dict[int, date]:
    rows = StatusChange.objects.filter(application__in=applications, name="submit")
    found: dict[int, date] = {}
    for key, at in rows.order_by("at", "pk").values_list("application", "at"):
        found.setdefault(key, london_date(at))
    return found


def _awards(applications: Iterable[Application]) -> dict[int, list[Award]]:
    found: dict[int, list[Award]] = defaultdict(list)
    rows = Award.objects.filter(organisation__in=[each.organisation_id for each in applications])
    for award in rows:
        found[award.organisation_id].append(award)
    return found


def _first_dated(awards: Iterable[Award]) -> date | None:
    return min((a.awarded_on for a in awards if a.valid_until is not None), default=None)


def _decisions(applications: Iterable[int]) -> dict[int, Decision]:
    """The letter by which each of these got its award, by the key of the decision's version."""
    rows = Decision.objects.filter(
        panel__application__in=list(applications),
        outcome=Outcome.AWARD,
        released_at__isnull=False,
    ).select_related("panel")
    return {row.change_id: row for row in rows.order_by("released_at", "pk")}


def _dissents(decisions: Mapping[int, Decision]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = AgreedFinding.objects.filter(decision__in=decisions.values()).exclude(dissent="")
    for key in rows.order_by().values_list("decision__panel__application", flat=True):
        found[key] += 1
    return found


def _doubts(decisions: Mapping[int, Decision]) -> dict[int, set[str]]:
    """Codes that a champion who decided had found not met, or only partly."""
    found: dict[int, set[str]] = defaultdict(set)
    sent = Assessment.objects.submitted().filter(
        Q(assignment__ended_at=None)
        | Q(assignment__ended_at__gt=F("change__decisions__recorded_at")),
        change__decisions__in=decisions.values(),
    )
    rows = Finding.objects.filter(assessment__in=sent, level__in=[Level.NOT_YET, Level.PARTLY])
    for key, code in rows.order_by().values_list("assessment__change__application", "code"):
        found[key].add(code)
    return found


def _steps(decisions: Mapping[int, Decision]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = DecisionPoint.objects.filter(decision__in=decisions.values())
    for key, code in rows.values_list("decision__panel__application", "code"):
        found[key].append(code)
    return found


def _unanswered(applications: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    rows = Challenge.objects.unanswered().filter(application__in=list(applications))
    for key in rows.order_by().values_list("application", flat=True):
        found[key] += 1
    return found


def _concerns(applications: Iterable[Application]) -> dict[int, list[datetime]]:
    found: dict[int, list[datetime]] = defaultdict(list)
    rows = Concern.objects.filter(organisation__in=[each.organisation_id for each in applications])
    for key, at in rows.order_by().values_list("organisation", "reported_at"):
        if key is not None:
            found[key].append(at)
    return found


def _since(application: Application, award: Award | None, told: Iterable[datetime]) -> int:
    """What was told after the case was closed says nothing of how it was decided."""
    since = award.awarded_on if award is not None else date.min
    until = None if application.is_open else application.status_since
    return sum(london_date(at) >= since and (until is None or at <= until) for at in told)


def _visits(applications: Iterable[Application]) -> dict[int, list[tuple[int, date]]]:
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    rows = Appointment.objects.visits().filter(
        application__organisation__in=[each.organisation_id for each in applications],
        state=AppointmentState.HELD,
        held_on__isnull=False,
    )
    columns = ("application__organisation", "application", "held_on")
    for organisation, key, held_on in rows.order_by().values_list(*columns):
        if held_on is not None:
            found[organisation].append((key, held_on))
    return found


def _last_visit(application: Application, visits: Iterable[tuple[int, date]]) -> date | None:
    return max((day for key, day in visits if key < application.pk), default=None)


def _rulings(applications: Iterable[Application]) -> dict[int, list[VisitRuling]]:
    found: dict[int, list[VisitRuling]] = defaultdict(list)
    rows = VisitRuling.objects.filter(application__in=applications).select_related("ruled_by")
    for row in rows.order_by("ruled_at", "pk"):
        found[row.application_id].append(row)
    return found


def _names(application: Application, codes: Iterable[str]) -> tuple[str, ...]:
    scheme = edition(application.edition)
    asked = scheme.asked_of_champions(application.stage)
    return tuple(each.name for each in asked if each.code in codes)
