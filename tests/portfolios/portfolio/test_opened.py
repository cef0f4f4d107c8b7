"""What is open: all of a draft, and after a request for changes what was challenged (scheme.md 17)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from awards.choices import Status
from portfolios.choices import PortfolioSection
from portfolios.models import ActionOutcome, EngagementLevel, EvidenceItem, Narrative
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.opened import OPENS, Opened, opened_of, place_of
from tests.portfolios.plan.acts import asked_back
from tests.portfolios.portfolio.pages import answer, every_page, lists, page, reports, section
from tests.support.champions import answer as answer_point
from tests.support.evidence import evidence, send_portfolio

VOICE = Place(PortfolioSection.CRITERIA, code="gold.voice")
TRAINING = Place(PortfolioSection.CRITERIA, code="gold.training")
LISTENING = Place(PortfolioSection.WITH, code="with.listening")
LEVELS = Place(PortfolioSection.LEVELS)
CFA = Place(PortfolioSection.LAW, code="law.cfa")


def opened(*subjects):
    return Opened(frozenset(subjects))


class TestRules:
    """Of the values alone; the database is not asked."""

    def test_a_draft_is_open(self):
        assert Opened(None).everything
        assert Opened(None).page(VOICE)

    def test_a_criterion_opens_its_own_page(self):
        assert opened("gold.voice").page(VOICE)
        assert not opened("gold.voice").page(TRAINING)
        assert not opened("gold.voice").page(LEVELS)

    @pytest.mark.parametrize(("check", "sections"), OPENS.items())
    def test_a_check_opens_its_parts(self, check, sections):
        for section_ in PortfolioSection:
            if section_ is not PortfolioSection.EVIDENCE:
                place = Place(section_, code="x")
                assert opened(check).page(place) is (section_ in sections)

    def test_evidence_is_always_open(self):
        assert opened("gold.voice").page(Place(PortfolioSection.EVIDENCE, item="1"))

    def test_what_is_missing_is_open(self):
        assert opened("gold.voice").page(TRAINING, lambda: [TRAINING])
        assert not opened("gold.voice").page(TRAINING, lambda: [LISTENING])

    def test_levels_are_one_page(self):
        missing = Place(PortfolioSection.LEVELS, code="level.board", field="engagement")
        assert opened("gold.voice").page(LEVELS, lambda: [missing])

    def test_a_gap_of_a_whole_part_opens_its_pages(self):
        assert opened("gold.voice").page(CFA, lambda: [Place(PortfolioSection.LAW)])
        assert not opened("gold.voice").page(TRAINING, lambda: [Place(PortfolioSection.LAW)])

    def test_what_was_saved_since_stays_open(self):
        found = Opened(frozenset({"gold.voice"}), frozenset({"answer:gold.training", "levels"}))
        assert found.page(TRAINING)
        assert found.page(LEVELS)
        assert not found.page(LISTENING)


@pytest.fixture
def challenged(whole, lead, officer, now):
    """A whole portfolio was sent, and the champions asked about one criterion."""
    send_portfolio(whole, lead=lead, at=now)
    asked_back(whole, officer, now, "gold.voice")
    return whole


class TestPages:
    def test_only_what_was_challenged_can_be_opened(self, challenged, client):
        assert client.get(answer(challenged, "gold.voice")).status_code == 200
        shut = [
            answer(challenged, "gold.training"),
            answer(challenged, "with.power"),
            section(challenged, "levels"),
            *reports(challenged),
        ]
        for address in shut:
            response = client.get(address)
            assert response.status_code == 409, address
            assert "The champions did not ask for a change here" in response.text
            posted = client.post(address, {"version": 1, "text": "My words"})
            assert posted.status_code == 409
            assert "My words" in posted.text
        assert not Narrative.objects.filter(text="My words").exists()
        assert not ActionOutcome.objects.filter(text="My words").exists()

    def test_pages_say_what_stays(self, challenged, client):
        response = client.get(page("portfolio", challenged))
        text = response.text
        assert "What the champions asked about is open, and your evidence." in text
        hints = {task["title"]: task["hint"] for task in response.context["tasks"]}
        assert hints["Your impact"] == "Stays as you sent it"
        assert hints["What you need to show"] == "All 5 answered"
        assert answer(challenged, "gold.voice") in text
        listed = client.get(section(challenged, "criteria")).text
        assert listed.count("Stays as you sent it.") == 4
        assert section(challenged, "levels") not in client.get(section(challenged, "impact")).text

    def test_lists_can_be_looked_at(self, challenged, client):
        for address in lists(challenged):
            assert client.get(address).status_code == 200

    def test_evidence_can_be_bettered_and_chosen(self, challenged, client, lead, now):
        item = evidence(challenged.organisation, lead=lead, at=now, title="New")
        address = page("portfolio-answer-evidence", challenged, "gold.training")
        form = client.get(address).context["form"]
        ticked = [*form.initial["items"], str(item.uuid)]
        client.post(address, {"items": ticked, "was": form.initial["was"]})
        assert item.tags.get().code == "gold.training"

    def test_a_gap_opens_its_page_and_keeps_it_open(self, challenged, client, now):
        Narrative.objects.filter(code="with.power").update(text="")
        address = answer(challenged, "with.power")
        assert client.get(address).status_code == 200
        later = now + timedelta(seconds=1)
        assert client.post(address, {"version": 1, "text": "Pupils decide."}).status_code == 302
        challenged.edits.filter(section="answer:with.power").update(updated_at=later)
        assert client.get(address).status_code == 200

    def test_a_level_that_is_missing_can_be_saved(self, challenged, client):
        EngagementLevel.objects.filter(application=challenged, level="level.board").update(text="")
        address = section(challenged, "levels")
        assert client.get(address).status_code == 200
        rows = challenged.engagement_levels.all()
        typed = {"version": 1}
        for row in rows:
            name = row.level.replace(".", "_")
            typed |= {f"engagement_{name}": "now", f"text_{name}": "Each month."}
        assert client.post(address, typed).status_code == 302

    def test_points_stand_where_they_are_put_right(self, challenged, client, lead, now):
        text = client.get(answer(challenged, "gold.voice")).text
        assert "Say more." in text
        assert "1 point from the champions" in text
        assert f'href="{page("portfolio", challenged)}"' in text
        listed = client.get(section(challenged, "criteria")).text
        assert "Say more." not in listed
        assert "1 point from the champions" in listed

    def test_sent_again_needs_an_answer(self, challenged, client, lead, now):
        form = client.get(page("portfolio-check", challenged)).context["form"]
        typed = {"key": str(form.initial["key"]), "version": form.initial["version"]}
        response = client.post(page("portfolio-check", challenged), typed)
        assert response.status_code == 422
        assert "Answer what the champions asked" in response.text
        client.post(answer(challenged, "gold.voice"), {"version": 1, "text": "More is said."})
        answer_point(challenged.challenges.get(), lead, at=now)
        form = client.get(page("portfolio-check", challenged)).context["form"]
        typed["version"] = form.initial["version"]
        response = client.post(page("portfolio-check", challenged), typed)
        assert response.url == page("application-sent", challenged)
        challenged.refresh_from_db()
        assert challenged.status in (Status.SUBMITTED, Status.IN_REVIEW)
        changed = client.get(page("application-changes", challenged)).text
        assert "More is said." in changed
        assert "What we tell about voice." in changed
        assert "What we tell about training." not in changed

    def test_a_question_about_the_whole_opens_everything(self, whole, client, lead, officer, now):
        send_portfolio(whole, lead=lead, at=now)
        asked_back(whole, officer, now, "")
        for address in every_page(whole):
            assert client.get(address).status_code == 200, address


class TestPlaces:
    """Where a point is put right."""

    def test_of_a_criterion_a_check_and_a_piece_of_evidence(self, whole):
        item = EvidenceItem.objects.get()
        assert place_of(whole, "gold.voice") == answer(whole, "gold.voice")
        assert place_of(whole, "check.carried_out") == section(whole, "report")
        assert place_of(whole, "check.alignment") == section(whole, "criteria")
        assert place_of(whole, f"evidence:{item.uuid}") == reverse(
            "evidence-item", args=[item.uuid]
        )
        assert place_of(whole, "check.signed_up") == page("portfolio", whole)
        assert place_of(whole, "") == ""

    def test_a_piece_of_evidence_opens_nothing_else(self, whole, lead, officer, now):
        send_portfolio(whole, lead=lead, at=now)
        asked_back(whole, officer, now, f"evidence:{EvidenceItem.objects.get().uuid}")
        assert not opened_of(whole).page(VOICE)
