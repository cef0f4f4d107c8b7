"""The evidence behind one question, on the page where it is told."""

from dataclasses import dataclass
from datetime import date

from portfolios.choices import (
    UNNAMED,
    EvidenceKind,
    PortfolioSection,
    Strength,
    action_code,
    measure_code,
)
from portfolios.records import ItemRecord
from portfolios.selectors.portfolio.coverage import SHAPES, has_impact, is_shown
from portfolios.selectors.portfolio.questions import Question
from portfolios.views.portfolio.loading import Writing

# More than that is behind a link.
MOST = 20
# The parts whose questions are shown by evidence, as the gap check asks.
SHOWN = (PortfolioSection.CRITERIA, PortfolioSection.IMPACT, PortfolioSection.LAW)


@dataclass(frozen=True)
class EvidenceLine:
    """One piece of evidence as the page of a question shows it; `kind` is a shape of `_status.html`."""

    id: str
    title: str
    what: str
    on: date | None
    kind: str
    text: str


@dataclass(frozen=True)
class Shown:
    """What shows one thing: `code` is what the evidence is tagged with."""

    code: str
    lines: tuple[EvidenceLine, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.lines)


def shown_by(writing: Writing, code: str) -> Shown:
    items = writing.coverage.items_of(code)
    return Shown(code, tuple(line_of(item) for item in items[:MOST]), len(items))


def all_lines(writing: Writing) -> list[EvidenceLine]:
    """Every piece that is sent, as one line each."""
    return [line_of(item) for item in writing.record.items if not item.hidden]


def takes_evidence(question: Question) -> bool:
    return question.section in SHOWN


def subject_of(writing: Writing, code: str) -> str | None:
    """What a code of an action or a measure of the approved plan is called; None when it is none."""
    for action in writing.record.actions:
        if code == action_code(action.id):
            return action.title or UNNAMED
    for measure in writing.record.measures:
        if code == measure_code(measure.id):
            return measure.name or UNNAMED
    return None


def what_it_is(item: ItemRecord) -> str:
    return str(EvidenceKind(item.kind).label) if item.kind else ""


def line_of(item: ItemRecord) -> EvidenceLine:
    kind, text = _state(item)
    return EvidenceLine(
        item.id, item.title or UNNAMED, what_it_is(item), item.happened_on, kind, text
    )


def _state(item: ItemRecord) -> tuple[str, str]:
    if has_impact(item):
        return SHAPES[Strength.IMPACT], "Says what changed"
    if is_shown(item):
        return SHAPES[Strength.SHOWN], "Does not say what changed yet"
    if any(file.state == "quarantined" for file in item.files):
        return "waiting", "Still being checked"
    return "todo", "No file or link yet"
