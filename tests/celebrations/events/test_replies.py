"""Who answered what: the list, its numbers, its table."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from foundation.models import AuditEvent
from tests.celebrations.events.room_rows import evening, guest, party
from tests.support.awards import hold, holder

pytestmark = pytest.mark.django_db
# Queries of the list, however long it is: session, person, event, count, rows, emblems, three of numbers.
LIST = 9


@pytest.fixture
def event(officer, now):
    return evening(officer, starts_at=now + timedelta(days=20))


@pytest.fixture
def answered(event, organisation, lead, officer, now):
    """One comes with two guests, one does not, one has not said, one was not invited."""
    mine = hold(organisation, "bronze", lead=lead, officer=officer, at=now)
    party(event, mine, guests=["Amina Yusuf", "Li Wei"])
    party(event, holder("Beacon Centre", officer=officer, at=now), answer="not-coming")
    party(event, holder("Cedar Trust", officer=officer, at=now), answer="none")
    party(event, holder("Dale Club", officer=officer, at=now), answer="none", invited_at=None)
    return event


def page_of(client, event, **asked):
    return client.get(reverse("event-replies", args=[event.uuid]), asked)


def table_of(client, event, **asked):
    answer = client.get(reverse("event-replies-csv", args=[event.uuid]), asked)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_numbers_of_all_whatever_is_filtered(answered, sign_in, officer):
    totals = page_of(sign_in(officer), answered, answer="coming").context["totals"]
    assert (totals.listed, totals.invited, totals.coming, totals.not_coming) == (4, 3, 1, 1)
    assert (totals.no_answer, totals.guests) == (1, 2)
    assert totals.emblems == (("bronze", 1, 4),)


def test_an_emblem_that_was_taken_back_is_not_counted(answered, sign_in, officer, now):
    award = answered.invitations.get(organisation__name="Beacon Centre").presentations.get().award
    award.revoked_on = now.date()
    award.save()
    page = page_of(sign_in(officer), answered)
    assert page.context["totals"].emblems == (("bronze", 1, 3),)
    shown = {row.organisation.name: emblems for row, emblems in page.context["rows"]}
    assert shown["Beacon Centre"] == ()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({}, ["Acorn Lane School", "Beacon Centre", "Cedar Trust", "Dale Club"]),
        ({"answer": "coming"}, ["Acorn Lane School"]),
        ({"answer": "not-coming"}, ["Beacon Centre"]),
        ({"answer": "none"}, ["Cedar Trust", "Dale Club"]),
        (
            {"answer": "nonsense"},
            ["Acorn Lane School", "Beacon Centre", "Cedar Trust", "Dale Club"],
        ),
        ({"q": "centre BEACON"}, ["Beacon Centre"]),
        ({"q": "trust", "answer": "coming"}, []),
    ],
)
def test_filters_of_page_and_table(answered, sign_in, officer, asked, names):
    client = sign_in(officer)
    page = page_of(client, answered, **asked)
    assert [row.organisation.name for row, _ in page.context["rows"]] == names
    assert [row[0] for row in table_of(client, answered, **asked)[1:]] == names


def test_each_leads_to_its_invitation(answered, sign_in, officer):
    text = page_of(sign_in(officer), answered).content.decode()
    for row in answered.invitations.all():
        assert reverse("event-invitation", args=[answered.uuid, row.uuid]) in text


def test_table_tells_nothing_of_needs_and_runs_nothing(answered, sign_in, officer):
    row = answered.invitations.get(organisation__name="Acorn Lane School")
    row.message = "=HYPERLINK(1)"
    row.save()
    guest(row, "Sam Small", access_needs="A ramp for my wheelchair", dietary_needs="No nuts")
    table = table_of(sign_in(officer), answered, answer="coming")
    assert table[1][:6] == ["Acorn Lane School", "Bronze 2026", "Coming", "3", "1", "2026-10-14"]
    assert table[1][7] == "'=HYPERLINK(1)"
    text = str(table)
    assert "wheelchair" not in text
    assert "nuts" not in text


def test_who_took_the_table_along_is_written_down(answered, sign_in, officer):
    table_of(sign_in(officer), answered, answer="none", q="cedar")
    written = AuditEvent.objects.get(event="event_replies.exported")
    assert written.actor_id == officer.pk
    assert written.details == {"format": "csv", "rows": 1, "answer": "none", "searched": True}


@pytest.mark.parametrize("more", [0, 2])
def test_queries(answered, sign_in, officer, now, more, django_assert_num_queries):
    for number in range(more):
        award = holder(f"More {number}", officer=officer, at=now)
        party(answered, award, guests=["A", "B", "C"])
    client = sign_in(officer)
    with django_assert_num_queries(LIST):
        page_of(client, answered)


def test_table_is_throttled(answered, sign_in, officer):
    client = sign_in(officer)
    address = reverse("event-replies-csv", args=[answered.uuid])
    assert [client.get(address).status_code for _ in range(61)][-2:] == [200, 429]


@pytest.mark.parametrize("name", ["event-replies", "event-replies-csv"])
def test_for_officers_alone(event, sign_in, lead, officer, name):
    address = reverse(name, args=[event.uuid])
    assert sign_in(lead).get(address).status_code == 403
    other = reverse(name, args=["00000000-0000-4000-8000-000000000000"])
    assert sign_in(officer).get(other).status_code == 404
