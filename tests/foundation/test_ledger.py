"""What was deleted is known outside of the database too: F-19, F-05."""

import json
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import storages
from django.db import transaction

from config.duties import DUTIES
from config.invariants import unkept_deletions
from foundation import ledger
from foundation.clock import DutyContext, run_duties
from foundation.dates import london_date
from foundation.models import LedgerEntry
from tests.conftest import NOW
from tests.support.jobs import commit_effects

pytestmark = pytest.mark.django_db
SUBJECT = UUID("0b0f2f0e-52c1-4f37-9f0a-0d6d2f0b7c11")


@pytest.fixture(autouse=True)
def place(settings, tmp_path) -> Path:
    """The store, empty and on disk."""
    options = settings.STORAGES["ledger"]["OPTIONS"] | {"location": str(tmp_path / "ledger")}
    kept = {"ledger": settings.STORAGES["ledger"] | {"OPTIONS": options}}
    settings.STORAGES = settings.STORAGES | kept
    return tmp_path / "ledger"


def note(kind="evidence.withdrawn", **details):
    row = ledger.note(kind, subject=SUBJECT, at=NOW, details=details)
    commit_effects()
    row.refresh_from_db()
    return row


def away(place: Path) -> None:
    """A file lies where the folder should be."""
    place.mkdir(parents=True, exist_ok=True)
    (place / "entries").write_text("")


def back(place: Path) -> None:
    (place / "entries").unlink()


def duty(*, dry_run=False) -> int:
    context = DutyContext(now=NOW, today=london_date(NOW), dry_run=dry_run)
    return ledger.keep_waiting(context)


def test_entry_is_written_with_the_act(place):
    row = note(withdrawn=True)
    (file,) = (place / "entries").iterdir()
    assert file.name == f"{row.uuid}.json"
    assert json.loads(file.read_text()) == {
        "id": str(row.uuid),
        "kind": "evidence.withdrawn",
        "subject": str(SUBJECT),
        "details": {"withdrawn": True},
        "at": NOW.isoformat(),
    }
    assert row.kept_at is not None
    assert file.stat().st_mode & 0o777 == 0o600


def test_act_that_is_undone_leaves_no_entry(place):
    with transaction.atomic():
        ledger.note("person", subject=SUBJECT, at=NOW)
        transaction.set_rollback(True)
    commit_effects()
    assert not (place / "entries").exists()
    assert list(ledger.entries()) == []


def test_entry_waits_while_the_store_is_away_and_the_clock_writes_it(place):
    away(place)
    row = note()
    assert row.kept_at is None
    assert (duty(), duty(dry_run=True)) == (0, 1)
    back(place)
    assert duty() == 1
    assert [entry.id for entry in ledger.entries()] == [row.uuid]
    assert duty() == 0


def test_clock_does_it():
    (found,) = [each for each in DUTIES if each.run is ledger.keep_waiting]
    LedgerEntry.objects.create(kind="person", subject=SUBJECT, at=NOW)
    assert [result.count for result in run_duties([found], now=NOW, dry_run=False)] == [1]


def test_entry_is_written_once(place):
    row = note()
    (file,) = (place / "entries").iterdir()
    LedgerEntry.objects.update(kept_at=None)
    assert duty() == 1
    assert list((place / "entries").iterdir()) == [file]
    row.refresh_from_db()
    assert row.kept_at is not None


def test_half_an_entry_is_written_anew(place):
    """The disk was full in the middle of it (F-05)."""
    row = note()
    (file,) = (place / "entries").iterdir()
    file.write_text(file.read_text()[:20])
    with pytest.raises(ledger.Unreadable, match=str(row.uuid)):
        list(ledger.entries())
    LedgerEntry.objects.update(kept_at=None)
    assert duty() == 1
    assert [entry.id for entry in ledger.entries()] == [row.uuid]


def test_entries_come_in_the_order_in_which_things_happened():
    moments = [NOW + timedelta(hours=hours) for hours in (3, 1, 2)]
    for moment in moments:
        ledger.note("person", subject=uuid4(), at=moment)
    commit_effects()
    assert [entry.at for entry in ledger.entries()] == sorted(moments)


def test_what_is_no_entry_is_left_alone(place):
    note()
    (place / "heads").mkdir()
    (place / "heads" / "2026-11-22.json").write_text("{}")
    assert len(list(ledger.entries())) == 1


def test_replaying_notes_nothing_new_and_knows_the_entry_afterwards(place):
    note()
    (entry,) = ledger.entries()
    LedgerEntry.objects.all().delete()
    with transaction.atomic(), ledger.replaying(entry, at=NOW):
        row = ledger.note("evidence.withdrawn", subject=SUBJECT, at=NOW)
    commit_effects()
    assert (row.uuid, row.kept_at) == (entry.id, NOW)
    assert LedgerEntry.objects.get() == row
    assert len(list((place / "entries").iterdir())) == 1
    # After it, as always.
    assert note().uuid != entry.id


def test_store_that_is_away_for_a_day_is_a_problem(place):
    away(place)
    note()
    assert list(unkept_deletions(NOW + timedelta(hours=23))) == []
    assert list(unkept_deletions(NOW + timedelta(hours=25))) == [
        "Deletions that have waited for more than a day for the ledger's store: 1."
    ]


def test_entry_stands_in_the_store_under_its_own_id_alone(place):
    """Neither its name nor its text tells of anybody."""
    row = note()
    assert list(storages["ledger"].listdir("entries")) == [[], [f"{row.uuid}.json"]]
    assert set(json.loads(next((place / "entries").iterdir()).read_text())) == {
        "id",
        "kind",
        "subject",
        "details",
        "at",
    }
