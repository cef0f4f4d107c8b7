"""The key is in wrong hands: issue its certificates again (T-79)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from awards.models import User, normal_email
from certificates.lost_keys import replace_lost_key
from certificates.models import SigningKey
from foundation.dates import london_date
from foundation.refusals import Refused


class Command(BaseCommand):
    help = "Issues again, under the new key, every current certificate that a lost key signed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("key_id", help="The lost key's id: 16 hex digits.")
        parser.add_argument(
            "--officer", required=True, help="E-mail of the officer who decided it."
        )

    def handle(self, *args: Any, key_id: str, officer: str, **options: Any) -> None:
        key = SigningKey.objects.filter(key_id=key_id).first()
        if key is None:
            known = ", ".join(SigningKey.objects.values_list("key_id", flat=True)) or "none"
            raise CommandError(f"No certificate was signed with that key. Known keys: {known}.")
        actor = User.objects.filter(email=normal_email(officer), is_officer=True).first()
        if actor is None:
            raise CommandError("That is not the address of a SEND officer.")
        now = timezone.now()
        try:
            count = replace_lost_key(key=key, on=london_date(now), actor=actor, at=now)
        except Refused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(
            f"{count} certificates are issued again by the worker, which tells their leads."
        )
