"""WeasyPrint under strict rules (T-64, T-65)."""

import logging
from datetime import UTC, datetime

import pytest

from foundation.printing import fetcher
from foundation.printing.conformance import RenderingFailed
from foundation.printing.fetcher import ASSET, SVG, AssetFetcher, Forbidden
from foundation.printing.printer import measure, print_pdf
from tests.support.pdfs import objects_of

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
FONT = "html{font-family:TEXT_FONTS}"


def page(body: str, css: str = FONT, **options: object) -> bytes:
    html = f"<html lang=en-GB><title>T</title><body>{body}</body></html>"
    assets = {"dot.svg": (b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", SVG)}
    return print_pdf(html, css=css, assets=assets, created=CREATED, **options)


def test_plain_page_is_printed() -> None:
    assert page("<p>Hello</p>").startswith(b"%PDF-1.7")


@pytest.mark.parametrize(
    "body",
    [
        "<img src='file:///etc/passwd' alt=x>",
        "<img src='http://169.254.169.254/' alt=x>",
        "<img src='asset:nothing.svg' alt=x>",
        "<img src='asset:fonts/../scripts.py' alt=x>",
        "<img src='/etc/passwd' alt=x>",
        "<link rel=stylesheet href='https://evil.example/a.css'>",
        "<style>@import url(http://evil.example/)</style>",
        "<p style='background:url(ftp://evil.example/)'>x</p>",
        "<object data='file:///etc/passwd'>x</object>",
        "<img src='data:image/png;base64,AAAA' alt=x>",
    ],
)
def test_page_that_names_something_foreign_is_not_printed(body: str) -> None:
    with pytest.raises(RenderingFailed):
        page(body)


@pytest.mark.parametrize("rel", ["attachment", "icon"])
def test_attachment_is_never_embedded(rel: str) -> None:
    try:
        content = page(f"<link rel={rel} href='file:///etc/passwd'><a rel={rel} href='/x'>x</a>")
    except RenderingFailed:
        return
    assert "/EmbeddedFile" not in objects_of(content)


def test_fetcher_refuses_and_remembers() -> None:
    strict = AssetFetcher({"a.svg": (b"<svg/>", "image/svg+xml")})
    assert strict.fetch("asset:a.svg").read() == b"<svg/>"
    for url in ("asset:b.svg", "file:///etc/passwd", "http://a.example/", "asset:fonts/x.otf"):
        with pytest.raises(Forbidden):
            strict.fetch(url)
    assert len(strict.refused) == 4


def test_missing_font_stops_the_printing(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "FONTS", tmp_path)
    with pytest.raises(RenderingFailed):
        page("<p>Hello</p>", css=f"{FONT}/* a sheet of its own */")


@pytest.mark.parametrize("letter", ["ᚠ", "🎉"])
def test_letter_that_our_fonts_lack_stops_the_printing(letter: str) -> None:
    """Whether the machine has it or would print an empty box."""
    with pytest.raises(RenderingFailed, match="No font of ours has"):
        page(f"<p>{letter}</p>")


def test_font_of_the_machine_stops_the_printing() -> None:
    with pytest.raises(RenderingFailed, match="not ours"):
        page("<p>Hello</p>", css="html{font-family:'Noto Sans CJK SC'}")


def test_signs_of_the_text_font_are_printed() -> None:
    assert page("<ul><li>✓ → •</li></ul>")


def test_any_warning_stops_the_printing() -> None:
    with pytest.raises(RenderingFailed, match="alt"):
        page(f"<img src='{ASSET}dot.svg'>")
    with pytest.raises(RenderingFailed):
        page("<p>x</p>", css=FONT + "p{colour:red}")


def test_warning_of_somebody_else_does_not_stop_it() -> None:
    logging.getLogger("somebody").warning("hello")
    assert page("<p>x</p>")


def test_second_page_stops_the_printing() -> None:
    with pytest.raises(RenderingFailed, match="2 pages instead of 1"):
        page("<p style='break-after:page'>x</p><p>y</p>")
    assert page("<p style='break-after:page'>x</p><p>y</p>", pages=2)


def test_measuring_tells_the_room_a_text_takes() -> None:
    css = FONT + "html{font-size:20pt;line-height:1.5}body,p{margin:0}"
    one = measure("<p>Ink</p>", css=css, width=100)
    assert (one.lines, round(one.height, 1)) == (1, round(30 / 72 * 25.4, 1))
    assert 5 < one.width < 15
    two = measure("<p>Ink</p><p>Ink</p>", css=css, width=100)
    assert (two.lines, two.height) == (2, pytest.approx(2 * one.height))


def test_measuring_sees_a_word_that_is_too_wide() -> None:
    css = FONT + "html{font-size:20pt}"
    assert measure("<p>Ink</p>", css=css, width=30).width < 30
    assert measure(f"<p>{'W' * 40}</p>", css=css, width=30).width > 30
    broken = measure(f"<p>{'W' * 40}</p>", css=css + "p{overflow-wrap:anywhere}", width=30)
    assert broken.width <= 30
    assert broken.lines > 5


def test_measuring_fetches_nothing() -> None:
    with pytest.raises(RenderingFailed):
        measure("<img src='file:///etc/passwd' alt=x>", css=FONT, width=30)
