"""Issuing certificates, and who signs them."""

import io
import threading
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django_tasks_db.models import DBTaskResult
from PIL import Image

from awards.choices import AwardCondition
from certificates import tasks
from certificates.codes import normalise
from certificates.models import Certificate, CertificateNumbers, LogoPack, Signatory, SigningKey
from certificates.services import (
    add_signatory,
    end_signatory,
    issue_certificate,
    reissue_certificate,
)
from certificates.tasks import make_certificate
from foundation.files import FileUnavailable, fsck_files, store_generated
from foundation.models import AuditEvent, PrivateFile
from foundation.printing import scripts
from foundation.refusals import NotAllowed, Refused
from tests.certificates.conftest import content_of
from tests.support.jobs import commit_effects, run_waiting_jobs

pytestmark = pytest.mark.django_db


def test_issue_keeps_a_copy_of_everything(certificate, award, officer, now) -> None:
    assert certificate.printed_name == "Łódź & Sons"
    assert (certificate.stage, certificate.edition) == ("bronze", award.edition)
    assert (certificate.awarded_on, certificate.valid_until) == (award.awarded_on, None)
    assert certificate.number == "BRZ-2026-00001"
    assert normalise(certificate.code) == certificate.code
    assert certificate.issued_by == officer
    assert certificate.signatories == [
        {
            "name": "Amina Okafor-Hughes",
            "role": "Chair of the Champions Group",
            "organisation": "Birmingham Parent Carer Forum",
            "picture": "",
        }
    ]
    assert certificate.file is None


def test_issue_writes_an_audit_event_without_names(certificate, officer) -> None:
    event = AuditEvent.objects.get(event="certificate.issued")
    assert event.actor_id == officer.pk
    assert event.details == {"number": "BRZ-2026-00001", "stage": "bronze"}


def test_issue_rolls_back_with_the_caller(award, signatory, officer, now) -> None:
    with transaction.atomic():
        issue_certificate(award=award, printed_name="A", at=now, actor=officer)
        transaction.set_rollback(True)
    assert Certificate.objects.count() == 0
    assert CertificateNumbers.objects.filter(last__gt=0).count() == 0
    assert DBTaskResult.objects.count() == 0


def test_second_certificate_for_an_award_is_refused(certificate, award, officer, now) -> None:
    with pytest.raises(Refused, match="already been issued"):
        issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    assert Certificate.objects.count() == 1
    assert CertificateNumbers.objects.get().last == 1


def test_database_allows_one_current_certificate_per_award(certificate) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            **{
                field: getattr(certificate, field)
                for field in ("award", "printed_name", "stage", "edition", "awarded_on",
                              "signatories", "issued_at", "issued_by")
            },
            number="X",
            code="Y",
        )  # fmt: skip


@pytest.mark.parametrize(
    "changes",
    [{"sha256": "a" * 64}, {"printed_name": ""}],
)
def test_database_refuses_what_does_not_fit_together(certificate, changes) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.filter(pk=certificate.pk).update(**changes)


def test_issue_without_signatory_is_refused(award, officer, now) -> None:
    with pytest.raises(Refused, match="Nobody is set to sign") as refusal:
        issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    assert refusal.value.link.url == "/officers/signatories/add/"


def test_issue_of_a_name_without_letters_is_refused(award, signatory, officer, now) -> None:
    with pytest.raises(Refused, match="We can’t print “🎉”"):
        issue_certificate(award=award, printed_name="Party 🎉", at=now, actor=officer)


def test_numbers_count_up_within_a_year(make_award, signatory, officer, now) -> None:
    numbers = [
        issue_certificate(award=make_award(stage), printed_name="A", at=at, actor=officer).number
        for stage, at in (
            ("bronze", now),
            ("silver", now),
            ("gold", now + timedelta(days=60)),
        )
    ]
    assert numbers == ["BRZ-2026-00001", "SLV-2026-00002", "GLD-2027-00001"]


def test_year_of_a_number_is_that_of_the_london_date(make_award, signatory, officer, now) -> None:
    new_year_in_london = now.replace(month=6, day=30, hour=23, minute=30)
    made = issue_certificate(
        award=make_award(), printed_name="A", at=new_year_in_london, actor=officer
    )
    assert made.number.startswith("BRZ-2026-")


def test_job_prints_signs_and_keeps_the_file(made) -> None:
    content = content_of(made)
    assert content.startswith(b"%PDF-1.7")
    assert made.file.sha256 == made.sha256
    assert made.file.content_type == "application/pdf"
    assert made.key == SigningKey.objects.get()
    assert made.file.made_by_us


def test_job_run_twice_leaves_one_file(certificate) -> None:
    make_certificate.func(str(certificate.uuid))
    first = Certificate.objects.get()
    make_certificate.func(str(certificate.uuid))
    again = Certificate.objects.get()
    assert (again.file_id, again.sha256) == (first.file_id, first.sha256)
    assert PrivateFile.objects.filter(content_type="application/pdf").count() == 1


def test_job_that_lost_the_race_throws_its_bytes_away(certificate, monkeypatch) -> None:
    """A second worker finishes while this one is printing (F-13)."""
    printing = tasks.certificate_pdf
    orphans_of_other_tests = set(fsck_files())

    def overtaken(facts):
        monkeypatch.setattr(tasks, "certificate_pdf", printing)
        tasks.make_certificate.func(str(certificate.uuid))
        return printing(facts)

    monkeypatch.setattr(tasks, "certificate_pdf", overtaken)
    tasks.make_certificate.func(str(certificate.uuid))
    commit_effects()
    assert PrivateFile.objects.filter(content_type="application/pdf").count() == 1
    assert set(fsck_files()) == orphans_of_other_tests


def test_failed_job_leaves_nothing_and_is_tried_again(certificate, monkeypatch, tmp_path) -> None:
    monkeypatch.setattr(scripts, "FONTS", tmp_path)
    scripts._letters_of.cache_clear()
    run_waiting_jobs()
    certificate.refresh_from_db()
    assert certificate.file is None
    waiting = DBTaskResult.objects.get(task_path__endswith="make_certificate")
    assert waiting.status == "READY"
    monkeypatch.undo()
    make_certificate.func(str(certificate.uuid))
    certificate.refresh_from_db()
    assert certificate.file is not None


def test_logo_pack_is_made_once_for_a_stage_and_year(make_award, signatory, officer, now) -> None:
    for stage in ("bronze", "gold"):
        issue_certificate(award=make_award(stage), printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    assert {(p.stage, p.year, p.file.display_name) for p in LogoPack.objects.all()} == {
        ("bronze", None, "co-production-award-bronze.zip"),
        ("gold", 2026, "co-production-award-gold-2026.zip"),
    }


def test_logo_pack_is_shared_by_certificates(make_award, signatory, officer, now, stranger) -> None:
    theirs = stranger.memberships.get().organisation
    for holder in (make_award(), make_award(organisation=theirs)):
        issue_certificate(award=holder, printed_name="A", at=now, actor=officer)
    assert LogoPack.objects.count() == 1


def test_reissue_replaces_number_code_and_name(made, officer, now) -> None:
    later = now + timedelta(hours=1)
    new = reissue_certificate(
        certificate=made, printed_name="Łódź and Sons", at=later, actor=officer, reason="Typo"
    )
    made.refresh_from_db()
    assert made.superseded_at == later
    assert new.award == made.award
    assert new.printed_name == "Łódź and Sons"
    assert (new.number, made.number) == ("BRZ-2026-00002", "BRZ-2026-00001")
    assert new.code != made.code
    assert made.condition(date(2026, 11, 25)) is AwardCondition.SUPERSEDED
    assert new.condition(date(2026, 11, 25)) is AwardCondition.IN_FORCE
    assert AuditEvent.objects.get(event="certificate.reissued").reason == "Typo"


def test_reissue_of_a_replaced_certificate_is_refused(made, officer, now) -> None:
    again = {"certificate": made, "printed_name": "A", "at": now, "actor": officer, "reason": "x"}
    reissue_certificate(**again)
    with pytest.raises(Refused, match="already been replaced"):
        reissue_certificate(**again)


def test_reissue_is_for_officers(made, lead, now) -> None:
    with pytest.raises(NotAllowed):
        reissue_certificate(certificate=made, printed_name="A", at=now, actor=lead, reason="x")


def _signatory(actor, now, **changes):
    values = {
        "name": "Jo Bloggs",
        "role": "Cabinet Member",
        "organisation_line": "Birmingham City Council",
        "signs_from": date(2026, 11, 1),
        "picture": None,
        "actor": actor,
        "at": now,
    }
    return add_signatory(**(values | changes))


def test_signatory_signs_between_their_days(officer, now) -> None:
    signatory = _signatory(officer, now)
    end_signatory(signatory=signatory, last_day=date(2026, 11, 30), actor=officer, at=now)
    days = [date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)]
    assert [Signatory.objects.current_on(day).exists() for day in days] == [
        False, True, True, False,
    ]  # fmt: skip


def test_signatories_are_for_officers(lead, officer, now) -> None:
    with pytest.raises(NotAllowed):
        _signatory(lead, now)
    signatory = _signatory(officer, now)
    with pytest.raises(NotAllowed):
        end_signatory(signatory=signatory, last_day=date(2026, 12, 1), actor=lead, at=now)


def test_fourth_signatory_is_refused(officer, now) -> None:
    for name in "ABC":
        _signatory(officer, now, name=name)
    with pytest.raises(Refused, match="Three people sign already"):
        _signatory(officer, now, name="D")


def test_signatory_ends_once_and_not_before_they_began(officer, now) -> None:
    signatory = _signatory(officer, now)
    with pytest.raises(Refused, match="before the first day"):
        end_signatory(signatory=signatory, last_day=date(2026, 10, 1), actor=officer, at=now)
    end_signatory(signatory=signatory, last_day=date(2026, 12, 1), actor=officer, at=now)
    with pytest.raises(Refused, match="already been given"):
        end_signatory(signatory=signatory, last_day=date(2026, 12, 2), actor=officer, at=now)


def test_signatory_with_unprintable_name_is_refused(officer, now) -> None:
    with pytest.raises(Refused, match="can’t print"):
        _signatory(officer, now, name="Jo 🎉")


def test_database_refuses_a_signatory_who_ends_before_they_begin(signatory) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Signatory.objects.update(signs_until=date(2020, 1, 1))


def test_unchecked_picture_leaves_a_line_for_a_pen(award, officer, now) -> None:
    """No scanner runs here, so the picture waits in quarantine."""
    _signatory(officer, now, picture=SimpleUploadedFile("sign.png", PNG))
    made = issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    assert made.signatories[0]["picture"] == ""


def test_checked_picture_is_printed(award, officer, now) -> None:
    signatory = _signatory(officer, now)
    signatory.picture = store_generated(
        name="sign.png", content=PNG, content_type="image/png", at=now
    )
    signatory.save()
    made = issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    run_waiting_jobs()
    made.refresh_from_db()
    assert made.signatories[0]["picture"] == str(signatory.picture.uuid)
    assert b"/Image" in content_of(made)


def test_missing_picture_fails_the_job(award, officer, now) -> None:
    """T-65: nothing is released that lacks a part."""
    signatory = _signatory(officer, now)
    signatory.picture = store_generated(
        name="sign.png", content=PNG, content_type="image/png", at=now
    )
    signatory.save()
    made = issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    signatory.picture.store.delete(signatory.picture.storage_key)
    with pytest.raises(FileUnavailable):
        make_certificate.func(str(made.uuid))
    made.refresh_from_db()
    assert made.file is None


def test_names_of_signatories_stay_as_they_were(certificate, signatory, officer, now) -> None:
    signatory.name = "Somebody Else"
    signatory.save()
    certificate.refresh_from_db()
    assert certificate.signatories[0]["name"] == "Amina Okafor-Hughes"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_officers_at_once_issue_one_certificate(award, signatory, officer, now) -> None:
    outcomes = _at_once(
        4, lambda _: issue_certificate(award=award, printed_name="A", at=now, actor=officer)
    )
    assert sorted(outcomes) == ["Certificate", "Refused", "Refused", "Refused"]
    assert Certificate.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_are_all_different(make_award, signatory, officer, now) -> None:
    stages = ["bronze", "silver", "gold", "platinum"]
    awards = [make_award(stage) for stage in stages]
    _at_once(
        4, lambda n: issue_certificate(award=awards[n], printed_name="A", at=now, actor=officer)
    )
    last = sorted(number[-5:] for number in Certificate.objects.values_list("number", flat=True))
    assert last == ["00001", "00002", "00003", "00004"]


def _at_once(count: int, act) -> list[str]:
    gate = threading.Barrier(count)
    outcomes: list[str] = []

    def run(number: int) -> None:
        try:
            gate.wait()
            outcomes.append(type(act(number)).__name__)
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def _png() -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (200, 60), (20, 33, 61, 255)).save(out, "PNG")
    return out.getvalue()


PNG = _png()
