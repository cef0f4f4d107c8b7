"""The portfolio's first page and its parts: who may open them, and what they say (T-24, T-29, T-31)."""

import pytest
from django.test import Client
from django.urls import reverse

from awards.choices import Status
from awards.models import Application, Organisation
from foundation.models import AuditEvent
from portfolios.models import EvidenceItem, Narrative, Portfolio
from tests.conftest import make_user
from tests.portfolios.portfolio.pages import (
    answer,
    every_page,
    forms,
    lists,
    page,
    section,
    writing,
)
from tests.support.champions import make_champion
from tests.support.evidence import evidence, portfolio_for, send_portfolio

CANARY = "canary-Quetzalcoatl"


def tasks(response):
    return {task["title"]: task["text"] for task in response.context["tasks"]}


def hints(response):
    return {task["title"]: task["hint"] for task in response.context["tasks"]}


class TestWhoSees:
    def test_lead_and_member_open_every_page(self, whole, lead, colleague, sign_in):
        for person in (lead, colleague):
            client = sign_in(person)
            for address in every_page(whole):
                assert client.get(address).status_code == 200, address
            assert client.get(page("application", whole)).url == page("portfolio", whole)

    def test_platinum_has_every_page_too(self, platinum, client):
        for address in every_page(platinum):
            assert client.get(address).status_code == 200, address
        assert client.get(section(platinum, "report")).status_code == 404

    def test_stranger_finds_nothing_and_not_a_word(self, whole, stranger, sign_in):
        """T-24."""
        Narrative.objects.update(text=CANARY)
        EvidenceItem.objects.update(title=CANARY)
        Organisation.objects.filter(pk=whole.organisation_id).update(name=CANARY)
        client = sign_in(stranger)
        for address in every_page(whole):
            for response in (client.get(address), client.post(address, {"version": 1})):
                assert response.status_code in (404, 405), address
                assert CANARY not in response.text
        assert not Narrative.objects.exclude(text=CANARY).exists()
        assert AuditEvent.objects.filter(outcome="refused", actor=stranger).exists()

    def test_nobody_who_is_signed_out(self, whole):
        for address in every_page(whole):
            response = Client().get(address)
            assert response.status_code == 302
            assert response.url.startswith(reverse("account_login"))

    def test_officer_looks_and_does_not_write(self, whole, officer, sign_in):
        """T-31."""
        client = sign_in(officer)
        for address in lists(whole):
            response = client.get(address)
            assert response.status_code == 200
            for other in writing(whole):
                assert f'href="{other}' not in response.text, (address, other)
        for address in writing(whole):
            assert client.get(address).status_code == 403, address
            assert client.post(address, {"version": 1}).status_code == 403, address

    def test_champion_has_pages_of_their_own(self, whole, officer, sign_in, now):
        """T-29."""
        champion = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
        client = sign_in(champion.user)
        for address in every_page(whole):
            assert client.get(address).status_code == 404

    def test_looking_never_writes(self, whole, client):
        """T-16."""
        before = Portfolio.objects.get(application=whole).version
        for address in every_page(whole):
            client.get(address)
        assert Portfolio.objects.get(application=whole).version == before

    def test_what_is_asked_elsewhere_is_not_found(self, whole, client):
        plan = whole.organisation.applications.get(stage="silver")
        missing = "11111111-2222-4333-8444-555555555555"
        for address in (
            section(whole, "nonsense"),
            section(whole, "law"),
            section(whole, "sustain"),
            answer(whole, "nonsense"),
            answer(whole, "platinum.law"),
            answer(whole, "crc.12"),
            page("portfolio-answer-evidence", whole, "with.power"),
            page("portfolio-answer-evidence", whole, "crc.12"),
            page("portfolio-answer-evidence", whole, f"action:{missing}"),
            page("portfolio-action", whole, missing),
            page("portfolio-measure", whole, missing),
            page("portfolio", plan),
            page("portfolio-check", plan),
            answer(plan, "gold.voice"),
        ):
            assert client.get(address).status_code == 404, address

    def test_evidence_is_the_library(self, draft, client):
        assert client.get(section(draft, "evidence")).url == reverse(
            "evidence", args=[draft.organisation.slug]
        )


class TestParts:
    def test_of_a_new_portfolio_nothing_is_started(self, draft, client):
        response = client.get(page("portfolio", draft))
        assert tasks(response) == {
            "Your evidence": "Not started",
            "What became of your plan": "Not started",
            "What you need to show": "Not started",
            "How you work with people": "Not started",
            "Your impact": "Not started",
            # From the plan.
            "Who you involve": "Done",
        }
        assert hints(response)["Who you involve"] == (
            "What you told us before is there already. See if it still holds."
        )
        assert "Begin with what you have" in response.text

    def test_of_a_whole_one_everything_is_done(self, whole, client):
        response = client.get(page("portfolio", whole))
        assert set(tasks(response).values()) == {"Done"}
        assert hints(response)["Your evidence"] == "1 piece"
        assert hints(response)["What you need to show"] == "All 5 answered"
        assert "Nothing is missing. Read it once more, then send it." in response.text
        assert set(response.context["criteria"]) == {
            (name, "done", "Shown with impact") for name, _, _ in response.context["criteria"]
        }

    def test_strengths_are_told_apart(self, draft, client, lead, now):
        evidence(draft.organisation, "gold.voice", lead=lead, at=now)
        evidence(draft.organisation, "gold.barriers", lead=lead, at=now, changed="")
        evidence(draft.organisation, "gold.training", lead=lead, at=now, file=False)
        response = client.get(page("portfolio", draft))
        assert [text for _, _, text in response.context["criteria"]] == [
            "Shown with impact",
            "Shown",
            "Told",
            "Nothing yet",
            "Nothing yet",
        ]
        assert tasks(response)["Your evidence"] == "In progress"

    def test_tray_is_counted_and_comes_first(self, draft, client, lead, now):
        evidence(draft.organisation, lead=lead, at=now)
        response = client.get(page("portfolio", draft))
        assert hints(response)["Your evidence"] == "0 pieces, 1 waits to be placed"
        assert "See what waits to be placed" in response.text

    def test_lists_of_a_part_lead_to_each_question(self, whole, client):
        for code in ("criteria", "with", "impact"):
            text = client.get(section(whole, code)).text
            assert text.count("award-rows__item") == {"criteria": 5, "with": 4, "impact": 8}[code]
        text = client.get(section(whole, "report")).text
        for address in forms(whole)[-6:]:
            assert address in text
        assert "2 of 2 milestones done." in text

    def test_law_is_asked_under_two_headings(self, platinum, client):
        text = client.get(section(platinum, "law")).text
        assert "Law and guidance" in text
        assert "The city’s plans" in text
        assert text.count("Not ticked") == 9
        assert "Tick the law and guidance that applies to your work." in text

    def test_without_a_plan_here_there_is_no_report(self, whole, client):
        """Silver that came from elsewhere blocks nothing."""
        Application.objects.filter(stage="silver").update(status=Status.WITHDRAWN)
        response = client.get(page("portfolio", whole))
        assert tasks(response)["What became of your plan"] == "Nothing to do"
        assert "there is nothing to report on here" in response.text
        assert response.context["missing"] == 0
        assert client.get(section(whole, "report")).status_code == 404
        assert "What became of your plan" not in client.get(page("portfolio-check", whole)).text


class TestAfterwards:
    def test_sent_says_so_and_shows_the_copy(self, whole, client, lead, now):
        send_portfolio(whole, lead=lead, at=now)
        text = client.get(page("portfolio", whole)).text
        assert "This portfolio was sent on 23 November 2026." in text
        assert page("application-copy", whole) in text
        assert page("portfolio-check", whole) not in text
        assert client.get(section(whole, "criteria")).status_code == 200

    def test_not_yet_can_begin_again_with_everything(self, whole, client, lead, now):
        send_portfolio(whole, lead=lead, at=now)
        Application.objects.filter(pk=whole.pk).update(status=Status.DECLINED)
        text = client.get(page("portfolio", whole)).text
        begin = reverse("gold-begin", args=[whole.organisation.slug])
        assert begin in text
        again = client.post(begin).url
        assert "Nothing is missing." in client.get(again).text
        assert begin not in client.get(page("portfolio", whole)).text


# Session, person, application, membership, and the portfolio in its fifteen.
WHOLE_PORTFOLIO = 19


@pytest.mark.parametrize("pieces", [1, 3])
def test_pages_ask_as_often_for_one_piece_as_for_three(
    silver, lead, sign_in, now, django_assert_num_queries, pieces
):
    whole = portfolio_for(silver, lead=lead, at=now)
    for number in range(1, pieces):
        evidence(silver, "gold.voice", lead=lead, at=now, title=f"More of it {number}")
    client = sign_in(lead)
    costs = {
        section(whole, "criteria"): WHOLE_PORTFOLIO,
        section(whole, "report"): WHOLE_PORTFOLIO,
        # the draft of what is typed
        answer(whole, "gold.voice"): WHOLE_PORTFOLIO + 1,
        # membership again, and the draft
        section(whole, "levels"): WHOLE_PORTFOLIO + 2,
        # how many pieces there are, and one page of them
        page("portfolio-answer-evidence", whole, "gold.voice"): WHOLE_PORTFOLIO + 2,
        # membership again, and what lies in the tray
        page("portfolio", whole): WHOLE_PORTFOLIO + 2,
        # membership once more
        page("portfolio-check", whole): WHOLE_PORTFOLIO + 3,
    }
    for address, cost in costs.items():
        with django_assert_num_queries(cost):
            assert client.get(address).status_code == 200, address
