"""Can you take part? One question a page, without an account (scheme.md 1)."""

import pytest
from django.test import Client
from django.urls import reverse

from awards.scheme import edition
from portfolios.selectors.eligibility import Eligibility
from tests.support.eligibility import answer, walk

pytestmark = pytest.mark.django_db


def test_start_is_open_to_everybody():
    page = Client().get(reverse("start"))
    assert page.status_code == 200
    assert reverse("start-question", args=["place"]) in page.text


def test_all_good_answers_end_in_you_can_apply():
    client = Client()
    assert walk(client).url == reverse("start-result")
    page = client.get(reverse("start-result"))
    assert "You can apply" in page.text
    assert f"{reverse('account_signup')}?next={reverse('organisation-new')}" in page.text


def test_signed_in_people_go_straight_to_the_form(lead, sign_in):
    client = sign_in(lead)
    walk(client)
    assert f'href="{reverse("organisation-new")}"' in client.get(reverse("start-result")).text


def test_an_answer_against_says_why_and_whom_to_ask():
    client = Client()
    assert answer(client, "place", "serves").url == reverse("start-result")
    page = client.get(reverse("start-result"))
    scheme = edition("birmingham-2026")
    given = scheme.eligibility_question("eligibility.place").answer("serves")
    assert "Not this time" in page.text
    assert given.why in page.text
    assert given.ask in page.text
    assert reverse("contact") in page.text


def test_a_changed_answer_leads_on():
    client = Client()
    answer(client, "place", "elsewhere")
    assert answer(client, "place", "based").url == reverse("start-question", args=["sector"])


def test_given_answers_are_shown_again():
    client = Client()
    answer(client, "place", "based")
    page = client.get(reverse("start-question", args=["place"]))
    assert page.context["form"].initial == {"answer": "based"}
    assert 'value="based" checked' in page.text


@pytest.mark.parametrize("slug", ["send", "co-production", "nonsense"])
def test_skipping_by_address_leads_to_the_first_open_question(slug):
    """T-42"""
    client = Client()
    answer(client, "place", "based")
    for response in (
        client.get(reverse("start-question", args=[slug])),
        answer(client, slug, "yes"),
        client.get(reverse("start-result")),
    ):
        assert response.status_code == 302
        assert response.url == reverse("start-question", args=["sector"])


@pytest.mark.parametrize("given", ["", "nonsense", "based\x1b", "a" * 5000])
def test_no_answer_is_asked_again(given):
    page = answer(Client(), "place", given)
    assert page.status_code == 422
    assert "Choose one of the answers." in page.text
    assert "<title>Error: " in page.text


def test_answers_of_another_edition_are_nothing():
    scheme = edition("birmingham-2026")
    old = Eligibility(scheme, {"eligibility.place": "gone", "eligibility.unknown": "yes"})
    assert old.next_question == scheme.eligibility[0]
    assert not old.eligible


def test_every_combination_of_good_answers_is_eligible():
    scheme = edition("birmingham-2026")
    for question in scheme.eligibility:
        for chosen in question.answers:
            answers = {
                q.code: next(a.code for a in q.answers if a.eligible) for q in scheme.eligibility
            } | {question.code: chosen.code}
            assert Eligibility(scheme, answers).eligible == chosen.eligible
