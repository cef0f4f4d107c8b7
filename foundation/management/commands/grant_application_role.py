from argparse import ArgumentParser
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand
from django.db import connection, transaction

from foundation.auditing.privileges import NotSeparateError, grant


class Command(BaseCommand):
    help = (
        "Gives a database role what the service needs, and no way to change the audit trail."
        " Run it as the owner of the tables, after each migrate."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role", help="the role that web, worker and clock connect as")

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Only PostgreSQL knows roles.")
        try:
            with transaction.atomic():
                grant(options["role"])
        except NotSeparateError as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"“{options['role']}” may run the service, and cannot change audit events."
        )
