"""Reminders of what waits for the Champions Group: by an officer, and by the clock (T-90)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from awards.choices import Role, Status
from awards.emails import officers
from awards.models import Application, User
from awards.permissions import need_officer
from champions import emails_reminders as emails
from champions.choices import AppointmentState, StepCode
from champions.models import Appointment, Champion
from champions.permissions import why_not_settle
from champions.selectors.facts import CaseFacts, Seat, facts_for
from champions.selectors.load import away_on, reminded_on, reminder_key, waits_for_champion
from champions.selectors.steps import Step, step_of
from champions.selectors.turns import (
    NOTES_PATIENCE,
    PANEL_PATIENCE,
    PATIENCE,
    VISIT_PATIENCE,
    Turn,
    asked_to_visit,
    asks_to_arrange,
    days_since,
    since_of,
    turn_of,
    waits_of,
)
from champions.selectors.work import cases_visible_to
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.models import OutboxMessage
from foundation.refusals import Refused

# A declaration is asked for once more; these are asked for again every so many days.
EVERY = {StepCode.ASSESS: 7, StepCode.DECIDE: 7}


@transaction.atomic
def remind_champion(*, champion: Champion, actor: User, at: datetime) -> int:
    """An officer writes about all that waits for somebody, at most once a day. Tells how many cases."""
    need_officer(actor)
    champion = (
        Champion.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user")
        .get(pk=champion.pk)
    )
    today = london_date(at)
    name = str(champion.user)
    if champion.served_until is not None or not champion.user.is_active:
        raise Refused(f"{name} is no longer a champion.")
    away = away_on(today).get(champion.pk)
    if away is not None:
        raise Refused(f"{name} is away until {show_date(away)}. Please write to them after that.")
    if champion.user.email in reminded_on(today):
        raise Refused(f"We have written to {name} today. Once a day is enough.")
    waits = waits_for_champion(champion, officer=actor, at=at)
    if not waits:
        raise Refused(f"Nothing waits for {name} now.")
    emails.remind_of_work(champion.user, waits, key=reminder_key(today), at=at)
    audit.record(
        "champion.reminded",
        actor=actor,
        target=champion,
        at=at,
        role=Role.OFFICER,
        details={"cases": len(waits)},
    )
    return len(waits)


def remind_of_what_waits(context: DutyContext) -> int:
    """For the clock: champions of what waits for them and of visits, officers of cases without a panel.

    Each reminder goes out once, by its key. Of those that a stopped clock missed only the latest does,
    and a clock that was set back by up to a week says nothing again (T-90, F-15). Nobody is written to
    on a day they are away: the reminder that is due then comes when they are back.
    """
    cases = _cases(context.now)
    waits, away = waits_of(cases), away_on(context.today)
    due = [
        *_of_champions(cases, waits, away, context.today),
        *_of_panels(cases, waits, context.today),
        *_of_visits(cases, away, context),
        *_of_notes(cases, away, context),
    ]
    written = _written(due)
    waiting = [each for each in due if written.isdisjoint(each.keys)]
    return sum(_send(each, at=context.now) for each in waiting)


@dataclass(frozen=True)
class _Due:
    """`keys`: its own, and that of the reminder after it. `seat` is empty when officers are reminded.

    `turn` is empty when it is about a visit, and `visit` is the one that is to be written up.
    """

    facts: CaseFacts
    since: datetime
    keys: tuple[str, str]
    turn: Turn | None = None
    seat: Seat | None = None
    visit: Appointment | None = None


def _cases(at: datetime) -> list[tuple[CaseFacts, Step]]:
    rows = Application.objects.filter(status__in=[Status.SUBMITTED, Status.IN_REVIEW])
    facts = facts_for(rows.select_related("organisation")).values()
    return [(each, step_of(each, at=at)) for each in facts]


def _of_champions(
    cases: Iterable[tuple[CaseFacts, Step]],
    waits: dict[int, datetime],
    away: Mapping[int, date],
    today: date,
) -> Iterator[_Due]:
    for facts, step in cases:
        for seat in facts.seats:
            turn = turn_of(facts, step, seat)
            if turn is None or turn.code not in emails.MESSAGES or seat.champion.pk in away:
                continue
            since = since_of(facts, turn, seat, waits)
            number = _number(turn.code, days_since(since, today))
            if number:
                start = f"{emails.MESSAGES[turn.code]}:{seat.assignment.pk}:{london_date(since)}"
                keys = (f"{start}:{number}", f"{start}:{number + 1}")
                yield _Due(facts, since, keys, turn, seat)


def _of_panels(
    cases: Iterable[tuple[CaseFacts, Step]], waits: dict[int, datetime], today: date
) -> Iterator[_Due]:
    for facts, step in cases:
        since = waits[facts.application.pk]
        if step.code == StepCode.PANEL and days_since(since, today) >= PANEL_PATIENCE:
            key = f"panel_reminder:{facts.application.pk}:{london_date(since)}"
            yield _Due(facts, since, (key, key))


def _of_visits(
    cases: Iterable[tuple[CaseFacts, Step]], away: Mapping[int, date], context: DutyContext
) -> Iterator[_Due]:
    """Of visits without a time: each champion once, and anew when an officer asks for one since."""
    for facts, step in cases:
        if facts.visit is None or not asks_to_arrange(facts, step, at=context.now):
            continue
        ruling = facts.visit.ruling
        for seat in _reminded(facts, away):
            since = asked_to_visit(facts, seat)
            if days_since(since, context.today) >= VISIT_PATIENCE:
                key = f"visit_reminder:{seat.assignment.pk}:{ruling.pk if ruling else 0}"
                yield _Due(facts, since, (key, key), seat=seat)


def _of_notes(
    cases: Iterable[tuple[CaseFacts, Step]], away: Mapping[int, date], context: DutyContext
) -> Iterator[_Due]:
    """Of visits that took place and are not written up, at any stage: each champion once."""
    judged = {
        facts.application.pk: facts
        for facts, _ in cases
        if facts.application.status == Status.IN_REVIEW and facts.decision is None
    }
    rows = Appointment.objects.visits().filter(
        application__in=judged, state=AppointmentState.AGREED, starts_at__lte=context.now
    )
    for visit in rows.order_by("starts_at", "pk"):
        since = visit.starts_at
        if since is None or days_since(since, context.today) < NOTES_PATIENCE:
            continue
        facts = judged[visit.application_id]
        for seat in _reminded(facts, away):
            key = f"visit_notes_reminder:{seat.assignment.pk}:{visit.pk}:{london_date(since)}"
            yield _Due(facts, since, (key, key), seat=seat, visit=visit)


def _reminded(facts: CaseFacts, away: Mapping[int, date]) -> Iterator[Seat]:
    return (seat for seat in facts.seats if seat.counts and seat.champion.pk not in away)


def _number(code: StepCode, days: int) -> int:
    """Which reminder it is by now: 0 for none yet."""
    over = days - PATIENCE[code]
    if over < 0:
        return 0
    return 1 + over // EVERY[code] if code in EVERY else 1


def _written(due: Iterable[_Due]) -> set[str]:
    keys = {key for each in due for key in each.keys}
    return set(OutboxMessage.objects.filter(key__in=keys).values_list("key", flat=True))


def _send(due: _Due, *, at: datetime) -> int:
    key = due.keys[0]
    if due.seat is not None:
        if due.turn is not None:
            emails.remind_champion_of(
                due.facts, due.turn, due.seat, key=key, since=due.since, at=at
            )
        elif due.visit is not None:
            emails.remind_to_write_up(
                due.facts, due.seat, due.visit, key=key, since=due.since, at=at
            )
        else:
            emails.remind_to_arrange(due.facts, due.seat, key=key, since=due.since, at=at)
        return 1
    able = [each for each in officers() if _may_settle(each, due.facts.application)]
    emails.remind_officers_of_panel(due.facts, able, key=key, since=due.since, at=at)
    return len(able)


def _may_settle(officer: User, application: Application) -> bool:
    """Who can open the page that chooses the panel, and choose there."""
    sees = cases_visible_to(officer).filter(pk=application.pk).exists()
    return sees and why_not_settle(officer, application) is None
