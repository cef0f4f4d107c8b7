"""Evidence of every kind, and what the people in it agreed to."""

import pytest
from django.db import models
from django.utils import timezone

from foundation.dates import london_date
from portfolios.choices import ConsentScope, EvidenceKind
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from tests.support.demo import portfolio

pytestmark = pytest.mark.django_db


def test_demo_evidence_is_of_every_kind(city):
    items = EvidenceItem.objects.all()
    assert set(items.values_list("kind", flat=True)) >= set(EvidenceKind.values)
    files = EvidenceFile.objects.select_related("file")
    assert {row.file.content_type.partition(";")[0] for row in files} == {
        "image/jpeg",
        "text/plain",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
    for row in files:
        assert row.file.is_clean
        is_picture = row.file.content_type == "image/jpeg"
        assert bool(row.file.thumbnail_key) == is_picture
        assert not row.caption or is_picture
    assert items.exclude(url="").count() >= 3
    differ = items.exclude(ladder_theirs="").exclude(ladder_theirs=models.F("ladder_ours"))
    assert 4 <= differ.count() < items.exclude(ladder_theirs="").count()


def test_demo_evidence_lies_in_the_tray_while_gold_is_written(city):
    organisation = portfolio("gold_writing").organisation
    items = EvidenceItem.objects.filter(organisation=organisation)
    assert items.placed(False).count() == 3
    assert items.filter(consent__shows_people="").exclude(tags=None).count() == 1
    withdrawn = items.hidden(london_date(timezone.now())).get()
    assert withdrawn.consent.withdrawn_note
    assert withdrawn.consent.forgotten_at is None


def test_demo_consent_is_narrow_for_children(city):
    consents = Consent.objects.exclude(shows_people="")
    assert consents.filter(shows_people="nobody").count() > consents.count() / 2
    children = consents.filter(children=True)
    assert children.count() >= 4
    assert set(children.values_list("scope", flat=True)) == {ConsentScope.ASSESSORS}
    assert consents.filter(scope=ConsentScope.WEB).count() == 2


def test_demo_evidence_is_no_younger_than_its_row(city):
    for item in EvidenceItem.objects.all():
        assert item.happened_on is None or item.happened_on <= london_date(item.created_at)
