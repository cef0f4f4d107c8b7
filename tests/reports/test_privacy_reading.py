"""The notices are read by those they are for: the child's page at grade 5, what the public asks at 6."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.support.reading import reading, sentences, syllables

pytestmark = pytest.mark.django_db

# The name of the page; the highest grade, mean and longest sentence.
PAGES = [
    ("privacy-children", 5.0, 10, 16),
    ("privacy", 8.0, 15, 25),
    ("cookies", 8.0, 15, 25),
    # What anybody asks for, children and parents among them.
    ("your-data", 6.0, 15, 25),
    ("take-down", 6.0, 15, 25),
]

# Counted by hand, by somebody who said them aloud.
COUNTED = {
    "photo": 2, "picture": 2, "children": 2, "award": 2, "ask": 1, "people": 2, "delete": 2,
    "deleted": 3, "hide": 1, "hidden": 2, "school": 1, "clinic": 2, "evidence": 3,
    "organisation": 5, "consent": 2, "agreed": 2, "agreement": 3, "privacy": 3, "officer": 3,
    "champion": 3, "restricted": 3, "council": 2, "everybody": 4, "registration": 4, "data": 2,
    "information": 4, "hosting": 2, "named": 1, "watched": 1, "wanted": 2, "boxes": 2, "pages": 2,
    "times": 1, "table": 2, "little": 2, "parent": 2, "carer": 2, "disability": 5, "special": 2,
    "article": 3, "kept": 1, "because": 2, "science": 2, "create": 2, "really": 2, "being": 2,
    "saying": 2, "complaint": 2, "month": 1, "personal": 3, "useful": 2, "decision": 3,
    "safeguarding": 3, "responsible": 4, "meeting": 2, "film": 1, "minutes": 2, "cookie": 2,
    "virus": 2, "internet": 3, "happened": 2, "answered": 2, "idea": 3, "poem": 2, "quiet": 2,
    "usual": 3, "video": 3, "various": 3, "scared": 1, "older": 2, "whose": 1, "phone": 1,
    "judged": 1, "asked": 1, "needed": 2, "services": 3, "purposes": 3, "uses": 2,
}  # fmt: skip


@pytest.mark.parametrize(("name", "grade", "mean", "longest"), PAGES, ids=lambda each: str(each))
def test_page_is_easy_to_read(name, grade, mean, longest):
    answer = Client().get(reverse(name))
    assert answer.status_code == 200
    found = reading(answer.text)
    assert found.grade <= grade, found
    assert found.mean <= mean, found
    assert found.longest_words <= longest, found


def test_syllables_are_right_for_nine_words_in_ten():
    wrong = [word for word, count in COUNTED.items() if syllables(word) != count]
    assert len(wrong) <= len(COUNTED) / 10, wrong


def test_known_texts_get_their_known_grade():
    """By the formula, worked out by hand: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    easy = reading("<main><p>The cat sat on the mat. The dog ran.</p></main>")
    assert easy.grade == pytest.approx(0.39 * 4.5 + 11.8 - 15.59)
    hard = reading("<main><p>Organisations acknowledge responsibility immediately.</p></main>")
    assert hard.grade > 12
    assert hard.longest_words == 4


def test_each_item_is_a_sentence_and_what_is_no_prose_is_none():
    page = (
        "<header><p>Away.</p></header><main><h1>Title</h1><p>One. Two: three?</p>"
        "<ul><li>four</li><li>five</li></ul></main><footer><p>Gone.</p></footer>"
    )
    assert sentences(page) == ["One.", "Two: three?", "four", "five"]
