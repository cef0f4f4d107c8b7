"""What stands around every answer: files, errors and pages for strangers as well."""

import re

import pytest

from tests.threats.crawler import ask, route_of

pytestmark = pytest.mark.django_db

# The only files that stand on a page: made anew from what was sent, and never run.
PICTURES = {
    "evidence-picture",
    "evidence-thumbnail",
    "case-evidence-picture",
    "case-evidence-thumbnail",
    "case-visit-photo",
    "case-visit-photo-thumbnail",
    "verify-picture",
    "spotlight-picture",
}
# Drawn by us, of outlines alone, for anybody's website.
DRAWN = {"register-award"}
# Nothing but these may stand in a frame: they take nothing in (certificates/views/test_register_embeds.py).
FRAMED = {"register-embed", "register-holder-embed", "spotlights-embed"}
# One name, which nothing in it ends early.
SAVED = re.compile(
    r"""(attachment|inline)(; filename="([^"\\\r\n]|\\["\\])*"|; filename\*=utf-8''[\w%.~!$&+^`|-]*)?"""
)
ERRORS = (
    ("get", "/nowhere/", 404),
    ("get", "/?q=%00", 400),
    ("put", "/", 405),
    ("post", "/officers/", 405),
    ("get", "/applications/%2e%2e/registration/", 404),
)


@pytest.fixture(scope="module")
def answers(pages, as_role):
    """Every page of the walk, and every kind of error for somebody signed in and for nobody."""
    found = [(page.url, page.headers) for page in pages]
    for role in ("public", "lead"):
        for method, url, status in ERRORS:
            answer = ask(as_role(role), method, url)
            assert (url, answer.status_code) == (url, status)
            found.append((url, dict(answer.items())))
    return found


def test_nothing_can_be_framed(answers):
    """T-19."""
    assert {route_of(url) for url, _ in answers} >= FRAMED
    for url, headers in answers:
        if route_of(url) in FRAMED and headers["Content-Type"].startswith("text/html"):
            assert "frame-ancestors *;" in headers["Content-Security-Policy"] + ";", url
            assert "form-action 'none'" in headers["Content-Security-Policy"], url
            continue
        assert "frame-ancestors 'none'" in headers.get("Content-Security-Policy", ""), url
        assert headers.get("X-Frame-Options") == "DENY", url


def test_policy_allows_our_own_files_and_nothing_inline(answers):
    """T-20. Pages hold none either: test_markup reads every page for it."""
    for url, headers in answers:
        policy = headers["Content-Security-Policy"]
        if route_of(url) in FRAMED:
            policy = policy.replace("frame-ancestors *", "")
        for weak in (
            "unsafe-inline",
            "unsafe-eval",
            "unsafe-hashes",
            "http:",
            "https:",
            "data:",
            "*",
        ):
            assert weak not in policy, (url, weak)
        assert "default-src 'none'" in policy, url
        assert "base-uri 'none'" in policy or policy.startswith("sandbox;"), url


def test_no_cache_keeps_a_page_of_somebody_signed_in(pages):
    """T-21."""
    kept = {
        (page.role, page.url)
        for page in pages
        if page.role != "public" and "no-store" not in page.headers.get("Cache-Control", "")
    }
    assert kept == set()


def test_types_are_never_guessed_and_addresses_never_passed_on(answers):
    """T-53."""
    for url, headers in answers:
        assert headers.get("X-Content-Type-Options") == "nosniff", url
        # Behind a private link, where `same-origin` would pass the secret on within the house.
        secret = (route_of(url) or "").startswith("event-reply")
        expected = "strict-origin" if secret else "same-origin"
        assert headers.get("Referrer-Policy") == expected, url


def test_files_are_saved_not_opened(pages):
    """T-53, T-63: one header, one safe name, whatever the organisation calls itself."""
    files = [page for page in pages if page.status == 200 and not page.is_html]
    assert {page.route for page in files} >= {
        "certificate-pdf",
        "stage-questions-docx",
        "evidence-file",
        "portfolio-rights",
        "portfolio-zip",
        "case-evidence-file",
        "case-print-file",
        "case-zip",
        "register-csv",
        "register-json",
        *DRAWN,
        *PICTURES,
    }
    for page in files:
        how = page.headers["Content-Disposition"]
        assert SAVED.fullmatch(how), (page.url, how)
        if page.route in DRAWN:
            assert page.headers["Content-Type"] == "image/svg+xml"
            assert page.headers["Content-Security-Policy"].startswith("sandbox;")
        elif page.route in PICTURES:
            assert page.headers["Content-Type"] in ("image/jpeg", "image/png", "image/webp")
            assert page.headers["Content-Security-Policy"].startswith("sandbox;")
        else:
            assert how.startswith("attachment"), page.url


def test_verify_page_names_no_people(pages, city):
    """T-78: organisation, stage, date and state alone."""
    shown = [
        page for page in pages if page.role == "public" and route_of(page.url) == "verify-code"
    ]
    assert len(shown) == 6
    for page in shown:
        for person in city.people.values():
            assert person.email not in page.text
        for word in ("Kestrel Lead", "Kestrel Officer", "kestrel.example", "Kestrel misspelt"):
            assert word not in page.text


def test_register_names_no_people(pages, city):
    """T-78: page, feeds, picture and boxes tell of nobody in the city."""
    shown = [
        page
        for page in pages
        if page.role == "public"
        and (page.route == "register" or page.route.startswith("register-"))
        and page.status == 200
    ]
    assert {page.route for page in shown} >= {
        "register", "register-csv", "register-json", "register-holder", "register-embed",
        "register-award", "register-widget",
    }  # fmt: skip
    for page in shown:
        for person in city.people.values():
            assert person.email not in page.text, page.url
            assert str(person) not in page.text, page.url
        for word in ("Kestrel Lead", "Kestrel Officer", "kestrel.example"):
            assert word not in page.text, page.url
