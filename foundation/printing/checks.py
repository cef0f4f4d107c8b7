"""System check: the fonts are there. Without one, prints fail one by one (T-65)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning, register

from foundation.printing.typefaces import BUNDLED, FONTS, cjk_file


@register("printing")
def check_fonts(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    found: list[CheckMessage] = [
        Error(f"The font {font.file} is missing.", id="printing.E001")
        for font in BUNDLED
        if not (FONTS / font.file).is_file()
    ]
    if cjk_file() is None:
        found.append(
            Warning(
                "The font “Noto Serif CJK” is missing: Chinese, Japanese and Korean names "
                "can't be printed.",
                hint="On Debian: apt-get install fonts-noto-cjk",
                id="printing.W001",
            )
        )
    return found
