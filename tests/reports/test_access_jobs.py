"""A package is asked for, made by a job, kept for two weeks and logged; the command writes one, too."""

import stat
import zipfile
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from awards.models import Hold
from foundation.clock import DutyContext
from foundation.models import AuditEvent, DeadLetter, PrivateFile, Progress
from foundation.progress import Telling
from foundation.refusals import NotAllowed, Refused
from reports import tasks
from reports.choices import EntryKind, RequestFrom, RequestKind
from reports.models import AccessPackage, PrivacyRequest
from reports.selectors.access.telling import STEPS
from reports.services.access import (
    ask_again,
    ask_for_package,
    delete_old_packages,
    has_failed,
    note_downloaded,
)
from tests.support.jobs import commit_effects, run_waiting_jobs
from tests.support.stores import folders as folders
from tests.support.stores import objects


@pytest.fixture
def ask(folders, lead, officer, now):
    def asked(**fields):
        values = {"person": lead, "request": None, "unmasked_why": "", "actor": officer, "at": now}
        return ask_for_package(**values | fields)

    return asked


@pytest.fixture
def request_of_lead(lead, now):
    return PrivacyRequest.objects.create(
        reference="DP-1",
        kind=RequestKind.ACCESS,
        asked_as=RequestFrom.SELF,
        what="All of it.",
        person=lead,
        received_at=now,
        due_on=now.date(),
        key="00000000-0000-0000-0000-000000000001",
    )


def made(package):
    run_waiting_jobs()
    package.refresh_from_db()
    return package


def test_job_makes_a_zip_with_progress_and_the_log_knows(ask, lead, officer):
    package = ask(unmasked_why="All agreed.")
    assert package.file is None
    told = []
    write = Telling.write

    def heard(self):
        write(self)
        told.append(str(Progress.objects.get()))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Telling, "write", heard)
        patch.setattr("foundation.progress.TELL_EVERY_SECONDS", 0)
        made(package)
    assert told == [f"{done} of {STEPS} steps" for done in range(STEPS + 1)]
    assert not Progress.objects.exists()
    with package.file.store.open(package.file.storage_key) as stored, zipfile.ZipFile(stored) as z:
        assert {"index.html", "data.json"} <= set(z.namelist())
        assert b'"other_people": "named"' in z.read("data.json")
    assert "Lena" not in package.file.display_name
    event = AuditEvent.objects.get(event="access.package_asked")
    assert (event.actor, event.target_id, event.reason) == (officer, str(lead.pk), "All agreed.")


def test_second_click_finds_the_first_package(ask):
    first = ask()
    assert ask() == first
    assert ask(unmasked_why="All agreed.") != first
    made(first)
    assert ask() != first


def test_two_jobs_at_once_leave_one_file(ask, folders):
    package = ask()
    second = package_uuid = str(package.uuid)
    steps = []
    gather = tasks.gather

    def overtaken(*args, **kwargs):
        """Another worker makes the whole of it while this one reads."""
        if not steps:
            steps.append(1)
            tasks.make_access_package.func(second)
        return gather(*args, **kwargs)

    tasks.gather = overtaken
    try:
        tasks.make_access_package.func(package_uuid)
    finally:
        tasks.gather = gather
    commit_effects()
    package.refresh_from_db()
    assert package.file.is_clean
    assert PrivateFile.objects.count() == 1
    tasks.make_access_package.func(package_uuid)
    assert PrivateFile.objects.count() == 1


def test_killed_job_starts_over(ask):
    """A worker that died half-way leaves a count behind, and nothing else."""
    package = ask()
    Telling(tasks.make_access_package, package.uuid, total=STEPS, unit="steps").reach(STEPS - 1)
    made(package)
    assert package.file is not None
    assert not Progress.objects.exists()


def bury(package, at):
    return DeadLetter.objects.create(
        job_id=package.uuid,
        task_path=tasks.make_access_package.module_path,
        args=[str(package.uuid)],
        error_class="OSError",
        attempts=6,
        died_at=at,
    )


def test_failed_job_is_said_and_can_be_started_again(ask, officer, now):
    package = ask()
    assert not has_failed(package, at=now)
    with pytest.raises(Refused, match="being made"):
        ask_again(package, actor=officer, at=now)
    bury(package, now + timedelta(hours=6))
    assert has_failed(package, at=now)
    later = now + timedelta(hours=7)
    ask_again(package, actor=officer, at=later)
    package.refresh_from_db()
    assert not has_failed(package, at=now)
    made(package)
    assert package.file is not None


def test_asking_after_a_failure_makes_a_new_one(ask, now):
    package = ask()
    bury(package, now)
    assert ask() != package


def test_package_that_is_gone_is_no_failure_of_the_job(ask, lead):
    package = ask()
    AccessPackage.objects.all().delete()
    tasks.make_access_package.func(str(package.uuid))
    assert PrivateFile.objects.count() == 0


def test_nobody_makes_or_downloads_their_own(ask, officer, now):
    with pytest.raises(NotAllowed, match="another officer"):
        ask(person=officer)
    package = ask()
    AccessPackage.objects.update(person=officer)
    package.refresh_from_db()
    for refused in (note_downloaded, ask_again):
        with pytest.raises(NotAllowed):
            refused(package, actor=officer, at=now)
    assert not AuditEvent.objects.filter(event="access.package_downloaded").exists()


def test_hold_does_not_stop_access(ask, lead, officer, now):
    Hold.objects.create(person=lead, reason="A claim.", placed_by=officer, placed_at=now)
    assert made(ask()).file is not None


def test_download_is_logged_with_its_request(ask, request_of_lead, officer, now):
    package = made(ask(request=request_of_lead))
    note_downloaded(package, actor=officer, at=now)
    assert AuditEvent.objects.get(event="access.package_downloaded").actor == officer
    entry = request_of_lead.entries.get()
    assert (entry.kind, entry.actor) == (EntryKind.PACKAGE, officer)


def at_clock(now):
    return DutyContext(now=now, today=now.date(), dry_run=False)


def test_package_goes_after_two_weeks_and_its_row_stays(ask, folders, now):
    package = made(ask())
    ready = package.finished_at
    for days, count in ((13, 0), (15, 1), (16, 0)):
        assert delete_old_packages(at_clock(ready + timedelta(days=days))) == count
    commit_effects()
    package.refresh_from_db()
    assert (package.file, package.finished_at) == (None, ready)
    assert PrivateFile.objects.count() == 0


def test_command_writes_a_zip_for_its_owner_alone(folders, lead, tmp_path):
    out, said = tmp_path / "lena.zip", StringIO()
    call_command("subject_access", " LENA.lead@people.example", out=str(out), stdout=said)
    with zipfile.ZipFile(out) as zipped:
        assert zipped.testzip() is None
        assert b"Lena Lead" in zipped.read("index.html")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert "Read it before" in said.getvalue()
    event = AuditEvent.objects.get(event="access.package_asked")
    assert (event.actor, event.details["by"]) == (None, "command")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("subject_access", lead.email, out=str(out))


def test_command_knows_nobody_and_leaves_no_half_file(folders, lead, tmp_path, monkeypatch):
    out = tmp_path / "x.zip"
    with pytest.raises(CommandError, match="Nobody has an account"):
        call_command("subject_access", "who@people.example", out=str(out))
    monkeypatch.setattr("reports.tasks.data_json", lambda told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        call_command("subject_access", lead.email, out=str(out), unmasked_why="All agreed.")
    assert not out.exists()


def test_stores_hold_nothing_of_a_package_that_failed(ask, folders, monkeypatch):
    package = ask()
    monkeypatch.setattr(tasks, "data_json", lambda told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tasks.make_access_package.func(str(package.uuid))
    assert objects(folders["default"]) == []
    assert storages["default"] is not None
