"""What one organisation's story is told with."""

from dataclasses import dataclass, field
from random import Random

from awards.models import Application, Challenge, Organisation, User
from champions.models import Panel
from config.demo.city import Sketch
from config.demo.days import Days
from config.demo.judged import JudgedSketch
from config.demo.pen import Pen
from config.demo.people import Cast, People
from config.demo.plans import PlanSketch
from config.demo.portfolio import PortfolioSketch


@dataclass
class Tale:
    sketch: Sketch
    # Its place in the city, from 1; telephone numbers follow from it.
    number: int
    cast: Cast
    people: People
    pen: Pen
    days: Days
    chance: Random
    # Keys of champions, the chair first.
    seats: list[str]
    # Filled in as the story goes on.
    application: Application = field(init=False)
    lead: User = field(init=False)
    member: User = field(init=False)
    panel: Panel = field(init=False)
    plan: PlanSketch = field(init=False)
    portfolio: PortfolioSketch = field(init=False)
    # What the panel has before it: the plan, and later the portfolio.
    judged: JudgedSketch = field(init=False)
    # The rows of plan and evidence: from the names that the files use to their ids.
    keys: dict[str, str] = field(default_factory=dict)
    # What the panel asked about it, in the order of its file.
    asked: list[Challenge] = field(default_factory=list)

    @property
    def organisation(self) -> Organisation:
        return self.application.organisation

    def write(self, kind: str) -> str:
        return self.pen.write(kind, self.sketch.gaps)

    def write_of_judged(self, kind: str) -> str:
        return self.pen.write(f"{self.judged.PHRASES}_{kind}", self.judged.notes)
