"""What happened on a case, for those who may open it. The organisation never sees this page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from awards.choices import Interest
from awards.models import Challenge, Remark, StatusChange
from awards.workflow import TRANSITIONS
from champions.choices import AppointmentState
from champions.models import (
    Appointment,
    Assessment,
    Assignment,
    Decision,
    DeclarationOfInterest,
    Panel,
)
from champions.selectors.facts import CaseFacts
from champions.times import spoken
from portfolios.selectors.evidence.restricted import name_restricted


@dataclass(frozen=True)
class Event:
    title: str
    when: datetime
    by: str = ""
    text: str = ""


def history_of(facts: CaseFacts, *, sees_interests: bool) -> list[Event]:
    """Newest first; at most eight queries. What ties a champion is for officers and the chair."""
    events = [*_changes(facts), *_meetings(facts), *_challenges(facts)]
    if facts.panel is not None:
        events += [
            *_seats(facts.panel),
            *_interests(facts.panel, sees_interests),
            *_assessments(facts.panel),
            *_decisions(facts.panel),
        ]
    return sorted(events, key=lambda event: event.when, reverse=True)


def _changes(facts: CaseFacts) -> Iterator[Event]:
    rows = StatusChange.objects.filter(application=facts.application).defer("snapshot")
    for row in rows.select_related("actor"):
        title = TRANSITIONS[row.name].done if row.name in TRANSITIONS else row.name
        yield Event(title, row.at, str(row.actor), row.note)


def _seats(panel: Panel) -> Iterator[Event]:
    rows = Assignment.objects.filter(panel=panel).select_related("champion__user", "assigned_by")
    for row in rows:
        yield Event(f"{row.champion.user} joined the panel", row.assigned_at, str(row.assigned_by))
        if row.ended_at is not None:
            yield Event(
                f"{row.champion.user} left the panel",
                row.ended_at,
                text=row.get_ended_reason_display(),
            )


def _interests(panel: Panel, sees_interests: bool) -> Iterator[Event]:
    rows = DeclarationOfInterest.objects.filter(assignment__panel=panel).select_related(
        "assignment__champion__user", "declared_by"
    )
    for row in rows:
        who = row.assignment.champion.user
        if row.nature == Interest.NONE:
            yield Event(f"{who} has no link with the organisation", row.declared_at, str(who))
        else:
            said = f"{row.get_nature_display()}. {row.details}" if sees_interests else ""
            title = f"{who} has a link with the organisation"
            yield Event(title, row.declared_at, str(row.declared_by), said)


def _meetings(facts: CaseFacts) -> Iterator[Event]:
    rows = Appointment.objects.filter(application=facts.application)
    for row in rows.select_related("created_by", "minuted_by"):
        yield Event("Times to meet were offered", row.created_at, str(row.created_by))
        if row.state == AppointmentState.AGREED and row.starts_at is not None:
            yield Event("A time to meet was agreed", row.state_since, text=spoken(row.starts_at))
        elif row.state == AppointmentState.CANCELLED:
            reason = row.cancelled_reason
            yield Event("The meeting was called off", row.state_since, text=reason)
        elif row.minuted_at is not None:
            yield Event("The meeting was written up", row.minuted_at, str(row.minuted_by))


def _challenges(facts: CaseFacts) -> Iterator[Event]:
    """That something was asked, answered and closed; the words are on the thread's own page."""
    rows = Challenge.objects.filter(application=facts.application)
    challenges = {row.pk: row for row in rows.select_related("raised_by", "closed_by")}
    name_restricted(challenges.values())
    for row in challenges.values():
        yield Event(f"Asked: {row.subject_name}", row.raised_at, str(row.raised_by))
        if row.closed_at is not None:
            yield Event(f"Closed: {row.subject_name}", row.closed_at, str(row.closed_by))
    answers = Remark.objects.filter(application=facts.application).exclude(answer="")
    for answer in answers.select_related("author"):
        asked = challenges.get(answer.challenge_id or 0)
        about = asked.subject_name if asked else ""
        yield Event(
            f"Answered: {about}", answer.at, str(answer.author), answer.get_answer_display()
        )


def _assessments(panel: Panel) -> Iterator[Event]:
    rows = Assessment.objects.submitted().filter(assignment__panel=panel)
    for row in rows.select_related("assignment__champion__user"):
        if row.submitted_at is not None:
            yield Event(
                "An assessment was sent", row.submitted_at, str(row.assignment.champion.user)
            )


def _decisions(panel: Panel) -> Iterator[Event]:
    rows = Decision.objects.filter(panel=panel)
    for row in rows.select_related("recorded_by", "released_by", "cancelled_by"):
        outcome = row.get_outcome_display()
        yield Event(f"The panel decided: {outcome.lower()}", row.recorded_at, str(row.recorded_by))
        if row.released_at is not None:
            yield Event("The letter was released", row.released_at, str(row.released_by))
        if row.cancelled_at is not None:
            yield Event(
                "The decision went back to the panel",
                row.cancelled_at,
                str(row.cancelled_by),
                row.cancelled_reason,
            )
