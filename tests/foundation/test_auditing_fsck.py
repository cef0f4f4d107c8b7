"""Whoever changes the trail behind its back is found: with all rights on the tables, and one mistake."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from foundation.auditing import fsck, heads, sealing
from foundation.auditing.digests import contents_digest, seal_digest
from foundation.auditing.notes import forget_reason
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.logs import JSONFormatter
from foundation.models import AuditEvent, AuditNote, AuditSeal, UnsealedEvent
from tests.support.auditing import ensure_append_only, said, sealed, tamper, triggers_off, written

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _append_only():
    ensure_append_only()


@pytest.fixture
def trail():
    """Three blocks of two acts; some looks; two that wait."""
    events = [event for day in range(3) for event in sealed(2, at=NOON + timedelta(days=day))]
    sealed(2, at=NOON, event="evidence.opened")
    written(2, at=NOON)
    assert said() == []
    return events


def keep(at):
    return heads.keep_heads(DutyContext(now=at, today=london_date(at), dry_run=False))


@pytest.mark.parametrize(
    "change",
    [
        "event = 'other.done'",
        "outcome = 'refused'",
        "actor_ref = '7'",
        "at = '2026-03-02 11:00:00+00:00'",
        "details = '{\"count\": 1}'",
        "reason_digest = 'f'",
        "ip_truncated = '198.51.100.0'",
    ],
)
def test_changed_event_is_found(trail, change):
    tamper("UPDATE EVENTS SET CHANGE WHERE id = %s", trail[2].pk, change=change)
    assert "An event of Audit seal acts 2 is not what it was." in said()


def test_removed_event_is_found(trail):
    tamper("DELETE FROM EVENTS WHERE id = %s", trail[3].pk)
    assert said() == [f"Audit event {trail[3].pk} of Audit seal acts 2 is missing."]


def test_event_that_is_slipped_in_is_found(trail):
    event = written(1, at=NOON)[0]
    UnsealedEvent.objects.filter(event=event).delete()
    assert said() == [f"Audit event {event.pk} is in no block, and does not wait for one."]


def test_two_events_that_changed_places_are_found(trail):
    one, other = trail[0], trail[5]
    with triggers_off():
        for event, pk in ((one, 900_001), (other, one.pk), (one, other.pk)):
            tamper("UPDATE EVENTS SET id = %s WHERE uuid = %s", pk, _uuid(event))
    assert said() == [
        "An event of Audit seal acts 1 is not what it was.",
        "An event of Audit seal acts 3 is not what it was.",
    ]


def test_seal_made_anew_around_a_changed_event_breaks_the_chain(trail):
    """He knows how digests are made, and forgets what comes after."""
    tamper("UPDATE EVENTS SET event = 'other.done' WHERE id = %s", trail[2].pk)
    seal = AuditSeal.objects.get(stream="acts", sequence=2)
    seal.contents = contents_digest(AuditEvent.objects.filter(pk__in=seal.ids).order_by("pk"))
    tamper(
        "UPDATE SEALS SET contents = %s, digest = %s WHERE id = %s",
        seal.contents,
        seal_digest(seal),
        seal.pk,
    )
    assert said() == ["Audit seal acts 3 does not hold the digest of the seal before it."]


def test_chain_made_anew_as_a_whole_is_found_outside(trail):
    """He makes every digest anew: what was written outside still names the old one."""
    assert keep(NOON + timedelta(days=5)) == 1
    tamper("UPDATE EVENTS SET event = 'other.done' WHERE id = %s", trail[2].pk)
    _make_anew()
    assert said() == [
        "Audit seal acts 3 is not the one that heads/2026-03-07.json names.",
    ]


def test_removed_seal_in_the_middle_is_found(trail):
    tamper("DELETE FROM SEALS WHERE stream = 'acts' AND sequence = 2")
    found = said()
    assert "Audit seal acts 3 follows seal 1: seals are missing between them." in found
    assert f"Audit event {trail[2].pk} is in no block, and does not wait for one." in found


def test_removed_last_block_is_found_outside(trail):
    """Seal, events and all: inside nothing is left that misses them."""
    keep(NOON + timedelta(days=5))
    tamper("DELETE FROM SEALS WHERE stream = 'acts' AND sequence = 3")
    for event in trail[4:]:
        tamper("DELETE FROM EVENTS WHERE id = %s", event.pk)
    assert said() == ["Audit seal acts 3 is not the one that heads/2026-03-07.json names."]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("month = '2025-01'", "has been changed."),
        ("last_at = '2010-01-01 00:00:00+00:00'", "has been changed."),
        ("contents = 'f'", "has been changed."),
        ("digest = 'f'", "has been changed."),
        ("count = 1", "says something else than it holds."),
        ("first_id = 1, last_id = 999999", "says something else than it holds."),
        ("ids = '[2, 1]'", "does not name its events in order."),
        ("purged_at = '2035-01-01 00:00:00+00:00'", "were let go too early."),
    ],
)
def test_changed_seal_is_found(trail, change, sentence):
    tamper("UPDATE SEALS SET CHANGE WHERE stream = 'acts' AND sequence = 2", change=change)
    assert any(sentence in each for each in said())


def test_event_in_two_blocks_is_found(trail):
    again = trail[0]
    UnsealedEvent.objects.create(event=again, written_at=timezone.now())
    assert said() == [f"Audit event {again.pk} is sealed, and waits to be sealed."]
    sealing.seal_all(at=NOON)
    assert f"Audit event {again.pk} is in two blocks." in said()


def test_event_that_nobody_seals_is_found(trail, time_machine):
    time_machine.move_to(timezone.now() + timedelta(days=2, minutes=1))
    assert said() == ["2 audit events have waited for more than two days to be sealed."]


def test_long_trail_is_looked_at_in_pieces(trail, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(fsck, "SPAN", 3)
    monkeypatch.setattr(fsck, "AT_A_TIME", 3)
    assert said() == []


def test_few_queries_for_many_blocks(django_assert_num_queries):
    for day in range(20):
        sealed(2, at=NOON + timedelta(days=day))
    with django_assert_num_queries(10):
        assert said() == []


class TestReasons:
    def test_changed_reason_is_found(self):
        event = sealed(1, at=NOON, reason="Asked for by telephone")[0]
        AuditNote.objects.update(text="Never asked for")
        assert said() == [f"The reason of audit event {event.pk} is not the one that was given."]

    def test_lost_reason_is_found(self):
        event = sealed(1, at=NOON, reason="Asked for by telephone")[0]
        AuditNote.objects.all().delete()
        assert said() == [f"The reason of audit event {event.pk} is lost, and nobody forgot it."]

    @pytest.mark.parametrize("leaving", ["", "Asked for by a former member"])
    def test_forgotten_reason_is_no_fault(self, leaving):
        event = sealed(1, at=NOON, reason="Asked for by Asha Example")[0]
        forget_reason(event, at=NOON, leaving=leaving)
        assert AuditEvent.objects.get().reason == leaving
        assert said() == []

    def test_forgotten_reason_cannot_be_guessed(self):
        """The digest stays; without the salt no sentence can be tried against it."""
        event = sealed(1, at=NOON, reason="no")[0]
        forget_reason(event, at=NOON)
        note = AuditNote.objects.get()
        assert (note.text, note.salt, note.forgotten_at) == ("", "", NOON)
        assert len(AuditEvent.objects.get().reason_digest) == 64


class TestHeads:
    def test_heads_are_written_once_a_london_day(self, trail, caplog):
        caplog.set_level("INFO")
        late = datetime(2026, 3, 6, 23, 59, tzinfo=UTC)
        assert [keep(late), keep(late), keep(late + timedelta(minutes=2))] == [1, 0, 1]
        assert _kept() == ["2026-03-06.json", "2026-03-07.json"]
        with storages["ledger"].open("heads/2026-03-06.json") as kept:
            text = json.load(kept)["heads"]
        last = AuditSeal.objects.get(stream="acts", sequence=3)
        assert text["acts"] == {"sequence": 3, "digest": last.digest}
        assert text["looks"]["sequence"] == 1
        written_down = JSONFormatter().format(caplog.records[0])
        assert last.digest in json.loads(written_down)["message"].replace(" ", "")
        assert said() == []

    def test_nothing_sealed_has_no_head(self):
        written(1, at=NOON)
        assert keep(NOON) == 0
        assert _kept() == []

    def test_dry_run_writes_nothing_outside(self, trail):
        context = DutyContext(now=NOON, today=NOON.date(), dry_run=True)
        assert heads.keep_heads(context) == 1
        assert _kept() == []

    def test_head_that_was_written_is_never_replaced(self, trail):
        keep(NOON)
        before = storages["ledger"].open("heads/2026-03-02.json").read()
        sealed(2, at=NOON)
        heads._write("heads/2026-03-02.json", at=NOON)
        assert storages["ledger"].open("heads/2026-03-02.json").read() == before

    def test_half_written_head_is_found_and_written_anew(self, trail):
        """F-05."""
        storages["ledger"].save("heads/2026-03-02.json", ContentFile(b'{"at": '))
        assert said() == ["heads/2026-03-02.json in the ledger’s store is damaged."]
        assert keep(NOON) == 1
        assert said() == []

    def test_restore_of_an_older_backup_is_no_fault(self, trail):
        """F-19: heads from after the backup name seals that a restore took back, and only those."""
        keep(NOON + timedelta(days=5))
        tamper("DELETE FROM SEALS WHERE stream = 'acts' AND sequence = 3")
        for event in trail[4:]:
            tamper("DELETE FROM EVENTS WHERE id = %s", event.pk)
        assert said()
        heads.note_restore(at=NOON + timedelta(days=6))
        assert said() == []
        sealed(2, at=NOON + timedelta(days=6))
        keep(NOON + timedelta(days=7))
        assert said() == []

    def test_restore_excuses_no_later_loss(self, trail):
        heads.note_restore(at=NOON + timedelta(days=4))
        keep(NOON + timedelta(days=5))
        tamper("DELETE FROM SEALS WHERE stream = 'looks'")
        tamper("DELETE FROM EVENTS WHERE stream = 'looks'")
        assert said() == ["Audit seal looks 1 is not the one that heads/2026-03-07.json names."]


def _uuid(event):
    return str(event.uuid) if connection.vendor == "postgresql" else event.uuid.hex


def _kept():
    store = storages["ledger"]
    return sorted(store.listdir("heads")[1]) if store.exists("heads") else []


def _make_anew():
    before = ""
    for seal in AuditSeal.objects.filter(stream="acts"):
        seal.previous = before
        seal.contents = contents_digest(AuditEvent.objects.filter(pk__in=seal.ids).order_by("pk"))
        seal.digest = before = seal_digest(seal)
        tamper(
            "UPDATE SEALS SET previous = %s, contents = %s, digest = %s WHERE id = %s",
            seal.previous,
            seal.contents,
            seal.digest,
            seal.pk,
        )
