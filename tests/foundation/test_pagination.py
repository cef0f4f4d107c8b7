"""T-91: whatever stands in the address, there is a page."""

import pytest
from django.contrib.auth import get_user_model

from foundation.pagination import page_of, querystring_without_page
from tests.support.people import somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    for number in range(5):
        somebody(f"p{number}@people.example")
    return get_user_model().objects.order_by("name")


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("", 1),
        ("page=2", 2),
        ("page=3", 3),
        ("page=-1", 3),
        ("page=0", 3),
        ("page=abc", 1),
        ("page=1e3", 1),
        ("page=1000000000", 3),
        ("page=" + "9" * 5000, 1),
        ("page=%D9%A2", 2),
        ("page=1&page=2", 2),
        ("page=", 1),
        ("page[]=2", 1),
    ],
)
def test_there_is_always_a_page(rf, people, asked, number):
    assert page_of(people, rf.get(f"/?{asked}"), per_page=2).number == number


def test_empty_list_has_one_page(rf, people):
    page = page_of(people.none(), rf.get("/?page=7"))
    assert (page.number, list(page)) == (1, [])


def test_rows_that_are_equal_in_order_come_once_each(rf, people):
    """All five have the same name."""
    seen = [
        row.pk
        for number in (1, 2, 3)
        for row in page_of(people, rf.get(f"/?page={number}"), per_page=2)
    ]
    assert seen == sorted(seen)
    assert len(set(seen)) == 5


@pytest.mark.parametrize("order", [("pk",), ("-pk",), ("name", "-pk")])
def test_order_that_is_already_total_stays(rf, people, order):
    page = page_of(people.order_by(*order), rf.get("/"))
    assert page.object_list.query.order_by == order


def test_a_page_costs_two_queries(rf, people, django_assert_num_queries):
    with django_assert_num_queries(2):
        list(page_of(people, rf.get("/?page=2"), per_page=2))


@pytest.mark.parametrize(
    ("asked", "carried"),
    [
        ("", ""),
        ("page=3", ""),
        ("stage=gold&page=3&stage=silver", "stage=gold&stage=silver&"),
        ("q=%22%3E%3Cscript%3E%26", "q=%22%3E%3Cscript%3E%26&"),
    ],
)
def test_links_carry_the_filter_along(rf, asked, carried):
    assert querystring_without_page(rf.get(f"/?{asked}")) == carried
