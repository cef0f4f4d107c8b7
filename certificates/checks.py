"""System checks: fonts, and on `check --deploy` the key that signs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils import timezone

from certificates.rendering.scripts import BUNDLED, FONTS, cjk_file
from certificates.signing import KeyProblem, load_signer

MAKE_ONE = "Make one with `manage.py make_certificate_key`, and set CERTIFICATE_KEY_FILE."
NOTICE = timedelta(days=60)


@register("certificates")
def check_fonts(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Without a font certificates fail one by one; better to hear of it at the start (T-65)."""
    found: list[CheckMessage] = [
        Error(f"The font {font.file} is missing.", id="certificates.E001")
        for font in BUNDLED
        if not (FONTS / font.file).is_file()
    ]
    if cjk_file() is None:
        found.append(
            Warning(
                "The font “Noto Serif CJK” is missing: Chinese, Japanese and Korean names "
                "can't be printed.",
                hint="On Debian: apt-get install fonts-noto-cjk",
                id="certificates.W001",
            )
        )
    return found


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
                "longer PDF/A-3.",
                hint=MAKE_ONE,
                id="certificates.W003",
            )
        )
    return found
