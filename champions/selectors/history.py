"""What happened on a case, and who can see of each thing that it did. The organisation never sees this page.

An entry is told to whom it may be told; words that tie a champion, or say why one left, stand under
it for officers and the chair alone (T-36).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Prefetch, TextChoices

from awards.choices import Audience, Interest
from awards.models import Challenge, Remark, StatusChange
from awards.workflow import TRANSITIONS
from champions.choices import AppealState, AppointmentState, Purpose
from champions.models import (
    Appeal,
    Appointment,
    AppointmentPhoto,
    Assessment,
    Assignment,
    Claim,
    Decision,
    DeclarationOfInterest,
    OfferedTime,
    Panel,
    VisitRuling,
)
from champions.selectors.facts import CaseFacts
from champions.times import spoken
from portfolios.selectors.evidence.restricted import name_restricted


class Seen(TextChoices):
    CHAIR = "chair", "Only SEND officers and the chair"
    PANEL = "panel", "The panel and SEND officers"
    ORGANISATION = "organisation", "The organisation too"


@dataclass(frozen=True)
class Event:
    title: str
    when: datetime
    by: str = ""
    text: str = ""
    seen: Seen = Seen.PANEL
    # For officers and the chair alone; empty for everybody else.
    private: str = ""


# How each kind of appointment is called: its times, and itself.
_TIMES = {
    Purpose.MEETING: "to meet",
    Purpose.VISIT: "for a visit",
    Purpose.INTERVIEW: "for an interview",
}
_WHAT = {Purpose.MEETING: "meeting", Purpose.VISIT: "visit", Purpose.INTERVIEW: "interview"}


def history_of(
    facts: CaseFacts, *, sees_interests: bool, reads_findings: bool = True
) -> list[Event]:
    """Newest first; at most ten queries, of a re-validation eleven.

    `sees_interests`: an officer, or the chair of this panel.
    `reads_findings`: who may not yet hears that something was decided and went back, not what (T-38).
    """
    events = [*_changes(facts), *_appointments(facts), *_challenges(facts, tells=reads_findings)]
    if facts.is_renewal:
        events += _rulings(facts)
    if facts.panel is not None:
        events += [
            *_seats(facts.panel),
            *_interests(facts.panel),
            *_assessments(facts.panel),
            *_decisions(facts.panel, tells=reads_findings),
        ]
    if sees_interests:
        events += _claims(facts)
    else:
        events = [replace(event, private="") for event in events]
    # Of one moment, what followed from the other comes first too.
    return sorted(events, key=lambda event: event.when)[::-1]


def _changes(facts: CaseFacts) -> Iterator[Event]:
    rows = StatusChange.objects.filter(application=facts.application).defer("snapshot")
    for row in rows.select_related("actor"):
        title = TRANSITIONS[row.name].done if row.name in TRANSITIONS else row.name
        yield Event(title, row.at, str(row.actor), row.note, Seen.ORGANISATION)


def _seats(panel: Panel) -> Iterator[Event]:
    rows = Assignment.objects.filter(panel=panel).select_related(
        "champion__user", "assigned_by", "ended_by"
    )
    for row in rows:
        who = row.champion.user
        yield Event(f"{who} joined the panel", row.assigned_at, str(row.assigned_by))
        if row.ended_at is not None:
            yield Event(
                f"{who} left the panel",
                row.ended_at,
                str(row.ended_by or ""),
                row.get_ended_reason_display(),
                private=row.ended_note,
            )


def _interests(panel: Panel) -> Iterator[Event]:
    rows = DeclarationOfInterest.objects.filter(assignment__panel=panel).select_related(
        "assignment__champion__user", "declared_by"
    )
    for row in rows:
        who = row.assignment.champion.user
        if row.nature == Interest.NONE:
            yield Event(f"{who} has no link with the organisation", row.declared_at, str(who))
        else:
            said = f"{row.get_nature_display()}. {row.details}".strip()
            title = f"{who} has a link with the organisation"
            yield Event(title, row.declared_at, str(row.declared_by), private=said)


def _claims(facts: CaseFacts) -> Iterator[Event]:
    rows = Claim.objects.filter(application=facts.application).select_related("champion__user")
    for row in rows:
        who = row.champion.user
        yield Event(f"{who} offered to sit", row.made_at, str(who), seen=Seen.CHAIR)
        if row.withdrawn_at is not None:
            title = f"{who} took the offer to sit back"
            yield Event(title, row.withdrawn_at, str(who), seen=Seen.CHAIR)


def _appointments(facts: CaseFacts) -> Iterator[Event]:
    """Both sides arrange them, so the organisation sees all but what was written up and not shown."""
    offers = Prefetch("offers", OfferedTime.objects.select_related("offered_by"))
    photos = Prefetch("photos", AppointmentPhoto.objects.select_related("item__created_by"))
    rows = Appointment.objects.filter(application=facts.application)
    rows = rows.prefetch_related(offers, photos)
    for row in rows.select_related("created_by", "minuted_by", "shown_by"):
        for event in _arranged(row):
            yield replace(event, seen=Seen.ORGANISATION)
        what = _WHAT[Purpose(row.purpose)]
        if row.minuted_at is not None:
            shown = Seen.ORGANISATION if row.purpose == Purpose.MEETING else Seen.PANEL
            title = f"The {what} was written up"
            yield Event(title, row.minuted_at, str(row.minuted_by), seen=shown)
        for photo in row.photos.all():
            item = photo.item
            yield Event("A photo of the visit was added", item.created_at, str(item.created_by))
        if row.shown_at is not None:
            title = f"The organisation was shown what was found at the {what}"
            yield Event(title, row.shown_at, str(row.shown_by), seen=Seen.ORGANISATION)


def _arranged(row: Appointment) -> Iterator[Event]:
    times, offers = _TIMES[Purpose(row.purpose)], list(row.offers.all())
    yield Event(f"Times {times} were offered", row.created_at, str(row.created_by))
    rounds = sorted({(each.offered_at, str(each.offered_by)) for each in offers})
    for at, by in rounds:
        if at != row.created_at:
            yield Event(f"Other times {times} were offered", at, by)
    cancelled = row.state == AppointmentState.CANCELLED
    # A round closes when the next one opens, when all is called off, or because a time was agreed.
    closed = {each.closed_at for each in offers if each.closed_at} - {at for at, _ in rounds}
    agreed = sorted(at for at in closed if not (cancelled and at == row.state_since))
    for at in agreed:
        text = spoken(row.starts_at) if row.starts_at and at == agreed[-1] else ""
        yield Event(f"A time {times} was agreed", at, text=text)
    if cancelled:
        title = f"The {_WHAT[Purpose(row.purpose)]} was called off"
        yield Event(title, row.state_since, text=row.cancelled_reason)


def _rulings(facts: CaseFacts) -> Iterator[Event]:
    """Officers over the rule that says whether the panel visits; the organisation hears of the visit alone."""
    rows = VisitRuling.objects.filter(application=facts.application).select_related("ruled_by")
    for row in rows:
        title = "A visit was asked for" if row.visit else "No visit is needed"
        yield Event(title, row.ruled_at, str(row.ruled_by), row.reason)


def _challenges(facts: CaseFacts, *, tells: bool) -> Iterator[Event]:
    """That something was asked, answered and closed; the words are on the thread's own page.

    What the first panel of an appealed case asked itself opens as its findings do (T-38).
    """
    rows = Challenge.objects.filter(application=facts.application)
    since = None if tells else facts.appealed_at
    if since is not None:
        rows = rows.exclude(audience=Audience.PANEL, raised_at__lte=since)
    challenges = {row.pk: row for row in rows.select_related("raised_by", "closed_by")}
    name_restricted(challenges.values())
    for row in challenges.values():
        seen = Seen.ORGANISATION if row.is_shown else Seen.PANEL
        about = row.subject_name
        yield Event(f"Asked: {about}", row.raised_at, str(row.raised_by), seen=seen)
        if row.closed_at is not None:
            yield Event(f"Closed: {about}", row.closed_at, str(row.closed_by), seen=seen)
    answers = Remark.objects.filter(application=facts.application).exclude(answer="")
    for answer in answers.select_related("author"):
        asked = challenges.get(answer.challenge_id or 0)
        about = asked.subject_name if asked else ""
        yield Event(
            f"Answered: {about}",
            answer.at,
            str(answer.author),
            answer.get_answer_display(),
            Seen.ORGANISATION,
        )


def _assessments(panel: Panel) -> Iterator[Event]:
    """That one was sent; what is in it opens to those who sent their own (T-38)."""
    rows = Assessment.objects.submitted().filter(assignment__panel=panel)
    for row in rows.select_related("assignment__champion__user"):
        if row.submitted_at is not None:
            yield Event(
                "An assessment was sent", row.submitted_at, str(row.assignment.champion.user)
            )


def _decisions(panel: Panel, *, tells: bool) -> Iterator[Event]:
    """Of a letter that went out everybody may know what it says."""
    rows = Decision.objects.filter(panel=panel).select_related(
        "recorded_by", "released_by", "cancelled_by", "appeal__made_by", "appeal__handled_by"
    )
    for row in rows:
        told = tells or row.released_at is not None
        outcome = f" “{row.get_outcome_display().lower()}”" if told else ""
        yield Event(f"The panel decided{outcome}", row.recorded_at, str(row.recorded_by))
        if row.released_at is not None:
            by = str(row.released_by)
            yield Event("The letter was released", row.released_at, by, seen=Seen.ORGANISATION)
        if row.cancelled_at is not None:
            yield Event(
                "The decision went back to the panel",
                row.cancelled_at,
                str(row.cancelled_by),
                row.cancelled_reason if told else "",
            )
        appeal = getattr(row, "appeal", None)
        if appeal is not None:
            for event in _appeal(appeal):
                yield replace(event, seen=Seen.ORGANISATION)


def _appeal(row: Appeal) -> Iterator[Event]:
    """Its grounds are on its own page. That it was taken on is a step of the case."""
    yield Event("An appeal was made", row.made_at, str(row.made_by))
    if row.state == AppealState.REFUSED:
        title = "The appeal was not taken on"
        yield Event(title, row.state_since, str(row.handled_by), row.refused_why)
    elif row.state == AppealState.WITHDRAWN:
        yield Event("The appeal was withdrawn", row.state_since)
    elif row.state == AppealState.ENDED:
        yield Event("The appeal ended with the application", row.state_since)
    elif row.state == AppealState.DECIDED:
        outcome = row.get_outcome_display().lower()
        yield Event(f"The appeal was decided: “{outcome}”", row.state_since)
