"""The officers' register: every organisation's consents, narrowed by what an address asks."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.services.organisations import create_organisation
from foundation.dates import london_date
from tests.support.evidence import CHILDREN, evidence

ADDRESS = reverse("officers-consents")


@pytest.fixture
def that_day(time_machine, now):
    time_machine.move_to(now)


@pytest.fixture
def client(officer, sign_in, that_day):
    return sign_in(officer)


@pytest.fixture
def shown(lead, now, that_day):
    def make(organisation, title, *, days=None):
        on = london_date(now)
        held = CHILDREN | {
            "given_on": on,
            "expires_on": None if days is None else on + timedelta(days=days),
        }
        return evidence(organisation, lead=lead, at=now, title=title, file=False, consent=held)

    return make


@pytest.fixture
def other(lead, now):
    return create_organisation(
        name="Birch & Sons 100%",
        sector="health",
        kind="clinic",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )


def titles(client, **asked):
    answer = client.get(ADDRESS, asked)
    assert answer.status_code == 200
    return [row.title for row in answer.context["rows"]]


def test_shows_every_organisation_by_its_name(shown, client, organisation, other):
    shown(organisation, "Forum")
    shown(other, "Garden")
    text = client.get(ADDRESS).text
    for words in ("Forum", "Garden", "Acorn Lane School", "Birch &amp; Sons 100%", "2 of 2"):
        assert words in text
    assert "Ask again" not in text


def test_finds_an_organisation_by_words_of_its_name_taken_literally(
    shown, client, organisation, other
):
    """T-87."""
    shown(organisation, "Forum")
    shown(other, "Garden")
    assert titles(client, q="sons BIRCH") == ["Garden"]
    assert titles(client, q="%") == ["Garden"]
    assert titles(client, q="_") == []
    assert titles(client, q="lane", state="in-force") == ["Forum"]
    assert titles(client, q="lane", state="gone") == []


@pytest.mark.parametrize("asked", [{"q": "'" * 5000}, {"state": "x"}, {"page": "9" * 40}])
def test_nonsense_is_no_error(shown, client, organisation, asked):
    """T-84, T-91."""
    shown(organisation, "Forum")
    assert client.get(ADDRESS, asked).status_code == 200


def test_figures_lead_to_lists_of_that_length(shown, client, organisation, other):
    shown(organisation, "Soon", days=12)
    shown(organisation, "Later", days=80)
    shown(other, "For good")
    answer = client.get(ADDRESS)
    for figure in answer.context["figures"]:
        page = client.get(f"{ADDRESS}?{figure.query}").context["page_obj"]
        assert page.paginator.count == figure.number
    assert [each.number for each in answer.context["figures"]] == [3, 3, 1, 2, 0, 0]


def test_is_told_in_pages_that_keep_what_was_asked(shown, client, organisation):
    for number in range(51):
        shown(organisation, f"Forum {number}")
    answer = client.get(ADDRESS, {"q": "acorn"})
    assert len(answer.context["rows"]) == 50
    assert "?q=acorn&amp;page=2" in answer.text
    assert len(titles(client, q="acorn", page="2")) == 1


def test_is_for_officers_alone(sign_in, lead, that_day):
    """T-33."""
    assert sign_in(lead).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_for_one_and_three(
    shown, client, organisation, count, django_assert_num_queries
):
    for number in range(count):
        shown(organisation, f"Forum {number}")
    # Session and person, figures, count, rows, what was sent, what goes, holds.
    with django_assert_num_queries(8):
        assert len(titles(client)) == count
