"""`check --deploy`: officers must sign in with a second step."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

KNOWN = {"officer", "champion", "lead", "member"}


@register(Tags.security, deploy=True)
def check_second_factor_roles(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    roles = set(settings.SECOND_FACTOR_ROLES)
    found: list[CheckMessage] = []
    if "officer" not in roles:
        found.append(
            Error(
                "Officers could sign in with a password alone.",
                hint="Put officer (and best champion, too) into SECOND_FACTOR_ROLES.",
                id="awards.E010",
            )
        )
    if roles - KNOWN:
        found.append(
            Error(
                f"SECOND_FACTOR_ROLES names unknown roles: {', '.join(sorted(roles - KNOWN))}.",
                hint=f"The roles are: {', '.join(sorted(KNOWN))}.",
                id="awards.E011",
            )
        )
    return found
