"""Each "only ever one" and "never without" of this room, tripped."""

import pytest
from django.db import IntegrityError, transaction

from portfolios.models import (
    Commitment,
    EngagementLevel,
    Partner,
    RegistrationForm,
    RegistrationLead,
    SectionEdit,
)
from portfolios.models.commitments import SignedForGood


def broken(name):
    """The database refuses; SQLite names a unique rule by its columns only."""
    return pytest.raises(IntegrityError, match=f"{name}|UNIQUE constraint failed")


def make_commitment(application, lead, now, **fields):
    values = {
        "application": application,
        "organisation_name": "Acorn Lane School",
        "edition": application.edition,
        "wording": "w.1",
        "wording_text": "We promise.",
        "wording_sha256": "a" * 64,
        "signed_name": "Lena Lead",
        "signed_role": "Head",
        "signed_on": now.date(),
        "signed_at": now,
        "signed_by": lead,
    }
    return Commitment.objects.create(**(values | fields))


def test_form_is_one_per_application(complete, lead, now):
    with broken("application"), transaction.atomic():
        RegistrationForm.objects.create(application=complete, updated_at=now, updated_by=lead)


def test_section_edit_is_one_per_section(complete, lead, now):
    with broken("section_edit_once_per_section"), transaction.atomic():
        SectionEdit.objects.create(
            application=complete, section="about", updated_at=now, updated_by=lead
        )


def test_section_edit_names_a_section(complete, lead, now):
    with broken("section_edit_names_a_section"), transaction.atomic():
        SectionEdit.objects.create(
            application=complete, section="", updated_at=now, updated_by=lead
        )


def test_lead_has_a_position_of_its_own(complete):
    with broken("registrationlead_one_per_position"), transaction.atomic():
        RegistrationLead.objects.create(application=complete, position=1, name="Second")


def test_partner_has_a_position_of_its_own(complete):
    with broken("partner_one_per_position"), transaction.atomic():
        Partner.objects.create(application=complete, position=1, name="Second")


def test_partner_is_inside_or_outside(complete):
    with broken("partner_kind_is_known"), transaction.atomic():
        Partner.objects.create(application=complete, position=9, kind="between")


def test_level_is_answered_once(complete):
    with broken("engagement_level_once_per_application"), transaction.atomic():
        EngagementLevel.objects.create(application=complete, level="level.board")


def test_level_knows_its_answers(complete):
    with broken("engagement_is_known"), transaction.atomic():
        EngagementLevel.objects.create(application=complete, level="x", engagement="perhaps")


def test_level_has_a_code(complete):
    with broken("engagement_level_has_a_code"), transaction.atomic():
        EngagementLevel.objects.create(application=complete, level="")


def test_commitment_has_one_current_signature(complete, lead, now):
    with broken("commitment_one_current_per_application"), transaction.atomic():
        make_commitment(complete, lead, now)


@pytest.mark.parametrize("field", ["signed_name", "signed_role", "wording_text"])
def test_commitment_says_who_and_to_what(application, lead, now, field):
    with broken("commitment_says_who_and_to_what"), transaction.atomic():
        make_commitment(application, lead, now, **{field: ""})


def test_commitment_has_a_fingerprint(application, lead, now):
    with broken("commitment_has_a_fingerprint"), transaction.atomic():
        make_commitment(application, lead, now, wording_sha256="short")


def test_commitment_never_changes(complete):
    signed = Commitment.objects.get(application=complete)
    signed.signed_name = "Somebody Else"
    with pytest.raises(SignedForGood):
        signed.save()
    with pytest.raises(SignedForGood):
        signed.delete()
    with pytest.raises(SignedForGood):
        Commitment.objects.all().delete()
    with pytest.raises(SignedForGood):
        Commitment.objects.update(signed_name="Somebody Else")
    assert Commitment.objects.get(application=complete).signed_name == "Lena Lead"
