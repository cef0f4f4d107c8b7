"""What the pages of evidence say, and what they cost."""

import pytest
from django.urls import reverse

from portfolios.selectors.portfolio.questions import questions_of
from portfolios.services.evidence import withdraw_consent
from portfolios.services.portfolio import save_answer
from tests.support.champions import ask
from tests.support.evidence import evidence, send_portfolio
from tests.support.judging import judging
from tests.support.portfolios import version_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


@pytest.fixture
def chair(scene, sign_in):
    return sign_in(scene.chair)


def page(scene, name="case-evidence", query="") -> str:
    return reverse(name, args=[scene.application.uuid]) + query


def item_page(scene) -> str:
    return reverse("case-evidence-item", args=[scene.application.uuid, scene.item.uuid])


class TestByCriterion:
    def test_says_their_words_and_shows_the_evidence(self, scene, chair):
        text = chair.get(page(scene)).text
        assert "What we tell about voice." in text
        assert "Garden day" in text
        assert "Minutes of the autumn forum" in text
        assert 'alt="Children plant beans"' in text
        assert "Shown with impact" in text

    def test_shows_a_few_of_many_and_leads_to_all(self, organisation, lead, officer, now, sign_in):
        for number in range(8):
            evidence(organisation, "gold.voice", lead=lead, at=now, title=f"Piece {number}")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        client = sign_in(scene.chair)
        text = client.get(page(scene)).text
        assert "See all 10 pieces for voice" in text
        assert "1 to 10 of 10" in client.get(page(scene, query="?shows=gold.voice")).text

    def test_tells_of_what_stands_for_no_criterion(self, organisation, lead, officer, now, sign_in):
        evidence(organisation, "principle.1", lead=lead, at=now, title="Only a principle")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        text = sign_in(scene.chair).get(page(scene)).text
        assert "1 more piece of evidence stands for something else" in text
        assert "Only a principle" not in text


class TestList:
    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("?view=list", ["Garden day", "Minutes"]),
            ("?shows=gold.voice", ["Garden day", "Minutes"]),
            ("?shows=gold.training", ["Minutes"]),
            ("?shows=gold.voice&and=principle.2", ["Garden day", "Minutes"]),
            ("?shows=gold.voice&kind=photo", ["Garden day"]),
            ("?q=GARDEN", ["Garden day"]),
            ("?q=garden+nothing", []),
            ("?shows=nonsense&kind=x&view=list&page=99", ["Garden day", "Minutes"]),
        ],
    )
    def test_filters(self, scene, chair, query, found):
        text = chair.get(page(scene, query=query)).text
        for title in ("Garden day", "Minutes"):
            assert (f"{title}" in text.partition("award-evidence")[2]) is (title in found)

    def test_names_what_it_was_asked_for(self, scene, chair):
        text = chair.get(page(scene, query="?shows=gold.voice&and=principle.2")).text
        assert '“<span class="award-name">Voice</span>”' in text

    def test_pages_of_thirty(self, organisation, lead, officer, now, sign_in):
        for number in range(31):
            evidence(organisation, "gold.voice", lead=lead, at=now, title=f"Piece {number}")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        text = sign_in(scene.chair).get(page(scene, query="?shows=gold.voice&page=2")).text
        assert "31 to 33 of 33" in text
        assert "?shows=gold.voice&amp;page=1" in text

    def test_what_is_hidden_is_found_by_its_title_alone(self, scene, chair, lead, now):
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        assert "No longer shown" in chair.get(page(scene, query="?q=garden")).text
        assert "No evidence matches" in chair.get(page(scene, query="?q=SENCo+garden")).text


class TestItem:
    def test_says_everything_about_it(self, scene, chair):
        text = chair.get(item_page(scene)).text
        for words in (
            "Garden day",
            "Six pupils of Year 9",
            "They filled in a card.",
            "Children plant beans",
            "Download garden.jpg",
            "The people who took part saw it one level lower than the organisation did.",
        ):
            assert words in text

    def test_address_leads_out_only_to_the_web(self, organisation, lead, officer, now, sign_in):
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        client = sign_in(scene.chair)
        assert "another website" not in client.get(item_page(scene)).text


class TestCase:
    def test_shows_the_ways_and_folds_the_answers(self, scene, chair):
        text = chair.get(page(scene, "case")).text
        for name in ("case-evidence", "case-coverage", "case-print", "case-zip"):
            assert f'href="{page(scene, name)}"' in text
        assert "2 pieces of evidence" in text
        assert "What we tell about voice." in text
        assert "garden.jpg" not in text

    def test_assessment_leads_to_the_evidence(self, scene, chair):
        address = reverse("assessment-question", args=[scene.application.uuid, "gold.voice"])
        text = chair.get(address).text
        assert f"{page(scene)}?shows=gold.voice" in text

    def test_changed_words_are_not_shown_before_they_are_sent(self, scene, chair, lead, now):
        """The panel reads the version judged."""
        type(scene.application).objects.filter(pk=scene.application.pk).update(
            status="changes_requested"
        )
        scene.application.refresh_from_db()
        asked = next(q for q in questions_of("birmingham-2026", "gold") if q.code == "gold.voice")
        save_answer(
            application=scene.application,
            question=asked,
            values={"text": "Something newer"},
            expected_version=version_of(scene.application, "answer:gold.voice"),
            actor=lead,
            at=now,
        )
        assert "Something newer" not in chair.get(page(scene)).text
        send_portfolio(scene.application, lead=lead, at=now)
        assert "Something newer" in chair.get(page(scene)).text


class TestChallenges:
    def about(self, scene, item=None) -> str:
        return page(scene, "case-challenge-raise", f"?about=evidence:{(item or scene.item).uuid}")

    def test_one_piece_is_challenged_from_its_own_page(self, scene, chair):
        assert self.about(scene).replace("&", "&amp;") in chair.get(item_page(scene)).text
        form = chair.get(self.about(scene))
        assert "Evidence: Garden day" in form.text
        assert "Evidence: Minutes" not in form.text
        key = form.context["form"].initial["key"]
        answer = chair.post(
            self.about(scene),
            {
                "subject": f"evidence:{scene.item.uuid}",
                "text": "Who took this picture?",
                "audience": "organisation",
                "key": key,
            },
        )
        assert answer.status_code == 302
        raised = scene.application.challenges.get()
        assert raised.subject == f"evidence:{scene.item.uuid}"
        assert raised.subject_name == "Evidence: Garden day"
        assert "Who took this picture?" in chair.get(item_page(scene)).text

    def test_list_offers_criteria_and_checks_alone(self, scene, chair):
        text = chair.get(page(scene, "case-challenge-raise")).text
        assert "Measurable impact" in text
        assert "Evidence:" not in text

    def test_what_was_not_sent_cannot_be_challenged(self, scene, chair, lead, now):
        later = evidence(scene.item.organisation, "gold.voice", lead=lead, at=now, title="Later")
        assert "Evidence: Later" not in chair.get(self.about(scene, later)).text

    def test_what_is_no_longer_shown_cannot_be_challenged(self, scene, chair, lead, now):
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        assert "Evidence: Garden" not in chair.get(self.about(scene)).text

    def test_organisation_is_led_to_the_piece(self, scene, lead, sign_in, now):
        seat = scene.panel.assignments.get(champion__user=scene.chair)
        raised = ask(
            scene.panel,
            seat.champion,
            at=now,
            subject=f"evidence:{scene.item.uuid}",
            audience="organisation",
        )
        text = sign_in(lead).get(reverse("challenge", args=[raised.uuid])).text
        assert "Evidence: Garden day" in text
        assert reverse("evidence-item", args=[scene.item.uuid]) in text


class TestQueries:
    """The same for one piece more or ten."""

    COUNTS = (
        ("case", "", 25),
        ("case-evidence", "", 12),
        ("case-evidence", "?view=list", 12),
        ("case-evidence", "?shows=gold.voice", 12),
        ("case-coverage", "", 11),
        ("case-zip", "", 22),
    )

    @pytest.mark.parametrize("more", [0, 10])
    def test_stay_the_same(
        self, organisation, lead, officer, now, sign_in, more, django_assert_num_queries
    ):
        for number in range(more):
            evidence(organisation, "gold.voice", lead=lead, at=now, title=f"Piece {number}")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        client = sign_in(scene.chair)
        for name, query, count in self.COUNTS:
            with django_assert_num_queries(count):
                client.get(page(scene, name, query))
        with django_assert_num_queries(13):
            client.get(item_page(scene))
