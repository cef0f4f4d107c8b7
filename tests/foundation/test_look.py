"""The look: readable colours, nothing from elsewhere, no inline script or style, every template whole."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import get_template, render_to_string

from foundation.templatetags.page import page_numbers
from tests.support.contrast import contrast

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
OURS = (ROOT / "static/css/award.css").read_text()
VENDORED = (ROOT / "static/vendor/govuk/govuk-frontend.min.css").read_text()

WHITE, SAND = "#ffffff", "#f6f1e7"
INK, QUIET, TEAL, TEAL_DARK, TEAL_PALE = "#14213d", "#4a5468", "#0b6e6e", "#084c4c", "#e3f1f0"
# Text, ground. Every pair that carries words.
PAIRS = [
    (INK, WHITE), (INK, SAND), (INK, TEAL_PALE), (INK, "#ece5d6"), (INK, "#d8cdb8"),
    (QUIET, WHITE), (QUIET, SAND),
    (TEAL, WHITE), (TEAL, SAND), (TEAL, TEAL_PALE),
    (TEAL_DARK, WHITE), (TEAL_DARK, SAND), (TEAL_DARK, TEAL_PALE),
    ("#54407f", WHITE), ("#54407f", SAND),
    (WHITE, TEAL), (WHITE, TEAL_DARK),
    ("#0b0c0c", "#f2b705"), (INK, "#f2b705"),
    ("#b3261e", WHITE), ("#b3261e", SAND), (WHITE, "#b3261e"), (WHITE, "#8a1b15"),
    ("#8a4b1f", WHITE), ("#5b6770", WHITE), ("#7a5b00", WHITE), ("#2f5568", WHITE),
    ("#8a4b1f", SAND), ("#5b6770", SAND), ("#7a5b00", SAND), ("#2f5568", SAND),
    (WHITE, "#8a4b1f"),
    ("#0b4f3c", "#dcefe6"), ("#0a4a57", "#d9edf0"), ("#5c4200", "#fbf0cf"),
    ("#7d2a12", "#fbe4da"), ("#454a52", "#e9e7e1"), ("#7d2a12", WHITE),
]  # fmt: skip
# Shapes and edges that carry meaning: 3 to 1 is enough (WCAG 1.4.11).
EDGES = [("#6d7485", WHITE), (TEAL, WHITE), (TEAL, SAND), (INK, WHITE), ("#0b4f3c", WHITE)]


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(text, ground):
    assert contrast(text, ground) >= 4.5


@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_that_carry_meaning_are_seen(edge, ground):
    assert contrast(edge, ground) >= 3


def test_every_text_colour_of_the_stylesheet_is_in_a_pair():
    variables = dict(re.findall(r"(--[\w-]+): (#[0-9a-f]{6});", OURS))
    used = set()
    for value in re.findall(r"(?<![\w-])(?:color|--govuk-[\w-]*-colour): ([^;}]+)", OURS):
        name = re.fullmatch(r"var\((--[\w-]+)\)", value.strip())
        used.add(variables.get(name[1], value) if name else value.strip())
    colours = {colour for colour in used if re.fullmatch(r"#[0-9a-f]{6}", colour)}
    # Borders and surfaces, not words.
    assert colours - {"#d8cdb8", SAND, "#f2b705"} <= {text for text, _ in PAIRS}


def test_stylesheets_load_our_own_fonts_and_nothing_else():
    assert "url(" not in VENDORED
    assert re.findall(r'url\("?([^")]+)', OURS) == [
        "../fonts/Inter-Regular.woff2",
        "../fonts/Inter-Bold.woff2",
    ]
    for css in (OURS, VENDORED):
        assert "@import" not in css
        assert "//" not in css.replace('[href^="http://"]', "").replace('[href^="https://"]', "")


def test_nothing_claims_to_be_gov_uk():
    assert "@font-face" not in VENDORED
    for path in (ROOT / "static").rglob("*"):
        if path.suffix in {".css", ".js", ".svg"}:
            text = path.read_text().lower()
            assert "gds transport" not in text
            assert "crest" not in text
            assert "crown.svg" not in text


def test_vendored_parts_say_their_version_and_licence():
    folder = ROOT / "static/vendor/govuk"
    version = (folder / "VERSION").read_text().strip()
    assert f'"{version}"' in VENDORED
    assert "MIT License" in (folder / "LICENCE.txt").read_text()
    assert "OFL-1.1" in (ROOT / "static/fonts/LICENCE.txt").read_text()


@pytest.mark.parametrize("path", sorted((ROOT / "static/js").glob("*.js")), ids=lambda p: p.name)
def test_scripts_are_ours_and_evaluate_nothing(path):
    text = path.read_text()
    assert not re.search(r"https?://|\beval\(|new Function|innerHTML|document\.write", text)


def names(paths):
    return [str(path.relative_to(ROOT / "templates")) for path in paths]


@pytest.mark.parametrize("name", names(TEMPLATES))
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", names(TEMPLATES))
def test_templates_are_at_most_two_levels_deep(name):
    depth, at = 1, name
    while found := re.match(r'\s*\{% extends "([^"]+)" %\}', source(at)):
        depth, at = depth + 1, found[1]
    assert depth <= 2


def source(name):
    return (ROOT / "templates" / name).read_text()


# What is printed, mailed, or copied into other websites has a style of its own.
ELSEWHERE = re.compile(r"(^|/)(pdf|emails|publicity)/|_code\.html$")
ON_SCREEN = [name for name in names(TEMPLATES) if not ELSEWHERE.search(name)]


@pytest.mark.parametrize("name", ON_SCREEN)
def test_templates_hold_no_inline_script_or_style(name):
    text = source(name)
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\s(style|on[a-z]+)\s*=\s*[\"'{]", text)
    assert "javascript:" not in text
    for tag in re.findall(r"<script\b[^>]*>", text):
        assert 'src="{% static' in tag


@pytest.mark.parametrize("name", ON_SCREEN)
def test_templates_load_nothing_from_elsewhere_and_escape_everything(name):
    text = source(name)
    assert not re.search(r"\ssrc\s*=\s*[\"'](https?:)?//", text)
    assert not re.search(r"<link\b[^>]*href\s*=\s*[\"'](https?:)?//", text)
    assert not re.search(r"\|\s*safe\b|autoescape off", text)


@pytest.mark.parametrize("name", ["400.html", "413.html", "500.html", "503.html"])
def test_pages_for_the_worst_hour_need_no_database_and_no_request(name):
    html = render_to_string(name, {"typed": [("Story", "<b>\nours")]})
    assert "What to do now" in html
    assert "/contact/" in html
    if name in {"400.html", "413.html"}:
        assert "&lt;b&gt;\nours" in html


def test_footer_names_the_promises_in_one_order():
    html = render_to_string("_footer.html")
    labels = re.findall(r"<a [^>]*>([^<]+)</a>", html)
    assert labels == [
        *("Who holds an award", "Privacy", "Your data", "Accessibility", "Cookies", "Contact"),
        *("Take a picture down", "Report a concern"),
    ]


@pytest.mark.parametrize("arcs", range(5))
def test_ring_closes_as_many_arcs_as_stages(arcs):
    html = render_to_string("_ring.html", {"arcs": arcs, "label": 'A "ring"'})
    closed = re.findall(r"<path [^>]*fill=\"currentColor\"", html)
    assert len(closed) == arcs
    assert html.count("<path ") == 4
    assert html.count("<circle ") == 8
    assert 'role="img" aria-label="A &quot;ring&quot;"' in html


def test_ring_without_label_is_silent():
    assert 'aria-hidden="true"' in render_to_string("_ring.html", {"arcs": 1})


@pytest.mark.parametrize("kind", ["done", "now", "waiting", "attention", "stopped", "todo"])
def test_status_is_a_word_and_a_shape_of_its_own(kind):
    html = render_to_string("_status.html", {"kind": kind, "text": "<b>"})
    shapes = {
        other: re.search(r"<svg.*</svg>", render_to_string("_status.html", {"kind": other}))[0]
        for other in ("done", "now", "waiting", "attention", "stopped", "todo")
    }
    assert "&lt;b&gt;" in html
    assert len(set(shapes.values())) == 6


@pytest.mark.parametrize(
    ("number", "pages", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (7, 20, [1, 0, 6, 7, 8, 0, 20]),
        (4, 20, [1, 2, 3, 4, 5, 0, 20]),
        (20, 20, [1, 0, 19, 20]),
    ],
)
def test_pagination_names_the_pages_around_this_one(number, pages, shown):
    assert page_numbers(Paginator(range(pages), 1).page(number)) == shown


def test_pagination_carries_the_filters_along_and_escapes_them():
    page = Paginator(range(9), 1).page(2)
    html = render_to_string("_pagination.html", {"page_obj": page, "querystring": 'q="><script>&'})
    assert "<script>" not in html
    assert 'aria-current="page"' in html
    assert html.count("page=3") == 2


def test_messages_are_announced_by_their_weight():
    class Said:
        def __init__(self, level_tag):
            self.level_tag = level_tag

        def __str__(self):
            return "<b>"

    source = "{% include '_messages.html' %}"
    html = Template(source).render(Context({"messages": [Said("info"), Said("error")]}))
    assert re.findall(r'role="(\w+)"', html) == ["status", "alert"]
    assert "<b>" not in html
