import logging
import signal
import time
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as DatabaseWorker
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction

from foundation import jobs, request_context
from foundation.beats import beat

logger = logging.getLogger(__name__)

BEAT_EVERY_SECONDS = 20
PAUSE_WITHOUT_DATABASE = 3


class Worker(DatabaseWorker):
    """Runs jobs as the package does, and a little more.

    It settles what failed, shows signs of life, outlives a database that is away for a while
    (F-02), and finishes its job before it stops (F-12).
    """

    def __init__(self, *, interval: float = 1, batch: bool = False) -> None:
        super().__init__(
            queue_names=["default"],
            interval=interval,
            batch=batch,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._stop = Event()
        self._last_beat = float("-inf")

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """The first signal asks; the second one does not."""
        if self._stop.is_set():
            signal.signal(signum, signal.SIG_DFL)
            signal.raise_signal(signum)
        self._stop.set()

    def run(self) -> None:
        while not self._stop.is_set():
            try:
                self._show_life()
                found = self._run_next()
            except (DatabaseError, InterfaceError):
                if self.batch:
                    raise
                logger.exception("The database is away; the worker waits for it")
                connection.close()
                self._stop.wait(PAUSE_WITHOUT_DATABASE)
                continue
            if found:
                continue
            if self.batch:
                return
            self._stop.wait(self.interval)
            close_old_connections()

    def _run_next(self) -> bool:
        ready = DBTaskResult.objects.ready().filter(
            backend_name=self.backend_name, queue_name__in=self.queue_names
        )
        with exclusive_transaction(ready.db):
            row = ready.get_locked()
            if row is None:
                return False
            row.claim(self.worker_id)
        with request_context.use(request_context.RequestContext(request_id=f"job-{row.pk}")):
            self.run_task(row)
        if row.status == TaskResultStatus.FAILED:
            jobs.settle(row, at=timezone.now())
        return True

    def _show_life(self) -> None:
        now = time.monotonic()
        if now - self._last_beat >= BEAT_EVERY_SECONDS:
            beat("worker", at=timezone.now())
            self._last_beat = now


class Command(BaseCommand):
    help = "Runs the jobs, one at a time, until it is told to stop. Start as many as you like."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", action="store_true", help="stop when no job is left")
        parser.add_argument("--interval", type=float, default=1, help="seconds between looks")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(interval=options["interval"], batch=options["batch"])
        worker.configure_signals()
        worker.run()
