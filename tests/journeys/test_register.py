"""A parent finds a school in the register and checks its certificate; other websites show its award."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from certificates.models import Certificate, Signatory
from certificates.services import issue_certificate
from tests.support.awards import hold, holder

pytestmark = pytest.mark.journey


@pytest.fixture
def certificate(organisation, lead, officer) -> Certificate:
    at = timezone.now() - timedelta(days=30)
    Signatory.objects.create(
        name="Amina Okafor", role="Chair", organisation_line="", signs_from=at.date()
    )
    award = hold(organisation, lead=lead, officer=officer, at=at)
    holder("Beech Street Nursery", officer=officer, at=at)
    return issue_certificate(award=award, printed_name="Acorn Lane École", at=at, actor=officer)


@pytest.fixture
def elsewhere() -> Iterator[ThreadingHTTPServer]:
    """Somebody else's website: `page` is what it shows."""

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            content = getattr(self.server, "page", "").encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
def test_register_leads_a_parent_to_the_certificate(walker, certificate, phone):
    parent = walker("parent", phone=phone, keyboard=not phone)
    parent.go("/")
    parent.follow("see who holds an award today")
    parent.sees("Beech Street Nursery")
    parent.shot("list")
    parent.type("Name, or a part of it", "ECOLE")
    parent.press("Show", exact=True)
    parent.does_not_see("Beech Street Nursery")
    parent.follow("Acorn Lane École")
    parent.sees("They promised to work as equals")
    parent.shot("holder")
    parent.sees(certificate.number)
    parent.follow("Type the code, or drop the PDF file")
    parent.type("The code on the certificate", certificate.shown_code)
    parent.press("Check the code")
    assert parent.page.locator("[data-state=in-force]").count() == 1
    parent.follow("See all that this organisation holds")
    parent.follow("Put your award on your website")
    parent.shot("widget")
    parent.go("/register/share/")
    parent.shot("share")
    parent.go("/register/nobody/")
    parent.shot("nobody")


def test_register_works_without_scripts(walker, certificate):
    parent = walker("parent", scripts=False)
    parent.go("/register/?stage=bronze&order=newest")
    parent.type("Name, or a part of it", "beech")
    parent.press("Show", exact=True)
    parent.sees("1 to 1 of 1")


def test_register_shows_on_another_website_and_no_other_page_does(
    walker, certificate, elsewhere, live_server
):
    """T-19: the lines of the widget page, pasted as they are, at another origin."""
    slug = certificate.award.organisation.slug
    school = walker("school")
    school.go(f"/register/{slug}/widget/")
    lines = [each.input_value() for each in school.page.locator("textarea").all()]
    elsewhere.page = f"<!DOCTYPE html><title>School</title><body>{lines[0]}{lines[-1]}"
    page = school.page.context.new_page()
    page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
    box = page.frame_locator("iframe")
    expect(box.get_by_role("heading")).to_have_text("Acorn Lane École")
    expect(box.get_by_text("Bronze Co-production Award")).to_be_visible()
    drawn = page.locator("img").evaluate("each => each.complete && each.naturalWidth")
    assert drawn == 400
    page.screenshot(path=school.folder / "elsewhere.png")
    box.get_by_role("link", name="See it in the register").click()
    page.wait_for_url(f"{live_server.url}/register/{slug}/")
    elsewhere.page = f"<iframe src='{live_server.url}/register/{slug}/'></iframe>"
    page.goto(f"http://127.0.0.1:{elsewhere.server_port}/")
    page.wait_for_load_state("load")
    assert "Acorn" not in page.frames[1].content()
    assert page.context.cookies() == []
