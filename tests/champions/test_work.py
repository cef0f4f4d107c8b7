"""A champion's queue: what waits longest first over all pages, whose turn, the time asked, dates."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from champions.choices import Purpose, StepCode
from champions.models import Appointment, Assessment, Champion, Claim, Finding
from champions.selectors import facts_of
from champions.selectors.asked import minutes_asked, spoken_minutes
from champions.selectors.queue import queue_of
from tests.support.champions import (
    HOUR,
    WEEK,
    agree_to_meet,
    assess,
    clear_all,
    hold,
    settle,
)
from tests.support.crowd import crowd
from tests.support.reading import reading


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def page(sign_in):
    def get(champion, query=""):
        answer = sign_in(champion.user).get(reverse("champions") + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def names(text):
    return re.findall(r"<h3[^>]*><a[^>]*>(.*?)</a></h3>", text)


def only(champion, at):
    """The one case in the queue."""
    (item,) = queue_of(champion.user, at=at).items
    return item


def test_longest_wait_comes_first_over_all_pages(officer, lead, now, page):
    busy = crowd(officer=officer, lead=lead, at=now, champions=6, cases=300)
    champion = busy.champions[0]
    found = [name for number in range(1, 6) for name in names(page(champion, f"?page={number}"))]
    waits = {str(each.organisation): each for each in busy.applications}
    places = [busy.applications.index(waits[name]) for name in found]
    steps = [place % 5 for place in places]
    mine = [place for place, step in zip(places, steps, strict=True) if step in (1, 2, 3)]
    others = [place for place, step in zip(places, steps, strict=True) if step == 4]
    assert len(found) == 120
    assert places == mine + others
    assert mine == sorted(mine, reverse=True)
    assert others == sorted(others, reverse=True)


def test_a_page_holds_twenty_five_and_the_next_goes_on(officer, lead, now, page):
    busy = crowd(officer=officer, lead=lead, at=now, champions=3, cases=60)
    champion = busy.champions[1]
    first, second = (names(page(champion, f"?page={number}")) for number in (1, 2))
    assert len(first) == 25
    assert len(second) == 23
    assert not set(first) & set(second)
    # The parent has no decision to record: twelve undeclared and twelve to assess wait for them.
    assert "24 cases wait for you." in page(champion)
    assert page(champion, "?page=nonsense").count("<h3") == 25
    assert page(champion, "?page=99").count("<h3") == 23


def test_list_is_narrowed_to_mine_or_to_what_waits_for_others(officer, lead, now, page):
    busy = crowd(officer=officer, lead=lead, at=now, champions=3, cases=20)
    champion = busy.champions[0]
    everything = names(page(champion))
    mine, others = names(page(champion, "?show=mine")), names(page(champion, "?show=others"))
    assert everything == mine + others
    assert (len(mine), len(others)) == (12, 4)
    text = page(champion, "?show=mine")
    assert '<strong aria-current="true">Waiting for you</strong> (12)' in text
    assert names(page(champion, "?show=nonsense")) == everything


def test_nothing_to_narrow_is_not_offered(panel, chair, page):
    assert 'aria-label="Which cases"' not in page(chair)


@pytest.mark.parametrize("cases", [5, 300])
def test_queries_do_not_grow_with_cases(
    officer, lead, now, cases, sign_in, django_assert_num_queries
):
    busy = crowd(officer=officer, lead=lead, at=now, champions=30, cases=cases)
    client = sign_in(busy.champions[0].user)
    # Session and person, cases, six for the facts, two for the waits, drafts, what was sent before, dates,
    # champion, offers.
    with django_assert_num_queries(17):
        client.get(reverse("champions"))


def test_others_do_not_see_the_queue(officer, lead, stranger, chair, sign_in, client):
    for somebody in (officer, lead, stranger):
        assert sign_in(somebody).get(reverse("champions")).status_code == 403
    assert client.get(reverse("champions")).status_code == 302


def test_service_that_ended_closes_the_queue_at_once(panel, chair, sign_in):
    """T-32."""
    client = sign_in(chair.user)
    assert client.get(reverse("champions")).status_code == 200
    type(chair.user).objects.filter(pk=chair.user.pk).update(is_champion=False)
    assert client.get(reverse("champions")).status_code == 403


def test_a_case_of_others_is_not_in_it(panel, spare, page):
    """T-29."""
    assert "Acorn Lane School" not in page(spare)


def test_declaration_waits_since_they_were_asked(sent, chair, young, officer, now):
    settle(sent, [chair], officer, at=now - WEEK)
    settle(sent, [chair, young], officer, at=now)
    assert only(chair, now).since == now - WEEK
    assert only(young, now).since == now
    assert only(chair, now).turn.code == StepCode.DECLARE
    assert only(chair, now).minutes == 5


def test_assessment_waits_since_everybody_could_begin(
    sent, chair, young, parent, lead, officer, now
):
    """Who declared at once has not kept anybody waiting while others had not."""
    panel = settle(sent, [chair, young], officer, at=now)
    clear_all(panel, at=now + HOUR)
    hold(agree_to_meet(sent, lead, at=now + HOUR, starts_at=now + 3 * HOUR), lead)
    assert only(chair, now + WEEK).since == now + 5 * HOUR
    settle(sent, [chair, young, parent], officer, at=now + 2 * WEEK)
    assert only(chair, now + 2 * WEEK).turn is None
    clear_all(panel, at=now + 3 * WEEK)
    assert only(chair, now + 4 * WEEK).since == now + 3 * WEEK
    assert only(chair, now + 4 * WEEK).turn.code == StepCode.ASSESS


def test_decision_waits_for_the_chair_since_the_last_assessment(
    assessing, chair, young, later, page
):
    assess(assessing, chair, at=later)
    assert only(chair, later).turn is None
    assert only(young, later).turn.code == StepCode.ASSESS
    assess(assessing, young, at=later + WEEK)
    found = only(chair, later + 2 * WEEK)
    assert found.turn.code == StepCode.DECIDE
    assert found.since == later + WEEK
    assert only(young, later + 2 * WEEK).waits_for == "Waiting for the chair"


def test_time_asked_shrinks_with_what_is_answered(assessing, chair, later, now):
    whole = only(chair, later).minutes
    draft = Assessment.objects.create(
        assignment=assessing.assignments.get(champion=chair),
        change=facts_of(assessing.application).judged,
        started_at=later,
    )
    Finding.objects.create(assessment=draft, code="bronze.commitment", note="Hm.")
    assert only(chair, later).minutes == whole
    Finding.objects.update(level="met")
    assert only(chair, later).minutes < whole


def test_estimate_goes_by_step_and_questions(assessing):
    facts = facts_of(assessing.application)
    assert minutes_asked(StepCode.DECLARE, facts) == 5
    # Ten to read a form, and three for each of two questions.
    assert minutes_asked(StepCode.ASSESS, facts) == 15
    assert minutes_asked(StepCode.ASSESS, facts, answered=1) == 5
    assert minutes_asked(StepCode.ASSESS, facts, answered=99) == 5
    assert minutes_asked(StepCode.DECIDE, facts) == 20


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 minutes"), (1, "1 minute"), (40, "40 minutes"), (60, "1 hour"), (61, "1 hour 1 minute"),
     (80, "1 hour 20 minutes"), (125, "2 hours 5 minutes")],
)  # fmt: skip
def test_minutes_are_said_as_people_say_them(minutes, words):
    assert spoken_minutes(minutes) == words


def test_page_says_whose_turn_and_about_how_long(panel, chair, page):
    text = page(chair)
    assert "1 case waits for you." in text
    assert "It takes about 5 minutes." in text
    assert "We can only guess: take the time you need." in text
    assert reverse("case-meeting-offer", args=[panel.application.uuid]) in text


def test_agreed_meeting_is_among_the_dates(panel, chair, young, lead, now, page):
    agree_to_meet(panel.application, lead, at=now)
    assert "Monday 30 November 2026 at 10am" in page(chair)
    assert reverse("case-meeting", args=[panel.application.uuid]) in page(young)
    assert "Waiting for others" in page(chair)
    with time_machine.travel(now + 2 * WEEK, tick=False):
        assert "Your dates" not in page(chair)


def test_no_date_before_the_declaration(panel, parent, lead, officer, now, page):
    agree_to_meet(panel.application, lead, at=now)
    champions = [seat.champion for seat in panel.assignments.active()]
    settle(panel.application, [*champions, parent], officer, at=now)
    assert "Your dates" not in page(parent)


def test_cases_that_need_champions_are_told(sent, spare, officer, now, page):
    assert "See 1 case that you can offer for" in page(spare)
    assert "You have offered" not in page(spare)
    claim = Claim.objects.create(application=sent, champion=spare, made_at=now)
    assert "You have offered to sit on 1 case." in page(spare)
    assert "See what you have offered for" in page(spare)
    Claim.objects.filter(pk=claim.pk).update(withdrawn_at=now)
    settle(sent, [spare], officer, at=now)
    assert "Cases that need champions" not in page(spare)


def test_plain_way_is_where_who_chose_it_goes(assessing, chair, young, later):
    Champion.objects.filter(pk=young.pk).update(plain_way=True)
    case = assessing.application.uuid
    assert only(young, later).turn.url == reverse("assessment-plain", args=[case])
    assert only(chair, later).turn.url == reverse("assessment", args=[case])


def test_finished_cases_come_latest_first(three_cases, chair, later, page):
    for number, case in enumerate(three_cases):
        type(case).objects.filter(pk=case.pk).update(
            status="approved", status_since=later + timedelta(days=number)
        )
    text = page(chair, "?show=finished")
    places = [text.index(f"{name} School") for name in ("Damson", "Cedar", "Beech")]
    assert places == sorted(places)
    assert "Your turn" not in text
    assert "You have no case now." in page(chair)


def test_agreed_visit_is_among_the_dates(assessing, chair, young, later, page):
    visit = Appointment.objects.create(
        application=assessing.application,
        purpose=Purpose.VISIT,
        state="agreed",
        state_since=later,
        place_kind="in_person",
        starts_at=later + WEEK,
        minutes=90,
        created_by=chair.user,
        created_at=later,
    )
    with time_machine.travel(later, tick=False):
        text = page(young)
    assert "Monitoring visit: " in text
    assert reverse("case-visit", args=[assessing.application.uuid, visit.uuid]) in text


def test_words_are_easy(panel, chair, lead, now, page):
    agree_to_meet(panel.application, lead, at=now)
    assert reading(page(chair)).grade <= 8
