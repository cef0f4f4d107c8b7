"""A lead shows the award: reads the words, changes one, asks for the pack, waits and takes it along."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Award
from awards.services.organisations import create_organisation
from certificates.models import Certificate
from certificates.services import issue_certificate
from tests.conftest import make_user
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import hold
from tests.support.champions import ensure_signatory

pytestmark = pytest.mark.journey
NAME = "Acorn Lane School"


@pytest.fixture
def certificate(db) -> Certificate:
    at = timezone.now() - timedelta(days=3)
    lead, officer = make_user("Lena Lead"), make_user("Olive Officer", is_officer=True)
    organisation = create_organisation(
        name=NAME, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )
    award: Award = hold(organisation, lead=lead, officer=officer, at=at)
    ensure_signatory(officer, at=at)
    return issue_certificate(award=award, printed_name=NAME, at=at, actor=officer)


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "desk"])
def test_lead_shows_the_award(walker, certificate, phone) -> None:
    the_worker_works()
    lead = walker("lead", phone=phone)
    sign_in(lead, certificate.award.organisation.memberships.get().user.email)
    lead.go("/dashboard/")
    lead.follow("Show your award")
    lead.sees("You hold the Bronze Co-production Award")
    lead.shot("show-your-award")
    box = lead.page.get_by_label("For social media, short")
    assert "Bronze Co-production Award" in box.input_value()
    lead.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    box.fill("We did it together. " * 20)
    group = lead.page.locator("[data-copy]", has=box)
    assert group.locator("[data-copy-letters]").inner_text() == "400"
    assert group.locator("[data-copy-fits]").first.inner_text() == "too long"
    group.get_by_role("button", name="Copy this text").click()
    group.get_by_text("Copied. Paste it where you need it.").wait_for()
    copied = lead.page.evaluate("navigator.clipboard.readText()")
    assert copied == "We did it together. " * 20
    lead.press("Make our pack")
    lead.sees("It waits for its turn.")
    lead.shot("waiting")
    the_worker_works()
    lead.go(f"/certificates/{certificate.uuid}/publicity/")
    lead.shot("ready")
    pack = lead.download("Download your pack")
    names = zipfile.ZipFile(io.BytesIO(pack.path().read_bytes())).namelist()
    assert len(names) == 16
