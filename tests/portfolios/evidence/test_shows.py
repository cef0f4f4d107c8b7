"""What a piece of evidence shows: codes that are offered, and no others (T-25); rights; nothing lost."""

import pytest
from django.urls import reverse

from awards.scheme import edition
from foundation.drafts import draft_for
from foundation.models import Draft
from portfolios.choices import action_code, measure_code
from portfolios.models import Consent, EvidenceItem
from portfolios.selectors.portfolio.reading import approved_plan
from portfolios.services import evidence as services
from tests.portfolios.evidence.pages import page
from tests.support.evidence import evidence, hold_gold, hold_silver

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("that_day")]
SCHEME = edition("birmingham-2026")
LADDER = "ladder.co_production"


@pytest.fixture
def item(organisation, lead, now):
    return evidence(organisation, lead=lead, at=now)


def codes(item):
    return sorted(item.tags.values_list("code", flat=True))


def post(client, item, version=1, **typed):
    answers = {"version": version, "listed": ""} | typed
    return client.post(page(item, "evidence-shows"), answers)


def rights(*numbers):
    principles = [SCHEME.principle(f"principle.{number}") for number in numbers]
    return [article.code for p in principles for article in SCHEME.articles_of(p)]


class TestSaving:
    def test_first_tick_takes_it_out_of_the_tray(self, client, item):
        answer = post(
            client,
            item,
            criteria=["gold.voice"],
            principles=["principle.3"],
            four_cs=["fourc.co_design"],
            levels=["level.board"],
            ladder_ours=LADDER,
            ladder_theirs="ladder.co_design",
            ladder_said="We asked them.",
        )
        assert answer.status_code == 302
        assert answer.url == page(item)
        assert codes(item) == ["fourc.co_design", "gold.voice", "level.board", "principle.3"]
        fresh = EvidenceItem.objects.get(pk=item.pk)
        assert (fresh.ladder_ours, fresh.ladder_said) == (LADDER, "We asked them.")
        text = client.get(page(item, "evidence-shows")).text
        assert "We asked them." in text
        assert text.count(" checked") == 6 + len(rights(3))

    def test_then_leads_on_to_the_people_in_it(self, client, item):
        Consent.objects.filter(item=item).update(shows_people="")
        answer = post(client, item, criteria=["gold.voice"])
        assert answer.url == page(item, "evidence-consent")

    def test_can_be_left_and_come_back_to(self, client, item, organisation):
        answer = post(client, item, criteria=["gold.voice"], action="later")
        assert answer.url == reverse("evidence", args=[organisation.slug])
        assert codes(item) == ["gold.voice"]

    def test_without_a_tick_it_lies_in_the_tray(self, client, item):
        post(client, item, criteria=["gold.voice"])
        answer = post(client, item, version=2)
        assert codes(item) == []
        assert "waits to be placed" in client.get(answer.url).text

    def test_plan_is_offered_by_name(self, client, item, organisation, lead, officer, now):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        plan = approved_plan(organisation)
        action, measure = plan.actions.first(), plan.measures.first()
        text = client.get(page(item, "evidence-shows")).text
        assert action.title in text
        assert measure.name in text
        chosen = [action_code(action.uuid)], [measure_code(measure.uuid)]
        post(client, item, actions=chosen[0], measures=chosen[1])
        assert codes(item) == sorted(chosen[0] + chosen[1])


class TestStages:
    def test_gold_alone_before_gold_is_held(self, client, item):
        item.tags.create(code="platinum.training")
        item.tags.create(code="action:of-a-plan-before")
        text = client.get(page(item, "evidence-shows")).text
        assert "gold.voice" in text
        assert "platinum." not in text
        assert "The law and the city" not in text
        post(client, item, criteria=["gold.voice"])
        # What the page does not offer is left alone.
        assert codes(item) == ["action:of-a-plan-before", "gold.voice", "platinum.training"]

    def test_platinum_as_well_once_gold_is_held(
        self, client, item, organisation, lead, officer, now
    ):
        hold_gold(organisation, lead=lead, officer=officer, at=now)
        text = client.get(page(item, "evidence-shows")).text
        assert "What you need to show for Platinum" in text
        assert "What you need to show for Gold" in text
        law = SCHEME.legislation[0].code
        post(
            client,
            item,
            criteria=["platinum.training"],
            criteria_gold=["gold.voice"],
            law=[law],
        )
        assert codes(item) == sorted(["platinum.training", "gold.voice", law])


class TestRights:
    def test_follow_by_themselves(self, client, item):
        """Nothing is stored while all of them count."""
        text = client.get(page(item, "evidence-shows")).text
        assert 'name="articles"' not in text
        answer = post(client, item, principles=["principle.3"], action="rights")
        assert answer.url == page(item, "evidence-shows") + "?see=rights#id_articles_0"
        assert codes(item) == ["principle.3"]
        text = client.get(answer.url).text
        assert text.count('name="articles"') == len(rights(3))
        assert "<details" in text
        post(
            client,
            item,
            version=2,
            principles=["principle.3"],
            listed="principle.3",
            articles=rights(3),
        )
        assert codes(item) == ["principle.3"]

    def test_can_be_narrowed_and_widened_again(self, client, item):
        first, *others = rights(3)
        both = {"principles": ["principle.3"], "listed": "principle.3"}
        post(client, item, **both, articles=[first])
        assert codes(item) == sorted([first, "principle.3"])
        text = client.get(page(item, "evidence-shows")).text
        assert f"1 of {len(others) + 1} count" in text
        post(client, item, version=2, **both, articles=[first, *others])
        assert codes(item) == ["principle.3"]

    def test_of_a_principle_ticked_just_now_all_count(self, client, item):
        """Its rights were not on the page, so nobody can have taken them away."""
        (keep, *_) = rights(1)
        post(
            client,
            item,
            principles=["principle.1", "principle.2"],
            listed="principle.1",
            articles=[keep],
        )
        new = set(rights(2)) - set(rights(1))
        assert codes(item) == sorted({"principle.1", "principle.2", keep} | new)

    def test_go_with_their_principle(self, client, item):
        post(client, item, listed="principle.3", articles=rights(3), criteria=["gold.voice"])
        assert codes(item) == ["gold.voice"]

    def test_one_has_to_be_left(self, client, item):
        answer = post(client, item, principles=["principle.3"], listed="principle.3")
        assert answer.status_code == 422
        assert "Leave one of the rights ticked" in answer.text
        assert codes(item) == []


@pytest.mark.parametrize(
    "typed",
    [
        {"criteria": ["platinum.training"]},
        {"criteria": ["principle.3"]},
        {"criteria_gold": ["gold.voice"], "actions": ["action:foreign"]},
        {"principles": ["principle.99"]},
        {"principles": ["principle.3"], "listed": "principle.3", "articles": ["crc.42"]},
        {"articles": ["crc.12"]},
        {"four_cs": ["fourc.other"]},
        {"measures": ["measure:foreign"]},
        {"levels": ["level.nobody"]},
        {"law": ["law.cfa"]},
        {"ladder_ours": "ladder.other"},
        {"ladder_said": "x" * 1001},
        {"version": "x"},
    ],
)
def test_what_is_not_offered_is_refused(client, item, typed):
    """T-25, T-26: and what was ticked is still there."""
    answer = client.post(
        page(item, "evidence-shows"),
        {"version": 1, "listed": "", "levels": ["level.board"]} | typed,
    )
    assert answer.status_code == 422
    assert codes(item) == []


class TestTogether:
    def test_colleague_was_quicker(self, client, item, lead, now):
        """T-44: both are on the page, and neither is lost."""
        services.place_item(
            item=item, shows=["gold.voice"], values={}, expected_version=1, actor=lead, at=now
        )
        answer = post(client, item, criteria=["gold.training"], ladder_said="We asked.")
        assert answer.status_code == 409
        for words in ("Training", "Voice", "We asked."):
            assert words in answer.text
        assert codes(item) == ["gold.voice"]

    def test_draft_brings_back_ticks_and_their_rights(self, client, item, lead, now):
        key = services.draft_key(item.organisation, item.uuid, "shows")
        typed = {"version": 1, "principles": "principle.3", "listed": "principle.3"}
        client.post(client.get(page(item, "evidence-shows")).context["opening"].autosave_url, typed)
        assert draft_for(lead, key) is not None
        text = client.get(page(item, "evidence-shows")).text
        assert text.count('name="articles"') == len(rights(3))
        post(client, item, criteria=["gold.voice"])
        assert not Draft.objects.filter(key=key).exists()


class TestWho:
    def test_nobody_else_finds_it(self, sign_in, stranger, item):
        assert sign_in(stranger).get(page(item, "evidence-shows")).status_code == 404
        assert post(sign_in(stranger), item, criteria=["gold.voice"]).status_code == 404
        assert codes(item) == []

    def test_officers_may_not(self, sign_in, officer, item):
        """T-31"""
        assert post(sign_in(officer), item, criteria=["gold.voice"]).status_code == 403

    def test_members_may(self, sign_in, colleague, item):
        assert post(sign_in(colleague), item, criteria=["gold.voice"]).status_code == 302

    def test_what_is_hidden_is_not_placed(self, client, item, lead, now):
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        assert client.get(page(item, "evidence-shows")).status_code == 409
        assert post(client, item, criteria=["gold.voice"]).status_code == 409
        assert codes(item) == []


def test_names_and_harm_are_pointed_out_and_block_nothing(client, item):
    """T-94"""
    EvidenceItem.objects.filter(pk=item.pk).update(about="Amira Khan is scared to go home.")
    text = client.get(page(item, "evidence-shows")).text
    assert "looks like a full name" in text
    assert "harm to a child" in text
    assert reverse("concern") in text
    assert post(client, item, criteria=["gold.voice"]).status_code == 302


def test_page_costs_the_same_whatever_is_ticked(
    client, item, organisation, lead, officer, now, django_assert_num_queries
):
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    client.get(page(item, "evidence-shows"))
    for _ in range(2):
        with django_assert_num_queries(16):
            client.get(page(item, "evidence-shows"))
        codes_of = [c.code for c in SCHEME.criteria_for("gold")]
        codes_of += [p.code for p in SCHEME.principles]
        item.tags.all().delete()
        for code in codes_of:
            item.tags.create(code=code)
