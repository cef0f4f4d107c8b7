"""How hard a page is to read: Flesch-Kincaid grade and the length of its sentences.

Syllables are counted by rules, not looked up. Against words that were counted by hand they are right
for nine in ten (`tests/reports/test_privacy_reading.py`), and a page has hundreds of words.
"""

import re
from dataclasses import dataclass

from lxml import html

# Prose, each part read on its own. Headings and table headers are left out: their few words would make
# any page look easy.
BLOCKS = "//main//*[self::p or self::li or self::td or self::dd]"
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_END = re.compile(r"(?<=[.!?])\s+")
# Endings of their own sound, and silent ones.
_SILENT_E = re.compile(r"(?<=[^aeiouyl])e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyscxzgh])es$")
_VOWELS = re.compile(r"[aeiouy]+")
_TWO = re.compile(r"(?<![ctsxg])i[aou]|[^q]ua|eo(?!u)|[ye]ing|[^s]iet|scien|poe[mt]|uo[^s]|creat")
_ODD = {
    "people": 2,
    "photo": 2,
    "because": 2,
    "said": 1,
    "area": 3,
    "idea": 3,
    "every": 2,
    "somebody": 3,
    "everybody": 4,
    "something": 2,
    "sometimes": 2,
}


@dataclass(frozen=True)
class Reading:
    grade: float
    mean: float
    longest: str

    @property
    def longest_words(self) -> int:
        return len(_WORD.findall(self.longest))


def syllables(word: str) -> int:
    known = _ODD.get(word.lower())
    if known:
        return known
    if "-" in word:
        return sum(syllables(part) for part in word.split("-") if part)
    bare = _SILENT_E.sub("", re.sub(r"['’].*$", "", word.lower()))
    return max(1, len(_VOWELS.findall(bare)) + len(_TWO.findall(bare)))


def sentences(page: str) -> list[str]:
    """Of the page's own words, without header and footer; an item of a list is one at least."""
    found = []
    for block in html.fromstring(page).xpath(BLOCKS):
        if block.xpath("./p | ./ul"):
            continue
        text = " ".join(block.text_content().split())
        found += [part for part in _END.split(text) if _WORD.search(part)]
    return found


def reading(page: str) -> Reading:
    """What is linked by address (mail, web) is no word."""
    all_ = [re.sub(r"\S+@\S+|https?://\S+", "", each) for each in sentences(page)]
    words = [_WORD.findall(each) for each in all_]
    count = sum(map(len, words))
    spoken = sum(syllables(word) for each in words for word in each)
    return Reading(
        grade=0.39 * count / len(all_) + 11.8 * spoken / count - 15.59,
        mean=count / len(all_),
        longest=max(all_, key=lambda each: len(_WORD.findall(each))),
    )
