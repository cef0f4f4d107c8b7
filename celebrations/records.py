"""Plain values of this room, for what is made of them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Shown:
    """One picture, at an address of its own."""

    url: str
    alt: str


@dataclass(frozen=True)
class Occasion:
    """The event that a story tells of."""

    name: str
    day: date
    place: str

    @property
    def sentence(self) -> str:
        """For who reads nothing but text."""
        said = f"About an event: {self.name}, {self.day.day} {self.day:%B %Y}"
        return f"{said}, {self.place}." if self.place else f"{said}."


@dataclass(frozen=True)
class Entry:
    id: str
    url: str
    organisation: str
    title: str
    summary: str
    story: str
    changed: str
    published_at: datetime
    pictures: tuple[Shown, ...]
    # None where it tells of the organisation's work.
    event: Occasion | None

    @property
    def text(self) -> str:
        return self._with_event(f"{self.story}\n\n{self.changed}", "\n\n")

    @property
    def description(self) -> str:
        return self._with_event(self.summary, " ")

    def _with_event(self, text: str, between: str) -> str:
        return f"{self.event.sentence}{between}{text}" if self.event else text


@dataclass(frozen=True)
class Emblem:
    """One award that is presented: “Gold 2027”."""

    stage: str
    year: int

    def __str__(self) -> str:
        return f"{self.stage.capitalize()} {self.year}"


@dataclass(frozen=True, kw_only=True)
class Visitor:
    """A guest of a recognition event, on paper."""

    name: str
    organisation: str
    on_stage: bool = False
    no_pictures: bool = False


@dataclass(frozen=True, kw_only=True)
class Party:
    """One organisation at a recognition event, on paper."""

    # As it stands on its certificate, and as lists sort it.
    printed_name: str
    name: str
    emblems: tuple[Emblem, ...]
    visitors: tuple[Visitor, ...] = ()
    place: int | None = None

    @property
    def stage(self) -> str:
        """The highest, for its colour; empty when there is nothing to present."""
        return self.emblems[-1].stage if self.emblems else ""

    @property
    def on_stage(self) -> list[Visitor]:
        return [each for each in self.visitors if each.on_stage]

    @property
    def is_known_otherwise(self) -> bool:
        """The certificate has it in other words or letters than we speak."""
        return self.printed_name != self.name


@dataclass(frozen=True, kw_only=True)
class Evening:
    """A recognition event on paper. Nothing of what guests need is in it."""

    title: str
    starts_at: datetime
    venue: str
    address: str
    presenter: str
    # Who comes, in the order of the evening.
    parties: tuple[Party, ...]
    # Who does not come, or has not answered.
    absent: tuple[Party, ...] = ()

    @property
    def visitors(self) -> list[Visitor]:
        return [each for party in self.parties for each in party.visitors]

    @property
    def by_name(self) -> list[Party]:
        return sorted(self.parties, key=lambda party: (party.name.casefold(), party.printed_name))


@dataclass(frozen=True, kw_only=True)
class Need:
    """What somebody needs, for the people of the place; in the kitchen without the names."""

    what: str
    name: str = ""
    organisation: str = ""
    people: int = 1
