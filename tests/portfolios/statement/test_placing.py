"""What a statement uses has its place: it does not wait for one, and a portfolio says that it has it not."""

import pytest
from django.urls import reverse

from foundation.dates import london_date
from portfolios.records import ALL_EYES, PortfolioRecord
from portfolios.selectors.evidence.library import Standing, tray
from portfolios.selectors.portfolio.counting import counts_of, gathered
from portfolios.services.evidence import place_item
from tests.portfolios.statement.pages import CODE
from tests.support.evidence import evidence
from tests.support.statements import choose

pytestmark = pytest.mark.django_db


@pytest.fixture
def item(draft, organisation, lead, later):
    """Chosen for the statement, and tagged with nothing."""
    found = evidence(organisation, lead=lead, at=later, title="Picnic")
    choose(draft, CODE, found.uuid, lead=lead, at=later)
    return found


def listed(client, organisation, state):
    answer = client.get(f"{reverse('evidence', args=[organisation.slug])}?state={state}")
    return [row.title for row in answer.context["rows"]]


def test_it_does_not_wait_to_be_placed(item, organisation, later):
    assert gathered(organisation) == (2, 0)
    assert not tray(organisation, on=london_date(later), eyes=ALL_EYES).exists()


def test_taken_out_of_the_statement_it_waits_again(item, draft, organisation, lead, later):
    choose(draft, CODE, lead=lead, at=later, remove=(item.uuid,))
    assert gathered(organisation) == (2, 1)
    assert tray(organisation, on=london_date(later), eyes=ALL_EYES).get() == item


def test_what_nobody_used_still_waits(item, organisation, lead, later):
    evidence(organisation, lead=lead, at=later, title="In the tray")
    assert gathered(organisation) == (3, 1)


def test_a_portfolio_says_that_it_has_it_not(item, draft, organisation, lead, later):
    record = PortfolioRecord("", "", draft.edition, "gold")
    counts = counts_of(record, organisation)
    assert (counts.tray, counts.in_statement) == (0, 1)
    place_item(
        item=item, shows=[CODE], values={}, expected_version=item.version, actor=lead, at=later
    )
    assert counts_of(record, organisation).in_statement == 0


@pytest.mark.parametrize("number", [1, 3])
def test_counts_cost_one_query_however_many(
    draft, organisation, lead, later, number, django_assert_num_queries
):
    for each in range(number):
        made = evidence(organisation, lead=lead, at=later, title=f"Piece {each}", file=False)
        choose(draft, CODE, made.uuid, lead=lead, at=later)
    record = PortfolioRecord("", "", draft.edition, "gold")
    with django_assert_num_queries(1):
        assert counts_of(record, organisation).in_statement == number
    with django_assert_num_queries(1):
        assert gathered(organisation) == (1 + number, 0)


def test_its_own_page_and_the_library_say_where_it_is(item, client, organisation):
    text = client.get(reverse("evidence-item", args=[item.uuid])).text
    assert "In a statement" in text
    assert "Say what it shows. Then it is part of your portfolio." not in text
    assert listed(client, organisation, Standing.CHOSEN) == ["Picnic"]
    assert listed(client, organisation, Standing.TRAY) == []
    library = client.get(reverse("evidence", args=[organisation.slug])).text
    assert "thing waits to be placed" not in library
    assert "Picnic" in library


def test_home_does_not_ask_to_place_it(item, client, organisation):
    text = client.get(reverse("organisation", args=[organisation.slug])).text
    assert "2 pieces of evidence" in text
    assert "to be placed" not in text
