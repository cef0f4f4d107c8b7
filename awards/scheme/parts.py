"""The parts of an edition: what each table of the file holds.

A field with no default must be in the file; an unknown key is a problem. `source` says where an
item comes from ("pack: …", "slides: …", "ours", or the body that wrote it), so that nobody takes
our words for the scheme's.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose scheme it is, and what they call the things that differ from place to place."""

    name: str
    council: str
    team: str
    champions_group: str
    framework: str
    local_offer: str
    local_offer_url: str
    contact: str


@dataclass(frozen=True, slots=True)
class Purpose:
    code: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Perspective:
    """Whose eyes a champion looks with (scheme.md 3)."""

    code: str
    name: str
    text: str
    lived_experience: bool
    source: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Who must sit. Each need is met by one champion of any perspective it lists.

    An officer who records why may set `needs_unless_waived` aside; `needs` never (scheme.md 3).
    """

    minimum_champions: int
    needs: tuple[tuple[str, ...], ...] = ()
    needs_unless_waived: tuple[tuple[str, ...], ...] = ()

    def gaps(
        self, perspectives: Iterable[str], *, waived: bool = False
    ) -> tuple[tuple[str, ...], ...]:
        """The needs that these champions leave open; a wider need goes without saying."""
        present = set(perspectives)
        asked = self.needs if waived else self.needs + self.needs_unless_waived
        gaps = [need for need in asked if present.isdisjoint(need)]
        return tuple(gap for gap in gaps if not any(set(other) < set(gap) for other in gaps))


@dataclass(frozen=True, slots=True)
class Due:
    """By when a stage's work is to come in, counted from the award it requires (scheme.md 10)."""

    months: int
    remind_days_before: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Windows:
    """The days around the date on which a date-limited award falls due (scheme.md 22)."""

    opens_days_before: int
    grace_days: int
    remind_days_before: tuple[int, ...]
    remind_days_after: tuple[int, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a stage's form.

    `each_of` asks it of every item of a list of the edition; `choose_from` offers such a list.
    """

    code: str
    label: str
    source: str
    hint: str = ""
    required: bool = True
    each_of: str | None = None
    choose_from: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    code: str
    title: str
    fields: tuple[Field, ...]
    intro: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """What an organisation shows (`text`), as champions are asked it, and in the easy version."""

    code: str
    name: str
    text: str
    question: str
    plain: str
    source: str
    # No award of this stage without it, however good the rest is (scheme.md 14).
    intrinsic: bool = False
    # The criterion of the stage before that asks the same: its answer and evidence are the beginning.
    carries: str | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A step of the assessment that runs across stages (scheme.md 19)."""

    code: str
    name: str
    question: str
    plain: str
    stages: tuple[str, ...]
    source: str
    look_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    code: str
    name: str
    rank: int
    verb: str
    # What comes in ("delivery plan") and what it is evidence of ("Evidence of planning").
    work: str
    evidence: str
    summary: str
    # What it says of who holds it, to somebody who reads the register.
    means: str
    you_do: tuple[str, ...]
    then: tuple[str, ...]
    you_get: tuple[str, ...]
    who_decides: str
    lasts: str
    panel: Panel
    criteria: tuple[Criterion, ...]
    sections: tuple[Section, ...]
    source: str
    requires: str | None = None
    examples: tuple[str, ...] = ()
    due: Due | None = None
    # Absent: the award lasts indefinitely.
    lasts_months: int | None = None

    @property
    def lasts_indefinitely(self) -> bool:
        return self.lasts_months is None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What the lead signs: at the first stage (scheme.md 6), and with each re-validation.

    `wording` stays with the award, so a changed text needs a new one.
    """

    wording: str
    title: str
    intro: str
    statements: tuple[str, ...]
    declaration: str
    source: str


@dataclass(frozen=True, slots=True)
class VisitRule:
    """When a panel goes to see whom it re-validates, instead of reading the statement alone (ours)."""

    # So many of a hundred criteria have changed or stopped.
    changed_percent: int
    # The newest evidence of a criterion is older than this when the statement is sent.
    evidence_months: int
    # Nobody of the Champions Group has been there for so long.
    visit_years: int
    source: str


@dataclass(frozen=True, slots=True)
class Renewal:
    """The yearly statement that keeps a date-limited award in force (scheme.md 22)."""

    name: str
    # What comes in, as `Stage.work`.
    work: str
    summary: str
    then: tuple[str, ...]
    # Checks that champions make beside the criteria of the stage.
    checks: tuple[str, ...]
    panel: Panel
    visit: VisitRule
    sections: tuple[Section, ...]
    declaration: Commitment
    source: str


@dataclass(frozen=True, slots=True)
class Meeting:
    """The talk between organisation and champions that comes before Bronze (scheme.md 7)."""

    minutes: int
    topics: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article of the UN Convention on the Rights of the Child."""

    number: int
    name: str
    text: str
    source: str

    @property
    def code(self) -> str:
        return f"crc.{self.number}"


@dataclass(frozen=True, slots=True)
class Principle:
    number: int
    name: str
    text: str
    plain: str
    articles: tuple[int, ...]
    source: str

    @property
    def code(self) -> str:
        return f"principle.{self.number}"


@dataclass(frozen=True, slots=True)
class FourC:
    code: str
    name: str
    text: str
    plain: str
    source: str


@dataclass(frozen=True, slots=True)
class LadderLevel:
    code: str
    rank: int
    name: str
    text: str
    group: str
    source: str
    # Co-production is what people do unless they agree on another level (pack: commitment).
    default: bool = False


@dataclass(frozen=True, slots=True)
class EngagementLevel:
    code: str
    name: str
    hint: str
    source: str


@dataclass(frozen=True, slots=True)
class Sector:
    code: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class OrganisationKind:
    code: str
    name: str
    sector: str
    source: str


@dataclass(frozen=True, slots=True)
class Method:
    code: str
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Policy:
    code: str
    name: str
    text: str
    # What it is about, in one short sentence for everybody (ours).
    plain: str
    source: str


@dataclass(frozen=True, slots=True)
class LegalPoint:
    code: str
    number: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Legislation:
    code: str
    name: str
    text: str
    points: tuple[LegalPoint, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Standard:
    code: str
    name: str
    text: str
    url: str
    source: str


@dataclass(frozen=True, slots=True)
class GlossaryTerm:
    code: str
    name: str
    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Reference:
    code: str
    name: str
    text: str
    source: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Pledges:
    """The Charter's pledges, or the marked gap where neither source has them (scheme.md 6)."""

    missing: bool
    note: str
    source: str
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EligibilityAnswer:
    code: str
    label: str
    eligible: bool
    why: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class EligibilityQuestion:
    code: str
    question: str
    hint: str
    answers: tuple[EligibilityAnswer, ...]
    source: str

    def answer(self, code: str) -> EligibilityAnswer:
        return next(answer for answer in self.answers if answer.code == code)
