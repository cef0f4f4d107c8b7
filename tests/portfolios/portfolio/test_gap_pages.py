"""The gap check of a portfolio on its pages: whoever follows a gap stands before the field that closes it."""

import re
from itertools import pairwise
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from awards.models import Application
from foundation.dates import london_date
from portfolios.models import EvidenceItem, Narrative
from portfolios.selectors.portfolio.gaps import RULES, AppliesTo, address, gaps_of
from portfolios.selectors.portfolio.reading import whole_portfolio
from portfolios.services import evidence as services
from tests.portfolios.portfolio.pages import page
from tests.support.evidence import evidence
from tests.support.evidence_many import many

pytestmark = pytest.mark.django_db


def gaps_in(application, now):
    on = london_date(now)
    return gaps_of(whole_portfolio(application, on=on).record, on=on)


def words_of(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.fixture
def half(draft, lead, now):
    """A portfolio with pieces of evidence that lack all that can lack."""
    organisation = draft.organisation
    services.add_item(
        organisation=organisation,
        key=uuid4(),
        values={},
        shows=("gold.voice", "level.board"),
        actor=lead,
        at=now,
    )
    evidence(
        organisation,
        "gold.training",
        lead=lead,
        at=now,
        file=False,
        changed="We hope to raise awareness.",
        url="https://video.example/film",
        ladder_theirs="ladder.co_design",
        consent={"shows_people": "people", "expires_on": london_date(now)},
    )
    return draft


# Addresses


@pytest.mark.parametrize("name", ["half", "platinum"])
def test_every_gap_leads_to_the_field_that_closes_it(name, request, client, now):
    application = request.getfixturevalue(name)
    Narrative.objects.filter(application=application, code__startswith="law.").update(text="")
    found = gaps_in(application, now)
    assert len({gap.code for gap in found}) > 10
    pages = {}
    for gap in found:
        where, _, field = address(gap, application.uuid).partition("#")
        if where not in pages:
            response = client.get(where, follow=True)
            assert response.status_code == 200, (gap.code, where)
            pages[where] = response.content.decode()
        if gap.about.field and gap.about.field not in ("file", "caption"):
            assert field, gap.code
            assert f'id="{field}"' in pages[where], (gap.code, where, field)


def test_gaps_of_evidence_lead_to_its_four_pages(half, client, now):
    of_items = [gap for gap in gaps_in(half, now) if gap.about.item]
    pages = {address(gap, half.uuid).partition("#")[0].split("/")[-2] for gap in of_items}
    assert pages == {"change", "files", "shows", "consent"}


# The page


def test_page_names_what_is_missing_under_each_criterion(half, client, now):
    response = client.get(page("portfolio-gaps", half))
    text = words_of(response)
    gaps = gaps_in(half, now)
    missing = sum(gap.is_missing for gap in gaps)
    assert f"{missing} still missing" in text
    assert f"{len(gaps) - missing} could be stronger" in text
    for word in ("Voice", "Better outcomes", "Fits the city’s plans", "Genuine co-production"):
        assert word in text
    html = response.content.decode()
    for gap in gaps:
        assert escape(gap.sentence) in html


def test_each_gap_stands_on_the_page_once(half, client, now):
    html = client.get(page("portfolio-gaps", half)).content.decode()
    who = [gap for gap in gaps_in(half, now) if gap.code == "evidence.who"]
    assert html.count(escape(who[0].sentence)) == len(who) == 1


def test_what_has_no_name_stands_above_what_has_one(half, client):
    """Under another's heading it would seem to be about that."""
    html = client.get(page("portfolio-gaps", half)).content.decode()
    group = html.split('id="checkgenuine"')[1].split('class="award-gap-group"')[0]
    assert group.index("Add evidence of another kind") < group.index("<h4")
    # The criterion itself is named once.
    voice = html.split('id="goldvoice"')[1].split('class="award-gap-group"')[0]
    assert "<h4" not in voice


def test_whole_portfolio_lacks_nothing(whole, client):
    assert "Nothing is missing." in words_of(client.get(page("portfolio-gaps", whole)))


def test_links_go_when_it_can_no_longer_be_changed(half, client):
    Application.objects.filter(pk=half.pk).update(status="submitted")
    html = client.get(page("portfolio-gaps", half)).content.decode()
    assert "Say who was involved." in html
    assert "#id_who" not in html


def test_officer_sees_how_far_they_are_and_gets_no_links(half, officer, sign_in):
    html = sign_in(officer).get(page("portfolio-gaps", half)).content.decode()
    assert "Say who was involved." in html
    assert "#id_who" not in html


@pytest.mark.parametrize("name", ["portfolio-gaps", "portfolio-coverage", "portfolio-rights"])
def test_stranger_and_visitor_find_nothing(name, half, stranger, sign_in):
    assert sign_in(stranger).get(page(name, half)).status_code == 404
    away = Client().get(page(name, half))
    assert (away.status_code, away.url.split("?")[0]) == (302, reverse("account_login"))


@pytest.mark.parametrize("name", ["portfolio-gaps", "portfolio-coverage", "portfolio-rights"])
def test_other_stages_have_no_such_page(name, half, client):
    plan = Application.objects.get(organisation=half.organisation, stage="silver")
    assert client.get(page(name, plan)).status_code == 404


def test_hundreds_of_pieces_do_not_flood_the_page(
    draft, lead, client, now, django_assert_num_queries
):
    many(
        draft.organisation,
        200,
        scheme=whole_portfolio(draft, on=london_date(now)).scheme,
        lead=lead,
        at=now,
    )
    EvidenceItem.objects.update(who="")
    response = client.get(page("portfolio-gaps", draft))
    html = response.content.decode()
    # Twenty-five things under each check, and one of them is about no piece of its own.
    assert html.count(escape("Say who was involved.")) == 24
    assert "more have gaps of the same kinds" in words_of(response)


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_as_often_for_one_piece_as_for_three(
    count, draft, lead, client, now, django_assert_num_queries
):
    for number in range(count):
        evidence(
            draft.organisation, "gold.voice", "principle.1", title=f"{number}", lead=lead, at=now
        )
    costs = {
        # session, person, application, membership, and the portfolio in its fourteen
        "portfolio-gaps": 18,
        "portfolio-rights": 18,
        # and what lies in the tray
        "portfolio-coverage": 19,
    }
    for name, cost in costs.items():
        with django_assert_num_queries(cost):
            assert client.get(page(name, draft)).status_code == 200


# The rules, for everyone to read


@pytest.fixture(params=["gold", "platinum"])
def rules_page(request, db):
    response = Client().get(reverse("portfolio-rules", args=[request.param]))
    assert response.status_code == 200
    return request.param, response.content.decode()


def test_everyone_finds_the_rules_beside_the_stage(db):
    assert reverse("portfolio-rules", args=["gold"]) == "/stages/gold/gap-check/"
    for stage in ("gold", "platinum"):
        html = Client().get(reverse("stage", args=[stage])).content.decode()
        assert reverse("portfolio-rules", args=[stage]) in html


def test_page_of_rules_shows_every_one_with_both_examples(rules_page):
    stage, html = rules_page
    for rule in RULES:
        if stage not in rule.stages:
            assert f'id="{rule.code}"' not in html
            continue
        start = html.index(f'id="{rule.code}"')
        block = html[start : html.index("</div>", start)]
        for text in (rule.sentence, rule.kind.label, rule.passing.words, rule.failing.words):
            assert escape(text) in block


def test_headings_of_the_rules_skip_no_level_and_ids_are_there_once(rules_page):
    _, html = rules_page
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_stages_without_evidence_have_other_rules_or_none(db):
    assert Client().get("/stages/bronze/gap-check/").status_code == 404
    silver = Client().get("/stages/silver/gap-check/")
    assert silver.status_code == 200
    assert "How your plan is checked" in silver.content.decode()


def test_page_of_rules_asks_the_database_for_the_edition_only(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get(reverse("portfolio-rules", args=["platinum"]))


def test_things_a_rule_looks_at_are_named_for_people():
    assert {rule.applies_to for rule in RULES} == set(AppliesTo)
