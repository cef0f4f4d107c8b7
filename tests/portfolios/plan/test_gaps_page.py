"""The rules of the gap check, for everyone to read."""

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from portfolios.selectors.plan.gaps import RULES

pytestmark = pytest.mark.django_db


@pytest.fixture
def html() -> str:
    response = Client().get(reverse("gap-rules"))
    assert response.status_code == 200
    return response.content.decode()


def test_everyone_finds_the_page_beside_the_stage():
    assert reverse("gap-rules") == "/stages/silver/gap-check/"


def test_page_shows_every_rule_with_both_examples(html):
    for rule in RULES:
        start = html.index(f'id="{rule.code}"')
        block = html[start : html.index("</div>", start)]
        for text in (rule.sentence, rule.kind.label, rule.passing.words, rule.failing.words):
            assert escape(text) in block
        assert (f"SMART: {rule.smart.label.lower()}." in block) if rule.smart else True


def test_headings_skip_no_level_and_ids_are_there_once(html):
    levels = [int(level) for level in re.findall(r"<h([1-6])", html)]
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert target in ids


def test_page_only_reads():
    assert Client().post(reverse("gap-rules")).status_code == 405


def test_page_asks_the_database_for_the_edition_only(django_assert_num_queries):
    with django_assert_num_queries(1):
        Client().get(reverse("gap-rules"))
