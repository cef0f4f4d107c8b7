import logging
import signal
from argparse import ArgumentParser
from threading import Event
from types import FrameType
from typing import Any

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, close_old_connections, connection
from django.utils import timezone

from foundation.beats import beat

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Runs `tick` every minute until it is told to stop. A second clock does no harm."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=float, default=60, help="seconds between ticks")

    def handle(self, *args: Any, **options: Any) -> None:
        stop = Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, ask_to_stop)
        while not stop.is_set():
            self._tick()
            stop.wait(options["interval"])

    def _tick(self) -> None:
        close_old_connections()
        try:
            try:
                call_command("tick", verbosity=0, stdout=self.stdout)
            except CommandError as error:
                # One duty failed, and is on record. The clock itself is well.
                logger.warning("%s", error)
            beat("clock", at=timezone.now())
        except (DatabaseError, InterfaceError):
            logger.exception("The database is away; the clock waits for it")
            connection.close()
