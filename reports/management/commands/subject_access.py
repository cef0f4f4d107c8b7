import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from awards.models import User, normal_email
from foundation import audit
from reports.selectors.access.telling import STEPS
from reports.tasks import package_of


class Command(BaseCommand):
    help = "Writes all that is held about one person into a zip (UK GDPR, article 15)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that the person signs in with")
        parser.add_argument("--out", required=True, help="the zip to write; it must not be there")
        parser.add_argument("--unmasked-why", default="", help="why names of others may stay in")

    def handle(self, *args: Any, **options: Any) -> None:
        person = User.objects.filter(email=normal_email(options["email"])).first()
        if person is None:
            raise CommandError("Nobody has an account with this address.")
        out, why, at = Path(options["out"]), options["unmasked_why"].strip(), timezone.now()
        with transaction.atomic():
            audit.record(
                "access.package_asked",
                actor=None,
                target=person,
                at=at,
                reason=why,
                details={"by": "command", "with_names": bool(why)},
            )
        done = 0

        def step() -> None:
            nonlocal done
            done += 1
            if options["verbosity"] > 1:
                self.stdout.write(f"{done} of {STEPS}")

        try:
            # For the eyes of whoever runs it alone.
            opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from None
        try:
            with os.fdopen(opened, "wb") as zipped:
                for piece in package_of(person, with_names=bool(why), at=at, step=step):
                    zipped.write(piece)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        self.stdout.write(f"{out}: {out.stat().st_size} bytes. Read it before you hand it on.")
