"""Taking backups, keeping them, and every reason not to restore one (F-19, F-05, T-61)."""

import json
import os
import shutil
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from awards.models import User
from config.backups import manifest as book
from config.backups.keeping import prune
from config.backups.manifest import BackupProblem
from config.backups.programs import program
from config.backups.restoring import bring_file, restore
from config.backups.taking import take_backup
from foundation import backups
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import fsck_files, remove, sweep
from foundation.models import AuditEvent, Beat
from tests.conftest import NOW
from tests.support.people import somebody
from tests.support.s3 import moto_server as moto_server
from tests.support.stores import clean_picture, objects, pdf, picture_of
from tests.support.stores import folders as folders

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("folders")]
MOMENT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
# What only files have a part in need not be tried with both databases.
files_alone = pytest.mark.sqlite


def quiet(sentence: str) -> None:
    """Nobody listens."""


def take(place: Path, *, at: datetime = MOMENT, say=quiet):
    return take_backup(place, at=at, say=say)


@pytest.fixture
def saved(tmp_path, folders):
    """One with three objects: a picture with its small one, and what waits in quarantine."""
    clean_picture()
    picture_of(somebody())
    return take(tmp_path / "backups").folder


def change(folder: Path, **said: object) -> None:
    path = folder / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | said))


def test_backup_is_whole_and_private(saved):
    manifest = book.check(saved)
    assert saved.name == "20261122T020000Z"
    assert (manifest.count, manifest.taken_at, manifest.damaged) == (3, MOMENT, [])
    assert manifest.rows["awards_user"] == 1
    assert manifest.rows["foundation_privatefile"] == 2
    place = saved.parent
    for path in [place, *place.rglob("*")]:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    assert not Beat.objects.filter(name=backups.NAME).exists()


def test_who_is_signed_in_is_in_no_backup(tmp_path, client):
    person = somebody()
    client.force_login(person, backend="awards.backends.Backend")
    key = client.session.session_key
    folder = take(tmp_path).folder
    dump = next(folder.glob("database.*")).read_bytes()
    assert book.read(folder).rows["django_session"] == 0
    assert key.encode() not in dump


def test_next_backup_copies_what_is_new(saved):
    before = {path: path.stat().st_mtime_ns for path in objects(saved.parent / "objects")}
    pdf()
    later = take(saved.parent, at=MOMENT + timedelta(days=1))
    assert (later.manifest.count, later.copied) == (4, 1)
    after = {path: path.stat().st_mtime_ns for path in objects(saved.parent / "objects")}
    assert before.items() <= after.items()
    assert len(after) == 4


@files_alone
def test_copy_that_rotted_is_made_again_within_a_month(saved):
    first = next(book.stored_objects(saved))
    path = first.path(saved.parent / "objects")
    path.write_bytes(bytes(first.size))
    for day in range(1, 31):
        take(saved.parent, at=MOMENT + timedelta(days=day))
        if book.trouble_with(first, saved.parent / "objects") == "":
            return
    pytest.fail("nobody noticed")


def test_bytes_wait_for_the_backup_that_knows_their_row(tmp_path, folders):
    """Removed after the rows were read and before the files are: they are in it, and gone after it."""
    file = clean_picture()

    def in_the_middle(sentence):
        if sentence.startswith("Database"):
            with transaction.atomic():
                remove(file)
            assert len(objects(folders["default"])) == 2

    taken = take(tmp_path, at=timezone.now(), say=in_the_middle)
    assert (taken.manifest.count, taken.manifest.damaged) == (2, [])
    assert book.check(taken.folder).count == 2
    assert objects(folders["default"]) == []


def test_bytes_go_at_once_when_no_backup_runs_or_it_has_died(folders):
    first, second = pdf(), pdf()
    remove(first)
    assert len(objects(folders["default"])) == 1
    assert backups.begin(at=timezone.now() - backups.LIMIT - timedelta(seconds=1))
    remove(second)
    assert objects(folders["default"]) == []


def test_sweep_waits_for_the_backup(folders):
    night = datetime(2026, 11, 23, 2, 30, tzinfo=UTC)
    context = DutyContext(now=night, today=london_date(night), dry_run=False)
    stray = folders["default"] / "ab" / ("c" * 38)
    stray.parent.mkdir(parents=True, exist_ok=True)
    stray.write_bytes(b"x")
    os.utime(stray, (1_000_000, 1_000_000))
    backups.begin(at=timezone.now())
    assert sweep.sweep_strays(context) == 0
    sweep.sweep_store.func("default")
    assert stray.exists()
    backups.end()
    assert sweep.sweep_strays(context) == 2
    sweep.sweep_store.func("default")
    assert not stray.exists()


def test_interrupted_backup_is_taken_for_none(saved):
    def stop(sentence):
        if sentence.startswith("Files"):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        take(saved.parent, at=MOMENT + timedelta(days=1), say=stop)
    assert book.backups_in(saved.parent) == [saved]
    assert not backups.is_running(at=timezone.now())
    # One that could not even tidy up behind it.
    (saved.parent / ".20261122T030000Z.half").mkdir(exist_ok=True)
    take(saved.parent, at=MOMENT + timedelta(days=2))
    assert len(book.backups_in(saved.parent)) == 2
    assert not list(saved.parent.glob(".*"))


def test_second_backup_at_once_is_refused(tmp_path):
    now = timezone.now()

    def another(sentence):
        with pytest.raises(BackupProblem, match="Another backup is running"):
            take(tmp_path, at=now + timedelta(seconds=5))

    take(tmp_path, at=now, say=another)
    assert len(book.backups_in(tmp_path)) == 1


def test_file_that_was_lost_before_is_named_and_stops_nothing(tmp_path, folders):
    lost, kept = pdf(), pdf(content=b"%PDF-1.7 another")
    (folders["default"] / lost.storage_key).unlink()
    with pytest.raises(CommandError, match="missing or damaged in the stores already: 1"):
        call_command("backup", into=tmp_path, stdout=StringIO())
    (folder,) = book.backups_in(tmp_path)
    manifest = book.check(folder)
    assert [each.key for each in manifest.damaged] == [lost.storage_key]
    assert (folder.parent / "objects" / "default" / kept.storage_key).exists()


def test_place_that_is_full_or_shut_is_said(tmp_path, folders):
    pdf()
    shut = tmp_path / "objects"
    shut.mkdir()
    (shut / "default").write_text("no folder")
    with pytest.raises((BackupProblem, OSError)):
        take(tmp_path)
    assert book.backups_in(tmp_path) == []
    assert not backups.is_running(at=timezone.now())


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def tamper(folder: Path, **said: str) -> None:
    """With the digests put right afterwards, as somebody who can write there would."""
    listed = folder / "objects.jsonl"
    lines = listed.read_text().splitlines()
    lines[0] = json.dumps(json.loads(lines[0]) | said)
    listed.write_text("\n".join(lines) + "\n")
    change(folder, objects=asdict(book.part_of(listed)), damaged=[json.loads(lines[0])])


def _object(folder: Path) -> Path:
    return next(book.stored_objects(folder)).path(folder.parent / "objects")


@files_alone
@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (lambda f: flip(next(f.glob("database.*"))), r"database\.\w+ is damaged"),
        (lambda f: next(f.glob("database.*")).unlink(), r"database\.\w+ is missing"),
        (lambda f: flip(f / "objects.jsonl"), r"objects\.jsonl is damaged"),
        (lambda f: _object(f).unlink(), r"1 of 3 files .*missing: default/"),
        (lambda f: flip(_object(f)), r"1 of 3 files .*changed: default/"),
        (lambda f: _object(f).write_bytes(b""), r"1 of 3 files .*changed"),
        (lambda f: (f / "manifest.json").unlink(), "is no backup"),
        (lambda f: (f / "manifest.json").write_text("{"), "cannot be read"),
        (lambda f: (f / "manifest.json").write_text('{"format": 1}'), "cannot be understood"),
        (lambda f: change(f, format=2), "another version of this software"),
        (lambda f: change(f, engine="oracle"), "is of oracle, and the settings name sqlite"),
        (lambda f: tamper(f, store="ledger"), "is no file of ours"),
        (lambda f: tamper(f, key="entries/x.json"), "is no file of ours"),
        (lambda f: change(f, migrations={"awards": "9999_later"}), r"awards\.9999_later"),
    ],
)
def test_backup_that_is_not_whole_is_refused_before_anything_changes(saved, broken, sentence):
    broken(saved)
    with pytest.raises(CommandError, match=sentence):
        call_command("restore", str(saved), force=True, stdout=StringIO())
    assert User.objects.count() == 1
    assert list(fsck_files()) == []


@files_alone
def test_key_never_leads_out_of_the_folder(tmp_path):
    stored = book.StoredObject("default", "../../../etc/passwd", 1, "0" * 64)
    with pytest.raises(BackupProblem, match="no key of ours"):
        stored.path(tmp_path / "objects")


def test_database_that_holds_something_is_not_overwritten(saved):
    with pytest.raises(BackupProblem, match=r"is not empty: it holds \d+ rows .*--force") as said:
        restore(saved, force=False, at=timezone.now(), say=quiet)
    assert "1 in awards_user" in str(said.value)
    assert User.objects.count() == 1


@files_alone
def test_service_that_runs_is_not_restored(saved):
    """SQLite cannot say who else is there; the signs of life can."""
    Beat.objects.create(name="worker", at=timezone.now())
    with pytest.raises(BackupProblem, match="Stop the service, wait a minute"):
        restore(saved, force=True, at=timezone.now(), say=quiet)


@files_alone
def test_trial_comes_back_over_what_is_there(saved, folders, settings, tmp_path):
    """As `make run` has it, on SQLite; with PostgreSQL it is the drill."""
    options = settings.STORAGES["ledger"]["OPTIONS"] | {"location": str(tmp_path / "ledger")}
    ledger = settings.STORAGES["ledger"] | {"OPTIONS": options}
    settings.STORAGES = settings.STORAGES | {"ledger": ledger}
    somebody("later@council.example")
    late = pdf()
    lost = _object(saved)
    shutil.rmtree(folders["default"] / lost.parent.name)
    out = StringIO()
    call_command("restore", str(saved), force=True, stdout=out)
    said = out.getvalue()
    assert "Deleting what this database holds: " in said
    assert "2 in awards_user" in said
    assert "Files: 3, of which 1 were brought back" in said
    assert "Deleted from the default store, as it came after the backup: 1" in said
    assert "Everything is as it must be." in said
    assert User.objects.count() == 1
    assert not (folders["default"] / late.storage_key).exists()
    out = StringIO()
    call_command("after_restore", "2026-11-22T02:00", stdout=out)
    assert "Ledger: nothing was deleted since" in out.getvalue()
    assert AuditEvent.objects.filter(event="service.restored").count() == 2


def test_program_that_is_too_old_is_none():
    with pytest.raises(BackupProblem, match=r"apt-get install postgresql-client-99"):
        program("pg_dump", "99.1")


class TestKeeping:
    pytestmark = files_alone

    @pytest.fixture
    def place(self, saved):
        return saved.parent

    def old(self, place, *, days, lines=None):
        """A copy of the one there is, taken long ago."""
        (last,) = [
            folder for folder in book.backups_in(place) if folder.name.startswith("20261122")
        ]
        folder = place / (MOMENT - timedelta(days=days)).strftime(book.STAMP)
        shutil.copytree(last, folder)
        if lines is not None:
            (folder / "objects.jsonl").write_text("".join(lines))
        return folder

    def test_older_than_35_days_go_with_their_files(self, place):
        stray = book.StoredObject("default", "ab/" + "c" * 38, 1, "0" * 64)
        only_there = stray.path(place / "objects")
        only_there.parent.mkdir(parents=True, exist_ok=True)
        only_there.write_bytes(b"x")
        self.old(place, days=36, lines=[json.dumps(stray.__dict__) + "\n"])
        younger = self.old(place, days=34)
        assert prune(place, at=MOMENT) == 1
        assert not only_there.exists()
        assert [each.name for each in book.backups_in(place)] == [younger.name, "20261122T020000Z"]
        assert book.check(place / "20261122T020000Z").count == 3

    def test_last_one_stays_however_old(self, place):
        assert prune(place, at=MOMENT + timedelta(days=400)) == 0
        assert book.check(place / "20261122T020000Z").count == 3

    def test_list_that_cannot_be_read_keeps_every_file(self, place):
        self.old(place, days=3, lines=["{"])
        only_there = place / "objects" / "default" / "zz"
        only_there.write_bytes(b"x")
        with pytest.raises(BackupProblem, match="no file was deleted"):
            prune(place, at=MOMENT)
        assert only_there.exists()


def test_files_of_a_bucket_come_back_into_it(moto_server, settings, tmp_path):
    moto_server.make_empty()
    moto_server.use(settings)
    clean_picture()
    picture_of(somebody())
    folder = take(tmp_path).folder
    before = moto_server.keys()
    moto_server.make_empty()
    brought = [bring_file(stored, folder) for stored in book.stored_objects(folder)]
    assert brought == [True, True, True]
    assert moto_server.keys() == before
    assert list(fsck_files()) == []
    # A second time there is nothing to do; what changed is put right.
    assert not any(bring_file(stored, folder) for stored in book.stored_objects(folder))
    stored = next(book.stored_objects(folder))
    moto_server.client.put_object(Bucket="private-files", Key=before[0], Body=b"other")
    assert any(bring_file(stored, folder) for stored in book.stored_objects(folder))
    assert storages[stored.store].exists(stored.key)
    assert list(fsck_files()) == []


def test_moment_of_the_backup_is_its_name(saved):
    assert book.moment_of(saved) == MOMENT
    assert NOW > MOMENT
