"""The officers' list tells which awards are to be renewed, in grace, or lapsed (scheme.md 22)."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import ApplicationKind, Interest, MembershipRole, Status
from awards.models import Application, Award, Membership, Organisation, StandingInterest
from awards.services.organisations import create_organisation
from foundation.dates import london_date
from foundation.forms import show_date
from tests.conftest import make_user
from tests.support.awards import dated

EDITION = "birmingham-2026"
DAY = timedelta(days=1)


@pytest.fixture
def today(now):
    return london_date(now)


@pytest.fixture
def give(db, now, today):
    """`give("Acorn", 30)`: it holds Bronze, Silver and Gold, and Gold falls due in 30 days."""
    lead = make_user("Lena Leading")

    def application(organisation, stage, **more):
        fields = {"status": Status.APPROVED, "status_since": now, "created_at": now} | more
        return Application.objects.create(
            reference=f"{organisation.slug}-{Application.objects.count()}",
            organisation=organisation,
            stage=stage,
            edition=EDITION,
            created_by=lead,
            **fields,
        )

    def make(name, days, *, stages=("gold",), sent="", began="", **award):
        organisation = create_organisation(
            name=name, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=now
        )
        for stage in ("bronze", "silver", *stages):
            dates = dated(today - 800 * DAY, today + days * DAY if stage in stages else None)
            Award.objects.create(
                organisation=organisation,
                application=application(organisation, stage),
                stage=stage,
                edition=EDITION,
                **(dates | (award if stage in stages else {})),
            )
        if sent or began:
            status = Status.SUBMITTED if sent else Status.DRAFT
            kind = ApplicationKind.REVALIDATION
            if sent == "platinum":
                application(organisation, "platinum", status=status)
            else:
                application(organisation, stages[-1], status=status, kind=kind)
        return organisation

    return make


@pytest.fixture
def listing(officer, sign_in, now):
    def get(viewer=None, **asked):
        with time_machine.travel(now, tick=False):
            answer = sign_in(viewer or officer).get(reverse("officers"), asked)
        assert answer.status_code == 200
        return answer

    return get


def said(answer):
    return {row.organisation.name: row.renewal for row in answer.context["rows"] if row.renewal}


def numbers(answer):
    return [figure.number for figure in answer.context["figures"] if "renewal=" in figure.url]


@pytest.mark.parametrize(
    ("days", "words", "state"),
    [
        (61, "", ""),
        (60, "Gold: renew by {due}", "due"),
        (0, "Gold: renew by {due}", "due"),
        (-1, "Gold: in grace until {last}", "grace"),
        (-28, "Gold: in grace until {last}", "grace"),
        (-29, "Gold lapsed on {after}", "lapsed"),
        (-365, "Gold lapsed on {after}", "lapsed"),
        (-394, "", ""),
    ],
)
def test_line_says_the_state_with_its_date_from_the_first_day_to_the_last(
    give, listing, today, days, words, state
):
    give("Acorn", days)
    due = today + days * DAY
    expected = words.format(
        due=show_date(due), last=show_date(due + 28 * DAY), after=show_date(due + 29 * DAY)
    )
    answer = listing()
    assert said(answer) == ({"Acorn": expected} if words else {})
    assert (expected in answer.content.decode()) or not words
    assert numbers(answer) == [state == each for each in ("due", "grace", "lapsed")]
    for each in ("due", "grace", "lapsed"):
        assert len(listing(renewal=each).context["rows"]) == (each == state)


@pytest.fixture
def city(give, today):
    """Several awards at every state."""
    for number, days in enumerate((10, 30, 50, -5, -400, -40, -60, 200)):
        give(f"House {number}", days)
    give("Both", 20, stages=("gold", "platinum"))
    give("Both gone", -50, stages=("gold", "platinum"))
    give("Writing", 15, began="statement")
    give("Sent", 15, sent="statement", pending_since=today)
    give("Kept", -90, sent="statement", pending_since=today - 90 * DAY)
    give("Going on", -3, sent="platinum", pending_since=today - 30 * DAY)
    give("Refused", -3, pending_since=today - 30 * DAY, pending_until=today - DAY)
    give("Too late", -80, sent="statement")
    give("Taken back", 10, revoked_on=today - 3 * DAY)
    give("More time", -40, grace_until=today + 9 * DAY)


DUE = ["Both", "House 0", "House 1", "House 2", "Writing"]
GRACE = ["House 3", "More time", "Refused"]
LAPSED = ["Both gone", "House 5", "House 6", "Too late"]


@pytest.mark.parametrize(("state", "names"), [("due", DUE), ("grace", GRACE), ("lapsed", LAPSED)])
def test_filter_shows_what_the_figure_counts_and_the_line_says(city, listing, state, names):
    """Neither what was sent in time, nor what a higher application keeps, is asked for."""
    answer = listing(renewal=state)
    assert [row.organisation.name for row in answer.context["rows"]] == names
    assert {row.renewing.value for row in answer.context["rows"]} == {state}
    (figure,) = [
        each for each in answer.context["figures"] if each.url.endswith(f"?renewal={state}")
    ]
    assert (figure.number, figure.stands_out) == (len(names), True)
    assert f'href="{figure.url}"' in answer.content.decode()
    assert f'<option value="{state}" selected>' in answer.content.decode()


def test_every_line_of_the_list_agrees_with_the_filters(city, listing, today):
    everybody = said(listing())
    assert sorted(everybody) == sorted([*DUE, *GRACE, *LAPSED])
    assert everybody["Both"] == f"Platinum and Gold: renew by {show_date(today + 20 * DAY)}"
    gone = show_date(today - 21 * DAY)
    assert everybody["Both gone"] == f"Platinum and Gold lapsed on {gone}"
    assert everybody["More time"] == f"Gold: in grace until {show_date(today + 9 * DAY)}"


def test_filter_goes_with_the_others_and_nonsense_is_left_out(city, listing):
    names = lambda **asked: [  # noqa: E731
        row.organisation.name for row in listing(**asked).context["rows"]
    ]
    assert names(renewal="due", q="house") == ["House 0", "House 1", "House 2"]
    assert names(renewal="due", stage="bronze") == []
    assert len(names(renewal="soon")) == len(names()) == 18


def test_it_is_the_turn_of_who_has_to_renew_and_has_nothing_open(city, listing, today):
    """Line, figure and filter say the same; after a lapse, and once it is sent in time, nobody waits."""
    answer = listing(waiting="organisation")
    lines = {row.organisation.name: row.told.sentence for row in answer.context["rows"]}
    assert sorted(lines) == sorted({*DUE, *GRACE})
    last, due = show_date(today + 23 * DAY), show_date(today + 10 * DAY)
    assert lines["House 3"] == f"Gold not renewed yet. Statement due by {last}."
    assert lines["House 0"] == f"Gold not renewed yet. Statement due by {due}."
    assert lines["Both"].startswith("Platinum not renewed yet.")
    (figure,) = [each for each in answer.context["figures"] if "organisation" in each.url]
    assert figure.number == len(lines)
    everybody = {row.organisation.name: row for row in listing().context["rows"]}
    waiting = {
        name
        for name, row in everybody.items()
        if row.waiting_on is not None and row.waiting_on.value == "organisation"
    }
    assert waiting == set(lines)
    opened = everybody["House 0"].told.since
    assert london_date(opened) == today - 50 * DAY


def test_own_organisation_reads_what_its_page_says(give, listing, now, today):
    organisation, viewer = give("Acorn", 10), make_user("Both Sides", is_officer=True)
    Membership.objects.create(
        organisation=organisation, user=viewer, role=MembershipRole.MEMBER, joined_at=now
    )
    (row,) = listing(viewer).context["rows"]
    assert row.told.sentence.startswith("It is time to renew Gold.")
    assert [
        row.organisation.name for row in listing(viewer, waiting="organisation").context["rows"]
    ] == []


def test_nothing_to_renew_counts_nothing(listing, officer):
    assert numbers(listing()) == [0, 0, 0]


def test_officer_with_a_link_sees_what_the_award_is(give, listing, now):
    """That an award has lapsed is on its certificate for everybody; only its case is closed to them (T-36)."""
    organisation, viewer = give("Acorn", 10), make_user("Tilda Tied", is_officer=True)
    StandingInterest.objects.create(
        person=viewer,
        organisation=organisation,
        organisation_name=organisation.name,
        nature=Interest.CHILD,
        declared_at=now,
        declared_by=viewer,
    )
    assert list(said(listing(viewer))) == ["Acorn"]
    assert numbers(listing(viewer)) == [1, 0, 0]


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("asked", [{}, {"renewal": "due"}])
def test_list_asks_the_same_for_one_and_three_awards_of_each_state(
    give, officer, sign_in, now, count, asked, django_assert_num_queries
):
    for number in range(count):
        for days in (10, -5, -40):
            give(f"House {number} {days}", days)
    with time_machine.travel(now, tick=False):
        client = sign_in(officer)
        # As without renewals (13), and the awards and statements of those that are near.
        with django_assert_num_queries(15):
            answer = client.get(reverse("officers"), asked)
    assert len(answer.context["rows"]) == (count if asked else 3 * count)
    assert Organisation.objects.count() == 3 * count
