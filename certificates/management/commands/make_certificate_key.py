"""Make the key that signs certificates (docs: dependencies, signing)."""

import getpass
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from certificates.signing import new_key_file, write_new

SHORTEST_PASSPHRASE = 16


class Command(BaseCommand):
    help = "Makes a PKCS#12 file with a new key that signs certificates, and says what to do next."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Where to write it; must not exist yet.")
        parser.add_argument(
            "--name",
            default="Birmingham SEND Co-production Award",
            help="Who signs, as PDF readers show it.",
        )

    def handle(self, *args: Any, file: Path, name: str, **options: Any) -> None:
        if not file.parent.is_dir():
            raise CommandError(f"There is no folder {file.parent}. Make it first.")
        passphrase = _passphrase()
        content = new_key_file(common_name=name, passphrase=passphrase, at=timezone.now())
        if not write_new(file, content):
            raise CommandError(
                f"{file} is there already. Choose another name: keys are not replaced."
            )
        self.stdout.write(
            f"Wrote {file}. Only you can read it.\n"
            "Now:\n"
            f"1. Set CERTIFICATE_KEY_FILE={file.resolve()}\n"
            "2. Set CERTIFICATE_KEY_PASSPHRASE to the passphrase.\n"
            "3. Keep a copy of both, apart from each other and from the backups of the database.\n"
            "4. Run: manage.py check --deploy\n"
            "Certificates signed with an older key stay good.\n"
            "If you have a key from a certificate authority (PKCS#12, RSA), you can use that.\n"
        )


def _passphrase() -> str:
    """From the environment for scripts, otherwise asked twice and never shown."""
    given = os.environ.get("CERTIFICATE_KEY_PASSPHRASE") or getpass.getpass("Passphrase: ")
    if len(given) < SHORTEST_PASSPHRASE:
        raise CommandError(f"Use a passphrase of {SHORTEST_PASSPHRASE} characters or more.")
    if "CERTIFICATE_KEY_PASSPHRASE" not in os.environ and given != getpass.getpass("Again: "):
        raise CommandError("The two were not the same. Nothing was made.")
    return given
