"""Three years of a city, day by day: what its organisations do, and what must come of it.

`Life` is one organisation that holds Gold, or Platinum too. For each year of its award it follows one of
`WAYS`. What the award must be on a day, and which reminders must go out, is reckoned here from the dates
of those acts alone, without a line of the code that is tested.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from random import Random

from awards.choices import Role
from awards.models import Application, Award, Organisation, User
from awards.services.applications import grant_award, start_application, start_renewal
from awards.services.renewals import give_time_to_renew
from awards.workflow import apply_transition
from certificates.services import issue_certificate
from foundation.dates import LONDON

DAY = timedelta(days=1)
BEFORE, AFTER = (60, 28, 7), (1, 14)
GRACE, OPENS = 28, 60
# Of each way: when it is begun, and what happens then, in days from the day it falls due. `last` is the
# last day of grace.
WAYS = (
    "early",
    "on the day",
    "in grace",
    "on the last day",
    "a day late",
    "never",
    "not yet, then again",
    "undecided for long",
    "withdrawn",
    "more time",
    "back after a year",
)
# How often each is followed: most people renew in time.
OFTEN = (6, 3, 3, 2, 2, 1, 2, 2, 1, 2, 1)


def morning(day: date) -> datetime:
    return datetime.combine(day, clock_time(9), tzinfo=LONDON)


@dataclass
class Year:
    """One award, and what the story did to it."""

    award: Award
    awarded: date
    due: date
    last: date
    more_time: bool = False
    # Days on which something that renews it was undecided: from, and to (open while None).
    undecided: list[list[date | None]] = field(default_factory=list)
    superseded: date | None = None
    told: list[str] = field(default_factory=list)

    def condition(self, on: date) -> str:
        if self.superseded is not None:
            return "superseded"
        if on < self.due - OPENS * DAY:
            return "in-force"
        if on >= self.lapses(on):
            return "lapsed"
        return "due" if on <= self.due else "grace"

    def lapses(self, on: date) -> date:
        """The first day on which it is not held, as far as is known on that day."""
        end = self.last + DAY
        for start, stop in self.undecided:
            if start is not None and start <= self.last:
                end = max(end, stop if stop is not None else date.max)
        return end

    def is_undecided(self) -> bool:
        return any(stop is None for _, stop in self.undecided)

    def reminder(self, on: date) -> str | None:
        """What has to be told on this day; nothing twice, and nothing after a later one."""
        if self.superseded is not None or self.is_undecided():
            return None
        days = [(self.due - n * DAY, f"{n} days before") for n in BEFORE]
        days += [(self.due + n * DAY, f"{n} days after") for n in AFTER]
        if self.more_time:
            days.append((self.last - 7 * DAY, "before the agreed day"))
        lapse = self.lapses(on)
        days = sorted(each for each in days if each[0] <= self.last)
        days.append((lapse, f"lapsed {lapse}"))
        reached = [name for day, name in days if self.awarded < day <= on]
        if not reached or reached[-1] in self.told:
            return None
        names = [name for _, name in days]
        later = names[names.index(reached[-1]) :]
        if any(name in self.told for name in later):
            return None
        return reached[-1]


@dataclass
class Life:
    """One organisation; `held` is its highest dated award, `below` the Gold that a Platinum keeps."""

    organisation: Organisation
    lead: User
    officer: User
    chance: Random
    tally: Counter[str]
    # Whether certificates are issued as well, which takes a job each.
    papers: bool
    acts: dict[date, list[Callable[[date], None]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    held: Year | None = None
    below: Year | None = None
    past: list[Year] = field(default_factory=list)
    statement: Application | None = None

    def years(self) -> list[Year]:
        return [*self.past, *(each for each in (self.held, self.below) if each is not None)]

    def adopt(self, award: Award, below: Award | None, on: date) -> None:
        """Go on with what is there; `below` is a Gold that this Platinum keeps."""
        assert award.valid_until is not None
        due = award.valid_until
        self.held = Year(award, award.awarded_on, due, due + GRACE * DAY)
        if below is not None:
            self.below = Year(below, below.awarded_on, due, due + GRACE * DAY)
        self._plan(on)

    def told(self, on: date) -> str | None:
        """The reminder of this day; of both awards it is one."""
        if self.held is None:
            return None
        name = self.held.reminder(on)
        if name is not None:
            self.held.told.append(name)
        return name

    def live(self, on: date) -> None:
        for act in self.acts.pop(on, []):
            act(on)

    def rise(self, on: date) -> None:
        """Platinum, which keeps Gold from then on."""
        gold = self.held
        if gold is None or self.statement is not None or gold.condition(on) == "lapsed":
            return
        self.acts.clear()
        self.statement = start_application(
            organisation=self.organisation, stage="platinum", actor=self.lead, at=morning(on)
        )
        self._send(on)
        self._judge(on, "approve")
        self.tally["to Platinum"] += 1

    # ------------------------------------------------------------------ ways

    def _plan(self, on: date) -> None:
        assert self.held is not None
        way = self.chance.choices(WAYS, OFTEN)[0]
        self.tally[f"way: {way}"] += 1
        due = self.held.due
        for days, act in {
            "early": ((-45, self._send), (-25, self._award)),
            "on the day": ((0, self._send), (20, self._award)),
            "in grace": ((10, self._send), (40, self._award)),
            "on the last day": ((GRACE, self._send), (GRACE + 60, self._award)),
            "a day late": ((GRACE + 1, self._send), (GRACE + 31, self._award)),
            "never": (),
            "not yet, then again": (
                (-40, self._send),
                (-20, self._decline),
                (-5, self._send),
                (15, self._award),
            ),
            "undecided for long": ((20, self._send), (200, self._award)),
            "withdrawn": ((-30, self._send), (-10, self._withdraw)),
            "more time": ((20, self._ask_more), (70, self._send), (95, self._award)),
            "back after a year": ((400, self._send), (430, self._award)),
        }[way]:
            self.acts[max(due + days * DAY, on + DAY)].append(act)

    def _send(self, on: date) -> None:
        if self.statement is None:
            assert self.held is not None
            self.statement = start_renewal(award=self.held.award, actor=self.lead, at=morning(on))
        self._step("submit", on, Role.LEAD, snapshot={"kind": "statement"})
        for year in (self.held, self.below):
            if year is not None:
                year.undecided.append([on, None])
        self.tally["statements sent"] += 1

    def _answered(self, on: date) -> None:
        for year in (self.held, self.below):
            if year is not None and year.undecided and year.undecided[-1][1] is None:
                year.undecided[-1][1] = on

    def _award(self, on: date) -> None:
        self._judge(on, "approve")

    def _decline(self, on: date) -> None:
        self._judge(on, "decline")

    def _judge(self, on: date, name: str) -> None:
        self._step("start_review", on, Role.OFFICER)
        self._step(name, on, Role.OFFICER)
        application, self.statement = self.statement, None
        self._answered(on)
        self.tally[f"answered: {name}"] += 1
        if name == "approve" and application is not None:
            self._granted(application, on)

    def _granted(self, application: Application, on: date) -> None:
        old = self.held
        assert old is not None
        award = grant_award(application=application, actor=self.officer, at=morning(on))
        if self.papers:
            name = self.organisation.printed_name
            issue_certificate(award=award, printed_name=name, at=morning(on), actor=self.officer)
        if application.kind == "stage":
            new = self._year(award, on, counted_from=on)
            old.due, old.last = max(old.due, new.due), max(old.last, new.last)
            self.below = old
        else:
            sent = old.undecided[-1][0]
            in_time = sent is not None and sent <= old.last
            self.tally["renewed in time" if in_time else "came back"] += 1
            new = self._year(award, on, counted_from=old.due if in_time else on)
            old.superseded = on
            self.past.append(old)
            if self.below is not None:
                self.below.due = max(self.below.due, new.due)
                self.below.last = max(self.below.last, new.last)
        self.held = new
        self._plan(on)

    def _year(self, award: Award, on: date, *, counted_from: date) -> Year:
        due = a_year_after(counted_from)
        return Year(award, on, due, due + GRACE * DAY)

    def _withdraw(self, on: date) -> None:
        self._step("withdraw", on, Role.LEAD, note="Not this year.")
        self.statement = None
        self._answered(on)
        self.tally["withdrawn"] += 1

    def _ask_more(self, on: date) -> None:
        assert self.held is not None
        until = self.held.last + 60 * DAY
        give_time_to_renew(
            award=self.held.award, until=until, reason="Ill.", actor=self.officer, at=morning(on)
        )
        for year in (self.held, self.below):
            if year is not None:
                year.last = until
        self.held.more_time = True
        self.tally["more time"] += 1

    def _step(self, name: str, on: date, role: Role, **more: object) -> None:
        assert self.statement is not None
        actor = self.officer if role is Role.OFFICER else self.lead
        apply_transition(
            self.statement, name, actor=actor, role=role, at=morning(on), problems=[], **more
        )


def a_year_after(day: date) -> date:
    """29 February is followed by 28 February (T-88)."""
    return (
        date(day.year + 1, 2, 28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + 1)
    )
