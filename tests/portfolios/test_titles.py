"""Titles of parts as those read them who did not write them: a form says "you", a reader is not meant."""

import re

import pytest

from portfolios.choices import (
    TITLES_FOR_OTHERS,
    ActionPart,
    PlanSection,
    PortfolioSection,
    SectionCode,
    StatementSection,
)
from portfolios.selectors.titles import for_others

# As their parts are called where they stand with others'; a statement's come from the edition.
TITLES = {
    **{str(code): str(code.label) for code in (*SectionCode, *PlanSection, *PortfolioSection)},
    **{f"renewal.{code}": str(code.label) for code in StatementSection},
}
YOU = re.compile(r"\byou(r|rs|rself|rselves)?\b", re.IGNORECASE)


@pytest.mark.parametrize("code", TITLES)
def test_no_title_for_others_says_you(code):
    (part,) = for_others([{"code": code, "title": TITLES[code], "rows": []}])
    assert part["title"]
    assert not YOU.search(part["title"])


def test_no_page_of_an_action_says_you_in_a_print():
    assert not [p for p in ActionPart if YOU.search(TITLES_FOR_OTHERS.get(p, str(p.label)))]


def test_each_wording_is_of_a_part_that_speaks_to_its_writers():
    titles = TITLES | {str(part): str(part.label) for part in ActionPart}
    speaks = {code for code, title in titles.items() if YOU.search(title)}
    assert set(map(str, TITLES_FOR_OTHERS)) == speaks


def test_what_has_no_wording_of_its_own_keeps_the_words_of_the_day_it_was_sent():
    sent = [
        {"code": "impact", "title": "Your impact in 2026", "rows": [1], "entries": [2]},
        {"code": "fourc.codesign", "title": "Co-design", "rows": [], "entries": []},
        {"code": "", "title": "Under none of them", "rows": [], "entries": []},
    ]
    found = for_others(sent)
    assert [part["title"] for part in found] == ["The impact", "Co-design", "Under none of them"]
    assert (found[0]["rows"], found[0]["entries"]) == ([1], [2])
    assert sent[0]["title"] == "Your impact in 2026"
