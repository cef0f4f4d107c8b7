"""T-85, T-87: a name is found however its letters are composed; signs stand for themselves."""

import pytest
from django.urls import reverse

from awards.models import Hold
from awards.services.organisations import create_organisation
from tests.conftest import make_user
from tests.support.evidence import CHILDREN, evidence
from tests.support.requests import asked

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
            for page in ("officers-people", "officers", "officers-access")
        ]

    return search


@pytest.fixture
def evidence_found_by(officer, now, sign_in):
    """Where a piece of evidence is found, by its organisation and by its title; and who is held."""
    lead = make_user("Lena Search", at="search.example")
    organisation = create_organisation(
        name=f"{COMPOSED} 100% Sure_ly\\",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    piece = evidence(
        organisation,
        lead=lead,
        at=now,
        file=False,
        title=f"{COMPOSED} 100% Sure_ly\\",
        consent=CHILDREN | {"given_on": now.date()},
    )
    pieces = reverse("officers-request-pieces", args=[asked("take_down", at=now).uuid])
    client = sign_in(officer)

    def search(text: str) -> list[bool]:
        lists = (
            (reverse("officers-consents"), {"q": text}),
            (pieces, {"organisation": text}),
            (pieces, {"title": text}),
        )
        found = [str(piece.uuid) in client.get(*query).text for query in lists]
        data = {"organisation": text, "reason": "An appeal."}
        answer = client.post(reverse("officers-hold-add"), data)
        Hold.objects.all().delete()
        return [*found, answer.status_code == 302]

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
    assert set(found_by(text)) == {True}


@pytest.mark.parametrize("text", ["100%", "0% s", "Sure_", "ly\\"])
def test_signs_are_found_as_they_are(found_by, text):
    assert set(found_by(text)) == {True}


@pytest.mark.parametrize("text", ["1%0", "Sure%ly", "A_lie", "S.*y", "\\\\", "' OR 1=1 --"])
def test_signs_stand_for_nothing_else(found_by, text):
    assert set(found_by(text)) == {False}


@pytest.mark.parametrize("text", [COMPOSED, APART, "100%", "0% S", "Sure_", "ly\\"])
def test_evidence_and_holds_are_found_by_signs_as_they_are(evidence_found_by, text):
    assert evidence_found_by(text) == [True] * 4


@pytest.mark.parametrize("text", ["1%0", "Sure%ly", "A_lie", "S.*y", "\\\\", "' OR 1=1 --"])
def test_signs_find_no_other_evidence_and_hold_nobody_else(evidence_found_by, text):
    """A hold on the wrong organisation would let the right one be deleted."""
    assert evidence_found_by(text) == [False] * 4
