"""A second look at free text before it is sent: does it name what should stay out? (T-94)

A hint beside the text, never a block: the pattern may be wrong, and the writer may be right. Wherever one
is shown, the way to report a concern stands beside it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from portfolios.choices import UNNAMED, PortfolioSection, SectionCode
from portfolios.models import EvidenceItem
from portfolios.records import ItemRecord, PlanRecord, PortfolioRecord, StatementRecord
from portfolios.selectors import noticing
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.portfolio.display import sections_of as sections_of_portfolio
from portfolios.selectors.portfolio.gaps.rule import ItemPage
from portfolios.selectors.registration.reading import Registration
from portfolios.selectors.statement.display import sections_of as sections_of_statement


@dataclass(frozen=True)
class Nudge:
    section: SectionCode
    sentence: str


def nudges_of(registration: Registration) -> list[Nudge]:
    """At most one per section."""
    form = registration.form
    texts = {
        SectionCode.ORGANISATION: [form.outside_area_note],
        SectionCode.ABOUT: [form.description, form.commitment_statement],
        SectionCode.LEVELS: [level.text for level in registration.levels.values()],
        SectionCode.PARTNERS: [partner.how for partner in registration.partners],
    }
    found = []
    for section, parts in texts.items():
        sentence = next(filter(None, (personal_detail(part) for part in parts)), "")
        if sentence:
            found.append(Nudge(section, sentence))
    return found


@dataclass(frozen=True)
class PlanNudge:
    """Where in a plan: an action or an item of a list, and the question."""

    where: str
    sentence: str


def plan_nudges(record: PlanRecord) -> list[PlanNudge]:
    """At most one per action or item."""
    found = []
    for section in sections_of(record):
        for entry in [{"title": section["title"], "rows": section["rows"]}, *section["entries"]]:
            texts = [entry["title"], *(row["value"] for row in entry["rows"])]
            sentence = next(filter(None, (personal_detail(text) for text in texts)), "")
            if sentence:
                found.append(PlanNudge(entry["title"], sentence))
    return found


def personal_detail(text: str) -> str:
    """What a text seems to tell about one person, as a sentence; empty when nothing was noticed.

    Names are not looked for here: a form and a plan have to name who is responsible.
    """
    return next(_noticed(text), "")


def _noticed(text: str, *, near: date | None = None) -> Iterator[str]:
    """Harm first: where there is room for one hint, it is this."""
    if noticing.harm_noticed(text):
        yield noticing.HARM
    if noticing.number_noticed(text):
        yield noticing.NUMBER
    if noticing.birth_noticed(text, near=near):
        yield noticing.BIRTH


@dataclass(frozen=True)
class EvidenceNudge:
    """`where`: the question or the file in words; `page` and `field` say where it can be put right."""

    where: str
    sentence: str
    page: ItemPage
    field: str = ""

    @property
    def is_harm(self) -> bool:
        return self.sentence == noticing.HARM


# Free text of one piece of evidence, in the order of its pages.
_TEXTS = (
    ("title", ItemPage.ITEM),
    ("about", ItemPage.ITEM),
    ("who", ItemPage.ITEM),
    ("changed", ItemPage.ITEM),
    ("ladder_said", ItemPage.SHOWS),
)


def evidence_nudges(record: ItemRecord) -> list[EvidenceNudge]:
    """Of each kind the first: one hint that is read is worth more than five."""
    first: dict[str, EvidenceNudge] = {}
    for nudge in _in_item(record):
        first.setdefault(nudge.sentence, nudge)
    return list(first.values())


def _in_item(record: ItemRecord) -> Iterator[EvidenceNudge]:
    if record.hidden:
        return
    texts = {name: str(getattr(record, name)) for name, _ in _TEXTS}
    around = [*texts.values(), *(file.caption for file in record.files)]

    def noticed(text: str) -> Iterator[str]:
        yield from _noticed(text, near=record.happened_on)
        if noticing.name_noticed(text, around=around):
            yield noticing.NAME

    for name, page in _TEXTS:
        for sentence in noticed(texts[name]):
            yield EvidenceNudge(_words_for(name), sentence, page, name)
    for file in record.files:
        for sentence in noticed(file.caption):
            yield EvidenceNudge(f"Caption of {file.name}", sentence, ItemPage.FILES)
        if noticing.file_name_noticed(file.name, around=around):
            yield EvidenceNudge(file.name, noticing.FILE_NAME, ItemPage.FILES)
        if noticing.number_noticed(file.name):
            yield EvidenceNudge(file.name, noticing.NUMBER, ItemPage.FILES)


def _words_for(column: str) -> str:
    field = EvidenceItem._meta.get_field(column)
    return str(getattr(field, "verbose_name", column)).capitalize()


@dataclass(frozen=True)
class PortfolioNudge:
    """`item`: the id of the piece of evidence it is about; else it is in a part of the portfolio."""

    where: str
    sentence: str
    item: str = ""
    section: PortfolioSection = PortfolioSection.EVIDENCE

    @property
    def is_harm(self) -> bool:
        return self.sentence == noticing.HARM


def portfolio_nudges(record: PortfolioRecord) -> list[PortfolioNudge]:
    """At most one per piece of evidence, answer, action or measure; harm before everything else."""
    found = []
    for item in record.items:
        nudges = sorted(evidence_nudges(item), key=lambda nudge: not nudge.is_harm)
        if nudges:
            found.append(PortfolioNudge(item.title or UNNAMED, nudges[0].sentence, item.id))
    for section in sections_of_portfolio(record):
        code = PortfolioSection(section["code"])
        if code is PortfolioSection.EVIDENCE:
            continue
        for entry in [{"title": section["title"], "rows": section["rows"]}, *section["entries"]]:
            texts = [str(row["value"]) for row in entry["rows"]]
            sentence = next(filter(None, (_in_answer(text, texts) for text in texts)), "")
            if sentence:
                found.append(PortfolioNudge(entry["title"], sentence, section=code))
    return found


def statement_nudges(record: StatementRecord) -> list[PortfolioNudge]:
    """At most one per piece of evidence that is new, per criterion, and in who made it; harm first.

    What was carried over was read twice before it was sent last time.
    """
    carried = {each.id for a in record.affirmations for each in a.items if each.carried}
    found = []
    for item in record.portfolio.items:
        nudges = sorted(evidence_nudges(item), key=lambda nudge: not nudge.is_harm)
        if nudges and item.id not in carried:
            found.append(PortfolioNudge(item.title or UNNAMED, nudges[0].sentence, item.id))
    for section in sections_of_statement(record):
        for entry in [{"title": section["title"], "rows": section["rows"]}, *section["entries"]]:
            texts = [str(row["value"]) for row in entry["rows"]]
            sentence = next(filter(None, (_in_answer(text, texts) for text in texts)), "")
            if sentence:
                found.append(PortfolioNudge(entry["title"], sentence))
    return sorted(found, key=lambda nudge: not nudge.is_harm)


def _in_answer(text: str, around: list[str]) -> str:
    named = noticing.NAME if noticing.name_noticed(text, around=around) else ""
    return personal_detail(text) or named
