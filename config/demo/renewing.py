"""A year after Gold: what the clock reminds of, who renews, who is late, and who lets it lapse (scheme.md 22).

These stories go on beside each other, because the clock writes to all of them on the same days.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from operator import itemgetter
from uuid import UUID, uuid4

from awards.choices import ConcernAbout, Role
from awards.models import Award, User
from awards.selectors.renewals import renewals_of
from awards.services.concerns import report_concern, say_whom_it_is_about
from awards.services.renewals import remind_of_renewals
from champions.choices import Outcome
from champions.services.rulings import rule_on_visit
from config.demo import case, gathering, gold, judging, silver, visits
from config.demo.judged import Table
from config.demo.planning import writer_of
from config.demo.tale import Tale
from config.demo.years import StatementSketch, YearSketch, read_years
from foundation.clock import DutyContext
from foundation.dates import LONDON, london_date
from portfolios.models import AffirmedItem, Statement
from portfolios.services.statement import (
    begin_statement,
    choose_evidence,
    save_affirmation,
    save_together,
    sign_statement,
    submit_statement,
)

Step = tuple[date, Callable[[], None]]
# Counted from the day the plan was sent; it is told its day of the organisation's story.
OnDay = tuple[int, Callable[[int], None]]


def tell_of_years(tales: Iterable[Tale], *, now: datetime, say: Callable[[str], None]) -> None:
    by_site = {tale.sketch.site: tale for tale in tales}
    steps: list[Step] = []
    for sketch in read_years():
        tale, story = by_site[sketch.site], YEAR_STORIES[sketch.story]
        say(f"Then      {tale.sketch.name}: {story.label}")
        _bring_to_award(tale, sketch)
        for day, tell in story.tell(tale, sketch):
            of_story = sketch.plan.sent + day
            steps.append((tale.days.date(of_story), partial(tell, of_story)))
        steps += _reminders(tale, today=london_date(now))
    for _, step in sorted(steps, key=itemgetter(0)):
        step()


def _bring_to_award(tale: Tale, sketch: YearSketch) -> None:
    tale.plan = tale.judged = sketch.plan
    tale.seats = sketch.plan.panel
    silver.awarded(tale)
    for portfolio in filter(None, (sketch.gold, sketch.platinum)):
        tale.portfolio = tale.judged = portfolio
        tale.seats, tale.asked = portfolio.panel, []
        tale.days = tale.days.again()
        gold.awarded(tale)
    tale.days = tale.days.again()


def _reminders(tale: Tale, *, today: date) -> list[Step]:
    """The mornings on which the clock has something to say to them, up to today's."""
    days = {
        day
        for renewal in renewals_of(tale.organisation, on=today)
        for day, _ in renewal.reminders()
        if day < today
    }
    return [(day, partial(_tick, day)) for day in sorted(days)]


def _tick(day: date) -> None:
    now = datetime.combine(day, time(7), LONDON)
    remind_of_renewals(DutyContext(now=now, today=day, dry_run=False))


# ---------------------------------------------------------------- how a year ends


def _left_alone(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    """Nobody began: its date says how it stands."""
    yield from ()


def _written(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    """As much as the file holds, by two people, from the day it was begun."""
    told = _statement(sketch)
    yield told.begun, partial(_begin, tale)
    for number, each in enumerate(sketch.evidence):
        yield (
            each["day"] + gathering.LATER,
            partial(gathering.add, tale, each, writer_of(tale, number)),
        )
    for number, (name, table) in enumerate(told.criteria.items()):
        yield (
            told.begun + 2 + 2 * number,
            partial(_affirm, tale, name, table, writer_of(tale, number)),
        )
    yield told.begun + 12, partial(_say_who, tale, told)


def _reviewed(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    """Signed and sent; two champions have it, and have asked what they wanted to ask."""
    told = _statement(sketch)
    yield from _written(tale, sketch)
    yield told.sent, partial(_send, tale)
    yield told.sent + 3, partial(_settle, tale, told)
    yield told.sent + 5, partial(judging.ask, tale)
    for table in told.visits:
        yield told.sent + 15, partial(visits.visit, tale, table)
    for table in sketch.concerns:
        yield table["day"], partial(_tell_concern, tale, table)


def _before_panel(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    """The chair has it to assess; the other champion is done."""
    yield from _reviewed(tale, sketch)
    told = _statement(sketch)
    yield told.sent + 17, partial(judging.assess, tale, told.panel[1:])


def _before_visit(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    """All have assessed; an officer asks for a visit that nobody has arranged."""
    yield from _reviewed(tale, sketch)
    told = _statement(sketch)
    if told.ruling is None:
        raise ValueError(f"The file of {sketch.site} does not say why an officer asks for a visit.")
    yield told.sent + told.ruling["day"], partial(_rule, tale, told.ruling)
    yield told.sent + 9, partial(judging.assess, tale, told.panel)


def _renewed(tale: Tale, sketch: YearSketch) -> Iterator[OnDay]:
    yield from _reviewed(tale, sketch)
    told = _statement(sketch)
    yield told.sent + 12, partial(judging.assess, tale, told.panel)
    yield told.sent + 20, partial(judging.decide, tale, Outcome.AWARD)
    yield told.sent + 42, partial(case.release, tale)


@dataclass(frozen=True)
class YearStory:
    label: str
    tell: Callable[[Tale, YearSketch], Iterator[OnDay]]


YEAR_STORIES: dict[str, YearStory] = {
    "open": YearStory("holds Gold, which can be renewed now", _left_alone),
    "half": YearStory("holds Gold, its statement half written", _written),
    "grace": YearStory("holds Gold, in its days of grace", _left_alone),
    "panel": YearStory("holds Gold, its statement in review", _before_panel),
    "visit": YearStory("holds Gold, its panel has to visit first", _before_visit),
    "renewed": YearStory("holds Gold, renewed last month", _renewed),
    "lapsed": YearStory("held Gold, which has lapsed", _left_alone),
    "platinum": YearStory("holds Platinum, and Gold with it", _left_alone),
}


def _statement(sketch: YearSketch) -> StatementSketch:
    if sketch.statement is None:
        raise ValueError(f"The file of {sketch.site} says nothing of a statement.")
    return sketch.statement


def _begin(tale: Tale, day: int) -> None:
    award = Award.objects.standing().get(organisation=tale.organisation, stage="gold")
    tale.application = begin_statement(award=award, actor=tale.lead, at=tale.days.at(day, 10))


def _affirm(tale: Tale, name: str, table: Table, actor: User, day: int) -> None:
    """How it is today; what showed it last year is looked at again, and something new comes beside it."""
    code = f"{tale.application.stage}.{name}"
    checked: dict[UUID, date] = {}
    if table.get("checked"):
        rows = AffirmedItem.objects.filter(
            affirmation__application=tale.application, affirmation__code=code
        )
        checked = dict.fromkeys(rows.values_list("item__uuid", flat=True), tale.days.date(day))
    save_affirmation(
        application=tale.application,
        code=code,
        values={"state": table["state"], "text": table["text"]},
        still_true=checked,
        expected_version=0,
        actor=actor,
        at=tale.days.at(day, 14),
    )
    if "add" in table:
        choose_evidence(
            application=tale.application,
            code=code,
            add=[UUID(tale.keys[f"evidence {table['add']}"])],
            remove=[],
            actor=actor,
            at=tale.days.at(day, 15),
        )


def _say_who(tale: Tale, told: StatementSketch, day: int) -> None:
    save_together(
        application=tale.application,
        values={"who": told.who, "how": told.how},
        expected_version=0,
        actor=tale.member,
        at=tale.days.at(day, 12),
    )


def _send(tale: Tale, day: int) -> None:
    name, role = tale.sketch.lead
    sign_statement(
        application=tale.application,
        signed_name=name,
        signed_role=role,
        checked_version=Statement.objects.get(application=tale.application).version,
        actor=tale.lead,
        at=tale.days.at(day, 9),
    )
    submit_statement(
        application=tale.application,
        actor=tale.lead,
        role=Role.LEAD,
        at=tale.days.at(day, 9),
        key=uuid4(),
    )


def _rule(tale: Tale, table: Table, day: int) -> None:
    rule_on_visit(
        application=tale.application,
        visit=table["visit"],
        reason=table["reason"],
        actor=tale.cast.second_officer,
        at=tale.days.at(day, 11),
    )


def _tell_concern(tale: Tale, table: Table, day: int) -> None:
    """By somebody who does not say who they are; an officer reads it, and says whom it is about."""
    concern = report_concern(
        about=ConcernAbout(table["about"]),
        what=table["what"],
        where=table["where"],
        name="",
        contact="",
        reported_by=None,
        at=tale.days.at(day, 12),
    )
    say_whom_it_is_about(
        concern=concern,
        organisation=tale.organisation,
        actor=tale.cast.officer,
        at=tale.days.at(day, 13),
    )


def _settle(tale: Tale, told: StatementSketch, day: int) -> None:
    tale.judged, tale.seats, tale.asked = told, told.panel, []
    case.settle(tale, day)
    case.declare(tale, tale.seats, day=day + 1)
