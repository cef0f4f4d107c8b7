"""The scheme in public: everyone may read it, signed in or not."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from docx import Document
from docx.oxml.ns import qn

from awards.scheme import edition

STAGES = ("bronze", "silver", "gold", "platinum")
pytestmark = pytest.mark.django_db


@pytest.fixture
def scheme():
    return edition("birmingham-2026")


def page(name: str, **kwargs: str) -> str:
    response = Client().get(reverse(name, kwargs=kwargs))
    assert response.status_code == 200
    return response.content.decode()


def ids(html: str) -> list[str]:
    return re.findall(r' id="([^"]+)"', html)


@pytest.mark.parametrize("name", ["how-it-works", "principles", "glossary", "references"])
def test_page_is_there_for_a_stranger_and_has_one_main_heading(name):
    html = page(name)
    assert html.count("<h1") == 1
    assert len(ids(html)) == len(set(ids(html)))


@pytest.mark.parametrize("name", ["stage", "stage-questions", "stage-questions-docx"])
def test_unknown_stage_is_not_found(name):
    for code in ("diamond", "BRONZE"):
        assert Client().get(reverse(name, kwargs={"stage": code})).status_code == 404


@pytest.mark.parametrize("name", ["stage", "stage-questions", "stage-questions-docx"])
def test_pages_only_read(name):
    assert Client().post(reverse(name, kwargs={"stage": "bronze"})).status_code == 405


@pytest.mark.parametrize("code", STAGES)
def test_stage_page_shows_every_criterion_and_check(code, scheme):
    html = page("stage", stage=code)
    for asked in scheme.asked_of_champions(code):
        assert f'id="{asked.code}"' in html
        assert asked.plain in html
    assert scheme.stage(code).who_decides in html
    assert scheme.stage(code).lasts in html


def test_stage_page_says_what_comes_before_and_after():
    silver = page("stage", stage="silver")
    assert "within 12 months of your Bronze Award" in silver
    assert reverse("stage", args=["gold"]) in silver
    assert "You need the" not in page("stage", stage="bronze")
    assert "<h2" in page("stage", stage="platinum")
    assert "After Platinum" not in page("stage", stage="platinum")


def test_principles_page_links_118_pairs_to_their_articles(scheme):
    html = page("principles")
    assert html.count('href="#crc.') == 118
    assert html.count('href="#principle.') == 118
    assert {f"crc.{a.number}" for a in scheme.articles} <= set(ids(html))


def test_principles_page_marks_the_pledges_as_missing(scheme):
    assert scheme.pledges.note in page("principles")


def test_glossary_has_an_anchor_for_each_term_in_order(scheme):
    found = [code for code in ids(page("glossary")) if code in {t.code for t in scheme.glossary}]
    assert len(found) == len(scheme.glossary)
    assert found.index("4cs") == 0
    assert found.index("article") < found.index("champion") < found.index("uncrc")


def test_references_name_the_law_point_by_point(scheme):
    html = page("references")
    for law in scheme.legislation:
        for point in law.points:
            assert f'id="{point.code}"' in html
    assert html.count('rel="external noreferrer"') == 16


@pytest.mark.parametrize("code", STAGES)
def test_questions_page_has_every_question_of_the_stage(code, scheme):
    html = page("stage-questions", stage=code)
    for section in scheme.stage(code).sections:
        for field in section.fields:
            assert field.label in html
    for asked in scheme.asked_of_champions(code):
        assert asked.question in html


@pytest.mark.parametrize("code", STAGES)
def test_questions_document_has_headings_language_and_every_question(code, scheme):
    response = Client().get(reverse("stage-questions-docx", kwargs={"stage": code}))
    assert response.status_code == 200
    assert response["Content-Disposition"] == f'attachment; filename="{code}-questions.docx"'
    assert response["X-Content-Type-Options"] == "nosniff"
    document = Document(BytesIO(b"".join(response.streaming_content)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    for section in scheme.stage(code).sections:
        for field in section.fields:
            assert field.label in " ".join(headings)
    levels = [p.style.name for p in document.paragraphs if p.style.name.startswith(("H", "T"))]
    assert levels[:3] == ["Title", "Heading 1", "Heading 2"]
    languages = {
        language.get(qn("w:val")) for language in document.styles.element.iter(qn("w:lang"))
    }
    assert languages == {"en-GB"}
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.title == f"{scheme.stage(code).name}: all the questions"


def test_bronze_sheet_holds_eligibility_and_commitment(scheme):
    html = page("stage-questions", stage="bronze")
    assert scheme.eligibility[0].question in html
    assert all(statement in html for statement in scheme.commitment.statements)
    assert scheme.eligibility[0].question not in page("stage-questions", stage="silver")


def test_gold_sheet_looks_a_year_ahead(scheme):
    assert scheme.renewal.sections[0].title in page("stage-questions", stage="gold")
    assert scheme.renewal.sections[0].title not in page("stage-questions", stage="silver")


def render(source: str, **context: object) -> str:
    return Template("{% load scheme %}" + source).render(Context(context))


def test_term_links_to_the_glossary():
    assert render('{% term "champion" "Champions" %}') == (
        '<a class="govuk-link award-term" href="/glossary/#champion">Champions'
        '<span class="govuk-visually-hidden"> (what this means)</span></a>'
    )
    assert ">co-production<" in render('{% term "co-production" %}')


def test_term_escapes_what_it_is_given():
    assert "<img" not in render('{% term "panel" words %}', words="<img src=x>")


def test_term_hint_unfolds_the_meaning(scheme):
    html = render('{% term_hint scheme "milestone" %}', scheme=scheme)
    assert scheme.term("milestone").text in html
    assert "<details" in html


def test_terms_that_templates_link_are_in_the_glossary(scheme):
    known = {term.code for term in scheme.glossary}
    folder = Path(settings.BASE_DIR) / "templates"
    used = {
        code
        for path in folder.rglob("*.html")
        for code in re.findall(r'{% term(?:_hint \w+)? "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert used - known == set()
