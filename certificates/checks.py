"""System checks on `check --deploy`: the key that signs, and the addresses beside it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from certificates.signing import KeyProblem, load_signer

MAKE_ONE = "Make one with `manage.py make_certificate_key`, and set CERTIFICATE_KEY_FILE."
NOTICE = timedelta(days=60)


@register("certificates", deploy=True)
def check_key(app_configs: Sequence[AppConfig] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Certificates of a real installation are signed with a real key."""
    if not settings.CERTIFICATE_KEY_FILE:
        return [Error("No key signs the certificates.", hint=MAKE_ONE, id="certificates.E002")]
    try:
        key = load_signer()
    except KeyProblem as problem:
        return [Error(str(problem), hint=MAKE_ONE, id="certificates.E003")]
    found: list[CheckMessage] = []
    if key.for_development:
        found.append(
            Error(
                "The key that signs certificates is a development key.",
                hint=MAKE_ONE,
                id="certificates.E004",
            )
        )
    if timezone.now() + NOTICE > key.not_after:
        found.append(
            Warning(
                f"The key that signs certificates ends on {key.not_after:%d %B %Y}.",
                hint=MAKE_ONE,
                id="certificates.W002",
            )
        )
    if not key.keeps_pdf_a:
        found.append(
            Warning(
                "The key that signs certificates is not RSA, so the files are PDF 2.0 and no "
                "longer PDF/A-3, and no badges are made.",
                hint=MAKE_ONE,
                id="certificates.W003",
            )
        )
    return found


@register("certificates", deploy=True)
def check_addresses(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Of the time-stamp service, and of the council's own website."""
    found: list[CheckMessage] = []
    scheme = urlsplit(settings.TIMESTAMP_URL).scheme
    if settings.TIMESTAMP_URL and scheme not in {"http", "https"}:
        found.append(
            Error(
                "TIMESTAMP_URL is no address of a time-stamp service.",
                hint="It starts with https:// or http://.",
                id="certificates.E005",
            )
        )
    if scheme == "http":
        found.append(
            Warning(
                "The time-stamp service is asked over http.",
                hint="Its answer is signed, but whoever sits between can put another service in "
                "its place. Ask it for an https:// address.",
                id="certificates.W004",
            )
        )
    site = settings.COUNCIL_SITE_ADDRESS
    if site and urlsplit(site).scheme != "https":
        found.append(
            Error(
                "COUNCIL_SITE_ADDRESS must start with https://.",
                hint="People who check a certificate follow it. Leave it empty for no link.",
                id="certificates.E006",
            )
        )
    return found
