"""The officers' page about privacy: what waits, the nearest dates, and the way to everything else."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from awards.models import Hold
from foundation.dates import london_date
from foundation.files import store_generated
from reports.choices import RequestKind
from reports.models import AccessPackage, Erasure, PrivacyRequest
from reports.selectors.privacy import awaited, tiles
from reports.services.retention import HOLDINGS
from tests.support.evidence import CHILDREN, evidence

ADDRESS = reverse("officers-privacy")
PAGES = (
    "officers-requests",
    "officers-request-add",
    "officers-access",
    "officers-consents",
    "officers-retention",
    "officers-holds",
    "officers-erasures",
    "privacy",
    "privacy-children",
    "cookies",
)


@pytest.fixture
def that_day(time_machine, now):
    time_machine.move_to(now)


@pytest.fixture
def client(officer, sign_in, that_day):
    return sign_in(officer)


@pytest.fixture
def request_due(now):
    """A request that has to be answered by a day."""

    def make(due_on: date, *, kind=RequestKind.ACCESS, **fields) -> PrivacyRequest:
        return PrivacyRequest.objects.create(
            reference=f"DP-{uuid4().hex[:8].upper()}",
            kind=kind,
            asked_as="self",
            what="What do you hold about me?",
            received_at=now - timedelta(days=40),
            due_on=due_on,
            key=uuid4(),
            **fields,
        )

    return make


def numbers(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    return {tile.text: tile.number for tile in answer.context["tiles"]}


def test_counts_nothing_when_nothing_waits(client):
    assert set(numbers(client).values()) == {0}
    assert "Nobody waits for an answer." in client.get(ADDRESS).text


def test_counts_what_waits(client, request_due, organisation, officer, lead, now):
    today = london_date(now)
    request_due(today + timedelta(days=3))
    request_due(today - timedelta(days=1))
    request_due(today, closed_at=now, closed_by=officer, outcome="done")
    Erasure.objects.create(
        organisation=organisation, why="They asked.", ordered_by=officer, ordered_at=now
    )
    held = {"reason": "A claim.", "placed_by": officer, "placed_at": now}
    Hold.objects.create(organisation=organisation, **held)
    Hold.objects.create(person=lead, **held, ended_at=now, ended_by=officer)
    file = store_generated(
        name="package.zip", content=b"PK", content_type="application/zip", at=now
    )
    asked = {"person": lead, "asked_by": officer, "asked_at": now}
    AccessPackage.objects.create(**asked, finished_at=now, file=file)
    AccessPackage.objects.create(**asked)
    consent = CHILDREN | {"given_on": today, "expires_on": today + timedelta(days=12)}
    evidence(organisation, lead=lead, at=now, file=False, consent=consent)
    found = numbers(client)
    for tile in client.get(ADDRESS).context["tiles"]:
        if tile.page not in ("officers-retention", "officers-consents"):
            rows = client.get(reverse(tile.page) + tile.query).context["page_obj"].object_list
            assert len(rows) == tile.number, tile
    for text, number in {
        "requests open": 2,
        "request past its date": 1,
        "deletion waits for a second officer": 1,
        "consent ends within 30 days": 1,
        "copy of data ready": 1,
        "legal hold": 1,
        "records past their date": 0,
    }.items():
        assert found[text] == number


def test_says_what_is_past_its_date(client, request_due, officer, now):
    """A request that was closed three years ago and that the clock has not deleted yet."""
    long_ago = now - timedelta(days=3 * 366)
    request_due(london_date(long_ago), closed_at=long_ago, closed_by=officer, outcome="done")
    assert numbers(client)["record past its date"] == 1


def test_names_the_nearest_dates_first_and_who_is_late(client, request_due, now):
    today = london_date(now)
    late = request_due(today - timedelta(days=1), acknowledged_at=now)
    new = request_due(today + timedelta(days=2), kind=RequestKind.TAKE_DOWN)
    for days in range(3, 9):
        request_due(today + timedelta(days=days))
    answer = client.get(ADDRESS)
    shown = [each.request for each in answer.context["awaited"]]
    assert shown[:2] == [late, new]
    assert len(shown) == 5
    assert [each.is_late for each in answer.context["awaited"]] == [True, *[False] * 4]
    for words in (late.reference, "Late", "Not acknowledged", "Take a picture or story down"):
        assert words in answer.text


def test_leads_to_every_page(client):
    text = client.get(ADDRESS).text
    for name in PAGES:
        assert f'href="{reverse(name)}"' in text
    assert 'href=""' not in text


def test_every_figure_leads_somewhere(client):
    for tile in client.get(ADDRESS).context["tiles"]:
        assert client.get(reverse(tile.page) + tile.query).status_code == 200


def test_is_in_the_navigation_of_officers_alone(client, sign_in, lead):
    assert f'href="{ADDRESS}"' in client.get(reverse("officers")).text
    assert f'href="{ADDRESS}"' not in sign_in(lead).get(reverse("dashboard"), follow=True).text
    assert sign_in(lead).get(ADDRESS).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_asks_the_same_for_one_and_three(
    client, request_due, now, count, django_assert_num_queries
):
    for days in range(count):
        request_due(london_date(now) + timedelta(days=days))
    # What is open, consents, erasures, packages, holds; then the nearest dates.
    on = london_date(now)
    with django_assert_num_queries(6):
        assert len(tiles(on=on, past=0)) == 7
        assert len(awaited(on=on)) == count
    # With it session and person, and what the table of retention asks of itself.
    with CaptureQueriesContext(connection) as table:
        sum(each.count_past(now) for each in HOLDINGS)
    with django_assert_num_queries(8 + len(table)):
        client.get(ADDRESS)
