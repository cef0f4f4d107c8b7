"""What is done for files at night: T-61, F-06."""

import os
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from botocore.exceptions import BotoCoreError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from config.duties import DUTIES
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.files import fsck_files, sweep
from foundation.files.names import new_key
from foundation.models import AuditEvent, PrivateFile
from tests.support.jobs import run_waiting_jobs
from tests.support.people import somebody
from tests.support.s3 import BUCKET, Bucket
from tests.support.s3 import moto_server as moto_server
from tests.support.stores import clean_picture, objects, pdf, picture_of
from tests.support.stores import folders as folders

pytestmark = pytest.mark.django_db
NIGHT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


def context(now, *, dry_run=False):
    return DutyContext(now=now, today=london_date(now), dry_run=dry_run)


def stray(folder, *, age=timedelta(hours=25), key=None):
    path = folder / (key or new_key())
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    then = (datetime.now(tz=UTC) - age).timestamp()
    os.utime(path, (then, then))
    return path


def swept():
    return {
        event.details["store"]: event for event in AuditEvent.objects.filter(event="files.sweep")
    }


def sweep_now():
    for name in ("quarantine", "default"):
        sweep.sweep_store.func(name)


def look_now():
    sweep.look_again.func(0)
    for share in range(sweep.NIGHTS):
        sweep.look_at_share.func(share, "")
    run_waiting_jobs()


def events(name):
    return list(AuditEvent.objects.filter(event=name).values_list("target_id", flat=True))


def test_strays_of_yesterday_go(folders):
    """T-61: in both stores; what has a row stays, its small picture too."""
    kept, waiting = clean_picture(), picture_of(somebody())
    gone = [stray(folders["default"]), stray(folders["default"]), stray(folders["quarantine"])]
    sweep_now()
    assert not any(path.exists() for path in gone)
    assert len(objects(folders["default"])) == 2
    assert len(objects(folders["quarantine"])) == 1
    assert {name: event.details for name, event in swept().items()} == {
        "default": {"store": "default", "taken": 2, "of": 4},
        "quarantine": {"store": "quarantine", "taken": 1, "of": 2},
    }
    assert (kept.is_clean, waiting.is_waiting) == (True, True)


def test_strays_of_today_stay(folders):
    """An upload has bytes before it has a row."""
    young = stray(folders["quarantine"], age=timedelta(hours=23))
    sweep_now()
    assert young.exists()


@pytest.mark.parametrize(
    "key", ["stray", "ab/notes.txt", "ab/" + "0" * 37, "backup/ab/" + "0" * 38]
)
def test_what_we_did_not_put_there_stays(folders, key):
    """Fsck names it; nobody deletes it unasked."""
    path = stray(folders["default"], key=key)
    sweep_now()
    assert path.exists()


def test_leftovers_of_readyz_go(folders):
    path = stray(folders["default"], key="ready/0f8fad5b-d9cb-469f-a165-70867728950e")
    sweep_now()
    assert not path.exists()


def test_rows_are_asked_for_in_batches(folders):
    for _ in range(3):
        pdf()
    with CaptureQueriesContext(connection) as few:
        sweep.sweep_store.func("default")
    for _ in range(30):
        pdf()
    with CaptureQueriesContext(connection) as many:
        sweep.sweep_store.func("default")
    assert len(many) == len(few)


def test_store_of_another_database_is_left_alone(folders, caplog):
    """A wrong DATABASE_URL must not cost every file."""
    pdf()
    paths = [stray(folders["default"]) for _ in range(sweep.SUSPICIOUS + 1)]
    sweep.sweep_store.func("default")
    assert all(path.exists() for path in paths)
    event = swept()["default"]
    assert (event.outcome, event.details["strays"]) == ("refused", sweep.SUSPICIOUS + 1)
    assert "nothing was deleted" in caplog.text


def test_few_strays_go_even_if_they_are_all_there_is(folders):
    path = stray(folders["default"])
    sweep_now()
    assert not path.exists()


def test_strays_in_a_bucket_go(moto_server, settings, monkeypatch):
    moto_server.make_empty()
    moto_server.use(settings)
    file, key = clean_picture(), f"private/{new_key()}"
    moto_server.client.put_object(Bucket=BUCKET, Key=key, Body=b"x")
    sweep_now()
    assert key in moto_server.keys()  # noqa: SIM118  # what lies there now
    # The server is another process: what it keeps was put there today.
    monkeypatch.setattr("foundation.files.sweep.STRAY_AFTER", timedelta(0))
    sweep_now()
    assert moto_server.keys() == sorted(
        f"private/{each}" for each in (file.storage_key, file.thumbnail_key)
    )


def test_changed_and_missing_bytes_are_found(folders, caplog):
    """F-06: one event for each, an error for whoever watches, and /readyz/ says so."""
    fine, changed, gone, small = clean_picture(), pdf(), pdf(), clean_picture()
    (folders["default"] / changed.storage_key).write_bytes(b"other")
    (folders["default"] / gone.storage_key).unlink()
    (folders["default"] / small.thumbnail_key).unlink()
    assert sweep.ready(NIGHT).ok
    look_now()
    assert sorted(events("file.damaged")) == sorted(str(file.pk) for file in (changed, gone, small))
    assert str(fine.pk) not in events("file.damaged")
    assert f"A stored file is changed: {changed.uuid}" in caplog.text
    assert f"A stored file is missing: {gone.uuid}" in caplog.text
    check = sweep.ready(NIGHT)
    assert (check.ok, check.says) == (False, "Kept files are missing or have changed.")


def test_disk_that_is_nearly_full_is_told(folders, monkeypatch):
    """F-05: before uploads are refused."""
    monkeypatch.setattr("foundation.files.sweep.ROOM", 2**62)
    assert sweep.ready(NIGHT).ok  # nothing was ever kept here
    pdf()
    check = sweep.ready(NIGHT)
    assert (check.ok, check.says) == (False, "There is hardly any room left for files.")


def test_damage_is_told_once_and_its_end_too(folders):
    file = pdf()
    path = folders["default"] / file.storage_key
    before = path.read_bytes()
    path.write_bytes(b"other")
    look_now()
    look_now()
    assert events("file.damaged") == [str(file.pk)]
    path.write_bytes(before)
    look_now()
    look_now()
    assert events("file.mended") == [str(file.pk)]
    assert sweep.ready(NIGHT).ok
    path.write_bytes(b"again")
    look_now()
    assert len(events("file.damaged")) == 2
    assert not sweep.ready(NIGHT).ok


def test_damaged_file_that_was_removed_troubles_nobody(folders):
    file = pdf()
    (folders["default"] / file.storage_key).unlink()
    look_now()
    PrivateFile.objects.all().delete()
    assert sweep.ready(NIGHT).ok


def test_every_file_has_its_night(folders):
    """Thirty shares are all ids there are, and no id is in two."""
    ranges = [sweep.range_of(number) for number in range(sweep.NIGHTS)]
    assert (ranges[0][0].int, ranges[-1][1].int) == (0, 2**128 - 1)
    for (_, last), (first, _) in pairwise(ranges):
        assert first.int == last.int + 1


def test_one_night_looks_at_its_share_only(folders):
    files = [pdf() for _ in range(40)]
    for file in files:
        (folders["default"] / file.storage_key).unlink()
    first, last = sweep.range_of(7)
    sweep.look_at_share.func(7, "")
    assert sorted(events("file.damaged")) == sorted(
        str(file.pk) for file in files if first <= file.uuid <= last
    )


def test_large_share_is_looked_at_in_several_jobs(folders, monkeypatch):
    monkeypatch.setattr("foundation.files.sweep.NIGHTS", 1)
    monkeypatch.setattr("foundation.files.sweep.LOOKS", 2)
    files = [pdf() for _ in range(5)]
    for file in files:
        (folders["default"] / file.storage_key).unlink()
    sweep.look_at_share.func(0, "")
    assert len(events("file.damaged")) == 2
    run_waiting_jobs()
    assert len(events("file.damaged")) == 5


def test_all_that_was_brought_back_is_found(folders, monkeypatch):
    monkeypatch.setattr("foundation.files.sweep.LOOKS", 2)
    paths = [folders["default"] / pdf().storage_key for _ in range(5)]
    for path in paths:
        path.rename(path.with_suffix(".away"))
    look_now()
    assert len(events("file.damaged")) == 5
    for path in paths:
        path.with_suffix(".away").rename(path)
    sweep.look_again.func(0)
    run_waiting_jobs()
    assert len(events("file.mended")) == 5


def test_file_that_the_disk_does_not_give_is_damaged(folders):
    file = pdf()
    path = folders["default"] / file.storage_key
    path.unlink()
    path.mkdir()
    look_now()
    assert events("file.damaged") == [str(file.pk)]
    assert list(fsck_files()) == [f"The bytes of file {file.uuid} cannot be read."]


def test_bucket_that_does_not_answer_damages_nothing(moto_server, settings):
    """The job is tried again later, and no file is to blame."""
    moto_server.make_empty()
    moto_server.use(settings)
    file = pdf()
    Bucket("http://127.0.0.1:9", "access-of-tests").use(settings)
    with pytest.raises(BotoCoreError):
        sweep.look_at_share.func(file.uuid.int * sweep.NIGHTS // 2**128, "")
    assert events("file.damaged") == []
    assert list(fsck_files()) == [
        "The quarantine store cannot be listed.",
        f"The bytes of file {file.uuid} cannot be read.",
        "The default store cannot be listed.",
    ]


def test_clock_asks_once_a_night(folders):
    for duty, jobs in ((sweep.sweep_strays, 2), (sweep.look_at_kept, 2)):
        before = DBTaskResult.objects.count()
        asked = [
            duty(context(NIGHT + step))
            for step in (
                timedelta(minutes=-1),
                timedelta(0),
                timedelta(minutes=1),
                timedelta(hours=21),
                # After midnight, and before its hour.
                timedelta(hours=23),
                timedelta(hours=24),
            )
        ]
        assert [bool(each) for each in asked] == [False, True, False, False, False, True]
        assert DBTaskResult.objects.count() - before == 2 * jobs


def test_clock_that_goes_back_does_not_ask_again(folders):
    """F-15."""
    assert sweep.sweep_strays(context(NIGHT))
    assert not sweep.sweep_strays(context(NIGHT - timedelta(days=1)))


def test_duties_and_jobs_run_together(folders):
    path = stray(folders["default"])
    for duty in DUTIES:
        if duty.run in (sweep.sweep_strays, sweep.look_at_kept):
            duty.run(context(NIGHT))
    run_waiting_jobs()
    assert not path.exists()
