"""A key in wrong hands: said once, and a job issues its certificates again (T-79)."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from awards.choices import AwardCondition, MembershipRole
from awards.models import Membership
from certificates.lost_keys import (
    issue_again,
    key_lines,
    progress_of,
    replace_lost_key,
)
from certificates.models import Certificate, SigningKey
from certificates.services import issue_certificate, reissue_certificate
from certificates.signing import KeyProblem, load_signer
from certificates.tasks import make_certificate
from foundation.models import AuditEvent, OutboxMessage
from foundation.progress import Stand
from foundation.refusals import NotAllowed, Refused
from tests.conftest import make_user
from tests.support.jobs import run_waiting_jobs

pytestmark = pytest.mark.django_db
LOST_ON = date(2026, 11, 22)


@pytest.fixture
def lost(made, settings, tmp_path) -> SigningKey:
    """The key that signed, after another one was put in its place."""
    settings.DATA_DIR = tmp_path
    return made.key


def mails() -> list[str]:
    rows = OutboxMessage.objects.filter(message="certificate_reissued").order_by("to")
    return list(rows.values_list("to", flat=True))


def test_its_certificates_are_issued_again(made, lost, lead, officer, now):
    second = make_user("Lara Lead")
    Membership.objects.create(
        organisation=made.award.organisation, user=second, role=MembershipRole.LEAD, joined_at=now
    )
    assert replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now) == 1
    assert Certificate.objects.count() == 1
    run_waiting_jobs()
    made.refresh_from_db()
    new = Certificate.objects.current().get()
    assert new.printed_name == made.printed_name
    assert new.key.key_id == load_signer().key_id != lost.key_id
    assert made.condition(date(2026, 11, 25)) is AwardCondition.SUPERSEDED
    lost.refresh_from_db()
    assert (lost.compromised_on, lost.lost_by, lost.lost_at) == (LOST_ON, officer, now)
    assert AuditEvent.objects.get(event="signing_key.lost").details["certificates"] == 1
    assert mails() == sorted([lead.email, second.email])
    letter = OutboxMessage.objects.filter(message="certificate_reissued").first()
    assert new.number in letter.body_text
    assert made.number in letter.body_text
    assert "22 November 2026" in letter.body_text


def test_a_key_that_still_signs_is_not_given_up(made, officer, now):
    with pytest.raises(Refused, match="still signs"):
        replace_lost_key(key=made.key, on=LOST_ON, actor=officer, at=now)


def test_said_once(lost, officer, now):
    replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)
    with pytest.raises(Refused, match="already on the list"):
        replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)


def test_not_on_a_day_to_come(lost, officer, now):
    with pytest.raises(Refused, match="not come yet"):
        replace_lost_key(key=lost, on=date(2026, 11, 24), actor=officer, at=now)


def test_officers_alone(lost, lead, now):
    with pytest.raises(NotAllowed):
        replace_lost_key(key=lost, on=LOST_ON, actor=lead, at=now)


def test_constraint_wants_who_said_so(lost):
    with pytest.raises(IntegrityError, match="signing_key_is_lost"), transaction.atomic():
        SigningKey.objects.update(compromised_on=LOST_ON)


def test_a_second_run_finds_nothing_left(lost, officer, now):
    replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)
    issue_again.func(str(lost.uuid))
    issue_again.func(str(lost.uuid))
    run_waiting_jobs()
    assert Certificate.objects.count() == 2
    assert len(mails()) == 1


def test_a_run_that_was_killed_goes_on_where_it_was(
    made, make_award, officer, now, settings, tmp_path, monkeypatch
):
    other = issue_certificate(
        award=make_award("silver"), printed_name="Łódź & Sons", at=now, actor=officer
    )
    run_waiting_jobs()
    settings.DATA_DIR = tmp_path
    key = made.key
    assert replace_lost_key(key=key, on=LOST_ON, actor=officer, at=now) == 2
    done = []

    def once(**given):
        if done:
            raise MemoryError
        done.append(given["certificate"])
        return reissue_certificate(**given)

    monkeypatch.setattr("certificates.lost_keys.reissue_certificate", once)
    with pytest.raises(MemoryError):
        issue_again.func(str(key.uuid))
    assert len(mails()) == 1
    assert progress_of(key, at=now).stand is Stand.QUEUED
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path
    run_waiting_jobs()
    assert Certificate.objects.current().filter(key=key).count() == 0
    assert Certificate.objects.current().count() == 2
    assert len(mails()) == 2
    assert progress_of(key, at=now + timedelta(hours=1)) is None
    other.refresh_from_db()
    assert other.superseded_at is not None


@pytest.mark.parametrize("field", ["revoked_on", "superseded_on"])
def test_what_has_ended_is_not_issued_again(made, award, lost, officer, now, field):
    setattr(award, field, date(2026, 11, 23))
    award.save()
    assert replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now) == 0
    run_waiting_jobs()
    assert Certificate.objects.count() == 1


def test_a_worker_with_the_lost_key_issues_nothing(made, lost, officer, now, settings):
    newer = settings.DATA_DIR
    replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)
    signer = load_signer()
    SigningKey.objects.filter(pk=lost.pk).update(key_id=signer.key_id)
    with pytest.raises(KeyProblem, match="still signs"):
        issue_again.func(str(lost.uuid))
    assert Certificate.objects.count() == 1
    assert newer == settings.DATA_DIR


def test_nothing_is_signed_with_a_lost_key(made, make_award, lost, officer, now):
    replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)
    SigningKey.objects.filter(pk=lost.pk).update(key_id=load_signer().key_id)
    late = issue_certificate(award=make_award("silver"), printed_name="A", at=now, actor=officer)
    with pytest.raises(KeyProblem, match="lost key"):
        make_certificate.func(str(late.uuid))
    late.refresh_from_db()
    assert late.file is None


def test_lines_count_what_counts(made, lost, officer, now, django_assert_num_queries):
    with django_assert_num_queries(1):
        (line,) = key_lines([lost])
    assert (line.current, line.signed, line.signs_now) == (1, 1, False)
    replace_lost_key(key=lost, on=LOST_ON, actor=officer, at=now)
    run_waiting_jobs()
    before, after = key_lines(list(SigningKey.objects.all()))
    assert (before.current, before.signed, before.signs_now) == (0, 1, False)
    assert (after.current, after.signed, after.signs_now) == (1, 1, True)
