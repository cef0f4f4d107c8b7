"""Demo accounts have a password that everybody can read: none in a real installation (T-12)."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

from awards.models import User
from config.demo.people import DOMAIN

SENTENCE = "There are accounts of the demo here, whose password everybody can read."
HINT = f"Begin with an empty database, or delete every account that ends in @{DOMAIN}."


def demo_accounts_exist() -> bool:
    """False also before the first `migrate`."""
    if User._meta.db_table not in connection.introspection.table_names():
        return False
    return User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def refuse_demo_accounts() -> None:
    """Asked when a web process starts. A database that can't be asked stops it as well."""
    if settings.DEMO_ALLOWED:
        return
    found = demo_accounts_exist()
    connection.close()
    if found:
        raise ImproperlyConfigured(f"{SENTENCE} {HINT}")


@register("config", deploy=True)
def check_demo_accounts(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Not tagged as a database check: those run only when asked for, and this must never be missed."""
    if settings.DEMO_ALLOWED:
        return []
    try:
        found = demo_accounts_exist()
    except DatabaseError:
        return [Info("The database could not be asked for accounts of the demo.", id="config.I001")]
    return [Error(SENTENCE, hint=HINT, id="config.E001")] if found else []
