"""The system check that names what is wrong with the installed editions of the scheme."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from awards.scheme import installation_problems, installed


@register("scheme")
def check_editions(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    hint = "Correct the edition file or take it out of its folder."
    found: list[CheckMessage] = [
        Error(problem, hint=hint, id="awards.E001") for problem in installation_problems()
    ]
    if settings.SCHEME_DEFAULT not in installed():
        found.append(
            Error(
                f"SCHEME_DEFAULT is “{settings.SCHEME_DEFAULT}”, and no such edition is installed.",
                hint=f"Installed: {', '.join(installed()) or 'none'}.",
                id="awards.E002",
            )
        )
    return found
