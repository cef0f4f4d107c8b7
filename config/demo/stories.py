"""How far each organisation has come: one function for each state that a registration can be in."""

from collections.abc import Callable
from dataclasses import dataclass

from awards.choices import Interest, Role
from awards.services.applications import withdraw
from certificates.models import Certificate
from certificates.services import reissue_certificate
from champions.choices import Outcome
from champions.services.closing import tidy_closed
from config.demo import case, group, registration, talk
from config.demo.tale import Tale
from foundation.clock import DutyContext
from foundation.dates import london_date
from portfolios.services.registration import begin_again


def _written(tale: Tale) -> None:
    registration.begin(tale)
    registration.invite_colleague(tale)
    registration.write_all(tale)


def _sent(tale: Tale) -> None:
    _written(tale)
    registration.sign_and_send(tale)


def _assessed(tale: Tale, *, doubtful: bool = False) -> None:
    _sent(tale)
    case.bring_to_meeting(tale)
    case.assess(tale, tale.seats, doubtful=doubtful)


def _decided(tale: Tale, outcome: Outcome = Outcome.AWARD) -> None:
    _assessed(tale, doubtful=outcome is not Outcome.AWARD)
    case.decide(tale, outcome)


def half_written(tale: Tale) -> None:
    registration.begin(tale)
    registration.invite_colleague(tale)
    registration.write_details(tale)
    registration.write_about(tale)
    registration.write_levels(tale)


def paper(tale: Tale) -> None:
    registration.begin_on_paper(tale)
    registration.write_all(tale)
    registration.sign_and_send(tale)


def undeclared(tale: Tale) -> None:
    _sent(tale)
    case.settle(tale)
    case.declare(tale, tale.seats[:1])


def interest(tale: Tale) -> None:
    """The chair has to go, so an officer is asked for another one."""
    _sent(tale)
    case.settle(tale)
    case.declare(tale, tale.seats[1:])
    case.declare(tale, tale.seats[:1], Interest.CHILD)


def to_offer(tale: Tale) -> None:
    _sent(tale)
    case.settle(tale)
    case.declare(tale, tale.seats)


def offered(tale: Tale) -> None:
    to_offer(tale)
    case.offer(tale, [tale.days.today + ahead for ahead in (5, 8, 12)])


def other_times(tale: Tale) -> None:
    to_offer(tale)
    appointment = case.offer(tale, [tale.days.today + ahead for ahead in (4, 7)])
    case.answer_with_other_times(tale, appointment, [tale.days.today + ahead for ahead in (10, 13)])


def agreed(tale: Tale) -> None:
    to_offer(tale)
    ahead = 4 + tale.number % 7
    case.accept(tale, case.offer(tale, [tale.days.today + ahead, tale.days.today + ahead + 3]))


def not_written_up(tale: Tale) -> None:
    to_offer(tale)
    case.accept(tale, case.offer(tale, [21, 22]))


def assessing(tale: Tale) -> None:
    """One assessment is in, one is a draft, and the others have not been begun."""
    _sent(tale)
    case.bring_to_meeting(tale)
    talk.support_and_challenge(tale, 23)
    case.assess(tale, tale.seats[1:2])
    case.begin_to_assess(tale, tale.seats[0], 26)


def changes(tale: Tale) -> None:
    _decided(tale, Outcome.CHANGES)
    case.release(tale)


def resubmitted(tale: Tale) -> None:
    changes(tale)
    registration.write_again(tale, 38)
    talk.answer_points(tale, 39)
    registration.send(tale, 40)
    talk.close_first(tale, 42)
    case.assess(tale, tale.seats[2:], 44)


def declined(tale: Tale) -> None:
    _decided(tale, Outcome.NOT_YET)
    case.release(tale)


def appealed(tale: Tale) -> None:
    """Other champions have it now; one of them has met it, and none has assessed yet."""
    declined(tale)
    group.appeal(tale, 40, tale.sketch.appeal_panel)


def begun_again(tale: Tale) -> None:
    declined(tale)
    day = tale.days.today - 16
    tale.application = begin_again(
        organisation=tale.organisation, actor=tale.lead, at=tale.days.at(day, 9)
    )
    registration.write_again(tale, day + 3)


def withdrawn_draft(tale: Tale) -> None:
    registration.begin(tale)
    registration.invite_colleague(tale)
    registration.write_details(tale)
    registration.write_about(tale)
    _withdraw(tale, 30)


def withdrawn_in_review(tale: Tale) -> None:
    to_offer(tale)
    case.accept(tale, case.offer(tale, [24, 27]))
    _withdraw(tale, 19)
    # The clock finds what withdrawing left behind.
    at = tale.days.at(19, 16)
    tidy_closed(DutyContext(now=at, today=london_date(at), dry_run=False))


def _withdraw(tale: Tale, day: int) -> None:
    withdraw(
        application=tale.application,
        actor=tale.lead,
        role=Role.LEAD,
        note=tale.sketch.withdrawal,
        at=tale.days.at(day, 16),
    )


def held(tale: Tale) -> None:
    _decided(tale)
    case.release(tale)
    if tale.sketch.corrected:
        reissue_certificate(
            certificate=Certificate.objects.current().get(award__application=tale.application),
            printed_name=tale.sketch.corrected,
            reason=tale.sketch.correction,
            actor=tale.cast.officer,
            at=tale.days.at(42, 11),
        )


@dataclass(frozen=True)
class Story:
    label: str
    # How many days ago it began, unless its sketch says.
    days: int
    tell: Callable[[Tale], None]


STORIES: dict[str, Story] = {
    "just_begun": Story("a draft, just begun", 4, registration.begin),
    "half_written": Story("a draft, half written by two people", 9, half_written),
    "unsigned": Story("complete, not signed yet", 15, _written),
    "submitted": Story("sent, waits for a panel", 13, _sent),
    "paper": Story("came on paper, waits for a panel", 12, paper),
    "undeclared": Story("the panel has to declare its interests", 15, undeclared),
    "interest": Story("a champion declared an interest", 17, interest),
    "to_offer": Story("times to meet have to be offered", 16, to_offer),
    "offered": Story("times to meet are offered", 17, offered),
    "other_times": Story("the organisation offered other times", 19, other_times),
    "agreed": Story("a meeting is agreed", 19, agreed),
    "not_written_up": Story("the meeting has to be written up", 25, not_written_up),
    "assessing": Story("assessments are outstanding", 31, assessing),
    "to_decide": Story("ready for the panel’s decision", 32, _assessed),
    "to_release": Story("a decision waits for its release", 33, _decided),
    "changes": Story("changes are asked for", 41, changes),
    "resubmitted": Story("sent again, in review", 49, resubmitted),
    "declined": Story("not yet, with a letter", 88, declined),
    "appealed": Story("not yet, and with other people on appeal", 58, appealed),
    "begun_again": Story("not yet, and begun again", 300, begun_again),
    "withdrawn_draft": Story("withdrawn while it was a draft", 120, withdrawn_draft),
    "withdrawn_in_review": Story("withdrawn, its meeting called off", 40, withdrawn_in_review),
    "held": Story("holds Bronze", 0, held),
}
