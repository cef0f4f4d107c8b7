"""Long work tells how far it is, and who waits for it reads how it stands (F-10, F-14)."""

import logging
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from foundation import progress
from foundation.beats import beat
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.jobs import (
    PAUSES,
    enqueue,
    give_up_dead_letter,
    prune_finished_jobs,
    requeue_lost_jobs,
    retry_dead_letter,
)
from foundation.models import Beat, DeadLetter, Progress
from foundation.printing.printer import print_pdf
from foundation.printing.telling import STEPS, UNIT, hear_printer
from foundation.progress import Stand, Telling, how_far, telling
from tests.support.jobs import run_waiting_jobs
from tests.support.people import somebody
from tests.support.processes import start, wait_until
from tests.support.sample_jobs import fails_half_way, told_in_ten

ID = uuid.UUID("11111111-2222-4333-8444-555555555555")


@pytest.fixture
def at_once(monkeypatch):
    """Every step is written, not one a second."""
    monkeypatch.setattr(progress, "TELL_EVERY_SECONDS", 0)


@pytest.fixture
def worker_lives(db):
    beat("worker", at=timezone.now())


def stands(task=told_in_ten, *, since=None, after=timedelta()):
    at = timezone.now() + after
    return how_far(task, ID, since=since or at - timedelta(days=1), at=at)


def duty(at):
    return DutyContext(now=at, today=london_date(at), dry_run=False)


@pytest.mark.django_db
class TestTelling:
    def test_each_step_is_written_and_the_row_goes_at_the_end(self, at_once):
        seen = []
        with telling(told_in_ten, ID, total=3, unit="pages") as told:
            for page in (1, 2, 3):
                told.step(f"Page {page}")
                row = Progress.objects.get()
                seen.append((row.done, row.total, row.doing))
        assert seen == [(1, 3, "Page 1"), (2, 3, "Page 2"), (3, 3, "Page 3")]
        assert not Progress.objects.exists()

    def test_hardly_more_than_one_write_a_second(self, django_assert_num_queries):
        told = Telling(told_in_ten, ID, total=1000, unit="pages")
        # The first write was made when it began.
        with django_assert_num_queries(0):
            for _ in range(999):
                told.step()

    def test_count_never_falls_and_never_passes_the_end(self, at_once):
        with telling(told_in_ten, ID, total=5, unit="pages") as told:
            for reached in (3, 1, 99):
                told.reach(reached)
                assert Progress.objects.get().done == {3: 3, 1: 3, 99: 5}[reached]

    def test_failure_leaves_how_far_it_came(self):
        with pytest.raises(OSError, match="full"):
            fails_half_way.func(str(ID))
        assert str(Progress.objects.get()) == "3 of 10 pages"

    def test_another_try_begins_at_nothing(self, at_once):
        Telling(told_in_ten, ID, total=5, unit="pages").reach(4)
        with telling(told_in_ten, ID, total=8, unit="pages"):
            assert str(Progress.objects.get()) == "0 of 8 pages"

    def test_two_at_the_same_work_share_a_row(self, at_once):
        """F-13"""
        with telling(told_in_ten, ID, total=5, unit="pages") as first:
            with telling(told_in_ten, ID, total=5, unit="pages") as second:
                first.step()
                second.step()
                assert Progress.objects.count() == 1
            first.step()
        assert not Progress.objects.exists()

    def test_long_words_are_cut(self, at_once):
        with telling(told_in_ten, ID, total=5, unit="pages") as told:
            told.step("x" * 500)
            assert len(Progress.objects.get().doing) == 120

    def test_old_rows_go(self):
        Telling(told_in_ten, ID, total=5, unit="pages")
        now = timezone.now()
        assert prune_finished_jobs(duty(now + timedelta(days=13))) == 0
        assert prune_finished_jobs(duty(now + timedelta(days=15))) == 1


@pytest.mark.django_db
class TestPrinter:
    CSS = "html{font-family:TEXT_FONTS}"
    HTML = "<html lang='en'><head><title>T</title></head><body>{}</body></html>"

    def test_printer_is_heard_page_by_page(self, at_once):
        heard = []
        words = "<p style='break-before: page'>Words</p>" * 4
        with telling(told_in_ten, ID, total=len(STEPS), unit=UNIT) as told:
            reach = told.reach

            def noted(done, doing=""):
                reach(done, doing)
                heard.append((done, doing))

            told.reach = noted
            with hear_printer(told):
                print_pdf(
                    self.HTML.format(words),
                    css=self.CSS,
                    assets={},
                    created=timezone.now(),
                    pages=None,
                )
        assert (4, "Laying out page 4") in heard
        assert heard[-1] == (6, "Finishing the file")

    def test_nobody_listens_afterwards_even_when_it_failed(self):
        logger = logging.getLogger("weasyprint.progress")
        before = (logger.level, logger.propagate, list(logger.handlers))
        told = Telling(told_in_ten, ID, total=len(STEPS), unit=UNIT)

        def print_badly():
            with hear_printer(told):
                logger.info("Step 99 - Something new")
                logger.info("Not a step")
                raise ValueError("torn")

        with pytest.raises(ValueError, match="torn"):
            print_badly()
        assert (logger.level, logger.propagate, list(logger.handlers)) == before


class TestHowFar:
    def test_in_the_queue(self, worker_lives, django_assert_max_num_queries):
        enqueue(told_in_ten, ID)
        with django_assert_max_num_queries(4):
            far = stands()
        assert (far.stand, far.worker_is_late) == (Stand.QUEUED, False)

    def test_in_the_queue_while_the_worker_is_away(self, db):
        enqueue(told_in_ten, ID)
        assert stands().worker_is_late

    def test_running_says_the_count(self, worker_lives):
        enqueue(told_in_ten, ID)
        DBTaskResult.objects.get().claim("worker")
        assert stands().came_to == ""
        Telling(told_in_ten, ID, total=10, unit="pages")
        far = stands()
        assert (far.stand, far.came_to) == (Stand.RUNNING, "0 of 10 pages")

    def test_worker_that_died_is_told_and_begins_again(self, worker_lives):
        enqueue(told_in_ten, ID)
        DBTaskResult.objects.get().claim("worker-that-died")
        Telling(told_in_ten, ID, total=10, unit="pages")
        later = timedelta(minutes=3)
        far = stands(after=later)
        assert (far.stand, far.came_to) == (Stand.INTERRUPTED, "0 of 10 pages")
        # Another worker is there, but the lease of the lost job runs on for a while.
        at = timezone.now() + timedelta(minutes=11)
        beat("worker", at=at)
        assert stands(after=timedelta(minutes=11)).stand == Stand.INTERRUPTED
        assert requeue_lost_jobs(duty(at)) == 1
        assert stands(after=timedelta(minutes=11)).stand == Stand.QUEUED

    def test_between_two_tries_it_says_when_the_next_one_is(self, worker_lives):
        enqueue(fails_half_way, ID)
        run_waiting_jobs()
        far = stands(fails_half_way)
        assert (far.stand, far.tries, far.most_tries) == (Stand.PAUSED, 1, 2)
        assert far.next_try == DBTaskResult.objects.get().run_after
        assert far.came_to == "3 of 10 pages"

    def test_dead_says_why_how_often_and_how_far(self, worker_lives, time_machine):
        self.die(time_machine)
        far = stands(fails_half_way)
        assert far.has_failed
        assert (far.tries, far.came_to) == (2, "3 of 10 pages")
        assert far.reason == "A file could not be read or kept."

    def test_what_died_before_it_was_asked_for_again_is_another_story(
        self, worker_lives, time_machine
    ):
        self.die(time_machine)
        enqueue(fails_half_way, ID)
        died_at = DeadLetter.objects.get().died_at
        assert stands(fails_half_way, since=died_at + timedelta(seconds=1)).stand == Stand.QUEUED
        assert stands(fails_half_way, since=died_at).has_failed

    def test_officer_tries_it_again(self, worker_lives, time_machine):
        letter = self.die(time_machine)
        retry_dead_letter(letter, at=timezone.now(), actor=somebody())
        assert stands(fails_half_way).stand == Stand.QUEUED

    def test_officer_gives_it_up_and_who_waits_can_ask_again(self, worker_lives, time_machine):
        letter = self.die(time_machine)
        give_up_dead_letter(letter, why="Not needed.", at=timezone.now(), actor=somebody())
        assert stands(fails_half_way).has_failed

    def test_done_a_moment_ago(self, worker_lives):
        enqueue(told_in_ten, ID)
        run_waiting_jobs()
        assert stands().stand == Stand.ENDED
        # It left nothing behind, and nobody is at it.
        assert stands(after=timedelta(minutes=2)).has_failed

    def test_nobody_is_at_it(self, db):
        """A backup was brought back that did not have the job."""
        far = stands()
        assert far.has_failed
        assert (far.tries, far.reason) == (0, "")

    def test_other_work_of_the_same_kind_does_not_count(self, worker_lives, time_machine):
        self.die(time_machine)
        other = uuid.uuid4()
        enqueue(fails_half_way, other)
        at = timezone.now()
        far = how_far(fails_half_way, other, since=at - timedelta(days=1), at=at)
        assert (far.stand, far.came_to) == (Stand.QUEUED, "")

    @staticmethod
    def die(time_machine):
        enqueue(fails_half_way, ID)
        begun = timezone.now()
        run_waiting_jobs()
        time_machine.move_to(begun + PAUSES[0] + timedelta(seconds=5))
        beat("worker", at=timezone.now())
        run_waiting_jobs()
        return DeadLetter.objects.get()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_killed_worker_leaves_how_far_it_came_and_another_finishes():
    """F-10: SIGKILL in the middle. Who waits reads “interrupted”, then it is done, from the start."""
    enqueue(told_in_ten, ID)
    worker = start("worker", "--interval", "0.1", SLOW_JOBS="1")
    try:
        wait_until(lambda: Progress.objects.filter(done__gte=2).exists())
        # It is seen while the job runs, not when it is committed.
        assert stands().stand == Stand.RUNNING
    finally:
        worker.kill()
        worker.wait()
    minutes = timedelta(minutes=11)
    assert stands(after=minutes).stand == Stand.INTERRUPTED
    assert requeue_lost_jobs(duty(timezone.now() + minutes)) == 1
    DBTaskResult.objects.update(run_after=timezone.now())
    run_waiting_jobs()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert Beat.objects.filter(name="told").exists()
    assert not Progress.objects.exists()
