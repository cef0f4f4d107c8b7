"""Searching the officers' list, and what addresses may hold (T-85, T-86, T-87, T-91)."""

import unicodedata

import pytest
from django.urls import reverse

from awards.services.organisations import create_organisation


@pytest.fixture
def found(officer, organisation, application, sign_in, lead, now):
    """Names on the list; Acorn Lane School is there with its application, and a few with odd names."""
    for name in ("100% Inclusive", "Under_score", "Back\\slash", "Café Zoë", "Łódź & Sons"):
        create_organisation(
            name=name, sector="voluntary", kind="charity", postcode="B29 6PQ", actor=officer, at=now,
            lead=False,
        )  # fmt: skip
    client = sign_in(officer)

    def get(**asked):
        answer = client.get(reverse("officers"), asked)
        assert answer.status_code == 200, asked
        return [row.organisation.name for row in answer.context["rows"]]

    return get


@pytest.mark.parametrize(
    "query",
    ["acorn", "ACORN", "school acorn", "  lane ", "b1 1bb", "B11BB", "b11", "lena", "Lead Lena",
     "lena.lead@people.example"],
)  # fmt: skip
def test_search_forgives(found, query):
    assert found(q=query) == ["Acorn Lane School"]


def test_search_finds_a_reference_and_the_printed_name(found, application, organisation):
    assert found(q=application.reference.lower()) == ["Acorn Lane School"]
    organisation.printed_name = "The Oak & Acorn"
    organisation.save()
    assert found(q="the oak &") == ["Acorn Lane School"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("%", ["100% Inclusive"]),
        ("_", ["Under_score"]),
        ("\\", ["Back\\slash"]),
        ("0%_", []),
        (".*", []),
        ("' OR 1=1 --", []),
        ("acorn nowhere", []),
        (unicodedata.normalize("NFD", "Café Zoë"), ["Café Zoë"]),
        ("Łódź", ["Łódź & Sons"]),
        ("a\u200bcorn", ["Acorn Lane School"]),
    ],
)
def test_search_is_literal(found, query, names):
    assert found(q=query) == names


def test_search_takes_long_texts(found):
    assert found(q="x" * 5000) == []
    assert found(q="a " * 2500) == []


@pytest.mark.parametrize(
    "asked",
    [
        {"page": "-1"},
        {"page": "abc"},
        {"page": "9" * 40},
        {"page": "١٢"},
        {"page": ["1", "2"]},
        {"held": "diamond"},
        {"held": ["bronze", "nonsense"]},
        {"stage": "' OR 1=1"},
        {"status": "Draft"},
        {"status": ""},
        {"sector": "NaN"},
        {"waiting": "godot"},
        {"missing": "1e400"},
        {"order": "random()"},
        {"nobody": "knows"},
        {"q": "\ud800".encode("utf-8", "surrogatepass")},
    ],
)
def test_nonsense_shows_the_whole_list(found, asked):
    if asked == {"q": b"\xed\xa0\x80"}:
        assert found(**asked) == []
    else:
        assert len(found(**asked)) == 6
