from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.backups.manifest import BackupProblem
from config.backups.restoring import restore
from config.invariants import problems
from foundation.ledger import Unreadable
from foundation.refusals import Refused


class Command(BaseCommand):
    help = "Brings a backup back into an empty database, and deletes again what was deleted since."
    # The database may be empty, or of another version.
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="one backup, such as …/20261122T020000Z")
        parser.add_argument(
            "--force", action="store_true", help="delete what the database and the stores hold now"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"].resolve()
        try:
            times = restore(
                folder, force=options["force"], at=timezone.now(), say=self.stdout.write
            )
        except (BackupProblem, Refused, Unreadable) as problem:
            raise CommandError(str(problem)) from problem
        with times.part("look at everything"):
            found = list(problems(at=timezone.now()))
        for sentence in found:
            self.stdout.write(sentence)
        for line in times.lines():
            self.stdout.write(line)
        if found:
            raise CommandError(f"{len(found)} things are not as they must be.")
        self.stdout.write("Everything is as it must be.")
