"""The plain way to assess: one small question a page, into the same record (scheme.md 18; peers.md)."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from awards.models import Application
from champions.choices import AssessmentState, Ended, Fit, Level
from champions.models import Assessment, Assignment, Finding
from champions.selectors import facts_of
from champions.selectors.assessing import pages_of
from champions.selectors.plain import Part, seen
from champions.services.assessments import Found, begin, save_finding
from foundation.drafts import autosave_url
from tests.conftest import PASSWORD, make_user
from tests.support.champions import assess_all, decide
from tests.support.judging import judging
from tests.support.plain import answer_all, plain_for

pytestmark = pytest.mark.django_db
OUR_PAGE = {"Origin": "http://testserver"}


@pytest.fixture
def judged(organisation, chair, parent, young, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(
        organisation, lead=lead, officer=officer, at=now, champions=[chair, parent, young]
    )


@pytest.fixture
def browser(judged, young, sign_in):
    return sign_in(young.user)


def start(case: Application) -> str:
    return reverse("assessment-plain", args=[case.uuid])


def check(case: Application) -> str:
    return reverse("assessment-plain-check", args=[case.uuid])


def page(case: Application, number: int) -> str:
    return reverse("assessment-plain-step", args=[case.uuid, number])


def step_for(case, champion, code, part):
    steps = plain_for(case, champion).steps
    return next(s for s in steps if s.question.code == code and s.part is part)


def finding(champion, code) -> Finding:
    return Finding.objects.get(assessment__assignment__champion=champion, code=code)


def test_questions_are_those_of_the_full_way_each_strategy_before_their_whole(judged, young):
    plain = plain_for(judged.application, young)
    codes = [question.code for question in plain.questions]
    facts = facts_of(judged.application)
    asked = [each.code for each in pages_of(facts, None)]
    assert [code for code in codes if not code.startswith("policy.")] == asked
    policies = [policy.code for policy in facts.scheme.policies]
    place = codes.index("check.alignment")
    assert codes[place - len(policies) : place] == policies
    assert [step.number for step in plain.steps] == list(range(1, len(plain.steps) + 1))
    assert [question.number for question in plain.questions] == list(range(1, len(codes) + 1))


def test_start_says_what_it_is_and_begins_with_the_helper(judged, young, browser):
    answer = browser.get(start(judged.application))
    assert answer.status_code == 200
    assert "They come one at a time" in answer.text
    assert not Assessment.objects.exists()
    answer = browser.post(start(judged.application), {"supporter": "Hana Helper"})
    assert answer.url == page(judged.application, 1)
    assert Assessment.objects.get().supporter == "Hana Helper"
    assert 'value="Hana Helper"' in browser.get(start(judged.application)).text


def test_each_page_is_saved_at_once_and_leaves_the_rest_of_the_answer(judged, young, browser):
    case = judged.application
    for number, value in enumerate(("partly", "They ask us.", "The garden.", "More parents."), 1):
        answer = browser.post(page(case, number), {"answer": value, "seen": seen("")})
        assert answer.url == page(case, number + 1)
    row = finding(young, "gold.voice")
    told = (row.level, row.note, row.strength, row.challenge)
    assert told == ("partly", "They ask us.", "The garden.", "More parents.")
    browser.post(page(case, 1), {"answer": "met", "seen": seen("partly")})
    row.refresh_from_db()
    assert (row.level, row.note) == ("met", "They ask us.")
    assert "You have answered 1 of 15" in browser.get(start(case)).text


@pytest.mark.parametrize(
    ("number", "go", "there"),
    [
        (1, "on", 2),
        (1, "later", 5),
        (1, "back", 0),
        (2, "next", 5),
        (2, "back", 1),
        (4, "on", 5),
        (5, "back", 4),
        (1, "stop", 0),
    ],
)
def test_every_button_saves_and_leads_on(judged, young, browser, number, go, there):
    case = judged.application
    value = "met" if number in (1, 5) else "Words."
    answer = browser.post(page(case, number), {"answer": value, "seen": seen(""), "go": go})
    assert answer.url == (page(case, there) if there else start(case))
    row = Finding.objects.get()
    assert value in (row.level, row.note, row.challenge)


def test_a_strategy_is_one_tap_and_why_is_there_for_who_wants(judged, young, browser):
    case = judged.application
    fit = step_for(case, young, "policy.send_strategy", Part.FIT)
    told = {"answer": "partly", "seen": seen("")}
    assert browser.post(page(case, fit.number), told).url == page(case, fit.number + 2)
    told = {"answer": "fits", "seen": seen("partly"), "go": "why"}
    assert browser.post(page(case, fit.number), told).url == page(case, fit.number + 1)
    browser.post(page(case, fit.number + 1), {"answer": "It is the same aim.", "seen": seen("")})
    row = Assessment.objects.get().strategies.get()
    assert (row.code, row.fit, row.note) == (
        "policy.send_strategy",
        Fit.FITS,
        "It is the same aim.",
    )


def test_a_strategy_is_asked_by_what_it_is_about_and_named_beside(judged, young, browser):
    """The city's names for its plans are hard to read; whoever knows them finds them."""
    case = judged.application
    for policy in facts_of(case).scheme.policies:
        fit = step_for(case, young, policy.code, Part.FIT)
        shown = browser.get(page(case, fit.number)).text
        heading = shown.partition('<h1 class="govuk-fieldset__heading">')[2].partition("</h1>")[0]
        assert heading == f"{policy.plain} Does their work fit it?"
        assert f"It is called “{policy.name}”." in shown
    assert "This plan is about" in browser.get(check(case)).text


def test_going_on_needs_a_picture_and_coming_back_later_does_not(judged, browser):
    answer = browser.post(page(judged.application, 1), {"answer": "", "seen": seen("")})
    assert answer.status_code == 422
    assert "Choose a picture" in answer.text
    assert "<title>Error: " in answer.text
    answer = browser.post(page(judged.application, 1), {"seen": seen(""), "go": "later"})
    assert answer.url == page(judged.application, 5)
    assert not Finding.objects.exists()


@pytest.mark.parametrize("value", ["great", "fits", "\x00"])
def test_what_is_no_picture_is_not_kept(judged, browser, value):
    answer = browser.post(page(judged.application, 1), {"answer": value, "seen": seen("")})
    assert answer.status_code == 422
    assert not Finding.objects.exists()


def test_too_long_a_text_is_shown_again_whole(judged, browser):
    text = "a" * 2001
    answer = browser.post(page(judged.application, 3), {"answer": text, "go": "back"})
    assert answer.status_code == 422
    assert text in answer.text
    assert "Make it 2000 letters or less." in answer.text


def test_two_windows_lose_no_word(judged, young, browser):
    """T-44: only what the page itself asks is compared; both texts are shown."""
    case = judged.application
    browser.post(page(case, 2), {"answer": "First window.", "seen": seen("")})
    browser.post(page(case, 1), {"answer": "met", "seen": seen("")})
    answer = browser.post(page(case, 2), {"answer": "Second window.", "seen": seen("")})
    assert answer.status_code == 409
    assert "First window." in answer.text
    assert "Second window." in answer.text
    assert finding(young, "gold.voice").note == "First window."
    # The same twice is no clash.
    answer = browser.post(page(case, 2), {"answer": "First window.", "seen": seen("")})
    assert answer.status_code == 302


def test_two_windows_with_one_strategy_lose_nothing(judged, young, browser):
    case = judged.application
    fit = step_for(case, young, "policy.send_strategy", Part.FIT).number
    browser.post(page(case, fit), {"answer": "fits", "seen": seen("")})
    answer = browser.post(page(case, fit), {"answer": "not", "seen": seen("")})
    assert answer.status_code == 409
    assert "It does not fit." in answer.text
    assert Assessment.objects.get().strategies.get().fit == Fit.FITS


def test_words_typed_and_not_saved_are_there_again(judged, young, browser):
    address = page(judged.application, 2)
    key = f"plain:{judged.application.uuid}:gold.voice:note"
    browser.post(autosave_url(young.user, key), {"answer": "Half a thought", "seen": seen("")})
    assert "Half a thought" in browser.get(address).text
    # Before it is sent as well: what is not saved would stay behind.
    assert "Look at question 1: why" in browser.get(check(judged.application)).text
    browser.post(address, {"answer": "Half a thought", "seen": seen("")})
    assert finding(young, "gold.voice").note == "Half a thought"
    assert "did not save" not in browser.get(check(judged.application)).text


def test_words_sent_after_the_session_ended_are_there_again(judged, young):
    address = page(judged.application, 2)
    browser = Client()
    account = {"login": young.user.email, "password": PASSWORD, "next": address}
    browser.post("/accounts/login/", account)
    assert browser.get(address).status_code == 200
    browser.session.flush()
    told = {"answer": "Do not lose me", "seen": seen("")}
    assert browser.post(address, told, headers=OUR_PAGE).status_code == 302
    browser.post("/accounts/login/", account)
    assert "Do not lose me" in browser.get(address).text


def test_all_is_checked_then_sent_then_read_only(judged, young, browser):
    case = judged.application
    answer_all(browser, case, young)
    shown = browser.get(check(case))
    assert "You have answered 15 of 15" in shown.text
    version = Assessment.objects.get().version
    answer = browser.post(check(case), {"version": version, "minutes": "45"})
    assert answer.url == start(case)
    mine = Assessment.objects.get()
    assert (mine.state, mine.minutes) == (AssessmentState.SUBMITTED, 45)
    assert mine.findings.count() == len(facts_of(case).asked)
    assert "Thank you" in browser.get(start(case)).text
    assert browser.get(page(case, 1)).status_code == 409
    assert browser.post(page(case, 1), {"answer": "met"}).status_code == 409
    assert browser.post(check(case), {"version": version}).status_code == 409
    assert browser.post(start(case), {"supporter": ""}).status_code == 409
    assert browser.get(reverse("case-findings", args=[case.uuid])).status_code == 200


def test_what_is_not_whole_cannot_be_sent_and_leads_to_what_is_missing(judged, young, browser):
    case = judged.application
    shown = browser.get(check(case))
    assert "Go to question 1" in shown.text
    assert "Send what I said" not in shown.text
    assert browser.post(check(case), {"version": 0}).status_code == 409
    assert not Assessment.objects.submitted().exists()


def test_an_answer_changed_since_the_check_is_looked_at_again(judged, young, browser):
    case = judged.application
    answer_all(browser, case, young)
    before = Assessment.objects.get().version
    browser.post(page(case, 1), {"answer": "strong", "seen": seen("met")})
    answer = browser.post(check(case), {"version": before})
    assert answer.status_code == 409
    assert "look at them again" in answer.text
    assert not Assessment.objects.submitted().exists()


@pytest.mark.parametrize("minutes", ["0", "601", "long", "-5"])
def test_minutes_are_a_number_or_nothing(judged, young, browser, minutes):
    case = judged.application
    answer_all(browser, case, young)
    version = Assessment.objects.get().version
    answer = browser.post(check(case), {"version": version, "minutes": minutes})
    assert answer.status_code == 422
    assert "Or leave it empty" in answer.text


def test_it_is_the_same_record_as_the_full_way(judged, young, browser, now):
    """What was said there is here, and the other way round."""
    case = judged.application
    begin(panel=judged.panel, actor=young.user, at=now)
    save_finding(
        panel=judged.panel,
        code="gold.voice",
        found=Found(Level.STRONG, "From the full page."),
        expected_version=0,
        actor=young.user,
        at=now,
    )
    assert re.search(r'value="strong" checked', browser.get(page(case, 1)).text)
    assert "From the full page." in browser.get(page(case, 2)).text
    assert reverse("assessment", args=[case.uuid]) in browser.get(start(case)).text


def test_what_they_sent_is_one_tap_away_with_its_pictures(judged, browser):
    shown = browser.get(page(judged.application, 1)).text
    assert "What we tell about voice." in shown
    assert "Children plant beans" in shown
    assert "Garden day" in shown
    answer = browser.post(page(judged.application, 1), {"seen": seen(""), "go": "look"})
    assert answer.url.endswith("/evidence/?shows=gold.voice&step=1")
    assert browser.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("code", "there"),
    [("check.principles", "/coverage/"), ("check.genuine", "/evidence/")],
)
def test_a_check_of_the_whole_leads_to_all_of_it(judged, young, browser, code, there):
    number = step_for(judged.application, young, code, Part.LEVEL).number
    answer = browser.post(page(judged.application, number), {"seen": seen(""), "go": "look"})
    assert answer.url.endswith(f"{there}?step={number}")


def test_restricted_evidence_is_not_there_for_the_young(
    judged, young, chair, officer, sign_in, now
):
    """T-30."""
    judged.item.restricted_at, judged.item.restricted_by = now, officer
    judged.item.restricted_why = "A child can be told."
    judged.item.save()
    assert "Garden day" not in sign_in(young.user).get(page(judged.application, 1)).text
    assert "Garden day" in sign_in(chair.user).get(page(judged.application, 1)).text


@pytest.mark.parametrize("number", [0, 51, 999])
def test_a_page_that_there_is_not_is_not_there(judged, browser, number):
    assert browser.get(page(judged.application, number)).status_code == 404


def test_others_find_nothing_there(judged, sign_in, officer, lead, stranger, spare, parent):
    """T-38: an officer has no assessment, and everybody on the panel sees only their own."""
    case = judged.application
    for user in (officer, lead, stranger, spare.user):
        client = sign_in(user)
        for address in (start(case), check(case), page(case, 1)):
            assert client.get(address).status_code == 404
            assert client.post(address, {"answer": "met"}).status_code == 404
    sign_in(parent.user).post(page(case, 1), {"answer": "strong", "seen": seen("")})
    text = sign_in(parent.user).get(page(case, 1)).text
    assert re.search(r'value="strong" checked', text)


def test_another_s_answer_is_nowhere_before_one_s_own(judged, sign_in, parent, young):
    case = judged.application
    told = {"answer": "A parent wrote this", "seen": seen("")}
    sign_in(parent.user).post(page(case, 2), told)
    client = sign_in(young.user)
    for address in (start(case), check(case), page(case, 2)):
        assert "A parent wrote this" not in client.get(address).text


def test_nobody_answers_before_saying_that_there_is_no_link(
    organisation, chair, parent, young, lead, officer, now, time_machine, sign_in
):
    time_machine.move_to(now)
    judged = judging(
        organisation,
        lead=lead,
        officer=officer,
        at=now,
        cleared=False,
        champions=[chair, parent, young],
    )
    client = sign_in(young.user)
    assert client.get(start(judged.application)).status_code == 409
    assert client.post(page(judged.application, 1), {"answer": "met"}).status_code == 409


def test_whoever_left_the_panel_finds_nothing(judged, young, browser, now):
    Assignment.objects.filter(champion=young).update(ended_at=now, ended_reason=Ended.CHANGED)
    for address in (start(judged.application), page(judged.application, 1)):
        assert browser.get(address).status_code == 404


def test_nothing_is_answered_when_it_is_decided_or_with_them(
    assessing, chair, young, sign_in, later, time_machine
):
    time_machine.move_to(later)
    case = assessing.application
    assess_all(assessing, at=later)
    decide(assessing, at=later)
    assert sign_in(young.user).post(page(case, 1), {"answer": "met"}).status_code == 409


def test_bronze_waits_for_its_meeting(panel, young, sign_in, now, time_machine):
    time_machine.move_to(now)
    client = sign_in(young.user)
    case = panel.application
    answer_all(client, case, young)
    shown = client.get(check(case)).text
    assert "You can send it when the notes of the meeting are there" in shown
    assert "Send what I said" not in shown
    version = Assessment.objects.get().version
    assert client.post(check(case), {"version": version}).status_code == 409


def test_pages_cost_as_many_queries_whatever_was_answered(
    judged, young, browser, django_assert_num_queries
):
    case = judged.application
    browser.post(page(case, 1), {"answer": "met", "seen": seen("")})
    with django_assert_num_queries(19):
        browser.get(page(case, 1))
    answer_all(browser, case, young, words="Words.")
    with django_assert_num_queries(19):
        browser.get(page(case, 1))


def test_somebody_without_an_account_signs_in_first(judged, client):
    assert client.get(start(judged.application)).status_code == 302


def test_stranger_to_the_panel_who_is_a_champion_elsewhere(judged, sign_in, now, officer):
    assert sign_in(make_user("Nora Nobody")).get(start(judged.application)).status_code == 404
