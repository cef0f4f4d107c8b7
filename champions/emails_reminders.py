"""Kind reminders of what waits. None says how others have found, or what a panel decided."""

from collections.abc import Sequence
from datetime import datetime

from awards.emails import address_of, stage_in_mail
from awards.models import User
from champions.choices import Purpose, StepCode
from champions.emails import tell
from champions.models import Appointment
from champions.selectors.asked import minutes_of, spoken_minutes
from champions.selectors.facts import CaseFacts, Seat
from champions.selectors.load import Wait
from champions.selectors.turns import Turn
from foundation.dates import london_date
from foundation.outbox import queue_mail

# What the clock reminds a champion of, by step.
MESSAGES = {
    StepCode.DECLARE: "declaration_reminder",
    StepCode.ASSESS: "assessment_reminder",
    StepCode.DECIDE: "decision_reminder",
}


def remind_champion_of(
    facts: CaseFacts, turn: Turn, seat: Seat, *, key: str, since: datetime, at: datetime
) -> None:
    minutes = minutes_of([(facts, seat, turn.code)], on=london_date(at))
    tell(
        [seat.champion.user],
        MESSAGES[turn.code],
        key,
        facts.application,
        at=at,
        page=turn.page,
        since=since,
        minutes=spoken_minutes(minutes[seat.assignment.pk]),
        case_url=address_of("case", facts.application.uuid),
    )


def remind_to_arrange(
    facts: CaseFacts, seat: Seat, *, key: str, since: datetime, at: datetime
) -> None:
    """That a visit comes before the decision, and nobody has agreed a time; never why it is asked for."""
    tell(
        [seat.champion.user],
        "visit_reminder",
        key,
        facts.application,
        at=at,
        page="case-visits",
        since=since,
    )


def remind_to_write_up(
    facts: CaseFacts, seat: Seat, visit: Appointment, *, key: str, since: datetime, at: datetime
) -> None:
    tell(
        [seat.champion.user],
        "visit_notes_reminder",
        key,
        facts.application,
        at=at,
        page="case-visit",
        arguments=[facts.application.uuid, visit.uuid],
        since=since,
        noun="interview" if visit.purpose == Purpose.INTERVIEW else "visit",
    )


def remind_officers_of_panel(
    facts: CaseFacts, officers: Sequence[User], *, key: str, since: datetime, at: datetime
) -> None:
    tell(officers, "panel_reminder", key, facts.application, at=at, page="case-panel", since=since)


def remind_of_work(person: User, waits: Sequence[Wait], *, key: str, at: datetime) -> None:
    """From an officer, who has looked at what waits; all of it in one mail."""
    queue_mail(
        key=key,
        message="work_reminder",
        to=person.email,
        context={
            "person": person,
            "waits": [
                {
                    "organisation": wait.facts.application.organisation,
                    "stage": stage_in_mail(wait.facts.application),
                    "text": wait.turn.text,
                    "since": wait.since,
                }
                for wait in waits
            ],
            "url": address_of("champions"),
        },
        at=at,
    )
