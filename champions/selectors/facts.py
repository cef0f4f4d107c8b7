"""All that is known of some cases, read at once: seven queries for one case or for fifty.

Of re-validations that are being judged twelve more: what says whether the panel goes to see them.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef

from awards.choices import SENT, Interest, Status
from awards.models import Application, Membership, StatusChange
from awards.scheme import Check, Criterion, Scheme, Stage, edition
from awards.scheme import Panel as PanelRule
from awards.selectors.kinds import asked_of, is_renewal, title_of, work_of
from champions.choices import AppointmentState, Purpose
from champions.models import (
    Appointment,
    Assessment,
    Assignment,
    Champion,
    Decision,
    DeclarationOfInterest,
    OfferedTime,
    Panel,
)
from champions.selectors.visit_rule import VisitAdvice, advice_for

# The step that brings a version before people who did not decide.
APPEAL = "appeal"


@dataclass(frozen=True)
class Seat:
    """A place on the panel that is held now."""

    assignment: Assignment
    # Has said that there is no interest.
    cleared: bool
    # Has joined the applicant since (T-36).
    belongs: bool
    assessed: bool = False

    @property
    def champion(self) -> Champion:
        return self.assignment.champion

    @property
    def counts(self) -> bool:
        return self.cleared and not self.belongs


@dataclass(frozen=True)
class CaseFacts:
    application: Application
    panel: Panel | None = None
    seats: tuple[Seat, ...] = ()
    # The latest that was not cancelled.
    meeting: Appointment | None = None
    offers: tuple[OfferedTime, ...] = ()
    # The version that is judged, without its snapshot.
    judged: StatusChange | None = None
    # The latest on that version that was not taken back.
    decision: Decision | None = None
    # Of a re-validation: whether the panel goes to see them, and whether it was there.
    visit: VisitAdvice | None = None
    visit_held: bool = False
    # A visit or interview that is being arranged, and the times that are on offer for it.
    visit_coming: Appointment | None = None
    visit_offers: tuple[OfferedTime, ...] = ()

    @property
    def scheme(self) -> Scheme:
        return edition(self.application.edition)

    @property
    def stage(self) -> Stage:
        return self.scheme.stage(self.application.stage)

    @property
    def asked(self) -> tuple[Criterion | Check, ...]:
        return asked_of(self.application)

    @property
    def work(self) -> str:
        """What comes in: a delivery plan, a re-validation statement …"""
        return work_of(self.application)

    @property
    def chair(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.assignment.is_chair), None)

    @property
    def needs_meeting(self) -> bool:
        return needs_meeting(self.application)

    @cached_property
    def appealed_at(self) -> datetime | None:
        """When it last came in by an appeal, also when changes were asked for and sent since. One query."""
        steps = StatusChange.objects.filter(application=self.application, name=APPEAL)
        return steps.order_by("-at", "-pk").values_list("at", flat=True).first()

    @property
    def meeting_done(self) -> bool:
        """Held, minuted, and the champions said that they can go on."""
        return (
            self.meeting is not None
            and self.meeting.state == AppointmentState.HELD
            and self.meeting.outcome != "again"
        )

    @property
    def is_renewal(self) -> bool:
        return is_renewal(self.application)

    @property
    def title(self) -> str:
        """What it is for: "Gold", or "Gold re-validation"."""
        return title_of(self.application)

    @property
    def awaits_visit(self) -> bool:
        """A visit comes before the decision, and none was held and written up (scheme.md 22)."""
        return self.visit is not None and self.visit.visits and not self.visit_held

    @property
    def assessed_count(self) -> int:
        return sum(seat.assessed for seat in self.seats if seat.counts)

    @property
    def all_assessed(self) -> bool:
        return all(seat.assessed for seat in self.seats if seat.counts)


def needs_meeting(application: Application) -> bool:
    """Bronze is the stage that begins with a talk (scheme.md 7)."""
    stage = edition(application.edition).stage(application.stage)
    return stage.requires is None and not is_renewal(application)


def rule_of(application: Application) -> PanelRule:
    """Who must sit: the stage's rule, or the one for re-validations (scheme.md 3)."""
    scheme = edition(application.edition)
    if is_renewal(application):
        return scheme.renewal.panel
    return scheme.stage(application.stage).panel


def facts_of(application: Application) -> CaseFacts:
    """Of one case alone also what made a panel go, or not, when that is over."""
    facts = facts_for([application])[application.pk]
    if facts.visit is not None or facts.judged is None:
        return facts
    return replace(facts, visit=advice_for([(application, facts.judged)]).get(application.pk))


def version_of(application: Application) -> CaseFacts:
    """Only the version that is judged and its decision: for what one champion writes alone. Two queries.

    Panel, meeting and visits are empty in it, whatever there is of them.
    """
    changes = StatusChange.objects.filter(application=application, name__in=SENT).defer("snapshot")
    judged = changes.order_by("-at", "-pk").first()
    if judged is None:
        return CaseFacts(application)
    decision = _decisions({application.pk: judged}).get(application.pk)
    return CaseFacts(application, judged=judged, decision=decision)


def facts_for(applications: Iterable[Application]) -> dict[int, CaseFacts]:
    """By the application's key. The instances handed in are the ones that come back."""
    facts = {each.pk: CaseFacts(application=each) for each in applications}
    panels = {p.application_id: p for p in Panel.objects.filter(application__in=facts)}
    judged: dict[int, StatusChange] = {}
    changes = StatusChange.objects.filter(application__in=facts, name__in=SENT).defer("snapshot")
    for change in changes.order_by("at", "pk"):
        judged[change.application_id] = change
    seats = _seats(panels, judged)
    meetings = _meetings(facts)
    offers: dict[int, list[OfferedTime]] = defaultdict(list)
    for offer in OfferedTime.objects.open().filter(
        appointment__in=[meeting.pk for meeting in meetings.values()]
    ):
        offers[offer.appointment_id].append(offer)
    decisions = _decisions(judged)
    asked = [(facts[pk].application, change) for pk, change in judged.items()]
    visits = _visits([each for each in asked if _may_ask_visit(each[0])])
    for pk, case in facts.items():
        panel = panels.get(pk)
        meeting = meetings.get(pk)
        facts[pk] = replace(
            case,
            panel=panel,
            seats=tuple(seats[panel.pk]) if panel else (),
            meeting=meeting,
            offers=tuple(offers[meeting.pk]) if meeting else (),
            judged=judged.get(pk),
            decision=decisions.get(pk),
        )
        if pk in visits:
            facts[pk] = replace(facts[pk], **visits[pk])
    return facts


def _seats(panels: dict[int, Panel], judged: dict[int, StatusChange]) -> dict[int, list[Seat]]:
    sent = set(
        Assessment.objects.submitted()
        .filter(change__in=judged.values())
        .values_list("assignment", flat=True)
    )
    rows = (
        Assignment.objects.active()
        .filter(panel__in=panels.values())
        .select_related("champion__user")
        .annotate(
            is_cleared=Exists(
                DeclarationOfInterest.objects.filter(
                    assignment=OuterRef("pk"), nature=Interest.NONE
                )
            ),
            belongs=Exists(
                Membership.objects.filter(
                    organisation=OuterRef("panel__application__organisation"),
                    user=OuterRef("champion__user"),
                )
            ),
        )
    )
    seats: dict[int, list[Seat]] = defaultdict(list)
    for row in rows:
        seats[row.panel_id].append(
            Seat(
                row,
                # Annotated above.
                cleared=row.is_cleared,  # type: ignore[attr-defined]
                belongs=row.belongs,  # type: ignore[attr-defined]
                assessed=row.pk in sent,
            )
        )
    return seats


def _meetings(facts: Iterable[int]) -> dict[int, Appointment]:
    rows = Appointment.objects.filter(application__in=facts, purpose=Purpose.MEETING).exclude(
        state=AppointmentState.CANCELLED
    )
    return {row.application_id: row for row in rows.order_by("created_at", "pk")}


def _may_ask_visit(application: Application) -> bool:
    return is_renewal(application) and application.status == Status.IN_REVIEW


def _visits(cases: Sequence[tuple[Application, StatusChange]]) -> dict[int, dict[str, Any]]:
    """What says of each whether the panel goes, and how far it is. No query without a re-validation."""
    if not cases:
        return {}
    advice = advice_for(cases)
    found: dict[int, dict[str, Any]] = {key: {"visit": each} for key, each in advice.items()}
    rows = Appointment.objects.visits().filter(application__in=found)
    offers: dict[int, list[OfferedTime]] = defaultdict(list)
    for offer in OfferedTime.objects.open().filter(appointment__in=rows.open()):
        offers[offer.appointment_id].append(offer)
    kept = rows.exclude(state=AppointmentState.CANCELLED).order_by("created_at", "pk")
    # The latest; but one that is agreed counts before one that only has times on offer.
    for row in sorted(kept, key=lambda each: each.starts_at is not None):
        case = found[row.application_id]
        if row.state == AppointmentState.HELD:
            case["visit_held"] = True
        else:
            case |= {"visit_coming": row, "visit_offers": tuple(offers[row.pk])}
    return found


def _decisions(judged: dict[int, StatusChange]) -> dict[int, Decision]:
    rows = Decision.objects.filter(change__in=judged.values(), cancelled_at=None)
    by_change = {row.change_id: row for row in rows.order_by("recorded_at", "pk")}
    return {pk: by_change[c.pk] for pk, c in judged.items() if c.pk in by_change}
