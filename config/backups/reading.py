"""What a database holds, asked on any connection: the copy of a backup, or one that was brought back."""

import json
from collections.abc import Iterator
from pathlib import Path

from allauth.account.models import EmailConfirmation
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db.backends.base.base import BaseDatabaseWrapper

from config.backups.manifest import StoredObject
from foundation.files.fsck import STATES
from foundation.models import Beat, MailServer, PrivateFile, ThrottleCount

AT_A_TIME = 1000
# Of the moment: who is signed in and how often somebody tried, worth something to a thief; what answers.
PASSING = (Session, UserSession, EmailConfirmation, ThrottleCount, Beat, MailServer)
# What a database that has just been made holds as well.
WITH_MIGRATE = {
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "foundation_dutystate",
    "foundation_dutyrun",
}


def passing_tables() -> list[str]:
    """Their rows are not in a backup."""
    tables = [model._meta.db_table for model in PASSING]
    for name, options in settings.CACHES.items():
        if isinstance(caches[name], DatabaseCache):
            tables.append(options["LOCATION"])
    return tables


def tables_of(database: BaseDatabaseWrapper) -> list[str]:
    with database.cursor() as cursor:
        return sorted(database.introspection.table_names(cursor))


def rows_of(database: BaseDatabaseWrapper) -> dict[str, int]:
    """How many rows each table holds."""
    counts = {}
    for table in tables_of(database):
        with database.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {database.ops.quote_name(table)}")  # noqa: S608  # our own
            counts[table] = int(cursor.fetchone()[0])
    return counts


def holdings_of(database: BaseDatabaseWrapper) -> dict[str, int]:
    """What would be lost with it: nothing, when it was only just made."""
    passing = {*passing_tables(), *WITH_MIGRATE}
    return {
        table: count for table, count in rows_of(database).items() if count and table not in passing
    }


def migrations_of(database: BaseDatabaseWrapper) -> dict[str, str]:
    """The last one of every app."""
    if "django_migrations" not in tables_of(database):
        return {}
    with database.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return dict(sorted((app, name) for app, name in cursor.fetchall()))


def write_objects(database: BaseDatabaseWrapper, target: Path) -> tuple[int, int]:
    """Every object that a row names, one line each; how many, and their bytes."""
    count = size = 0
    with target.open("w", encoding="utf-8") as lines:
        target.chmod(0o600)
        for stored in _objects(database):
            lines.write(json.dumps(stored.__dict__) + "\n")
            count, size = count + 1, size + stored.size
    return count, size


def _objects(database: BaseDatabaseWrapper) -> Iterator[StoredObject]:
    store_of = {str(state): name for name, state in STATES.items()}
    quote = database.ops.quote_name
    columns = ["id", "state", "storage_key", "size", "sha256"]
    columns += ["thumbnail_key", "thumbnail_size", "thumbnail_sha256"]
    statement = (
        f"SELECT {', '.join(map(quote, columns))} FROM {quote(PrivateFile._meta.db_table)} "  # noqa: S608  # our own
        f"WHERE id > %s ORDER BY id LIMIT {AT_A_TIME}"
    )
    last = 0
    while True:
        with database.cursor() as cursor:
            cursor.execute(statement, [last])
            rows = cursor.fetchall()
        if not rows:
            return
        for _, state, key, length, sha256, small, small_length, small_sha256 in rows:
            if key and state in store_of:
                yield StoredObject(store_of[state], key, length, sha256)
            if small:
                yield StoredObject("default", small, small_length, small_sha256)
        last = rows[-1][0]
