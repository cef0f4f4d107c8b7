"""What the pages of a case and the lists of cases cost: the same among five cases and among three hundred.

What grows with a single list is counted beside its own tests; here everything stands in one city.
"""

import pytest
from django.urls import reverse

from awards.choices import Interest
from awards.models import StandingInterest
from champions.selectors import facts_of, history_of
from tests.champions.test_case_evidence_pages import item_page
from tests.support.champions import assess_all
from tests.support.crowd import crowd
from tests.support.judging import judging

pytestmark = pytest.mark.django_db
CITIES = {"few": (3, 5), "many": (30, 300)}
# Who looks, at what, and how many queries that costs.
OF_THE_CASE = (
    ("chair", "case", 24),
    ("officer", "case", 26),
    ("chair", "case-findings", 11),
    ("chair", "case-decision", 18),
    ("officer", "case-panel", 27),
    ("chair", "case-evidence", 12),
    ("chair", "case-coverage", 11),
    ("chair", "case-zip", 22),
    ("chair", "case-challenges", 12),
    ("chair", "case-visits", 11),
)
OF_MANY = (
    ("chair", "champions", 18),
    ("chair", "champions-offers", 7),
    ("chair", "champion-record", 10),
    ("officer", "officers", 19),
    ("officer", "officers-load", 15),
    ("officer", "officers-champions", 4),
    ("officer", "officers-interests", 6),
    ("officer", "officers-interests-csv", 6),
)


@pytest.fixture(params=CITIES)
def city(request, officer, stranger, now, time_machine):
    """Each champion is tied to somebody who is not among the applicants."""
    time_machine.move_to(now, tick=False)
    champions, cases = CITIES[request.param]
    made = crowd(officer=officer, lead=stranger, at=now, champions=champions, cases=cases)
    StandingInterest.objects.bulk_create(
        StandingInterest(
            person=champion.user,
            organisation_name="Yew Youth Club",
            nature=Interest.RELATIVE,
            declared_at=now,
            declared_by=champion.user,
        )
        for champion in made.champions
    )
    return made


@pytest.fixture
def scene(city, organisation, lead, officer, now):
    """One Gold case more, whose champions have other cases as well; everybody's findings are in."""
    panel = city.champions[:3]
    judged = judging(organisation, lead=lead, officer=officer, at=now, champions=panel)
    assess_all(judged.panel, at=now)
    return judged


def test_pages_cost_the_same_among_few_and_many(scene, officer, sign_in, django_assert_num_queries):
    clients = {"chair": sign_in(scene.chair), "officer": sign_in(officer)}
    case = scene.application.uuid
    pages = [(who, reverse(name, args=[case]), count) for who, name, count in OF_THE_CASE]
    pages += [(who, reverse(name), count) for who, name, count in OF_MANY]
    pages += [("chair", item_page(scene), 12)]
    for who, address, count in pages:
        with django_assert_num_queries(count, info=address):
            answer = clients[who].get(address)
            assert answer.status_code == 200
            if answer.streaming:
                b"".join(answer)


def test_timeline_costs_the_same_among_few_and_many(scene, django_assert_num_queries):
    facts = facts_of(scene.application)
    with django_assert_num_queries(9):
        history_of(facts, sees_interests=True, reads_findings=True)
