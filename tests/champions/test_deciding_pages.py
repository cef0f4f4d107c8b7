"""Deciding together: findings beside each question, a letter that is read first, text that stays (T-40)."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from champions.choices import Level, Outcome
from champions.models import Appointment, AppointmentFinding, Decision, Finding
from champions.selectors import facts_of
from champions.selectors.deciding import feedback_from, points_from
from champions.selectors.findings import questions_of
from champions.services.decisions import cancel_decision
from foundation.models import Draft, OutboxMessage
from tests.conftest import PASSWORD
from tests.support.champions import (
    answer_all,
    ask,
    assess,
    assess_all,
    decide,
    release,
    send,
)
from tests.support.reading import reading

DECISION = {
    "outcome": "declined",
    "feedback": "You are on the way.",
    "points": "A second meeting with your board.",
    "met_bronze_commitment": "no",
    "note_bronze_commitment": "We could not see who decides.",
    "dissent_bronze_commitment": "Yusuf saw it met.",
    "met_check_signed_up": "yes",
    "note_check_signed_up": "",
    "dissent_check_signed_up": "",
}


@pytest.fixture(autouse=True)
def _clock(now):
    with time_machine.travel(now, tick=False):
        yield


@pytest.fixture
def ready(assessing, later):
    """Everything is in; the young person and the chair differ on the first question."""
    for seat in assessing.assignments.active().select_related("champion__user"):
        level = Level.STRONG if seat.is_chair else Level.PARTLY
        assess(assessing, seat.champion, at=later, level=level)
    Finding.objects.filter(code="check.signed_up").update(level=Level.MET)
    first, second = Finding.objects.filter(code="bronze.commitment").order_by("pk")
    Finding.objects.filter(pk=first.pk).update(
        strength="The head leads it.", challenge="How do parents\nvote?"
    )
    Finding.objects.filter(pk=second.pk).update(strength="the head leads it.", challenge="")
    return assessing


def page(name, panel):
    return reverse(name, args=[panel.application.uuid])


def text_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def preview(client, panel, **changes):
    answer = client.post(page("case-decision", panel), DECISION | changes)
    assert (answer.status_code, answer.url) == (302, page("case-decision-check", panel))
    return text_of(client, answer.url)


def token(text):
    (found,) = re.findall(r'name="read_token" value="(\w+)"', text)
    return {"read_token": found}


def test_findings_stand_beside_each_question(ready, chair, sign_in):
    Appointment.objects.update(outcome="ready")
    meeting = Appointment.objects.get()
    AppointmentFinding.objects.create(
        appointment=meeting, code="bronze.commitment", text="Two parents chaired it."
    )
    text = text_of(sign_in(chair.user), page("case-decision", ready))
    assert "What each champion found on Commitment" in text
    for words in ("Strong", "Partly", "The head leads it.", "Two parents chaired it."):
        assert words in text
    assert text.count("You do not all agree. Talk about this one.") == 1
    assert "You all see it met" in text
    assert "Only the panel and officers read this." in text


def test_pages_are_easy_to_read(ready, chair, sign_in):
    client = sign_in(chair.user)
    pages = [text_of(client, page("case-decision", ready)), preview(client, ready)]
    assert [round(reading(each).grade) for each in pages if reading(each).grade > 8] == []


def test_page_has_constant_queries(ready, chair, sign_in, django_assert_num_queries):
    client = sign_in(chair.user)
    with django_assert_num_queries(18):
        client.get(page("case-decision", ready))


def test_letter_begins_with_what_champions_found(ready, chair, sign_in):
    questions = questions_of(facts_of(ready.application))
    assert feedback_from(questions) == "What we found strong:\nCommitment: The head leads it."
    assert points_from(questions) == "Commitment: How do parents vote?"
    text = text_of(sign_in(chair.user), page("case-decision", ready))
    assert "What we found strong:\nCommitment: The head leads it.</textarea>" in text
    assert "Commitment: How do parents vote?</textarea>" in text


def test_suggestions_are_no_longer_than_the_form_takes(ready):
    Finding.objects.update(strength="a" * 1990, challenge="b" * 1990)
    for number, row in enumerate(Finding.objects.order_by("pk")[1:]):
        Finding.objects.filter(pk=row.pk).update(
            strength=f"{number}" + "a" * 1900, challenge=f"{number}" + "b" * 1900
        )
    questions = questions_of(facts_of(ready.application))
    assert len(feedback_from(questions)) <= 5000
    points = points_from(questions).splitlines()
    assert len(points) == 4
    assert max(map(len, points)) <= 1000


def test_nothing_is_said_when_champions_said_nothing(ready):
    Finding.objects.update(strength="", challenge=" ")
    questions = questions_of(facts_of(ready.application))
    assert (feedback_from(questions), points_from(questions)) == ("", "")


def test_only_what_all_see_is_filled_in(ready, chair, sign_in):
    text = text_of(sign_in(chair.user), page("case-decision", ready))
    checked = re.findall(r'<input[^>]*name="(met_\w+)"[^>]*value="(\w+)"[^>]*checked', text)
    assert checked == [("met_check_signed_up", "yes")]


def test_letter_is_read_before_it_is_recorded(ready, chair, sign_in):
    client = sign_in(chair.user)
    text = preview(client, ready)
    assert "cannot give you the Bronze Award yet" in text
    assert "Commitment: not met yet. We could not see who decides." in text
    assert "1. A second meeting with your board." in text
    letter, _, stays = text.partition("What stays with the panel")
    assert "Yusuf saw it met." not in letter
    assert "Yusuf saw it met." in stays
    assert not Decision.objects.exists()
    assert client.post(page("case-decision-check", ready), token(text)).status_code == 302
    made = Decision.objects.get()
    assert made.letter.splitlines()[0] in text
    assert not Draft.objects.exists()


def test_what_is_recorded_is_what_was_read(ready, chair, sign_in):
    client = sign_in(chair.user)
    text = preview(client, ready)
    client.post(page("case-decision-check", ready), token(text))
    shown = re.search(r'award-name govuk-!-margin-bottom-0">(.*?)</p>', text, re.DOTALL)
    assert shown.group(1) == Decision.objects.get().letter


def test_changed_in_another_window_is_read_again(ready, chair, sign_in):
    """T-44: neither text is lost, and nothing unread is recorded."""
    client = sign_in(chair.user)
    read = token(preview(client, ready))
    other = preview(client, ready, feedback="Other words.")
    refused = client.post(page("case-decision-check", ready), read)
    assert refused.status_code == 409
    assert "changed in another window" in refused.content.decode()
    assert not Decision.objects.exists()
    assert "Other words." in text_of(client, page("case-decision-check", ready))
    assert client.post(page("case-decision-check", ready), token(other)).status_code == 302
    assert Decision.objects.get().feedback == "Other words."


def test_nothing_is_recorded_without_the_check(ready, chair, sign_in):
    client = sign_in(chair.user)
    address = page("case-decision-check", ready)
    for answer in (client.get(address), client.post(address, {"read_token": "x"})):
        assert (answer.status_code, answer.url) == (302, page("case-decision", ready))
    preview(client, ready)
    assert client.post(address, {}).status_code == 409
    assert not Decision.objects.exists()


def test_second_click_finds_it_recorded(ready, chair, sign_in):
    client = sign_in(chair.user)
    read = token(preview(client, ready))
    codes = [client.post(page("case-decision-check", ready), read).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert Decision.objects.count() == 1
    assert OutboxMessage.objects.filter(message="decision_recorded").count() == 1


def test_check_is_the_chairs(ready, young, officer, lead, spare, sign_in):
    address = page("case-decision-check", ready)
    for user, code in ((young.user, 403), (officer, 403), (lead, 404), (spare.user, 404)):
        client = sign_in(user)
        assert client.get(address).status_code == code
        assert client.post(address, {}).status_code == code


def test_check_waits_for_every_assessment(assessing, chair, sign_in, later):
    assess(assessing, chair, at=later)
    answer = sign_in(chair.user).post(page("case-decision-check", assessing), {})
    assert answer.status_code == 409
    assert "not in yet: Yusuf Young" in answer.content.decode()


def test_draft_stays_when_the_panel_cannot_decide_any_more(ready, chair, spare, officer, sign_in):
    client = sign_in(chair.user)
    read = token(preview(client, ready))
    seat = ready.assignments.active().exclude(champion=chair).get()
    seat.declarations.all().delete()
    assert client.post(page("case-decision-check", ready), read).status_code == 409
    assert Draft.objects.get().data["feedback"] == ["You are on the way."]


def test_letter_that_is_too_long_keeps_its_words(ready, chair, sign_in):
    points = "\n".join([f"{number} " + "a" * 900 for number in range(8)])
    long = {"feedback": "b" * 5000, "points": points}
    answer = sign_in(chair.user).post(page("case-decision", ready), DECISION | long)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "too long to read" in text
    assert "b" * 5000 in text


def test_text_comes_back_after_the_session_ended(ready, chair):
    """T-14: on the form, for checking."""
    browser = Client()
    address = page("case-decision", ready)
    signing = {"login": chair.user.email, "password": PASSWORD, "next": address}
    assert browser.post("/accounts/login/", signing).status_code == 302
    assert browser.get(address).status_code == 200
    browser.session.flush()
    lost = browser.post(address, DECISION, HTTP_ORIGIN="http://testserver")
    assert lost.status_code == 302
    browser.post("/accounts/login/", signing)
    text = text_of(browser, address)
    assert "You are on the way." in text
    assert "Yusuf saw it met." in text
    assert not Decision.objects.exists()


def test_check_page_is_there_after_the_session_ended(ready, chair, sign_in):
    preview(sign_in(chair.user), ready)
    assert "You are on the way." in text_of(sign_in(chair.user), page("case-decision-check", ready))


def test_going_back_finds_everything(ready, chair, sign_in):
    client = sign_in(chair.user)
    preview(client, ready)
    text = text_of(client, page("case-decision", ready))
    for words in ("You are on the way.", "Yusuf saw it met.", "A second meeting with your board."):
        assert words in text


def test_what_came_back_is_filled_in(ready, chair, officer, sign_in, later):
    challenge = ask(ready, chair, at=later)
    client = sign_in(chair.user)
    changes = {
        "outcome": "changes_requested",
        "go_back": [str(challenge.uuid)],
        "point_1_subject": "check.signed_up",
        "point_1_text": "Say who signed.",
    }
    text = preview(client, ready, **changes)
    client.post(page("case-decision-check", ready), token(text))
    cancel_decision(
        decision=Decision.objects.get(), reason="Name no child.", actor=officer, at=later
    )
    text = text_of(client, page("case-decision", ready))
    for words in (
        "The last decision came back to you: Name no child.",
        "You are on the way.",
        "Yusuf saw it met.",
        "We could not see who decides.",
        "Say who signed.",
        "A second meeting with your board.",
    ):
        assert words in text
    checked = re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([\w-]+)"[^>]*checked', text)
    assert ("outcome", "changes_requested") in checked
    assert ("go_back", str(challenge.uuid)) in checked


def test_words_on_the_version_before_are_none_for_this_one(
    ready, chair, lead, officer, sign_in, later
):
    client = sign_in(chair.user)
    preview(client, ready, feedback="About the first version.")
    release(decide(ready, at=later, outcome=Outcome.CHANGES), officer, at=later)
    case = ready.application
    case.refresh_from_db()
    answer_all(case, lead, at=later + timedelta(hours=1))
    send(case, lead, at=later + timedelta(hours=2))
    assess_all(ready, at=later + timedelta(hours=3))
    text = text_of(client, page("case-decision", ready))
    assert "About the first version." not in text


def test_letter_is_saved_while_typing(ready, officer, sign_in, later):
    decide(ready, at=later, outcome=Outcome.NOT_YET)
    client = sign_in(officer)
    address = page("case-letter", ready)
    (autosave,) = re.findall(r'data-autosave-url="([^"]+)"', text_of(client, address))
    kept = client.post(autosave, {"letter": "Half a sent", "version": "0"})
    assert kept.status_code == 200
    assert "Half a sent" in text_of(client, address)
    assert client.post(address, {"letter": "A whole one.", "version": "0"}).status_code == 302
    assert not Draft.objects.exists()
    assert "A whole one." in text_of(client, page("case-release", ready))
