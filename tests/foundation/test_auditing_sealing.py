"""F-23 and after: what was written down is closed into blocks that nobody can change unseen."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from foundation import audit
from foundation.auditing import LOOKS, Stream, sealing
from foundation.auditing.digests import seal_digest
from foundation.clock import Duty, DutyContext, run_duties
from foundation.models import AuditEvent, AuditSeal, UnsealedEvent
from foundation.models.audit import AppendOnlyError
from tests.support.auditing import said, sealed, written

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def tick(at):
    context = DutyContext(now=at, today=at.date(), dry_run=False)
    return sealing.seal_waiting(context)


def test_event_waits_to_be_sealed_from_the_start():
    event = audit.record("thing.done", actor=None, at=NOON)
    assert UnsealedEvent.objects.get().event == event
    assert said() == []


def test_look_is_of_the_other_stream():
    assert audit.record("evidence.opened", actor=None).stream == Stream.LOOKS
    assert audit.record("evidence.removed", actor=None).stream == Stream.ACTS
    assert "certificate.downloaded" in LOOKS


def test_block_holds_events_of_one_stream_and_one_london_month():
    """T-89: half past eleven at night in UTC is already June in London."""
    last = datetime(2026, 5, 31, 23, 30, tzinfo=UTC)
    may, june = written(1, at=NOON.replace(month=5))[0], written(1, at=last)[0]
    look = written(1, at=last, event="evidence.opened")[0]
    assert sealing.seal_all(at=NOON) == 3
    assert list(AuditSeal.objects.values_list("stream", "sequence", "month", "ids")) == [
        ("acts", 1, "2026-05", [may.pk]),
        ("acts", 2, "2026-06", [june.pk]),
        ("looks", 1, "2026-06", [look.pk]),
    ]
    assert not UnsealedEvent.objects.exists()
    assert said() == []


def test_each_seal_holds_the_one_before_it():
    for days in range(3):
        sealed(2, at=NOON + timedelta(days=days))
    first, second, third = AuditSeal.objects.all()
    assert (first.previous, second.previous, third.previous) == ("", first.digest, second.digest)
    assert second.digest == seal_digest(second)
    assert len({first.digest, second.digest, third.digest}) == 3


def test_long_wait_becomes_several_blocks(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK", 2)
    sealed(5, at=NOON)
    assert list(AuditSeal.objects.values_list("sequence", "count")) == [(1, 2), (2, 2), (3, 1)]
    assert said() == []


def test_event_that_comes_late_is_in_a_later_block():
    early, late = written(2, at=NOON)
    UnsealedEvent.objects.filter(event=early).delete()
    sealing.seal_all(at=NOON)
    # Its transaction ends only now, with a lower key than what is sealed.
    UnsealedEvent.objects.create(event=early, written_at=NOON)
    sealing.seal_all(at=NOON)
    assert list(AuditSeal.objects.values_list("ids", flat=True)) == [[late.pk], [early.pk]]
    assert said() == []


def test_quiet_hour_shares_a_block(time_machine):
    time_machine.move_to(NOON, tick=False)
    written(2, at=NOON)
    assert tick(NOON + timedelta(minutes=59)) == 0
    assert tick(NOON + timedelta(minutes=61)) == 2
    assert tick(NOON + timedelta(minutes=62)) == 0


def test_full_block_does_not_wait(time_machine, monkeypatch):
    time_machine.move_to(NOON, tick=False)
    monkeypatch.setattr(sealing, "BLOCK", 3)
    written(3, at=NOON)
    assert tick(NOON) == 3


def test_dry_run_seals_nothing(time_machine):
    time_machine.move_to(NOON, tick=False)
    written(2, at=NOON)
    duty = Duty("seal", sealing.seal_waiting)
    results = run_duties([duty], now=NOON + timedelta(hours=2), dry_run=True)
    assert [result.count for result in results] == [2]
    assert not AuditSeal.objects.exists()
    assert UnsealedEvent.objects.count() == 2


def test_two_blocks_cannot_have_one_place():
    sealed(1, at=NOON)
    seal = AuditSeal.objects.get()
    seal.pk, seal._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        seal.save()


def test_seal_cannot_be_changed_or_removed():
    sealed(1, at=NOON)
    seal = AuditSeal.objects.get()
    for act in (
        seal.save,
        seal.delete,
        AuditSeal.objects.all().delete,
        lambda: AuditSeal.objects.update(digest=""),
    ):
        with pytest.raises(AppendOnlyError):
            act()
    assert AuditEvent.objects.count() == 1


def test_sealing_takes_few_queries(django_assert_num_queries):
    """The events, the two last seals; a seal and its waiting rows for each block."""
    written(20, at=NOON)
    with django_assert_num_queries(7):
        sealing.seal_all(at=NOON)
