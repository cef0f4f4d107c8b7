"""Waiting for long work, and looking whether everything runs: with and without JavaScript, on a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from playwright.sync_api import expect

from config.duties import DUTIES
from foundation.beats import beat
from foundation.clock import Duty, run_duties
from foundation.models import AuditEvent, DeadLetter, Progress
from foundation.progress import Telling
from reports.services.access import ask_for_package
from reports.tasks import make_access_package
from tests.journeys.people import sign_in, the_worker_works
from tests.support.stores import folders as folders

pytestmark = pytest.mark.journey

# The page looks again after two seconds, then a little less often.
PATIENCE = 12_000
OPTIONS = [("desk", {}), ("phone", {"phone": True})]


@pytest.fixture
def package(folders, lead, officer):
    return ask_for_package(
        person=lead, request=None, unmasked_why="", actor=officer, at=timezone.now()
    )


def page_of(package):
    return reverse("officers-access-package", args=[package.uuid])


def half_way(package):
    beat("worker", at=timezone.now())
    DBTaskResult.objects.get(args_kwargs__args=[str(package.uuid)]).claim("a-worker")
    told = Telling(make_access_package, package.uuid, total=9, unit="steps")
    told.reach(3, "Reading the log")
    told.write()


def as_if_killed():
    DBTaskResult.objects.update(status="READY", started_at=None)


@pytest.mark.parametrize(("way", "options"), OPTIONS)
def test_page_says_by_itself_how_far_it_is(walker, package, officer, way, options):
    visitor = walker(way, **options)
    sign_in(visitor, officer.email)
    visitor.go(page_of(package))
    visitor.sees("It waits for its turn.")
    visitor.sees("is not running at the moment")
    visitor.shot("queued")
    button = visitor.page.get_by_role("button", name="See how far it is")
    button.focus()
    half_way(package)
    expect(visitor.page.locator("progress")).to_have_attribute("value", "3", timeout=PATIENCE)
    visitor.sees("3 of 9 steps done. Reading the log")
    # Nobody loses the button they are on.
    expect(button).to_be_focused()
    visitor.look()
    visitor.shot("half-way")
    as_if_killed()
    the_worker_works()
    download = visitor.page.get_by_role("button", name="Download the copy")
    expect(download).to_be_focused(timeout=2 * PATIENCE)
    expect(visitor.page.get_by_role("status").filter(has_text="Ready")).to_have_count(1)
    visitor.look()
    visitor.shot("ready")


def test_failure_appears_and_is_tried_again(walker, package, officer):
    visitor = walker("desk")
    sign_in(visitor, officer.email)
    visitor.go(page_of(package))
    half_way(package)
    DBTaskResult.objects.update(status="FAILED", finished_at=timezone.now())
    DeadLetter.objects.create(
        job_id=uuid4(),
        task_path=make_access_package.module_path,
        args=[str(package.uuid)],
        error_class="OSError",
        attempts=6,
        died_at=timezone.now(),
    )
    expect(visitor.page.locator("main")).to_contain_text("We tried 6 times", timeout=PATIENCE)
    visitor.sees("It came as far as 3 of 9 steps.")
    visitor.look()
    visitor.shot("failed")
    visitor.press("Try again")
    visitor.sees("It waits for its turn.")


def test_without_javascript_the_button_looks_again(walker, package, officer):
    visitor = walker("plain", phone=True, scripts=False)
    sign_in(visitor, officer.email)
    visitor.go(page_of(package))
    half_way(package)
    visitor.press("See how far it is")
    visitor.sees("3 of 9 steps done")
    as_if_killed()
    the_worker_works()
    visitor.press("See how far it is")
    visitor.sees("Before you send it")
    assert not Progress.objects.exists()


@pytest.mark.parametrize(("way", "options"), OPTIONS)
def test_officer_sees_what_does_not_run_and_gives_a_job_up(walker, package, officer, way, options):
    def breaks(context):
        raise OSError("no room on the disk")

    now = timezone.now()
    beat("clock", at=now)
    beat("worker", at=now - timedelta(hours=3))
    run_duties([Duty(duty.name, lambda context: 2) for duty in DUTIES], now=now, dry_run=False)
    for _ in range(4):
        run_duties([Duty("seal the audit trail", breaks)], now=now, dry_run=False)
    DeadLetter.objects.create(
        job_id=uuid4(),
        task_path=make_access_package.module_path,
        args=[str(package.uuid)],
        error_class="OSError",
        error_message="[Errno 28] No space left on device",
        attempts=6,
        died_at=now,
    )
    visitor = walker(way, **options)
    sign_in(visitor, officer.email)
    visitor.go(reverse("officers"))
    visitor.shot("banner")
    visitor.follow("See what, and what waits for it")
    visitor.sees("The worker has shown no sign of life since")
    visitor.sees("“Seal the audit trail” fails")
    visitor.shot("running")
    visitor.follow("unfinished work")
    visitor.sees("Make a copy of a person’s data")
    visitor.shot("unfinished")
    visitor.follow("Give it up")
    visitor.press("Give it up")
    visitor.sees("There is a problem")
    visitor.type("Why need it not be done any more?", "She has it on paper.")
    visitor.shot("give-up")
    visitor.press("Give it up")
    visitor.sees("It is given up.")
    visitor.sees("She has it on paper.")
    visitor.shot("given-up")
    assert AuditEvent.objects.filter(event="job.given_up").count() == 1
