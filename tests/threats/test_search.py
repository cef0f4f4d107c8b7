"""T-85, T-87: a name is found however its letters are composed; signs stand for themselves."""

import pytest
from django.urls import reverse

from awards.services.organisations import create_organisation
from tests.conftest import make_user

pytestmark = pytest.mark.django_db
COMPOSED, APART = "Am\u00e9lie", "Ame\u0301lie"


@pytest.fixture
def found_by(officer, now, sign_in):
    """Whether somebody called Amélie, of the organisation of that name, is found by each search."""
    person = make_user("Amelie Plain", at="search.example")
    person.name = f"{COMPOSED} 100% Sure_ly\\"
    person.save()
    create_organisation(
        name=f"{COMPOSED} 100% Sure_ly\\",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=person,
        at=now,
    )
    client = sign_in(officer)

    def search(text: str) -> list[bool]:
        return [
            b"Sure_ly" in client.get(reverse(page), {"q": text}).content.replace(b'value="', b"")
            for page in ("officers-people", "officers")
        ]

    return search


@pytest.mark.parametrize(
    "text",
    [
        COMPOSED,
        APART,
        " am\u00e9lie ",
        # SQLite knows no capital letters beyond A to Z.
        pytest.param(APART.upper(), marks=pytest.mark.postgres),
        pytest.param("am\u00c9LIE", marks=pytest.mark.postgres),
    ],
)
def test_both_spellings_are_found(found_by, text):
    assert found_by(text) == [True, True]


@pytest.mark.parametrize("text", ["100%", "0% s", "Sure_", "ly\\"])
def test_signs_are_found_as_they_are(found_by, text):
    assert found_by(text) == [True, True]


@pytest.mark.parametrize("text", ["1%0", "Sure%ly", "A_lie", "S.*y", "\\\\", "' OR 1=1 --"])
def test_signs_stand_for_nothing_else(found_by, text):
    assert found_by(text) == [False, False]
