"""An audit trail to seal, to break and to let go of, on either database."""

from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from types import SimpleNamespace

from django.db import connection

from foundation import audit
from foundation.auditing.fsck import fsck_audit
from foundation.auditing.sealing import seal_all

TABLES = ("foundation_auditevent", "foundation_auditseal")
migration = import_module("foundation.migrations.0002_append_only")


def written(count, *, at, event="thing.done", **more):
    return [audit.record(event, actor=None, at=at, **more) for _ in range(count)]


def sealed(count, *, at, event="thing.done", **more):
    """So many events in a block of their own."""
    events = written(count, at=at, event=event, **more)
    seal_all(at=at)
    return events


def said():
    return list(fsck_audit())


def ensure_append_only():
    """What migration 0002 makes; tests may run on tables made from the models."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regproc('foundation_purge_audit')")
        if cursor.fetchone()[0] is None:
            migration.forwards(None, SimpleNamespace(connection=connection))


def database_clock(at: datetime):
    """Until the test's transaction is rolled back the database believes that it is then."""
    if connection.vendor == "postgresql":
        other = migration.CLOCK.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")
        with connection.cursor() as cursor:
            cursor.execute(
                other.replace("now()", f"timestamptz '{at.isoformat()}'").format(schema="public")
            )


@contextmanager
def triggers_off():
    """What only the owner of the tables can do."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def tamper(sql, *values, change=""):
    """`EVENTS` and `SEALS` are the two tables."""
    for word, meant in (("EVENTS", TABLES[0]), ("SEALS", TABLES[1]), ("CHANGE", change)):
        sql = sql.replace(word, meant)
    with triggers_off(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount, "nothing was broken"
