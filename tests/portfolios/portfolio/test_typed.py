"""The gap check of a page while somebody types on it; nothing is saved."""

from datetime import date

import pytest

from portfolios.models import ActionOutcome, Narrative
from tests.portfolios.plan.pages import day
from tests.portfolios.portfolio.pages import answer, page, reports, section


def gaps(client, application, address, **typed):
    url = page("portfolio-gaps-typed", application)
    return client.post(f"{url}?page={address}", {"version": 0} | typed)


def sentences(response):
    return [gap.sentence for gap in response.context["gaps"]]


def test_an_answer_that_is_being_typed_is_no_gap(draft, client):
    address = answer(draft, "gold.voice")
    assert "Tell it in your own words." in sentences(gaps(client, draft, address))
    response = gaps(client, draft, address, text="Parents chair the group that decides.")
    assert "Tell it in your own words." not in sentences(response)
    assert "As you have it now:" in response.text
    assert {gap.url for gap in response.context["gaps"]} <= {"#id_text", "#shown-title"}
    assert not Narrative.objects.exists()


def test_an_action_and_a_measure(draft, client):
    pages = reports(draft)
    empty = sentences(gaps(client, draft, pages[0]))
    assert "Say whether it was done on time, done late, changed or dropped." in empty
    late = {"state": "late", "text": "Done."} | day("done_on", date(2026, 11, 20))
    assert "Say why it was late, changed or dropped." in sentences(
        gaps(client, draft, pages[0], **late)
    )
    half = late | day("done_on", ("20", "", ""))
    assert "Say when it was done." in sentences(gaps(client, draft, pages[0], **half))
    assert "Say where you are now." not in sentences(
        gaps(client, draft, pages[-1], result="24 of 31 pupils", state="reached")
    )
    assert not ActionOutcome.objects.exists()


def test_levels_are_named(draft, client):
    found = gaps(client, draft, section(draft, "levels"))
    assert any(sentence.startswith("Board: ") for sentence in sentences(found))


@pytest.mark.parametrize("address", ["", "/nonsense/", "/"])
def test_nonsense_is_not_found(draft, client, address):
    assert gaps(client, draft, address).status_code == 404


def test_pages_without_a_form_and_of_others_are_not_found(draft, client, sign_in, stranger):
    """T-24, T-25."""
    assert gaps(client, draft, section(draft, "criteria")).status_code == 404
    assert gaps(client, draft, answer(draft, "nonsense")).status_code == 404
    other = answer(draft, "gold.voice").replace(str(draft.uuid), str(draft.organisation.uuid))
    assert gaps(client, draft, other).status_code == 404
    theirs = gaps(sign_in(stranger), draft, answer(draft, "gold.voice"), text="Mine")
    assert theirs.status_code == 404
