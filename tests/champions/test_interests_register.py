"""The register of links, and its table for spreadsheets (T-36, T-68)."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest, MembershipRole
from awards.models import Membership, StandingInterest
from champions.choices import Ended
from champions.models import Panel
from champions.selectors.register import Filters, Kind, State, entries_of, keys_of
from champions.services.interests import end_tie
from champions.services.panels import declare_interest, end_seat
from champions.services.standing import tell_of_link
from foundation.models import AuditEvent
from tests.conftest import make_user
from tests.support.champions import make_champion, settle

pytestmark = pytest.mark.django_db


def tell(person, at, name="Acorn Lane School", nature=Interest.GOVERNOR, details="", actor=None):
    told = tell_of_link(
        person=person,
        organisation_name=name,
        nature=nature,
        details=details,
        actor=actor or person,
        at=at,
    )
    return told.interest


def entries(user, **filters):
    return entries_of(keys_of(user, Filters(**filters)))


@pytest.fixture
def everything(panel, sent, chair, young, parent, spare, officer, now, later):
    """One of each kind: a link told on a case, a step back, a recusal, and one that stands alone."""
    panel = settle(sent, [chair, young, parent, spare], officer, at=now)
    seats = {seat.champion: seat for seat in panel.assignments.active()}
    declare_interest(
        assignment=seats[young],
        nature=Interest.CHILD,
        details="My brother",
        actor=young.user,
        at=later,
    )
    hour = timedelta(hours=1)
    end_seat(
        seats[parent], why=Ended.ABSTAINED, note="Too close", actor=parent.user, at=later + hour
    )
    end_seat(seats[spare], why=Ended.RECUSED, note="A cousin", actor=officer, at=later + 2 * hour)
    tell(chair.user, later + 3 * hour, name="Far Away Club", details="=1+1")
    return panel


def test_register_has_every_kind_newest_first(everything, officer, chair, young, parent, spare):
    found = [
        (row.kind, row.person, row.organisation, row.link, row.words, row.by, row.case)
        for row in entries(officer)
    ]
    case = f"Bronze, {everything.application.reference}"
    school = "Acorn Lane School"
    child = "A child of the family goes there"
    assert found == [
        (Kind.STANDING, chair.user, "Far Away Club", "Is or was a governor or trustee", "=1+1",
         chair.user, ""),
        (Kind.TAKEN_OFF, spare.user, school, "", "A cousin", officer, case),
        (Kind.STEPPED_BACK, parent.user, school, "", "Too close", parent.user, case),
        (Kind.CASE, young.user, school, child, "My brother", young.user, case),
        (Kind.STANDING, young.user, school, child, "My brother", young.user, ""),
    ]  # fmt: skip
    assert [row.signed_up for row in entries(officer)] == [False, True, True, True, True]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"query": "far away"}, [Kind.STANDING]),
        ({"query": "YUSUF"}, [Kind.CASE, Kind.STANDING]),
        ({"query": "%"}, []),
        ({"kind": Kind.TAKEN_OFF}, [Kind.TAKEN_OFF]),
        ({"kind": Kind.STANDING, "state": State.ENDED}, []),
        ({"kind": Kind.STANDING, "state": State.NOW}, [Kind.STANDING, Kind.STANDING]),
    ],
)
def test_register_is_filtered(everything, officer, filters, kinds):
    assert [row.kind for row in entries(officer, **filters)] == kinds


def test_register_of_one_person(everything, officer, young):
    assert {row.person for row in entries(officer, person=young.user)} == {young.user}


def test_register_shows_what_ended(chair, officer, now, later):
    interest = tell(chair.user, now)
    end_tie(interest=interest, reason="A mistake.", actor=officer, at=later)
    row = entries(officer, state=State.ENDED)[0]
    assert (row.ended_at, row.ended_by) == (later, officer)
    assert entries(officer, state=State.NOW) == []


def test_officers_do_not_read_of_those_they_are_tied_to(
    everything, second_officer, officer, organisation, later
):
    """T-36: who judges an organisation is not for those who are linked with it."""
    own = tell(second_officer, later)
    assert {(row.organisation, row.person) for row in entries(second_officer)} == {
        ("Far Away Club", everything.assignments.get(is_chair=True).champion.user),
        ("Acorn Lane School", second_officer),
    }
    assert own in {row.standing for row in entries(officer)}
    Membership.objects.create(
        organisation=organisation, user=officer, role=MembershipRole.MEMBER, joined_at=later
    )
    assert {row.organisation for row in entries(officer)} == {"Far Away Club"}


def test_what_is_anonymous_is_in_no_register(everything, officer, later):
    Panel.objects.update(anonymised_at=later)
    assert {row.kind for row in entries(officer)} == {Kind.STANDING}


def test_capacity_of_a_person(everything, officer, young, later):
    tell(officer, later, name="Nowhere")
    capacities = {row.person: row.capacity for row in entries(officer)}
    assert capacities[young.user] == "Young person"
    assert capacities[officer] == "SEND officer"


@pytest.mark.parametrize("count", [1, 3])
def test_register_has_constant_queries(
    sent, officer, now, later, count, sign_in, django_assert_num_queries
):
    for number in range(count):
        champion = make_champion(make_user(f"Cham Pion {number}"), officer=officer, at=now)
        panel = settle(sent, [champion], officer, at=now)
        seat = panel.assignments.active().get()
        declare_interest(assignment=seat, nature=Interest.CHILD, actor=champion.user, at=later)
        left = make_champion(make_user(f"Left Over {number}"), officer=officer, at=now)
        panel = settle(sent, [left], officer, at=now)
        seat = panel.assignments.active().get()
        end_seat(seat, why=Ended.RECUSED, note="A cousin", actor=officer, at=later)
        spare = make_champion(make_user(f"Spare Chair {number}"), officer=officer, at=now)
        settle(sent, [spare], officer, at=now)
    client = sign_in(officer)
    # Session and person, count, keys, and three for the rows.
    with django_assert_num_queries(7):
        text = client.get(reverse("officers-interests")).content.decode()
    assert text.count("A child of the family goes there") == 2 * count


def test_register_page_links_to_champion_case_and_end(everything, officer, young, sign_in):
    text = sign_in(officer).get(reverse("officers-interests")).content.decode()
    standing = StandingInterest.objects.get(person=young.user)
    assert reverse("officers-champion", args=[young.uuid]) in text
    assert reverse("case", args=[everything.application.uuid]) in text
    assert reverse("interests-end", args=[standing.uuid]) in text
    assert "Has not signed up by this name" in text


def test_register_page_forgives_nonsense(everything, officer, sign_in):
    """T-91."""
    client = sign_in(officer)
    asked = {"kind": "x", "state": "[]", "q": "a%b" * 200, "page": "none"}
    assert client.get(reverse("officers-interests"), asked).status_code == 200
    answer = client.get(reverse("officers-interests"), {"q": "nobody at all"})
    assert "Nothing matches." in answer.content.decode()


def test_register_page_of_nothing(officer, sign_in):
    text = sign_in(officer).get(reverse("officers-interests")).content.decode()
    assert "Nobody has told us of a link yet." in text


def read(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content, newline="")))


def test_table_has_the_reasons_and_nothing_in_it_runs(everything, officer, sign_in):
    """T-68."""
    answer = sign_in(officer).get(reverse("officers-interests-csv"))
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"].startswith('attachment; filename="links-')
    head, *rows = read(answer)
    assert {len(row) for row in rows} == {len(head)} == {12}
    assert [row[7] for row in rows] == [
        "'=1+1",
        "A cousin",
        "Too close",
        "My brother",
        "My brother",
    ]
    event = AuditEvent.objects.get(event="interests.exported")
    assert (event.actor, event.details) == (officer, {"format": "csv", "rows": 5})


def test_table_is_narrowed_as_the_page_is(everything, officer, sign_in):
    address = reverse("officers-interests-csv")
    rows = read(sign_in(officer).get(address, {"kind": "taken_off"}))
    assert [row[7] for row in rows[1:]] == ["A cousin"]


def test_table_is_for_officers(everything, chair, lead, sign_in):
    for somebody in (chair.user, lead):
        answer = sign_in(somebody).get(reverse("officers-interests-csv"))
        assert answer.status_code == 403
    assert not AuditEvent.objects.filter(event="interests.exported").exists()


def test_long_table_is_read_in_parts(everything, officer, sign_in, monkeypatch):
    monkeypatch.setattr("champions.selectors.register.AT_ONCE", 2)
    assert len(read(sign_in(officer).get(reverse("officers-interests-csv")))) == 6
