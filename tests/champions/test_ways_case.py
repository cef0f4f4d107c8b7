"""From a question of Bronze or Silver to the page of the case, and straight back (scheme.md 18, 19)."""

import pytest
from django.urls import reverse
from lxml import html

from champions.selectors.plain import seen
from portfolios.selectors.registration.snapshots import snapshot_of
from tests.support.awards import hold
from tests.support.champions import assess, bring_to_assessment, clear_all, send, settle
from tests.support.plain import plain_for
from tests.support.planning import plan_for, send_plan
from tests.support.portfolios import fill_registration

pytestmark = pytest.mark.django_db


@pytest.fixture
def bronze(application, lead, chair, young, officer, now, later, sign_in, time_machine):
    time_machine.move_to(later)
    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now, snapshot=snapshot_of(application))
    bring_to_assessment(application, lead=lead, champions=[chair, young], officer=officer, at=now)
    return application, young, sign_in(young.user)


@pytest.fixture
def silver(organisation, lead, chair, young, officer, now, later, sign_in, time_machine):
    time_machine.move_to(later)
    hold(organisation, lead=lead, officer=officer, at=now)
    plan = plan_for(organisation, lead=lead, at=now)
    send_plan(plan, lead=lead, at=now)
    clear_all(settle(plan, [chair, young], officer, at=now), at=now)
    return plan, young, sign_in(young.user)


def links(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    tree = html.fromstring(answer.text)
    return {" ".join(a.text_content().split()): a.get("href") for a in tree.xpath("//a")}


def looked(application, champion, client, go="look"):
    """The first question of the plain way, answered, and where its button leads."""
    step = plain_for(application, champion).steps[0]
    page = reverse("assessment-plain-step", args=[application.uuid, step.number])
    told = {"answer": step.question.pictures[0].value, "seen": seen(""), "go": go}
    return page, client.post(page, told).url


@pytest.mark.parametrize("stage", ["bronze", "silver"])
def test_plain_way_leads_to_all_that_was_sent_and_back(stage, request):
    application, champion, client = request.getfixturevalue(stage)
    page, there = looked(application, champion, client)
    assert there.endswith("?step=1#sent")
    found = links(client, there)
    assert found["Back to question 1"] == page
    opened = links(
        client, reverse("case", args=[application.uuid]) + found["Open all parts at once"]
    )
    assert opened["Back to question 1"] == page
    folded = links(client, opened["Fold all parts"])
    assert folded["Back to question 1"] == page


def test_notes_of_the_meeting_lead_back_as_well(bronze):
    application, champion, client = bronze
    page, there = looked(application, champion, client, go="meeting")
    found = links(client, there)
    assert found["Back to question 1"] == page
    assert links(client, found["Back to the case"])["Back to question 1"] == page


def test_print_of_a_plan_keeps_the_way(silver):
    application, champion, client = silver
    page, there = looked(application, champion, client)
    paper = links(client, there)["The plan as a PDF, to read on paper"]
    found = links(client, paper)
    assert found["Back to question 1"] == page
    assert links(client, found["Back to the case"])["Back to question 1"] == page
    asked = client.post(paper)
    assert links(client, asked.url)["Back to question 1"] == page


@pytest.mark.parametrize(
    "query", ["step=999", "step=x", "question=silver.gaps2", "step=//evil.example"]
)
def test_nonsense_is_not_carried(bronze, query):
    application, _, client = bronze
    answer = client.get(reverse("case", args=[application.uuid]) + f"?{query}")
    assert answer.status_code == 200
    assert "Back to question" not in answer.text
    assert "evil.example" not in answer.text


def test_there_is_no_way_back_for_officers_nor_once_it_is_sent(bronze, officer, sign_in, later):
    application, champion, client = bronze
    page = reverse("case", args=[application.uuid]) + "?step=1"
    assert "Back to question" not in sign_in(officer).get(page).text
    assess(application.panel, champion, at=later)
    assert "Back to question" not in client.get(page).text
