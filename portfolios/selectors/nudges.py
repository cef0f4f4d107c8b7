"""A second look at free text before it is sent: does it name what should stay out? (T-94)

A hint beside the text, never a block: the pattern may be wrong, and the writer may be right.
"""

import re
from dataclasses import dataclass

from portfolios.choices import SectionCode
from portfolios.records import PlanRecord
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.registration.reading import Registration

_TEN_DIGITS = re.compile(r"(?<!\d)(\d{3})[ -]?(\d{3})[ -]?(\d{4})(?!\d)")
_BIRTH_WORD = re.compile(r"\b(?:d\.?o\.?b\.?|date of birth|born on|birth ?day)\b", re.IGNORECASE)
_FULL_DATE = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d(?!\d)"
)


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
    """What a text seems to hold about one person, as a sentence; empty when nothing was noticed."""
    if any(_is_nhs_number("".join(match.groups())) for match in _TEN_DIGITS.finditer(text)):
        return "There is a number here that looks like an NHS number."
    if _BIRTH_WORD.search(text) or _FULL_DATE.search(text):
        return "There is a date here that may be somebody’s date of birth."
    return ""


def _is_nhs_number(digits: str) -> bool:
    """The tenth digit checks the nine before it, so most telephone and order numbers are let through."""
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = 11 - total % 11
    return check != 10 and check % 11 == int(digits[9])
