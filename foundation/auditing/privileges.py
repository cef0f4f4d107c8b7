"""What the role of the service may do in the database, on PostgreSQL (docs/audit.md)."""

from collections.abc import Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from foundation.models import AuditEvent, AuditSeal

KEPT = (AuditEvent._meta.db_table, AuditSeal._meta.db_table)
FORBIDDEN = ("UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
PURGE = "foundation_purge_audit(bigint)"


class NotSeparateError(Exception):
    """The role could undo what it is not granted."""


def grant(role: str) -> None:
    """Everything the service needs and nothing that changes the trail. Harmless when repeated."""
    with connection.cursor() as cursor:
        schema = str(_one(cursor, "SELECT current_schema()"))
        _must_be_separate(cursor, role, schema)
        place, name = _quoted(cursor, schema), _quoted(cursor, role)
        statements = [
            f"GRANT USAGE ON SCHEMA {place} TO {name}",
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {place} TO {name}",
            f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {place} TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {place}"
            f" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {name}",
            f"ALTER DEFAULT PRIVILEGES IN SCHEMA {place}"
            f" GRANT USAGE, SELECT ON SEQUENCES TO {name}",
            # A restored backup has no privileges in it, so this one is open again.
            f"REVOKE ALL ON FUNCTION {place}.{PURGE} FROM PUBLIC",
            f"GRANT EXECUTE ON FUNCTION {place}.{PURGE} TO {name}",
        ]
        for table in KEPT:
            statements += [
                f"REVOKE ALL ON TABLE {place}.{table} FROM PUBLIC",
                f"REVOKE {', '.join(FORBIDDEN)} ON TABLE {place}.{table} FROM {name}",
            ]
        for statement in statements:
            cursor.execute(statement)


def dangers() -> Iterator[str]:
    """How the role that is connected could change or remove audit events."""
    with connection.cursor() as cursor:
        if _one(cursor, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
            yield "It is a superuser."
        for table in KEPT:
            if _one(cursor, OWNS, [table]):
                yield f"It owns {table}, or may act as its owner."
                continue
            for privilege in FORBIDDEN:
                if _one(cursor, "SELECT has_table_privilege(%s, %s)", [table, privilege]):
                    yield f"It has {privilege} on {table}."


OWNS = "SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass"


def _must_be_separate(cursor: CursorWrapper, role: str, schema: str) -> None:
    found = _one(cursor, "SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
    if found is None:
        raise NotSeparateError(f"There is no role “{role}”. Create it first: see docs/audit.md.")
    if found:
        raise NotSeparateError(f"“{role}” is a superuser: no privilege binds it.")
    for table in KEPT:
        owns = "SELECT pg_has_role(%s, relowner, 'MEMBER') FROM pg_class WHERE oid = %s::regclass"
        if _one(cursor, owns, [role, table]):
            raise NotSeparateError(f"“{role}” owns {table}, or may act as its owner.")
    if _one(cursor, "SELECT has_schema_privilege(%s, %s, 'CREATE')", [role, schema]):
        raise NotSeparateError(
            f"“{role}” may create things in the schema “{schema}”. Take that away first: see docs/audit.md."
        )


def _quoted(cursor: CursorWrapper, name: str) -> str:
    return str(_one(cursor, "SELECT quote_ident(%s)", [name]))


def _one(cursor: CursorWrapper, sql: str, values: list[str] | None = None) -> object:
    cursor.execute(sql, values)
    row = cursor.fetchone()
    return row[0] if row else None
