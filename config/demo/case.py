"""A panel is settled, declares, meets the organisation, assesses and decides; an officer releases."""

from collections.abc import Sequence
from datetime import timedelta

from awards.choices import Interest
from awards.models import User
from champions.choices import Capacity, Level, MeetingOutcome, Outcome, PlaceKind
from champions.models import Appointment, Champion
from champions.selectors import facts_of
from champions.services.assessments import Found
from champions.services.decisions import Agreed, Point, record_decision, release_decision
from champions.services.meetings import accept_time, offer_times, propose_other_times
from champions.services.minutes import Attendee, hold_and_minute
from champions.services.panels import declare_interest, settle_panel
from config.demo.assessing import send_all, write
from config.demo.tale import Tale

COMMITMENT, SIGNED = "bronze.commitment", "check.signed_up"


def champions(tale: Tale) -> list[Champion]:
    return [tale.cast.champions[key] for key in tale.seats]


def chair(tale: Tale) -> User:
    return champions(tale)[0].user


def settle(tale: Tale, day: int = 10, *, by: User | None = None) -> None:
    sitting = champions(tale)
    tale.panel = settle_panel(
        application=tale.application,
        champions=sitting,
        chair=sitting[0],
        actor=by or tale.cast.officer,
        at=tale.days.at(day, 10),
    )


def declare(
    tale: Tale, keys: Sequence[str], nature: Interest = Interest.NONE, day: int = 11
) -> None:
    for key in keys:
        champion = tale.cast.champions[key]
        declare_interest(
            assignment=tale.panel.assignments.active().get(champion=champion),
            nature=nature,
            details="" if nature is Interest.NONE else tale.sketch.interest,
            actor=champion.user,
            at=tale.days.at(day, 16),
        )


def offer(tale: Tale, days: Sequence[int]) -> Appointment:
    by_video = tale.number % 3 == 0
    return offer_times(
        application=tale.application,
        times=[tale.days.slot(day, hour) for day, hour in zip(days, (10, 13, 15), strict=False)],
        place_kind=PlaceKind.VIDEO if by_video else PlaceKind.IN_PERSON,
        place=f"https://meet.{tale.sketch.site}.example/champions"
        if by_video
        else f"{', '.join(tale.sketch.address)}, {tale.sketch.postcode}",
        minutes=60,
        actor=chair(tale),
        at=tale.days.at(13, 9),
    )


def accept(tale: Tale, appointment: Appointment) -> Appointment:
    first = appointment.offers.open().order_by("starts_at")[0]
    return accept_time(
        offered=first,
        access_needs=tale.sketch.access,
        actor=tale.member,
        at=tale.days.at(14, 11),
    )


def answer_with_other_times(tale: Tale, appointment: Appointment, days: Sequence[int]) -> None:
    propose_other_times(
        appointment=appointment,
        times=[tale.days.slot(day, 14) for day in days],
        access_needs=tale.sketch.access,
        actor=tale.lead,
        at=tale.days.at(14, 12),
    )


def meet(tale: Tale) -> None:
    """Agreed, held, and written up by the chair on the day after."""
    appointment = accept(tale, offer(tale, [21, 22]))
    assert appointment.starts_at is not None  # noqa: S101  # agreed a line ago
    people = [
        Attendee(each.user.name, Capacity.CHAMPION, user=each.user) for each in champions(tale)
    ]
    people += [
        Attendee(each.name, Capacity.ORGANISATION, user=each) for each in (tale.lead, tale.member)
    ]
    written = tale.days.after(appointment.starts_at + timedelta(hours=25))
    tone = "" if _wins(tale) else "_doubtful"
    hold_and_minute(
        appointment=appointment,
        held_on=appointment.starts_at.date(),
        attendance=people,
        summary=tale.sketch.minutes,
        commitment_assessed=tale.write(f"assessed{tone}"),
        next_steps=tale.write(f"next_steps{tone}"),
        outcome=MeetingOutcome.READY,
        actor=chair(tale),
        at=written,
    )


def bring_to_meeting(tale: Tale) -> None:
    settle(tale)
    declare(tale, tale.seats)
    meet(tale)


def _wins(tale: Tale) -> bool:
    return tale.sketch.story not in ("changes", "resubmitted", "declined", "begun_again")


def _findings(tale: Tale, champion: Champion, *, doubtful: bool) -> dict[str, Found]:
    if doubtful:
        return {
            COMMITMENT: Found(Level.PARTLY, tale.write("commitment_doubtful")),
            SIGNED: Found(Level.NOT_YET, tale.write("signed_doubtful")),
        }
    strong = Level.STRONG if tale.chance.random() < 0.4 else Level.MET
    return {
        COMMITMENT: Found(strong, tale.write(f"commitment_{champion.perspective}")),
        SIGNED: Found(Level.MET, tale.write(f"signed_{champion.perspective}")),
    }


def assess(tale: Tale, keys: Sequence[str], day: int = 24, *, doubtful: bool = False) -> None:
    """Each alone, a day apart."""
    for place, key in enumerate(keys):
        champion = tale.cast.champions[key]
        send_all(
            panel=tale.panel,
            findings=_findings(tale, champion, doubtful=doubtful),
            actor=champion.user,
            at=tale.days.at(day + place, 17),
        )


def begin_to_assess(tale: Tale, key: str, day: int) -> None:
    """A draft with a note and no level yet."""
    champion = tale.cast.champions[key]
    note = tale.write(f"commitment_{champion.perspective}")
    write(
        panel=tale.panel,
        findings={COMMITMENT: Found(None, note)},
        actor=champion.user,
        at=tale.days.at(day, 17),
    )


def decide(tale: Tale, outcome: Outcome, day: int = 29) -> None:
    wins = outcome is Outcome.AWARD
    kinds = (
        {COMMITMENT: "agreed_commitment", SIGNED: "agreed_signed"}
        if wins
        else dict.fromkeys((COMMITMENT, SIGNED), "agreed_doubtful")
    )
    record_decision(
        panel=tale.panel,
        outcome=outcome,
        feedback=tale.sketch.feedback,
        agreed=[
            Agreed(asked.code, met=wins, note=tale.write(kinds[asked.code]))
            for asked in facts_of(tale.application).asked
        ],
        points=[Point(sentence) for sentence in tale.sketch.points],
        actor=chair(tale),
        at=tale.days.at(day, 12),
    )


def release(tale: Tale, day: int = 31) -> None:
    decision = tale.panel.decisions.waiting().get()
    release_decision(
        decision=decision,
        expected_version=decision.version,
        actor=tale.chance.choice([tale.cast.officer, tale.cast.second_officer]),
        at=tale.days.at(day, 10),
    )
    tale.application.refresh_from_db()
