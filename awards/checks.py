"""The system check that names what is wrong with an installed edition of the scheme."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from awards.scheme import installation_problems


@register("scheme")
def check_editions(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    return [
        Error(
            problem,
            hint="Correct the edition file or take it out of its folder.",
            id="awards.E001",
        )
        for problem in installation_problems()
    ]
