import json
from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo.load import load
from config.demo.report import accounts_table, report
from foundation.dates import london_date
from foundation.refusals import Refused


class Command(BaseCommand):
    help = "Loads the demo city: invented organisations in every state. Loads it once only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        shown = parser.add_mutually_exclusive_group()
        shown.add_argument("--json", action="store_true", help="print what there is, for programs")
        shown.add_argument("--accounts", action="store_true", help="print who can sign in")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        quiet = options["json"] or options["accounts"]
        # What programs read is alone on stdout.
        say = self.stderr.write if quiet else self.stdout.write
        try:
            loaded = load(now=now, say=say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        if options["json"]:
            self.stdout.write(json.dumps(report(on=london_date(now)), ensure_ascii=False))
        elif options["accounts"]:
            self.stdout.write(accounts_table())
        else:
            self.stdout.write(
                "The demo city is loaded." if loaded else "The demo city is here already."
            )
