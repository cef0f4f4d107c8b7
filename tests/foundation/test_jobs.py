import signal
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult, get_date_max

from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.jobs import (
    PAUSES,
    enqueue,
    prune_finished_jobs,
    requeue_lost_jobs,
    retry_dead_letter,
)
from foundation.management.commands.worker import Worker
from foundation.models import AuditEvent, Beat, DeadLetter
from foundation.refusals import Refused
from tests.support.jobs import run_waiting_jobs
from tests.support.people import somebody
from tests.support.processes import start, wait_until
from tests.support.sample_jobs import always_fails, fails_until_marked, leave_a_mark, two_steps

READY, RUNNING = TaskResultStatus.READY, TaskResultStatus.RUNNING


def duty(at):
    return DutyContext(now=at, today=london_date(at), dry_run=False)


def die(name="poison"):
    """Queue a job that fails, and let the worker try until it gives up."""
    enqueue(always_fails, name)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for pause in PAUSES[:3]:
            run_waiting_jobs()
            clock.shift(pause)
    return DeadLetter.objects.get(args=[name], retried_at=None)


@pytest.mark.django_db
def test_job_runs_once():
    enqueue(leave_a_mark, "mark")
    assert not Beat.objects.filter(name="mark").exists()
    run_waiting_jobs()
    assert Beat.objects.filter(name="mark").exists()
    row = DBTaskResult.objects.get()
    assert (row.status, len(row.worker_ids)) == (TaskResultStatus.SUCCESSFUL, 1)


@pytest.mark.django_db
def test_job_takes_ids():
    some_id = uuid.uuid4()
    enqueue(leave_a_mark, some_id)
    assert DBTaskResult.objects.get().args_kwargs["args"] == [str(some_id)]


@pytest.mark.django_db
def test_job_of_an_act_undone_is_never_queued():
    @transaction.atomic
    def act():
        enqueue(leave_a_mark, "mark")
        raise Refused("no")

    with pytest.raises(Refused):
        act()
    run_waiting_jobs()
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db
def test_worker_shows_life():
    run_waiting_jobs()
    assert Beat.objects.filter(name="worker").exists()


@pytest.mark.django_db
def test_failed_job_pauses_longer_each_time():
    enqueue(always_fails, "poison")
    start = timezone.now()
    with time_machine.travel(start, tick=False) as clock:
        for pause in PAUSES[:2]:
            run_waiting_jobs()
            row = DBTaskResult.objects.get()
            assert (row.status, row.run_after) == (READY, timezone.now() + pause)
            run_waiting_jobs()
            assert DBTaskResult.objects.get().run_after == row.run_after
            clock.shift(pause)


@pytest.mark.django_db
def test_job_that_recovers_leaves_no_letter():
    enqueue(fails_until_marked, "wanted")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        run_waiting_jobs()
        enqueue(leave_a_mark, "wanted")
        run_waiting_jobs()
        clock.shift(PAUSES[0])
        run_waiting_jobs()
    assert Beat.objects.filter(name="wanted-done").exists()
    assert not DeadLetter.objects.exists()


@pytest.mark.django_db
def test_poison_job_becomes_a_dead_letter_and_others_proceed():
    """F-14."""
    enqueue(leave_a_mark, "behind-it")
    letter = die()
    assert Beat.objects.filter(name="behind-it").exists()
    assert letter.task_path == "tests.support.sample_jobs.always_fails"
    assert (letter.attempts, letter.error_class) == (3, "ValueError")
    assert letter.error_message == "poison wrote to [e-mail] with password=[hidden]"
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        run_waiting_jobs()
    assert DBTaskResult.objects.failed().count() == 1


@pytest.mark.django_db
def test_dead_letter_is_tried_again_once():
    officer, letter = somebody(), die()
    at = timezone.now()
    retry_dead_letter(letter, at=at, actor=officer)
    assert (letter.retried_at, letter.retried_by) == (at, officer)
    assert DBTaskResult.objects.filter(status=READY).get().args_kwargs["args"] == ["poison"]
    assert AuditEvent.objects.get().event == "job.retried"
    with pytest.raises(Refused):
        retry_dead_letter(letter, at=at, actor=officer)
    assert DBTaskResult.objects.filter(status=READY).count() == 1
    assert not DeadLetter.objects.unanswered().exists()


@pytest.mark.django_db
def test_dead_letter_that_dies_again_is_a_new_letter():
    officer, first = somebody(), die()
    retry_dead_letter(first, at=timezone.now(), actor=officer)
    DBTaskResult.objects.filter(status=READY).update(status=TaskResultStatus.SUCCESSFUL)
    second = die()
    assert second.job_id != first.job_id
    assert DeadLetter.objects.count() == 2


@pytest.mark.django_db
def test_dead_letter_of_a_job_that_is_no_more_says_so():
    officer, letter = somebody(), die()
    DeadLetter.objects.update(task_path="tests.support.sample_jobs.gone")
    letter.refresh_from_db()
    with pytest.raises(Refused, match="no longer exists"):
        retry_dead_letter(letter, at=timezone.now(), actor=officer)
    assert DeadLetter.objects.unanswered().count() == 1


@pytest.mark.django_db
def test_job_of_a_killed_worker_is_found_after_its_lease():
    """F-10: claimed, and then nothing."""
    enqueue(two_steps, "lost")
    DBTaskResult.objects.get().claim("worker-that-died")
    now = timezone.now()
    assert requeue_lost_jobs(duty(now + timedelta(minutes=9))) == 0
    assert DBTaskResult.objects.get().status == RUNNING
    later = now + timedelta(minutes=11)
    assert requeue_lost_jobs(duty(later)) == 1
    assert requeue_lost_jobs(duty(later)) == 0
    with time_machine.travel(later + timedelta(seconds=1)):
        run_waiting_jobs()
    assert Beat.objects.filter(name__startswith="lost-").count() == 2


@pytest.mark.django_db
def test_job_that_kills_its_workers_is_buried():
    enqueue(two_steps, "killer")
    row = DBTaskResult.objects.get()
    now = timezone.now()
    for minutes in (11, 22):
        row.claim("worker-that-died")
        DBTaskResult.objects.update(started_at=now)
        requeue_lost_jobs(duty(now + timedelta(minutes=minutes)))
        row.refresh_from_db()
    letter = DeadLetter.objects.get()
    assert (letter.error_class, letter.attempts) == ("WorkerLost", 2)
    assert row.status == TaskResultStatus.FAILED


@pytest.mark.django_db
def test_worker_killed_before_it_settled_a_failure_loses_nothing():
    enqueue(always_fails, "poison")
    row = DBTaskResult.objects.get()
    row.claim("worker-that-died")
    row.set_failed(ValueError("it failed"))
    assert requeue_lost_jobs(duty(timezone.now() + timedelta(minutes=11))) == 1
    assert DBTaskResult.objects.get().status == READY


@pytest.mark.django_db
def test_finished_jobs_are_pruned_and_dead_letters_stay():
    enqueue(leave_a_mark, "mark")
    letter = die()
    now = timezone.now()
    assert prune_finished_jobs(duty(now + timedelta(days=13))) == 0
    assert prune_finished_jobs(duty(now + timedelta(days=15))) == 2
    assert not DBTaskResult.objects.exists()
    assert list(DeadLetter.objects.all()) == [letter]


@pytest.mark.django_db
def test_worker_stops_after_its_job_when_asked():
    """F-12."""
    for name in ("one", "two"):
        enqueue(leave_a_mark, name)
    worker = Worker(batch=True)
    worker.shutdown(signal.SIGTERM, None)
    worker.run()
    assert DBTaskResult.objects.filter(status=READY).count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("back", [timedelta(hours=2), timedelta(days=1), timedelta(days=400)])
def test_clock_set_back_leaves_no_job_waiting_for_it_to_come_round(back):
    """F-15: what was running seems to begin in the future, what pauses seems to pause for days."""
    for name in ("lost", "paused", "unsettled", "at-once"):
        enqueue(always_fails if name == "unsettled" else leave_a_mark, name)
    then = timezone.now() + back
    rows = {row.args_kwargs["args"][0]: row for row in DBTaskResult.objects.all()}
    for name in ("lost", "unsettled"):
        rows[name].claim("worker-that-died")
    rows["unsettled"].set_failed(ValueError("it failed"))
    mine = DBTaskResult.objects.filter
    mine(pk=rows["lost"].pk).update(started_at=then)
    mine(pk=rows["unsettled"].pk).update(started_at=then, finished_at=then)
    mine(pk=rows["paused"].pk).update(run_after=then + PAUSES[-1])
    now = timezone.now()
    expected = 3 if back > timedelta(hours=1) else 0
    assert requeue_lost_jobs(duty(now)) == expected
    assert requeue_lost_jobs(duty(now)) == 0
    ready = DBTaskResult.objects.filter(status=READY)
    assert ready.count() == 4
    assert not ready.filter(
        run_after__gt=now + PAUSES[-1] + timedelta(minutes=15), run_after__lt=get_date_max()
    ).exists()


@pytest.mark.django_db
def test_usual_pause_is_left_alone():
    enqueue(always_fails, "poison")
    run_waiting_jobs()
    before = DBTaskResult.objects.get().run_after
    DBTaskResult.objects.update(run_after=timezone.now() + PAUSES[-1])
    assert requeue_lost_jobs(duty(timezone.now())) == 0
    assert DBTaskResult.objects.get().run_after > before


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_killed_half_way_has_its_job_done_by_another():
    """F-10, F-13: SIGKILL between two steps of a real worker; each step is done once in the end."""
    enqueue(two_steps, "cut")
    worker = start("worker", "--interval", "0.1", SLOW_JOBS="1")
    try:
        wait_until(Beat.objects.filter(name="cut-first").exists)
    finally:
        worker.kill()
        worker.wait()
    assert not Beat.objects.filter(name="cut-second").exists()
    assert requeue_lost_jobs(duty(timezone.now() + timedelta(minutes=11))) == 1
    DBTaskResult.objects.update(run_after=timezone.now())
    run_waiting_jobs()
    assert Beat.objects.filter(name__startswith="cut-").count() == 2
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_finishes_and_leaves_when_terminated():
    """F-12."""
    enqueue(leave_a_mark, "before")
    worker = start("worker", "--interval", "0.1")
    try:
        wait_until(Beat.objects.filter(name="before").exists)
        worker.send_signal(signal.SIGTERM)
        assert worker.wait(timeout=10) == 0
    finally:
        worker.kill()
        worker.wait()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_worker_outlives_a_database_that_hangs_up():
    """F-02: every connection is cut; the worker comes back by itself."""
    enqueue(leave_a_mark, "before")
    worker = start("worker", "--interval", "0.1")
    try:
        wait_until(Beat.objects.filter(name="before").exists)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        enqueue(leave_a_mark, "after")
        wait_until(Beat.objects.filter(name="after").exists)
        assert worker.poll() is None
    finally:
        worker.kill()
        worker.wait()
