"""What must be true of evidence and of portfolios that were sent."""

import pytest

from awards.models import Application
from config.invariants import evidence as of_evidence
from config.invariants import portfolios
from foundation.models import PrivateFile
from portfolios.models import Consent, EvidenceFile, EvidenceItem, Portfolio, SentItem
from portfolios.services import evidence as services
from tests.support.evidence import evidence, hold_silver, portfolio_for, send_portfolio

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    hold_silver(organisation, lead=lead, officer=officer, at=now)
    application = portfolio_for(organisation, lead=lead, at=now)
    return send_portfolio(application, lead=lead, at=now)


def said():
    return [*portfolios(), *of_evidence()]


def test_portfolio_sent_has_nothing_to_say(sent, lead, now):
    item = EvidenceItem.objects.get()
    services.change_item(
        item=item, values={"title": "x"}, expected_version=item.version, actor=lead, at=now
    )
    evidence(item.organisation, "gold.voice", lead=lead, at=now)
    assert said() == []


def test_application_without_its_portfolio(sent):
    Portfolio.objects.all().delete()
    reference = Application.objects.get(stage="gold").reference
    assert said() == [f"Application {reference} has no portfolio."]


def test_evidence_that_is_not_what_was_sent(sent):
    SentItem.objects.all().delete()
    assert said() == [f"What was sent with step {sent.pk} is not the evidence that it names."]


def test_file_that_is_not_what_was_sent(sent):
    file = EvidenceFile.objects.get()
    PrivateFile.objects.filter(pk=file.file_id).update(sha256="0" * 64)
    assert said() == [
        f"Evidence file {file.uuid} is not the one that was sent with step {sent.pk}."
    ]


def test_evidence_without_consent(sent):
    Consent.objects.all().delete()
    assert said() == [f"Evidence {EvidenceItem.objects.get().uuid} has no consent."]


def test_bytes_that_went_though_nobody_took_consent_back(sent):
    file = EvidenceFile.objects.get()
    EvidenceFile.objects.update(file=None)
    assert said() == [
        f"Evidence file {file.uuid} has lost its bytes, and nobody took consent back."
    ]


def test_bytes_that_should_have_gone(sent, now):
    Consent.objects.update(forgotten_at=now)
    file = EvidenceFile.objects.get()
    assert said() == [f"Evidence file {file.uuid} should be forgotten and is not."]
