"""A certificate after the day it was given: a name put right, and what anybody is told of the old one."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from openbadgeslib.ob3 import OB3Verifier

from certificates.models import Certificate, Signatory
from tests.conftest import make_user
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import bring_to_release, make_champion
from tests.support.clamd import scanner
from tests.support.pictures import picture
from tests.support.portfolios import fill_registration, send_registration

__all__ = ["scanner"]
pytestmark = pytest.mark.journey


@pytest.fixture
def certificate(application, lead, officer):
    at = timezone.now() - timedelta(days=30)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=at)
    fill_registration(application, lead=lead, at=at)
    send_registration(application, lead=lead, at=at)
    bring_to_release(application, lead=lead, champions=[chair], officer=officer, at=at)
    the_worker_works()
    return Certificate.objects.get()


def test_certificate_with_a_corrected_name(walker, certificate, officer, lead):
    correcting = walker("officer")
    sign_in(correcting, officer.email)
    correcting.go(f"/certificates/{certificate.uuid}/")
    correcting.follow("Issue it again with another name")
    correcting.type("Name on the certificate", "Acorn Lane Primary School")
    correcting.type("Why is a new certificate needed?", "They forgot the word primary.")
    correcting.shot("reissue")
    correcting.press("Issue it again")
    the_worker_works()
    newer = Certificate.objects.current().get()
    assert newer.printed_name == "Acorn Lane Primary School"
    anybody = walker("anybody", phone=True)
    anybody.go(f"/verify/{certificate.shown_code}/")
    assert anybody.page.locator("[data-state=superseded]").count() == 1
    anybody.shot("superseded")
    anybody.go(f"/verify/{newer.shown_code}/")
    assert anybody.page.locator("[data-state=in-force]").count() == 1
    anybody.sees("Acorn Lane Primary School")
    anybody.go("/verify/AAAA-BBBB-CCCC-DDDD-EEEE/")
    assert anybody.page.locator("[data-state=unknown]").count() == 1
    anybody.shot("unknown")
    holder = walker("lead")
    sign_in(holder, lead.email)
    holder.follow("Bronze certificate and logo pack")
    holder.sees("Acorn Lane Primary School")
    holder.shot("certificate")


def test_certificate_signature_is_scanned_before_it_is_seen(
    walker, officer, settings, scanner, tmp_path
):
    """A picture waits while there is no scanner, and the page says so; then it is checked and there (F-08)."""
    address, settings.CLAMD_URL = settings.CLAMD_URL, ""
    file = tmp_path / "signature.png"
    file.write_bytes(picture("PNG", size=(300, 90)))
    adding = walker("officer")
    sign_in(adding, officer.email)
    adding.go("/officers/signatories/add/")
    adding.type("Name", "Amina Okafor", exact=True)
    adding.type("Role", "Director", exact=True)
    adding.date("First day they sign", 1, 1, 2026)
    adding.page.get_by_label("Picture of their signature").set_input_files(file)
    adding.press("Add the signatory")
    the_worker_works()
    adding.go("/officers/signatories/")
    adding.shot("waiting-for-the-scanner")
    assert Signatory.objects.get().picture.is_waiting
    settings.CLAMD_URL = address
    in_an_hour = timezone.now() + timedelta(hours=1)
    call_command("tick", "--on", in_an_hour.isoformat(timespec="minutes")[:16])
    the_worker_works()
    assert Signatory.objects.get().picture.is_clean
    adding.go("/officers/signatories/")
    adding.shot("scanned")


def test_anybody_checks_by_code_and_by_file(walker, certificate, tmp_path, lead):
    """T-75, T-78: line by line, with the picture; the holder takes the badge along."""
    anybody = walker("anybody", phone=True)
    anybody.go("/verify/")
    anybody.type("The code on the certificate", certificate.shown_code.lower())
    anybody.press("Check the code")
    assert anybody.page.locator("[data-check][data-passed=yes]").count() == 4
    shown = anybody.page.locator(".award-certificate-picture")
    shown.scroll_into_view_if_needed()
    assert shown.evaluate("picture => picture.complete && picture.naturalWidth") == 1400
    anybody.shot("by-code")
    file = tmp_path / "certificate.pdf"
    with certificate.file.store.open(certificate.file.storage_key) as kept:
        file.write_bytes(kept.read())
    for content, state in ((b"", "in-force"), (b"x", "altered")):
        file.write_bytes(file.read_bytes() + content)
        anybody.go("/verify/")
        anybody.page.get_by_label("The certificate as a PDF file").set_input_files(file)
        anybody.press("Check the file")
        assert anybody.page.locator(f"[data-state={state}]").count() == 1
        anybody.shot(f"by-file-{state}")
    holder = walker("lead")
    sign_in(holder, lead.email)
    holder.go(f"/certificates/{certificate.uuid}/")
    with holder.page.expect_download() as waiting:
        holder.page.get_by_role("link", name="Download the badge (PNG)").click()
    taken = waiting.value
    assert taken.suggested_filename == "co-production-award-bronze-badge.png"
    token = OB3Verifier.extract_token_from_png(taken.path().read_bytes())
    assert token == certificate.badge.token
