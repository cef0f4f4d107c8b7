"""What an evidence portfolio asks, as the edition has it, each question with a code of its own."""

from dataclasses import dataclass
from functools import lru_cache

from awards.scheme import Field, Scheme, UnknownCodeError, edition
from awards.scheme import Section as SchemeSection
from portfolios.choices import PortfolioSection

# How the codes of a stage's questions begin.
PREFIX = {"gold": "portfolio", "platinum": "embed"}

_EVIDENCE, _REPORT, _CRITERIA, _WITH, _IMPACT, _LEVELS, _LAW, _SUSTAIN = PortfolioSection
SECTIONS: dict[str, tuple[PortfolioSection, ...]] = {
    "gold": (_EVIDENCE, _REPORT, _CRITERIA, _WITH, _IMPACT, _LEVELS),
    "platinum": (_EVIDENCE, _CRITERIA, _SUSTAIN, _LAW, _WITH, _IMPACT, _LEVELS),
}
# In these, something is told about each item of a list, or under each question.
NARRATIVES = (_CRITERIA, _SUSTAIN, _LAW, _WITH, _IMPACT)


@dataclass(frozen=True, slots=True)
class Question:
    """One page of text."""

    # Of the criterion, principle, law or policy; else the section and a word: `with.power`.
    code: str
    section: PortfolioSection
    title: str
    label: str
    # What is meant by it: the words of the criterion, the principle …
    text: str = ""
    hint: str = ""
    required: bool = True

    @property
    def has_figures(self) -> bool:
        """Whether it asks how things were before, and how they are now."""
        return self.section == PortfolioSection.IMPACT

    @property
    def is_ticked(self) -> bool:
        """Whether it may not bear on their work at all."""
        return self.section == PortfolioSection.LAW


@lru_cache(maxsize=16)
def questions_of(edition_code: str, stage: str) -> tuple[Question, ...]:
    """In the order of the task list."""
    scheme = edition(edition_code)
    return tuple(
        question
        for section in SECTIONS[stage]
        if section in NARRATIVES
        for question in _questions(scheme, stage, section)
    )


def question(edition_code: str, stage: str, code: str) -> Question:
    for each in questions_of(edition_code, stage):
        if each.code == code:
            return each
    raise UnknownCodeError(code)


def words(scheme: Scheme, stage: str, section: PortfolioSection) -> SchemeSection:
    """The title and the introduction of one part."""
    if section is PortfolioSection.EVIDENCE:
        return _section(scheme, "gold", "evidence.item")
    return _section(scheme, stage, f"{PREFIX[stage]}.{section}")


def ask(scheme: Scheme, stage: str, name: str) -> Field:
    """A question of the form itself, such as `measure_result`; `KeyError` when there is none."""
    return _fields(scheme, stage)[f"{PREFIX[stage]}.{name}"]


def ask_of_item(scheme: Scheme, name: str) -> Field:
    """A question about one piece of evidence, such as `changed`."""
    return _fields(scheme, "gold")[f"evidence.{name}"]


def _questions(scheme: Scheme, stage: str, section: PortfolioSection) -> list[Question]:
    found = []
    for field in words(scheme, stage, section).fields:
        name = field.code.partition(".")[2]
        if field.each_of is not None:
            found += [
                Question(
                    code=item.code,
                    section=section,
                    title=item.name,
                    label=field.label,
                    text=getattr(item, "text", ""),
                    hint=field.hint,
                    required=field.required,
                )
                for item in scheme.items_for(field, scheme.stage(stage))
            ]
        elif name not in ("before", "after"):
            found.append(
                Question(
                    code=f"{section}.{name}",
                    section=section,
                    title=field.label,
                    label=field.label,
                    hint=field.hint,
                    required=field.required,
                )
            )
    return found


@lru_cache(maxsize=16)
def _all_fields(edition_code: str, stage: str) -> dict[str, Field]:
    sections = edition(edition_code).stage(stage).sections
    return {field.code: field for section in sections for field in section.fields}


def _fields(scheme: Scheme, stage: str) -> dict[str, Field]:
    return _all_fields(scheme.code, stage)


def _section(scheme: Scheme, stage: str, code: str) -> SchemeSection:
    return next(section for section in scheme.stage(stage).sections if section.code == code)
