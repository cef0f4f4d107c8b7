"""Plans that are awaited: lines, filter, figure and the journey say the same (scheme.md 10)."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.choices import MembershipRole
from awards.models import Application, Membership, Organisation
from awards.selectors import awaited_deadlines, journey_of, scheme_in_force
from champions.choices import Missing
from champions.selectors import case_step
from champions.selectors.bulk import last_day_past
from foundation.dates import london_date, months_later
from reports.choices import WaitingOn
from reports.selectors import Filters, figures, organisations, rows_of
from reports.selectors.waiting import BY_TURN
from tests.conftest import make_user
from tests.support.awards import dated


def rows_at(city, at, **filters):
    on = london_date(at)
    found = organisations(Filters(**filters), viewer=city.officer, at=at, on=on, near={})
    return rows_of(list(found), scheme=scheme_in_force(on=on), at=at, near={})


def test_city_is_there(db):
    """The database is made only when some test asks for it."""


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("idle", "Silver not begun. Plan was due on 7 November 2026 (46 days late)."),
        ("tardy", "Still writing. Plan was due on 22 December 2026 (1 day late)."),
        ("punctual", "Still writing. Plan due by 23 December 2026."),
        ("extended", "Still writing. Plan due by 31 March 2027."),
        ("overrun", "Silver not begun. Plan was due on 1 December 2026 (22 days late)."),
        ("regained", "Silver not begun. Plan due by 1 June 2027."),
        ("recalled", "Silver was withdrawn. Plan was due on 7 November 2026 (46 days late)."),
        ("awarded", "Silver not begun. Plan due by 15 December 2027."),
        ("draft", "The organisation is still writing."),
    ],
)
def test_line_says_by_when_and_how_late(listing, name, sentence):
    answer = listing(q=f"{name} house")
    (row,) = answer.context["rows"]
    assert row.told.sentence == sentence
    assert row.waiting_on is WaitingOn.ORGANISATION
    assert row.told.since == row.application.status_since
    assert sentence in answer.content.decode()


@pytest.mark.parametrize("name", ["delivered", "refused", "revoked", "gilded", "declined", "empty"])
def test_nothing_is_awaited_after_it_was_sent_or_without_an_award(listing, name):
    text = listing(q=f"{name} house").content.decode()
    assert "Plan " not in text.split("<tbody")[1]


# Around every date in the city: the day itself, the day after, and long after them all.
@pytest.mark.parametrize("days", [-47, -46, -1, 0, 1, 98, 99, 160, 161, 900])
def test_list_filter_and_figures_agree_with_the_journey(city, days):
    """The line and its filters go by rows of the database; the journey and the steps by one case."""
    at = city.at + timedelta(days=days)
    on = london_date(at)
    late, turns = [], {}
    for row in rows_at(city, at):
        awaited = journey_of(row.organisation, on=on).stages[1].awaited
        said = row.told.sentence if row.told else ""
        if row.application is None:
            continue
        turn = BY_TURN.get(case_step(row.application, at=at).reviewers.turn)
        if awaited is None:
            assert "Plan " not in said
        else:
            assert f"{awaited.due_on:%B %Y}" in said
            assert ("late)" in said) is awaited.is_past(on)
            turn = WaitingOn.ORGANISATION
        assert row.waiting_on == turn
        turns.setdefault(turn, []).append(row.organisation)
        if "late)" in said:
            late.append(row.organisation)
    listed = lambda **asked: [row.organisation for row in rows_at(city, at, **asked)]  # noqa: E731
    assert listed(missing=Missing.PLAN) == late
    for choice in WaitingOn:
        assert listed(waiting_on=choice) == turns.get(choice, [])
    numbers = {each.text: each.number for each in figures(at=at, viewer=city.officer, near={})}
    words = "plan past its date" if len(late) == 1 else "plans past their date"
    assert numbers[words] == len(late)
    assert numbers["waiting on the organisation"] == len(turns[WaitingOn.ORGANISATION])
    reminded = {each.award.organisation for each in awaited_deadlines(on=on) if each.is_past(on)}
    assert reminded == set(late)


def test_day_ends_in_london(city):
    """In summer the last hour of a day in London is the hour before, in UTC (T-89)."""
    case = city.cases["tardy"]
    case.organisation.awards.update(**dated(date(2025, 6, 1)))
    evening = city.at.replace(year=2026, month=6, day=1, hour=22, minute=59)
    for at, number in ((evening, 0), (evening + timedelta(minutes=1), 1)):
        names = [row.organisation.name for row in rows_at(city, at, missing=Missing.PLAN)]
        assert names.count("Tardy House") == number


def test_draft_of_another_stage_is_told_as_it_is(city):
    """The sentence about a plan is for who writes it."""
    Application.objects.filter(pk=city.cases["tardy"].pk).update(stage="gold")
    rows = {row.organisation.name: row for row in rows_at(city, city.at)}
    assert rows["Tardy House"].told.sentence == "The organisation is still writing."
    late = [row.organisation.name for row in rows_at(city, city.at, missing=Missing.PLAN)]
    assert late == ["Idle House", "Overrun House", "Recalled House"]


def test_own_organisation_reads_what_its_people_read(listing, shown, city):
    """T-36: its line is in the applicant's words, and it is in no figure and no filter."""
    viewer = make_user("Both Sides", is_officer=True)
    Membership.objects.create(
        organisation=city.cases["tardy"].organisation,
        user=viewer,
        role=MembershipRole.MEMBER,
        joined_at=city.at,
    )
    (row,) = listing(viewer, q="tardy house").context["rows"]
    assert row.told.sentence.startswith("Your delivery plan was due on 22 December 2026.")
    assert shown(viewer, missing="plan") == ["idle", "overrun", "recalled"]
    numbers = {each.text: each.number for each in listing(viewer).context["figures"]}
    assert numbers["plans past their date"] == 3


def test_one_plan_is_told_as_one(listing, city):
    Organisation.objects.get(name="Idle House").awards.update(awarded_on=city.at.date())
    for name in ("tardy", "recalled"):
        city.cases[name].organisation.awards.update(awarded_on=city.at.date())
    text = listing().content.decode()
    assert '<strong class="award-figures__number">1</strong> plan past its date</a>' in text


@pytest.mark.parametrize(("name", "words"), [("idle", "46 days late"), ("tardy", "1 day late")])
def test_organisation_page_has_a_tag_while_it_is_late(city, sign_in, name, words):
    assert words in page_of(city, sign_in, name)


@pytest.mark.parametrize("name", ["punctual", "extended", "delivered", "refused", "awarded"])
def test_organisation_page_has_no_tag_otherwise(city, sign_in, name):
    text = page_of(city, sign_in, name)
    assert "Date for Silver" in text
    assert "award-status--attention" not in text


def page_of(city, sign_in, name):
    found = Organisation.objects.get(name=f"{name.capitalize()} House")
    with time_machine.travel(city.at, tick=False):
        address = reverse("officers-organisation", args=[found.slug])
        return sign_in(city.officer).get(address).content.decode()


@pytest.mark.parametrize("months", [1, 6, 12, 30])
def test_last_day_past_is_the_last(months):
    """Every day of four years with a 29 February among them (T-88)."""
    for number in range(1461):
        on = date(2027, 1, 1) + timedelta(days=number)
        last = last_day_past(on, months)
        assert months_later(last, months) < on <= months_later(last + timedelta(days=1), months)
