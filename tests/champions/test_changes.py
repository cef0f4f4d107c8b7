"""What an organisation changed, for those who judge it."""

import pytest
from django.urls import reverse

from awards.models import Application
from portfolios.models import RegistrationForm, RegistrationLead
from portfolios.selectors.registration.snapshots import snapshot_of
from tests.support.champions import clear_all, send, settle
from tests.support.portfolios import asked_back, fill_registration

CHANGED = ("+441214969999", "new-office@acorn.example", "new-lead@acorn.example")


@pytest.fixture
def twice(application, chair, young, lead, officer, now, time_machine) -> Application:
    """A registration sent twice; what its letters, calls and mail go by is new, and so is a text."""
    time_machine.move_to(now)
    fill_registration(application, lead=lead, at=now)
    send(application, lead, at=now, snapshot=snapshot_of(application))
    clear_all(settle(application, [chair, young], officer, at=now), at=now)
    asked_back(application, officer, at=now)
    RegistrationForm.objects.filter(application=application).update(
        telephone=CHANGED[0], email=CHANGED[1], description="We teach 210 children now."
    )
    RegistrationLead.objects.filter(application=application).update(email=CHANGED[2])
    send(application, lead, at=now, snapshot=snapshot_of(application))
    return application


def test_champion_under_18_reads_no_contacts(twice, chair, young, sign_in):
    """T-30: neither the new ones nor the old ones; a grown-up on the same panel reads both."""
    address = reverse("case-changes", args=[twice.uuid])
    grown, minor = (sign_in(one.user).get(address) for one in (chair, young))
    assert grown.status_code == minor.status_code == 200
    for text in (grown.text, minor.text):
        assert "We teach 210 children now." in text
    for contact in (*CHANGED[1:], "office@acorn.example", "lena@acorn.example", "4969999"):
        assert contact in grown.text.replace(" ", ""), contact
        assert contact not in minor.text.replace(" ", ""), contact
