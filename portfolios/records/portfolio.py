"""An evidence portfolio as plain values: what is covered, checked, printed, compared and kept.

Like a `PlanRecord` it is read from the rows or from what was sent, so whatever judges or shows a
portfolio works alike on both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from portfolios.records.plan import LevelRecord


@dataclass(frozen=True, slots=True)
class FileRecord:
    """One file of an item. `sha256` is of the bytes that we keep and hand out."""

    id: str
    name: str
    content_type: str
    # Bytes.
    size: int
    sha256: str
    # What can be seen in it, for whoever cannot see it.
    caption: str = ""
    # `quarantined`, `clean` or `refused`.
    state: str = "clean"

    @property
    def is_picture(self) -> bool:
        return self.content_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """One piece of evidence (scheme.md 12)."""

    id: str
    title: str = ""
    # A value of `EvidenceKind`, or nothing yet.
    kind: str = ""
    about: str = ""
    happened_on: date | None = None
    who: str = ""
    # What is different now because of it: the impact.
    changed: str = ""
    url: str = ""
    # Whether the video or sound behind `url` has captions or a transcript: `yes`, `no` or nothing.
    captioned: str = ""
    # Levels of the ladder: as the organisation saw it, and as the people saw it who took part.
    ladder_ours: str = ""
    ladder_theirs: str = ""
    ladder_said: str = ""
    # What it shows: codes of the edition, `action:<id>` and `measure:<id>` of the approved plan.
    shows: tuple[str, ...] = ()
    files: tuple[FileRecord, ...] = ()
    # `nobody`, `people`, or nothing while nobody has said.
    shows_people: str = ""
    # Values of `Pictured`.
    people: tuple[str, ...] = ()
    holder: str = ""
    form_reference: str = ""
    consent_given_on: date | None = None
    scope: str = ""
    consent_until: date | None = None
    # Consent was withdrawn or has run out: only the title, and the digests of its files, are left.
    hidden: bool = False
    # A live mark of the row: in what was sent it is set when that is read, never kept.
    restricted: bool = False

    def shows_any(self, codes: Iterable[str]) -> bool:
        return not frozenset(codes).isdisjoint(self.shows)


@dataclass(frozen=True, slots=True)
class NarrativeRecord:
    """What the organisation tells under one question of its stage, in its own words."""

    # Of a criterion, a principle, a law, a policy, or of the question itself.
    code: str
    text: str = ""
    # For principles: what was measured or heard at first, and what is now.
    before: str = ""
    after: str = ""
    # For laws and policies: `yes` when the organisation says that it bears on its work.
    applies: str = ""


@dataclass(frozen=True, slots=True)
class MilestoneOutcome:
    id: str
    name: str = ""
    due_on: date | None = None
    # A value of `MilestoneState`; `planned` while nobody has reported.
    state: str = "planned"
    done_on: date | None = None
    expected_on: date | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ActionOutcomeRecord:
    """What became of one action of the approved plan (scheme.md 13)."""

    # The action's id in the plan.
    id: str
    title: str = ""
    four_c: str = ""
    ends_on: date | None = None
    # A value of `ActionState`, or nothing yet.
    state: str = ""
    done_on: date | None = None
    text: str = ""
    why: str = ""
    milestones: tuple[MilestoneOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class MeasureOutcomeRecord:
    """What one measure of the approved plan showed."""

    id: str
    name: str = ""
    baseline: str = ""
    target: str = ""
    # A value of `MeasureState`, or nothing yet.
    state: str = ""
    result: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class PortfolioRecord:
    organisation_name: str
    reference: str
    edition: str
    # `gold` or `platinum`.
    stage: str
    # By date, the latest first; what was left out, and the tray, are not there.
    items: tuple[ItemRecord, ...] = ()
    narratives: tuple[NarrativeRecord, ...] = ()
    # Gold only: what became of the plan.
    actions: tuple[ActionOutcomeRecord, ...] = ()
    measures: tuple[MeasureOutcomeRecord, ...] = ()
    levels: tuple[LevelRecord, ...] = ()
    # Restricted pieces that whoever looks may not see are not among `items`. Their places in the whole
    # order, from 1, so that all others keep their numbers.
    withheld: tuple[int, ...] = ()

    def item(self, id: str) -> ItemRecord | None:
        return next((item for item in self.items if item.id == id), None)

    def narrative(self, code: str) -> NarrativeRecord | None:
        return next((each for each in self.narratives if each.code == code), None)

    def level(self, code: str) -> LevelRecord | None:
        return next((level for level in self.levels if level.code == code), None)
