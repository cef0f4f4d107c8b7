from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.backups.settling import settle
from foundation.ledger import Unreadable
from foundation.refusals import Refused


class Command(BaseCommand):
    help = (
        "After the database was set back by other means than “restore”: signs everybody out, holds "
        "waiting mail, and deletes again what was deleted since. Safe to run twice."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "moment",
            type=datetime.fromisoformat,
            help="to which it was set back, in UTC: 2026-11-22T02:00",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        moment: datetime = options["moment"]
        taken_at = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        try:
            settle(taken_at=taken_at, at=timezone.now(), say=self.stdout.write)
        except (Refused, Unreadable) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Now run “manage.py fsck”, then start the service.")
