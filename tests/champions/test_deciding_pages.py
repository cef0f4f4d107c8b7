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
from champions.selectors.assessing import mine_of
from champions.selectors.deciding import about, feedback_from, points_from
from champions.selectors.findings import questions_of
from champions.selectors.subjects import Subject
from champions.services.decisions import cancel_decision
from foundation.dates import london_date
from foundation.models import Draft, OutboxMessage
from portfolios.selectors.portfolio.opened import opened_of
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
from tests.support.judging import judging
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
    assert "Only the panel and SEND officers read this." in text


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


@pytest.mark.parametrize("outcome", ["declined", "changes_requested"])
def test_what_is_not_met_needs_words(ready, chair, sign_in, outcome):
    """The letter would tell the organisation nothing otherwise; the summary says which."""
    silent = {"outcome": outcome, "note_bronze_commitment": " ", "points": ""}
    answer = sign_in(chair.user).post(page("case-decision", ready), DECISION | silent)
    assert answer.status_code == 422
    summary = answer.text.partition("There is a problem")[2].partition("<h1")[0]
    assert '<a href="#id_note_bronze_commitment">Say why “Commitment” is not met yet.' in summary
    assert '<a href="#id_points">' in summary
    assert "Signed up" not in summary


def test_what_nobody_had_found_is_asked_once_more(ready, chair, sign_in):
    client = sign_in(chair.user)
    text = preview(client, ready, met_check_signed_up="no", note_check_signed_up="It has lapsed.")
    question = text.partition("Is this what you agreed?")[2]
    assert "Signed up: all of you had found it met." in question
    # On this one they differed.
    assert "Commitment" not in question
    address = page("case-decision-check", ready)
    answer = client.post(address, token(text))
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "Tick the box if this is what the panel agreed." in answer.text
    assert not Decision.objects.exists()
    assert client.post(address, token(text) | {"sure": "on"}).status_code == 302
    assert Decision.objects.get().agreed.get(code="check.signed_up").met is False


def test_what_nobody_had_found_met_is_asked_once_more(ready, chair, sign_in):
    Finding.objects.filter(code="bronze.commitment").update(level=Level.PARTLY)
    met = {"outcome": "award", "met_bronze_commitment": "yes"}
    text = preview(sign_in(chair.user), ready, **met)
    assert "Commitment: none of you had found it met." in text


def test_what_some_had_found_is_not_asked_again(ready, chair, sign_in):
    assert "Is this what you agreed?" not in preview(sign_in(chair.user), ready)


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
    assert "Signed up: Say who signed." in text
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


# Points keep what they are about


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Voice: Who chose?", ("gold.voice", "Who chose?")),
        ("voice :Who chose?", ("gold.voice", "Who chose?")),
        ("Voice: who: when?", ("gold.voice", "who: when?")),
        ("Voice: aloud: Who reads?", ("action:1", "Who reads?")),
        ("The whole application: Who chose?", ("", "Who chose?")),
        ("Who chose?", ("", "Who chose?")),
        ("Voices: Who chose?", ("", "Voices: Who chose?")),
        ("Voice:", ("", "Voice:")),
        ("Voice", ("", "Voice")),
    ],
)
def test_line_says_what_it_is_about(line, found):
    subjects = [
        Subject("", "The whole application"),
        Subject("gold.voice", "Voice"),
        Subject("action:1", "Voice: aloud"),
    ]
    assert about(line, subjects) == found


def test_same_challenge_on_two_questions_opens_both(ready):
    Finding.objects.update(challenge="Who decides?")
    assert points_from(questions_of(facts_of(ready.application))).splitlines() == [
        "Commitment: Who decides?",
        "Signed up: Who decides?",
    ]


@pytest.fixture
def gold(organisation, lead, officer, now, later):
    """The chair alone does not see Voice met, and challenges it; the young person likes Training."""
    judged = judging(organisation, lead=lead, officer=officer, at=now)
    assess_all(judged.panel, at=later)
    Finding.objects.update(note="")
    theirs = Finding.objects.filter(assessment__assignment__champion__user=judged.chair)
    theirs.filter(code="gold.voice").update(level=Level.PARTLY, challenge="Who chose?")
    Finding.objects.filter(code="gold.training").update(strength="Parents teach it.")
    Finding.objects.filter(code="gold.barriers").update(level=Level.PARTLY)
    return judged


def prefilled(text):
    """What the page would send as it stands."""
    fields = dict(re.findall(r'<textarea[^>]*name="(\w+)"[^>]*>(.*?)</textarea>', text, re.DOTALL))
    checked = re.findall(r'<input[^>]*name="(met_\w+)"[^>]*value="(\w+)"[^>]*checked', text)
    return {name: words.strip("\n") for name, words in fields.items()} | dict(checked)


CHANGES = {
    "outcome": "changes_requested",
    "met_gold_voice": "no",
    "note_gold_voice": "We do not know who chose.",
    "met_gold_barriers": "yes",
    "sure": "on",
}


def test_challenge_that_goes_out_as_it_was_filled_in_opens_that_alone(
    gold, lead, officer, sign_in, later
):
    """And is all that the next round asks (scheme.md 17)."""
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    text = preview(client, gold, **{**dict.fromkeys(DECISION, ""), **filled, **CHANGES})
    assert "1. Voice: Who chose?" in text
    assert "about all of it" not in text
    client.post(page("case-decision-check", gold), token(text) | {"sure": "on"})
    decision = Decision.objects.get()
    assert list(decision.points.values_list("code", "sentence")) == [("gold.voice", "Who chose?")]
    release(decision, officer, at=later)
    gold.application.refresh_from_db()
    assert opened_of(gold.application).subjects == {"gold.voice"}
    answer_all(gold.application, lead, at=later + timedelta(hours=1))
    send(gold.application, lead, at=later + timedelta(hours=2), snapshot=dict(gold.change.snapshot))
    facts = facts_of(gold.application)
    mine = mine_of(facts, gold.panel.assignments.get(is_chair=True), on=london_date(later))
    assert {each.code for each in facts.asked} - set(mine.findings) == {"gold.voice"}


def test_point_about_all_of_it_says_what_it_opens(gold, sign_in):
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    said = {**dict.fromkeys(DECISION, ""), **filled, **CHANGES}
    text = preview(client, gold, **said | {"points": "Voice: Who chose?\nWrite less."})
    assert "Point 2 is about all of it. So everything opens" in text
    text = preview(client, gold, **said | {"points": "Write less.\nAnd soon.\nDo."})
    assert "Points 1, 2 and 3 are about all of it." in text
    later_on = said | {"outcome": "declined", "points": "Write less."}
    assert "about all of it" not in preview(client, gold, **later_on)
    text = text_of(client, page("case-decision", gold))
    assert "A line without a name is about all of it: everything opens for them" in text
    assert "All of it (everything opens)" in text


def test_point_that_no_line_says_comes_back_in_its_row(gold, officer, sign_in, later):
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    rows = {
        "point_1_text": "First this.\nThen that.",
        "point_2_subject": "gold.voice",
        "point_2_text": "Say who.",
    }
    said = {**dict.fromkeys(DECISION, ""), **filled, **CHANGES, "points": "Soon."}
    text = preview(client, gold, **said | rows)
    client.post(page("case-decision-check", gold), token(text) | {"sure": "on"})
    cancel_decision(decision=Decision.objects.get(), reason="Again.", actor=officer, at=later)
    again = prefilled(text_of(client, page("case-decision", gold)))
    assert again["point_1_text"] == "First this.\nThen that."
    assert again["point_2_text"] == ""
    assert again["points"] == "Voice: Say who.\nSoon."


# What there is to talk about comes first


def headings(text):
    return re.findall(r"<h2 class=\"govuk-heading-m\">(.*?)</h2>", text)


def test_what_they_differ_on_is_first_and_what_nobody_doubts_is_folded(gold, sign_in):
    text = text_of(sign_in(gold.chair), page("case-decision", gold))
    names = {each.code: each.name for each in facts_of(gold.application).asked}
    first = ("gold.voice", "gold.barriers", "gold.training")
    shown = [each for each in headings(text) if each in names.values()]
    assert shown == [names[code] for code in first]
    folded = text.partition("You all see these met")[2].partition("The outcome")[0]
    summaries = re.findall(
        r'<details class="govuk-details"( open)?><summary.*?text">(.*?)</', folded
    )
    assert summaries == [("", name) for code, name in names.items() if code not in first]
    assert folded.count('value="yes"') == len(names) - 3


def test_folded_question_is_open_when_something_is_said_on_it(gold, sign_in):
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    said = {**dict.fromkeys(DECISION, ""), **filled, **CHANGES}
    code = next(
        each.code
        for each in facts_of(gold.application).asked
        if each.code not in ("gold.voice", "gold.barriers", "gold.training")
    )
    field = code.replace(".", "_")
    refused = client.post(page("case-decision", gold), said | {f"met_{field}": "no"})
    assert refused.status_code == 422
    assert refused.text.count('<details class="govuk-details" open>') == 1
    preview(client, gold, **said | {f"met_{field}": "yes", f"dissent_{field}": "Pat was unsure."})
    text = text_of(client, page("case-decision", gold))
    assert text.count('<details class="govuk-details" open>') == 1


# What is checked before it is recorded


def test_check_lists_only_what_was_not_simply_agreed(gold, sign_in):
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    said = {**dict.fromkeys(DECISION, ""), **filled, **CHANGES}
    stays = preview(client, gold, **said).partition("What stays with the panel")[2]
    names = {each.code: each.name for each in facts_of(gold.application).asked}
    listed = re.findall(r"<dt[^>]*>(.*?)</dt>", stays)
    assert listed == [names[code] for code in names if code in ("gold.voice", "gold.barriers")]
    assert "Nobody is named" not in stays


def test_who_found_otherwise_is_asked_about_and_nothing_is_refused(gold, sign_in):
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    said = {**dict.fromkeys(DECISION, ""), **filled, **CHANGES}
    text = preview(client, gold, **said)
    assert "Pat Parent, Yusuf Young found it otherwise:" in text
    assert f'{page("case-decision", gold)}#id_dissent_gold_voice"' in text
    named = preview(client, gold, **said | {"dissent_gold_voice": "Both saw it met."})
    assert "Seen differently: Both saw it met." in named
    assert "#id_dissent_gold_voice" not in named
    sent = client.post(page("case-decision-check", gold), token(named) | {"sure": "on"})
    assert (sent.status_code, Decision.objects.count()) == (302, 1)


def test_nothing_apart_is_said_in_one_sentence(gold, sign_in):
    Finding.objects.update(level=Level.MET)
    client = sign_in(gold.chair)
    filled = prefilled(text_of(client, page("case-decision", gold)))
    said = {**dict.fromkeys(DECISION, ""), **filled, "outcome": "award", "feedback": "Well done."}
    assert "You all found it met, and nobody is named" in preview(client, gold, **said)


def test_case_has_one_button_for_the_decision(gold, sign_in):
    text = text_of(sign_in(gold.chair), page("case", gold))
    assert text.count(f'href="{page("case-decision", gold)}"') == 1
    assert len(re.findall(r'role="button"[^>]*>Record the decision</a>', text)) == 1
