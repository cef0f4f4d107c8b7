"""Who is called up after whom."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from awards.services.organisations import create_organisation
from celebrations.models import EventInvitation
from celebrations.selectors.events.order import order_of
from celebrations.services.events.order import put_in_usual_order, save_order
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from tests.celebrations.events.room_rows import evening, party
from tests.support.awards import hold, holder

pytestmark = pytest.mark.django_db
# Session, person, event, invitations, emblems, their certificates, guests.
PAGE = 7


@pytest.fixture
def event(officer, now):
    return evening(officer, starts_at=now + timedelta(days=20))


@pytest.fixture
def coming(event, officer, now):
    """Named from A to D; B has the highest emblem. Eve does not come."""
    rows = {}
    for name in ("Dale", "Cedar", "Beacon", "Acorn"):
        award = holder(name, officer=officer, at=now)
        awards = [award]
        if name == "Beacon":
            awards.append(_silver(award, officer, now))
        rows[name] = party(event, *awards, guests=[f"{name} One", f"{name} Two"])
    party(event, holder("Eve", officer=officer, at=now), answer="not-coming")
    return rows


def _silver(award, officer, now):
    lead = award.organisation.memberships.get().user
    return hold(award.organisation, "silver", lead=lead, officer=officer, at=now)


def names(event):
    return [turn.name for turn in order_of(event).coming]


def places(event):
    rows = EventInvitation.objects.filter(event=event).exclude(place=None).order_by("place")
    return [(row.place, row.organisation.name) for row in rows]


def usual(event, officer, now):
    put_in_usual_order(event=event, seen=order_of(event).seen, actor=officer, at=now)


def move(event, rows, officer, now, **moved):
    save_order(
        event=event,
        places={rows[name].uuid: place for name, place in moved.items()},
        seen=order_of(event).seen,
        actor=officer,
        at=now,
    )


def test_usual_order_goes_by_the_highest_emblem_and_then_by_name(event, coming, officer, now):
    usual(event, officer, now)
    assert places(event) == [(1, "Acorn"), (2, "Cedar"), (3, "Dale"), (4, "Beacon")]
    written = AuditEvent.objects.get(event="event.ordered")
    assert written.details == {"how": "usual", "organisations": 4}


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({"Beacon": 1}, ["Beacon", "Acorn", "Cedar", "Dale"]),
        ({"Acorn": 3}, ["Cedar", "Dale", "Acorn", "Beacon"]),
        ({"Acorn": 4}, ["Cedar", "Dale", "Beacon", "Acorn"]),
        ({"Dale": 2}, ["Acorn", "Dale", "Cedar", "Beacon"]),
        ({"Acorn": 900}, ["Cedar", "Dale", "Beacon", "Acorn"]),
        ({"Acorn": 2, "Cedar": 1}, ["Cedar", "Acorn", "Dale", "Beacon"]),
        ({}, ["Acorn", "Cedar", "Dale", "Beacon"]),
    ],
    ids=["to the top", "down", "to the end", "up", "far", "two", "none"],
)
def test_the_others_make_room(event, coming, officer, now, moved, expected):
    usual(event, officer, now)
    move(event, coming, officer, now, **moved)
    assert places(event) == list(enumerate(expected, start=1))


def test_who_answers_later_comes_last_and_who_calls_off_leaves_no_hole(event, coming, officer, now):
    usual(event, officer, now)
    EventInvitation.objects.filter(pk=coming["Cedar"].pk).update(answer="not-coming")
    party(event, holder("Aaron", officer=officer, at=now))
    assert names(event) == ["Acorn", "Dale", "Beacon", "Aaron"]
    assert not order_of(event).is_whole
    move(event, coming, officer, now)
    assert places(event) == [(1, "Acorn"), (2, "Dale"), (3, "Beacon"), (4, "Aaron")]
    assert order_of(event).is_whole


def test_nobody_overwrites_what_they_have_not_seen(event, coming, officer, now):
    seen = order_of(event).seen
    usual(event, officer, now)
    for act in (
        lambda: put_in_usual_order(event=event, seen=seen, actor=officer, at=now),
        lambda: save_order(
            event=event, places={coming["Dale"].uuid: 1}, seen=seen, actor=officer, at=now
        ),
    ):
        with pytest.raises(Refused, match="A colleague has changed the running order"):
            act()
    assert names(event) == ["Acorn", "Cedar", "Dale", "Beacon"]


def test_an_answer_that_comes_meanwhile_is_no_change(event, coming, officer, now):
    usual(event, officer, now)
    seen = order_of(event).seen
    party(event, holder("Aaron", officer=officer, at=now))
    save_order(event=event, places={}, seen=seen, actor=officer, at=now)
    assert names(event)[-1] == "Aaron"


def test_only_officers_and_only_while_it_is_planned(event, coming, officer, lead, now):
    seen = order_of(event).seen
    with pytest.raises(NotAllowed):
        put_in_usual_order(event=event, seen=seen, actor=lead, at=now)
    event.cancelled_at, event.cancelled_by = now, officer
    event.save()
    with pytest.raises(Refused, match="called off"):
        save_order(event=event, places={}, seen=seen, actor=officer, at=now)


class TestPage:
    def test_moves_without_javascript(self, event, coming, sign_in, officer, now):
        client = sign_in(officer)
        address = reverse("event-order", args=[event.uuid])
        page = client.get(address)
        seen = page.context["order"].seen
        client.post(address, {"seen": seen, "usual": "yes"})
        seen = client.get(address).context["order"].seen
        answer = client.post(address, {"seen": seen, coming["Beacon"].uuid.hex: "1"})
        assert answer.url == address
        assert names(event) == ["Beacon", "Acorn", "Cedar", "Dale"]
        page = client.get(address).content.decode()
        assert "Beacon One" in page
        assert "Beacon Two" not in page
        assert "Bronze 2026, Silver 2026" in page
        assert page.index(">Eve<") > page.index("Emblems to be sent or brought")

    def test_what_is_no_place_is_said_and_kept(self, event, coming, sign_in, officer):
        client = sign_in(officer)
        address = reverse("event-order", args=[event.uuid])
        seen = client.get(address).context["order"].seen
        answer = client.post(address, {"seen": seen, coming["Dale"].uuid.hex: "first"})
        assert answer.status_code == 422
        page = answer.content.decode()
        assert "Enter the place of Dale as a number, like 3." in page
        assert 'value="first"' in page

    def test_printed_name_with_how_it_is_said(self, event, sign_in, officer, now):
        head = officer.__class__.objects.create_user("head@people.example", "x", name="Head")
        school = create_organisation(
            name="Urdu Centre", sector="education", kind="school", postcode="B1 1BB", actor=head,
            at=now,
        )  # fmt: skip
        school.printed_name = "اردو مرکز"
        school.save()
        party(event, hold(school, "bronze", lead=head, officer=officer, at=now))
        page = sign_in(officer).get(reverse("event-order", args=[event.uuid])).content.decode()
        assert "اردو مرکز" in page
        assert "Say: Urdu Centre" in page

    @pytest.mark.parametrize("more", [0, 2])
    def test_queries(self, event, coming, sign_in, officer, now, more, django_assert_num_queries):
        for number in range(more):
            party(event, holder(f"More {number}", officer=officer, at=now), guests=["A", "B"])
        client = sign_in(officer)
        with django_assert_num_queries(PAGE):
            client.get(reverse("event-order", args=[event.uuid]))

    def test_for_officers_alone(self, event, sign_in, lead, officer):
        assert sign_in(lead).get(reverse("event-order", args=[event.uuid])).status_code == 403
        assert sign_in(officer).get(reverse("event-order", args=[uuid4()])).status_code == 404
