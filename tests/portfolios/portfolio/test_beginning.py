"""How Gold and Platinum begin, and who goes on with them (scheme.md 4, 16, 21; WCAG 3.3.7)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import MembershipRole, Status
from awards.models import Application, Membership
from awards.services.organisations import remove_member
from portfolios.models import EvidenceItem, EvidenceTag, Narrative, Portfolio
from portfolios.selectors.portfolio.carrying import unchanged_codes
from portfolios.selectors.portfolio.gaps import missing_of
from portfolios.selectors.portfolio.reading import whole_portfolio
from tests.portfolios.portfolio.pages import answer, page, section
from tests.support.awards import hold
from tests.support.evidence import evidence, send_portfolio


def begin(organisation, stage="gold"):
    return reverse(f"{stage}-begin", args=[organisation.slug])


def home(client, organisation):
    return " ".join(client.get(reverse("organisation", args=[organisation.slug])).text.split())


class TestBeginning:
    def test_gold_waits_for_silver(self, that_day, organisation, client, lead, officer, now):
        """T-42."""
        hold(organisation, "bronze", lead=lead, officer=officer, at=now)
        response = client.post(begin(organisation))
        assert response.status_code == 409
        assert "The stages are taken in order." in response.text
        assert not Portfolio.objects.exists()
        assert begin(organisation) not in home(client, organisation)

    def test_platinum_waits_for_gold(self, silver, client):
        assert client.post(begin(silver, "platinum")).status_code == 409
        assert not Portfolio.objects.exists()

    def test_home_offers_what_comes_next(self, silver, client):
        text = home(client, silver)
        assert "You hold Silver" in text
        assert "Next comes Gold." in text
        assert f'action="{begin(silver)}"' in text
        assert "You write the evidence portfolio together" in text
        client.post(begin(silver))
        text = home(client, silver)
        assert "You are writing your evidence portfolio." in text
        assert "It is your turn" in text
        assert "Go on writing" in text
        assert begin(silver) not in text

    def test_home_offers_platinum_with_gold(self, gold_held, client):
        text = home(client, gold_held)
        assert "You hold Gold" in text
        assert "3 of 4 arcs of the ring are closed" in text
        assert f'action="{begin(gold_held, "platinum")}"' in text

    def test_twice_finds_the_first(self, silver, client, colleague, sign_in):
        """T-43."""
        first = client.post(begin(silver))
        second = sign_in(colleague).post(begin(silver))
        found = Application.objects.get(stage="gold")
        assert first.url == second.url == page("portfolio", found)

    def test_is_for_its_own_people(self, silver, officer, stranger, sign_in, client):
        """T-24, T-31."""
        assert sign_in(officer).post(begin(silver)).status_code == 403
        assert sign_in(stranger).post(begin(silver)).status_code == 404
        assert client.get(begin(silver)).status_code == 405
        assert not Portfolio.objects.exists()


class TestEvidenceAtHome:
    def test_not_before_bronze(self, that_day, organisation, client):
        assert "Your evidence" not in home(client, organisation)

    def test_from_bronze_on(self, that_day, organisation, client, lead, officer, now):
        hold(organisation, "bronze", lead=lead, officer=officer, at=now)
        assert "Begin your evidence" in home(client, organisation)
        evidence(organisation, lead=lead, at=now)
        evidence(organisation, "gold.voice", lead=lead, at=now)
        text = home(client, organisation)
        assert "2 pieces of evidence, 1 of them waits to be placed." in text
        assert reverse("evidence", args=[organisation.slug]) in text


class TestPlatinum:
    def test_nothing_is_typed_twice(self, platinum, client):
        """scheme.md 16: what was told for Gold is there, and is marked as such."""
        text = client.get(answer(platinum, "platinum.collaboration")).text
        assert "What we tell about working with other agencies." in text
        assert "From your Gold portfolio. Say what is new since then" in text
        text = client.get(answer(platinum, "principle.1")).text
        assert "9 of 31 pupils" in text
        assert "From your Gold portfolio." in client.get(section(platinum, "impact")).text

    def test_mark_goes_once_it_says_something_new(self, platinum, client):
        address = answer(platinum, "principle.1")
        typed = {"version": 0, "text": "More.", "before": "9 of 31 pupils", "after": "30 of 31"}
        client.post(address, typed)
        assert "From your Gold portfolio" not in client.get(address).text
        record = whole_portfolio(platinum, on=platinum.created_at.date()).record
        told = unchanged_codes(platinum, record)
        assert "principle.1" not in told
        assert "principle.2" in told

    def test_what_is_new_bears_no_mark(self, platinum, client):
        client.post(answer(platinum, "platinum.law"), {"version": 0, "text": "New."})
        assert "From your Gold" not in client.get(answer(platinum, "platinum.law")).text
        assert "From your Gold" not in client.get(answer(platinum, "platinum.promotion")).text

    def test_gold_bears_no_mark(self, whole):
        record = whole_portfolio(whole, on=whole.created_at.date()).record
        assert unchanged_codes(whole, record) == frozenset()

    def test_evidence_is_carried_with_its_criterion(self, platinum):
        item = EvidenceItem.objects.get(organisation=platinum.organisation)
        codes = set(EvidenceTag.objects.filter(item=item).values_list("code", flat=True))
        assert {"gold.collaboration", "platinum.collaboration"} <= codes


class TestHandover:
    """scheme.md 4: when a lead leaves, all of it stays, and another goes on."""

    @pytest.fixture
    def successor(self, whole, colleague):
        Membership.objects.filter(user=colleague).update(role=MembershipRole.LEAD)
        return colleague

    def test_everything_stays_and_another_lead_sends(
        self, whole, lead, successor, sign_in, now, client
    ):
        before = Narrative.objects.filter(application=whole).count()
        membership = Membership.objects.get(user=lead, organisation=whole.organisation)
        remove_member(membership=membership, actor=successor, at=now)
        assert client.get(page("portfolio", whole)).status_code == 404
        theirs = sign_in(successor)
        text = theirs.get(page("portfolio", whole)).text
        assert "Nothing is missing." in text
        item = EvidenceItem.objects.get(organisation=whole.organisation)
        assert item.created_by == lead
        for address in (
            answer(whole, "gold.voice"),
            reverse("evidence-item", args=[item.uuid]),
            reverse("evidence", args=[whole.organisation.slug]),
        ):
            assert theirs.get(address).status_code == 200, address
        typed = {"version": 1, "text": "Told by somebody else."}
        assert theirs.post(answer(whole, "gold.voice"), typed).status_code == 302
        assert Narrative.objects.filter(application=whole).count() == before
        send_portfolio(whole, lead=successor, at=now)
        assert whole.status == Status.SUBMITTED

    def test_people_page_says_so(self, whole, client):
        text = client.get(reverse("people", args=[whole.organisation.slug])).text
        assert "When somebody leaves, all of it stays, and the others go on." in text


def test_begun_again_with_what_became_of_the_plan(whole, client, lead, now):
    """After "not yet" nobody tells it twice, and nothing is missing."""
    send_portfolio(whole, lead=lead, at=now)
    Application.objects.filter(pk=whole.pk).update(
        status=Status.DECLINED, created_at=now - timedelta(days=1)
    )
    client.post(begin(whole.organisation))
    again = Application.objects.get(stage="gold", status=Status.DRAFT)
    record = whole_portfolio(again, on=now.date()).record
    assert missing_of(record, on=now.date()) == []
    assert {each.state for each in record.actions} == {"done"}
