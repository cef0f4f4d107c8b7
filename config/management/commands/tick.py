from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime, time
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.duties import DUTIES
from foundation.clock import DutyResult, run_duties
from foundation.dates import LONDON


def moment(text: str) -> datetime:
    """A day, at noon, or a day and time as clocks in England show it."""
    try:
        if "T" not in text:
            return datetime.combine(datetime.fromisoformat(text).date(), time(12), tzinfo=LONDON)
        given = datetime.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("write it as 2026-09-01 or 2026-09-01T14:30") from None
    return given if given.tzinfo else given.replace(tzinfo=LONDON)


class Command(BaseCommand):
    help = "Does what is due by now. Safe to run at any time, twice, and from two places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=moment, metavar="DAY", help="as if it were then")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what is due; change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = options["on"] or timezone.now()
        results = run_duties(DUTIES, now=now, dry_run=options["dry_run"])
        for result in results:
            if options["verbosity"] or result.count or result.error:
                self.stdout.write(_line(result, dry_run=options["dry_run"]))
        failed = [result.duty for result in results if result.error]
        if failed:
            raise CommandError(f"These duties failed: {', '.join(failed)}.")


def _line(result: DutyResult, *, dry_run: bool) -> str:
    if result.error:
        return f"{result.duty}: failed, {result.error}"
    if result.elsewhere:
        return f"{result.duty}: another clock is at it"
    return f"{result.duty}: {result.count}{' due' if dry_run else ''}"
