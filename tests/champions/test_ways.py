"""From a question to what was sent for it, and straight back (a name is carried, never an address)."""

from html import unescape

import pytest
from django.urls import reverse
from lxml import html

from champions.choices import Level
from champions.selectors.plain import Part, seen
from tests.support.champions import assess
from tests.support.judging import judging
from tests.support.plain import plain_for

pytestmark = pytest.mark.django_db
EVIL = (
    "https://evil.example/", "//evil.example", "/accounts/logout/", "javascript:alert(1)",
    "gold.nonsense", "silver.milestones", "GOLD.VOICE", "", "gold.voice'\"><script>", "a" * 3000,
)  # fmt: skip

# Where one goes on looking at what was sent.
ONWARD = ("/evidence/", "/coverage/", "/print/")


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def chair(scene):
    return scene.panel.assignments.get(champion__user=scene.chair).champion


@pytest.fixture
def client(scene, sign_in):
    return sign_in(scene.chair)


def pages(scene):
    """Every page on which the way back stands."""
    uuid = scene.application.uuid
    evidence = reverse("case-evidence", args=[uuid])
    return [
        f"{evidence}?",
        f"{evidence}?view=list&",
        f"{evidence}?shows=gold.voice&",
        f"{evidence}?q=nothing+like+it&",
        f"{reverse('case-coverage', args=[uuid])}?",
        f"{reverse('case-evidence-item', args=[uuid, scene.item.uuid])}?",
        f"{reverse('case', args=[uuid])}?",
        f"{reverse('case-print', args=[uuid])}?",
    ]


def links(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    return {a.text_content().strip(): a.get("href") for a in tree.xpath("//main//a | //a")}


def test_question_leads_to_the_evidence_and_back(scene, client):
    question = reverse("assessment-question", args=[scene.application.uuid, "gold.voice"])
    there = links(client, question)["See the evidence for this"]
    assert "question=gold.voice" in there
    assert links(client, there)["Back to the question “Voice”"] == question


def test_check_leads_to_all_evidence_and_back(scene, client):
    question = reverse("assessment-question", args=[scene.application.uuid, "check.impact"])
    there = links(client, question)["See the evidence for this"]
    back = [text for text in links(client, there) if text.startswith("Back to the question ")]
    assert [links(client, there)[text] for text in back] == [question]


def test_plans_of_the_city_lead_to_the_evidence_and_back(scene, client):
    page = reverse("assessment-strategies", args=[scene.application.uuid])
    there = links(client, page)["See the evidence for this"]
    assert links(client, there)["Back to the questions about the city’s plans"] == page


def test_plain_way_leads_to_what_was_sent_and_back(scene, chair, client):
    uuid = scene.application.uuid
    steps = plain_for(scene.application, chair).steps
    for code in ("gold.voice", "check.principles", "policy.send_strategy"):
        step = next(s for s in steps if s.question.code == code and s.part.is_choice)
        page = reverse("assessment-plain-step", args=[uuid, step.number])
        told = {"answer": step.question.pictures[0].value, "seen": seen(""), "go": "look"}
        sent = client.post(page, told)
        assert links(client, sent.url)[f"Back to question {step.question.number}"] == page


def test_page_of_words_is_come_back_to_as_well(scene, chair, client):
    step = next(s for s in plain_for(scene.application, chair).steps if s.part is Part.STRENGTH)
    page = reverse("assessment-plain-step", args=[scene.application.uuid, step.number])
    sent = client.post(page, {"answer": "The garden.", "seen": seen(""), "go": "look"})
    assert links(client, sent.url)["Back to question 1"] == page


def test_way_goes_along_from_page_to_page(scene, client):
    uuid = scene.application.uuid
    question = reverse("assessment-question", args=[uuid, "gold.voice"])
    for page in pages(scene):
        found = links(client, f"{page}question=gold.voice")
        assert found["Back to the question “Voice”"] == question, page
        onward = [
            href
            for href in found.values()
            if href.startswith("?")
            or ("/files/" not in href and any(part in href for part in ONWARD))
        ]
        assert onward or "/print/" in page, page
        lost = [href for href in onward if "question=gold.voice" not in unescape(href)]
        assert lost == [], page


def test_filter_keeps_the_way(scene, client):
    for page in pages(scene)[:5]:
        tree = html.fromstring(client.get(f"{page}question=gold.voice").text)
        kept = tree.xpath("//form[@method='get']//input[@name='question']/@value")
        assert kept == ["gold.voice"], page


@pytest.mark.parametrize("name", ["question", "step"])
@pytest.mark.parametrize("value", [*EVIL, "0", "999", "-1", "1.5", "²"])
def test_nothing_but_a_name_of_this_stage_is_carried(scene, client, name, value):
    """No open redirect, and nothing that somebody wrote stands on the page."""
    for page in pages(scene):
        answer = client.get(page.rstrip("?&"), {name: value, "view": "list"})
        assert answer.status_code == 200
        assert "Back to the question" not in answer.text
        assert "Back to question" not in answer.text
        assert "evil.example" not in answer.text
        assert "<script>" not in answer.text.partition("<main")[2]


def test_there_is_no_way_back_once_it_is_sent(scene, chair, client, now):
    assess(scene.panel, chair, at=now, level=Level.MET)
    for page in pages(scene):
        assert "Back to the question" not in client.get(f"{page}question=gold.voice").text
        assert "Back to question" not in client.get(f"{page}step=1").text


def test_officers_have_no_question_to_go_back_to(scene, officer, sign_in):
    client = sign_in(officer)
    for page in pages(scene):
        assert "Back to the question" not in client.get(f"{page}question=gold.voice").text
