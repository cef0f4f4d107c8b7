"""The register of links, and its table for spreadsheets (T-36, T-68)."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Interest, MembershipRole
from awards.models import Membership, Organisation, StandingInterest
from awards.services.organisations import create_organisation
from champions.choices import Ended
from champions.models import Panel
from champions.selectors.entries import Kind, State
from champions.selectors.register import Filters, entries_of, keys_of, meant_by
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
    return entries_of(keys_of(user, Filters(**filters)), user)


@pytest.fixture
def everything(panel, sent, chair, young, parent, spare, officer, now, later):
    """A link declared on a case, a step back, a recusal, and a link that was told once for all."""
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
        (Kind.STANDING, young.user, school, child, "My brother", young.user, ""),
    ]  # fmt: skip
    assert [row.signed_up for row in entries(officer)] == [False, True, True, True]


def test_one_link_is_one_row_that_says_both(everything, officer, young, sign_in):
    """What a champion declares on a case stands for every case from then on."""
    (row,) = [each for each in entries(officer) if each.person == young.user]
    case = f"Bronze, {everything.application.reference}"
    assert row.holds == f"Declared on case {case}, and stands for every case"
    text = sign_in(officer).get(reverse("officers-interests"), {"q": "Yusuf"}).content.decode()
    assert "1 to 1 of 1" in text
    assert "Declared on case" in text
    assert ", and stands for every case" in text
    for page in ("officers-interests", "officers-champion"):
        args = [young.uuid] if page == "officers-champion" else []
        assert "tanding link" not in sign_in(officer).get(reverse(page, args=args)).text


def test_what_was_said_on_a_case_before_or_after_stays_a_row(everything, officer, young, later):
    """A link that was told of only afterwards, and one that had ended, are other links."""
    hour = timedelta(hours=1)
    standing = StandingInterest.objects.filter(person=young.user)
    standing.update(declared_at=later + hour)
    assert [row.kind for row in entries(officer, query="Yusuf")] == [Kind.STANDING, Kind.CASE]
    assert entries(officer, query="Yusuf")[1].holds.startswith("For this case only (Bronze")
    standing.update(declared_at=later - 2 * hour, ended_at=later - hour, ended_by=officer)
    assert [row.kind for row in entries(officer, query="Yusuf")] == [Kind.CASE, Kind.STANDING]


def test_other_words_on_a_case_are_not_lost(everything, officer, young, sign_in):
    StandingInterest.objects.filter(person=young.user).update(details="Told before")
    (row,) = entries(officer, query="Yusuf")
    assert row.all_words == "Told before\nMy brother"
    answer = sign_in(officer).get(reverse("officers-interests-csv"), {"q": "Yusuf"})
    assert read(answer)[1][7] == "Told before\nMy brother"


def test_tied_officer_reads_no_case_beside_their_own_link(
    everything, second_officer, young, later, officer
):
    """T-36: their own link with the organisation names no case of it."""
    tell(second_officer, later)
    own = [row for row in entries(second_officer) if row.person == second_officer]
    assert [row.declared for row in own] == [()]


@pytest.mark.parametrize(
    ("filters", "kinds"),
    [
        ({"query": "far away"}, [Kind.STANDING]),
        ({"query": "YUSUF"}, [Kind.STANDING]),
        ({"kind": Kind.CASE}, []),
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
    assert text.count("A child of the family goes there") == count


def school(name, at, **more):
    return create_organisation(
        name=name,
        kind="school",
        sector="education",
        actor=make_user(f"Head {Organisation.objects.count()}"),
        at=at,
        **{"postcode": "B1 1BB"} | more,
    )


def test_register_lists_which_ones_a_typed_name_may_mean(
    organisation, officer, second_officer, chair, spare, parent, now, later, sign_in
):
    """Two that are called the same, one that is called nearly so, and none; until the link ends."""
    one, two = school("St Mary’s School", now), school("St Mary’s School", now, postcode="B2 2BB")
    school("Beech School", now)
    tell(chair.user, later, name="Saint Mary’s School")
    tell(spare.user, later, name="Acorn Lane")
    tell(parent.user, later, name="Far Away Club")
    found = meant_by(entries(officer), officer)
    assert found == {"Saint Mary’s School": [one, two], "Acorn Lane": [organisation]}
    text = sign_in(officer).get(reverse("officers-interests")).text
    for each in (one, two, organisation):
        assert reverse("officers-organisation", args=[each.slug]) in text
    assert "B2 2BB" in text
    assert text.count("We do not know yet which one is meant.") == 2
    assert text.count("Has not signed up by this name") == 1
    interest = StandingInterest.objects.get(person=spare.user)
    end_tie(interest=interest, reason="A mistake", actor=officer, at=later)
    assert "Acorn Lane" not in meant_by(entries(officer), officer)


def test_register_names_to_no_officer_what_they_are_tied_to(
    organisation, officer, second_officer, spare, now, later
):
    """T-36: not by a link, and not as one of its people."""
    other = school("Acorn Lane Nursery", now)
    tell(spare.user, later, name="Acorn Lane")
    assert meant_by(entries(officer), officer) == {"Acorn Lane": [other, organisation]}
    tell(second_officer, later, name=other.name)
    assert meant_by(entries(second_officer), second_officer) == {"Acorn Lane": [organisation]}
    Membership.objects.create(
        user=second_officer,
        organisation=organisation,
        role=MembershipRole.MEMBER,
        joined_at=later,
    )
    assert meant_by(entries(second_officer), second_officer) == {}


@pytest.mark.parametrize("count", [1, 3])
def test_names_that_were_typed_cost_one_query(
    officer, now, later, count, sign_in, django_assert_num_queries
):
    for number in range(count):
        school(f"Lane {number} School", now)
        champion = make_champion(make_user(f"Cham Pion {number}"), officer=officer, at=now)
        tell(champion.user, later, name=f"Lane {number}")
    client = sign_in(officer)
    # Session and person, count, keys, one for the rows, one for the organisations.
    with django_assert_num_queries(6):
        text = client.get(reverse("officers-interests")).text
    assert text.count("We do not know yet which one is meant.") == count


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
    ]
    case = f"Bronze, {everything.application.reference}"
    assert [row[0] for row in rows][2:] == [
        "Stepped back",
        "Declared on a case, and stands for every case",
    ]
    assert [row[5] for row in rows] == ["", case, case, case]
    event = AuditEvent.objects.get(event="interests.exported")
    assert (event.actor, event.details) == (officer, {"format": "csv", "rows": 4})


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
    assert len(read(sign_in(officer).get(reverse("officers-interests-csv")))) == 5
