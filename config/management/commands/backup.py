from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.backups.manifest import BackupProblem
from config.backups.restoring import in_minutes
from config.backups.taking import take_backup


class Command(BaseCommand):
    help = "Writes the database and the files of one moment into BACKUP_DIR. The service may go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--into", type=Path, metavar="FOLDER", help="instead of BACKUP_DIR")

    def handle(self, *args: Any, **options: Any) -> None:
        place = options["into"] or settings.BACKUP_DIR
        try:
            taken = take_backup(place, at=timezone.now(), say=self.stdout.write)
        except BackupProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"Took{in_minutes(taken.seconds)}")
        damaged = len(taken.manifest.damaged)
        if damaged:
            raise CommandError(
                f"Files that were missing or damaged in the stores already: {damaged}. The rest is "
                "saved. “manage.py fsck” names them; an older backup may have them."
            )
