"""Officers' view of load: who carries what, what waits for whom and how long, who is stuck (scheme.md 28)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from awards.models import Membership, StandingInterest
from champions.choices import StepCode
from champions.models import Absence, Champion
from champions.selectors.load import Load, Wait, picture_for
from champions.selectors.turns import Turn
from foundation.dates import london_date
from tests.conftest import make_user
from tests.support.champions import WEEK, assess, make_champion, settle
from tests.support.crowd import crowd
from tests.support.reading import reading

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def page(sign_in, officer):
    def get(query="", at=None, user=None):
        client = sign_in(user or officer)
        if at is None:
            answer = client.get(reverse("officers-load") + query)
        else:
            with time_machine.travel(at, tick=False):
                answer = sign_in(user or officer).get(reverse("officers-load") + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def load_of(champion, officer, at):
    return next(each for each in picture_for(officer, at=at).loads if each.champion == champion)


def load_with(champion, waits, name):
    """A load as the picture has it; of its cases only the days matter here."""
    found = tuple(
        Wait(None, Turn(StepCode(code), "", "", None), None, days) for code, days in waits
    )
    return name, Load(champion=champion, open_cases=1, waits=found)


def rows(text):
    """The names of champions, in their order."""
    return re.findall(r'<th scope="row"[^>]*><a[^>]*>(Champion \d+)</a><br>', text)


def test_page_is_for_officers(lead, stranger, chair, sign_in, client):
    address = reverse("officers-load")
    for somebody in (lead, stranger, chair.user):
        assert sign_in(somebody).get(address).status_code == 403
    assert client.get(address).status_code == 302


@pytest.mark.parametrize(("champions", "cases"), [(3, 5), (30, 300)])
def test_queries_do_not_grow(
    officer, lead, now, champions, cases, sign_in, django_assert_num_queries
):
    crowd(officer=officer, lead=lead, at=now, champions=champions, cases=cases)
    client = sign_in(officer)
    # Session and person, cases, six for the facts, three for the waits, absences, mail, champions.
    with django_assert_num_queries(15):
        assert client.get(reverse("officers-load")).status_code == 200


def test_everybody_has_a_row_and_three_hundred_cases_are_counted(officer, lead, now, page):
    crowd(officer=officer, lead=lead, at=now, champions=30, cases=300)
    picture = picture_for(officer, at=now)
    assert sum(each.open_cases for each in picture.loads) == 240 * 3
    assert {each.code: each.number for each in picture.standstills} == {
        StepCode.PANEL: 60,
        StepCode.DECLARE: 60,
        StepCode.ASSESS: 60,
        StepCode.DECIDE: 60,
        StepCode.CHANGES: 60,
    }
    first, second = rows(page()), rows(page("?page=2"))
    assert len(first) == 25
    assert len(set(first) | set(second)) == 30


def test_load_counts_open_cases_against_what_suits(panel, chair, spare, officer, now, page):
    Champion.objects.filter(pk=chair.pk).update(most_cases=1)
    assert load_of(chair, officer, now).open_cases == 1
    assert not load_of(chair, officer, now).has_room
    assert load_of(spare, officer, now).has_room
    assert "1 of 1" in page()
    assert "No room for more" in page()


def test_stuck_first_then_the_longest_wait(sent, chair, young, spare, officer, now):
    """Everybody is asked to declare, the young person a day before the chair."""
    settle(sent, [chair], officer, at=now - 2 * DAY)
    assert picture_for(officer, at=now).loads[0].champion == chair
    assert not load_of(chair, officer, now).is_stuck
    assert load_of(chair, officer, now + DAY).is_stuck
    settle(sent, [chair, young], officer, at=now)
    loads = picture_for(officer, at=now + DAY).loads
    assert [each.champion for each in loads][:2] == [chair, young]
    assert [each.is_stuck for each in loads][:2] == [True, False]
    assert loads[0].waits[0].days == 3


def test_longest_overdue_first_whatever_else_waits(
    chair,
):
    """Six days of an assessment are no delay; four days of a declaration are."""
    waits = {
        "late by one": [("declare", 4)],
        "late by two": [("assess", 9), ("declare", 1)],
        "in time": [("assess", 6)],
        "just late": [("decide", 5)],
    }
    found = sorted(
        (load_with(chair, each, name) for name, each in waits.items()),
        key=lambda each: each[1].rank,
    )
    assert [name for name, _ in found] == ["late by two", "late by one", "just late", "in time"]
    assert [load.is_stuck for _, load in found] == [True, True, True, False]
    idle = Load(champion=chair, open_cases=0)
    assert max([*(load.rank for _, load in found), idle.rank]) == idle.rank


def test_page_says_how_late_somebody_is(panel, sent, spare, officer, now, page):
    settle(sent, [spare], officer, at=now)
    assert "3 days</span>" in page(at=now + 3 * DAY)
    assert "5 days, 2 late</span>" in page(at=now + 5 * DAY)


def test_a_wait_goes_when_the_act_is_done(assessing, chair, young, officer, later, page):
    assert load_of(chair, officer, later).waits[0].turn.code == StepCode.ASSESS
    assess(assessing, chair, at=later)
    assert load_of(chair, officer, later).waits == ()
    assert "send their assessment" in page(at=later)
    assess(assessing, young, at=later + WEEK)
    (wait,) = load_of(chair, officer, later + WEEK + 5 * DAY).waits
    assert wait.turn.code == StepCode.DECIDE
    assert (wait.days, wait.is_stuck) == (5, True)


def test_a_long_list_folds_up(officer, lead, now, page):
    crowd(officer=officer, lead=lead, at=now, champions=3, cases=60)
    text = page()
    # The chair has twelve to declare, twelve to assess, twelve to decide; the others have no decision.
    assert "And 33 more" in text
    assert text.count("And 21 more") == 2


def test_filters_narrow_and_count(officer, lead, now, page):
    made = crowd(officer=officer, lead=lead, at=now, champions=6, cases=40)
    Absence.objects.create(
        champion=made.champions[2], from_on=london_date(now), until_on=london_date(now)
    )
    idle = make_champion(make_user("Ida Idle"), officer=officer, at=now)
    assert rows(page("?show=away")) == ["Champion 02"]
    assert "Ida Idle" in page("?show=room")
    assert rows(page("?show=room")) == []
    assert "Ida Idle" not in page("?show=waiting")
    assert sorted(rows(page("?perspective=young_person"))) == ["Champion 02", "Champion 05"]
    assert rows(page("?perspective=young_person&show=away")) == ["Champion 02"]
    assert len(rows(page("?show=nonsense&perspective=nobody&page=x"))) == 6
    end = {"served_until": london_date(now)}
    Champion.objects.filter(pk=idle.pk).update(**end)
    assert "Ida Idle" not in page()
    assert "Nobody here." in page("?show=room")


def test_away_champion_is_marked_and_not_to_be_reminded(panel, chair, officer, now, page):
    until = london_date(now) + 2 * DAY
    Absence.objects.create(champion=chair, from_on=london_date(now), until_on=until)
    text = page()
    assert "until 25 November 2026" in text
    assert "Wait until they are back" in text
    assert reverse("officers-remind", args=[chair.uuid]) not in text


def test_tied_officer_reads_the_number_and_no_name(
    panel, chair, officer, second_officer, now, page
):
    """T-36: neither the organisation nor what waits there."""
    StandingInterest.objects.create(
        person=second_officer,
        organisation=panel.application.organisation,
        organisation_name="Acorn Lane School",
        nature="employee",
        declared_at=now,
        declared_by=second_officer,
    )
    assert "Acorn Lane School" in page()
    text = page(user=second_officer)
    assert "Acorn Lane School" not in text
    assert "No case is open." in text
    assert "1 of 3" in text


def test_member_who_is_an_officer_reads_no_name(panel, second_officer, now, page):
    Membership.objects.create(
        organisation=panel.application.organisation,
        user=second_officer,
        role="member",
        joined_at=now,
    )
    assert "Acorn Lane School" not in page(user=second_officer)


def test_a_champion_who_joined_them_has_nothing_to_do(panel, chair, officer, now):
    Membership.objects.create(
        organisation=panel.application.organisation, user=chair.user, role="member", joined_at=now
    )
    assert load_of(chair, officer, now).waits == ()


def test_words_are_easy(panel, page):
    assert reading(page()).grade <= 8
