from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.invariants import problems


class Command(BaseCommand):
    help = (
        "Checks what must always be true: files and rows, the audit trail, histories, awards,"
        " certificates, jobs."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in problems(at=timezone.now()):
            found += 1
            self.stdout.write(problem)
        if found:
            raise CommandError(f"{found} things are not as they must be.")
        self.stdout.write("Everything is as it must be.")
