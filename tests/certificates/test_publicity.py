"""Asking for a publicity pack, and letting go of it."""

import io
import zipfile
from datetime import date, timedelta

import pytest

from awards.models import Organisation
from certificates.models import PublicityPack
from certificates.publicity import ask_for_pack, delete_pack, pack_progress
from certificates.publicity_job import make_publicity_pack
from certificates.retention import packs
from certificates.services import delete_name, reissue_certificate
from foundation.models import AuditEvent, DeadLetter, PrivateFile
from foundation.refusals import NotAllowed, Refused
from tests.certificates.conftest import content_of
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(made, lead, now) -> PublicityPack:
    pack = ask_for_pack(certificate=made, actor=lead, at=now)
    run_waiting_jobs()
    pack.refresh_from_db()
    return pack


def test_pack_is_made_once_with_the_name_on_it(made, lead, colleague, now, ready) -> None:
    files = PrivateFile.objects.count()
    assert ask_for_pack(certificate=made, actor=colleague, at=now + timedelta(hours=1)) == ready
    run_waiting_jobs()
    make_publicity_pack.call(str(ready.uuid))
    assert PrivateFile.objects.count() == files
    assert ready.asked_by == lead
    assert ready.file.display_name == "co-production-award-bronze-publicity.zip"
    pack = zipfile.ZipFile(io.BytesIO(content_of(ready)))
    words = pack.read("co-production-award-bronze-publicity/read-me-first.txt").decode()
    assert words.startswith("Łódź & Sons\r\nBronze Co-production Award\r\n")
    assert made.verify_url in words
    [asked] = AuditEvent.objects.filter(event="publicity_pack.asked")
    assert (asked.actor, asked.role, asked.acting_for) == (
        lead,
        "lead",
        str(made.award.organisation.uuid),
    )


def test_officers_may_ask_too(made, officer, now) -> None:
    assert ask_for_pack(certificate=made, actor=officer, at=now).asked_by == officer


def test_stranger_may_not(made, stranger, now) -> None:
    with pytest.raises(NotAllowed):
        ask_for_pack(certificate=made, actor=stranger, at=now)
    assert not PublicityPack.objects.exists()


@pytest.mark.parametrize("field", ["revoked_on", "superseded_on"])
def test_award_that_ended_has_none(made, award, lead, now, field) -> None:
    setattr(award, field, date(2026, 1, 1))
    award.save()
    made.refresh_from_db()
    with pytest.raises(Refused, match="no longer held"):
        ask_for_pack(certificate=made, actor=lead, at=now)
    assert not PublicityPack.objects.exists()


def test_replaced_certificate_has_none(made, lead, officer, now) -> None:
    reissue_certificate(certificate=made, printed_name="New", at=now, actor=officer, reason="Name")
    made.refresh_from_db()
    with pytest.raises(Refused, match="no longer held"):
        ask_for_pack(certificate=made, actor=lead, at=now)


def test_pack_that_could_not_be_made_is_tried_again(made, lead, colleague, now) -> None:
    pack = ask_for_pack(certificate=made, actor=lead, at=now)
    DeadLetter.objects.create(
        job_id=pack.uuid,
        task_path=make_publicity_pack.module_path,
        args=[str(pack.uuid)],
        error_class="RenderingFailed",
        attempts=6,
        died_at=now,
    )
    later = now + timedelta(minutes=5)
    assert pack_progress(pack, at=later).has_failed
    again = ask_for_pack(certificate=made, actor=colleague, at=later)
    assert (again.pk, again.asked_by, again.asked_at) == (pack.pk, colleague, later)
    assert not pack_progress(again, at=later).has_failed
    run_waiting_jobs()
    again.refresh_from_db()
    assert pack_progress(again, at=later) is None


def test_name_that_is_deleted_takes_the_pack_along(made, now, ready) -> None:
    file = ready.file
    Organisation.objects.filter(pk=made.award.organisation_id).update(name="Deleted")
    delete_name(Organisation.objects.get(pk=made.award.organisation_id), at=now)
    assert not PublicityPack.objects.exists()
    assert not PrivateFile.objects.filter(pk=file.pk).exists()


def test_pack_that_is_deleted_while_it_is_made_leaves_nothing(made, lead, now) -> None:
    pack = ask_for_pack(certificate=made, actor=lead, at=now)
    files = PrivateFile.objects.count()
    assert delete_pack(pack)
    assert not delete_pack(pack)
    run_waiting_jobs()
    assert PrivateFile.objects.count() == files


def test_pack_goes_30_days_after_the_award(made, award, now, ready) -> None:
    assert not packs(now).exists()
    award.revoked_on = now.date() - timedelta(days=29)
    award.save()
    assert not packs(now).exists()
    assert packs(now + timedelta(days=1)).get() == ready


def test_pack_of_a_replaced_certificate_goes_after_30_days(made, officer, now, ready) -> None:
    reissue_certificate(certificate=made, printed_name="New", at=now, actor=officer, reason="Name")
    assert not packs(now + timedelta(days=29)).exists()
    assert packs(now + timedelta(days=30)).get() == ready
