"""Registrations that are half written or came on paper, and the certificates of Bronze."""

import pytest

from awards.choices import MembershipRole
from awards.models import Award, Organisation
from certificates.models import Certificate, Signatory
from portfolios.choices import SectionCode
from portfolios.models import SectionEdit
from portfolios.selectors.registration.problems import registration_problems
from tests.support.demo import story

pytestmark = pytest.mark.django_db


def test_demo_keeps_its_drafts_unfinished(city):
    assert {problem.section for problem in registration_problems(story("unsigned"))} == {
        SectionCode.SIGN
    }
    half = story("half_written")
    writers = SectionEdit.objects.filter(application=half).values("updated_by").distinct()
    assert writers.count() == 2
    assert not SectionEdit.objects.filter(application=story("just_begun")).exists()


def test_demo_paper_registration_has_an_invited_lead_only(city):
    application = story("paper")
    assert application.entered_by_officer
    assert not application.organisation.memberships.exists()
    assert application.organisation.invitations.get().role == MembershipRole.LEAD
    assert application.commitments.get().signed_on < application.registration.registration_date


def test_demo_holds_bronze_with_one_certificate_issued_again(city):
    assert Award.objects.standing().filter(stage="bronze").count() == 22
    assert Certificate.objects.filter(award__stage="bronze").count() == 24
    old = Certificate.objects.exclude(superseded_at=None).get(award__stage="bronze")
    new = Certificate.objects.get(award=old.award, superseded_at=None)
    assert (old.printed_name, new.printed_name) == (
        "Rainbow Gate Short Brakes",
        "Rainbow Gate Short Breaks",
    )


def test_demo_prints_names_in_four_scripts(city):
    names = set(Certificate.objects.values_list("printed_name", flat=True))
    assert names >= {
        "Łódź & Sons",
        "سایہ گھر",
        "আলোর পাঠশালা",
        "和谐华人家庭互助会",
        "Cutler's Row School",
    }
    assert max(len(organisation.name) for organisation in Organisation.objects.all()) > 130


def test_demo_signatories_wait_for_the_scanner_with_their_pictures(city):
    assert Signatory.objects.count() == 3
    assert [signatory.picture.is_clean for signatory in Signatory.objects.all()] == [False] * 3
    assert {line["picture"] for line in Certificate.objects.first().signatories} == {""}
