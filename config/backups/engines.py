"""What differs between the two databases: how they are copied, brought back and emptied."""

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Protocol

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from config.backups.manifest import BackupProblem
from config.backups.programs import program

# A sign of life, and a look whether the program has ended.
EVERY = 20.0
# What a connection to PostgreSQL may be told, and what its programs call it.
_CALLED = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "database": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "sslrootcert": "PGSSLROOTCERT",
}


class Engine(Protocol):
    """`copied` gives a connection on which every read sees the moment of the copy."""

    name: str
    file: str

    def server(self) -> str: ...

    def copied(
        self, target: Path, *, empty: list[str], alive: Callable[[], None]
    ) -> AbstractContextManager[BaseDatabaseWrapper]: ...

    def bring(self, source: Path) -> None: ...

    def clear(self) -> None: ...

    def others(self) -> int: ...


class PostgreSQL:
    name = "postgresql"
    file = "database.dump"

    def server(self) -> str:
        with connection.cursor() as cursor:
            cursor.execute("SHOW server_version")
            return str(cursor.fetchone()[0]).split()[0]

    @contextmanager
    def copied(
        self, target: Path, *, empty: list[str], alive: Callable[[], None]
    ) -> Iterator[BaseDatabaseWrapper]:
        """The dump and our own reads share one snapshot, so files and rows belong together."""
        dump = program("pg_dump", self.server())
        own = connection.copy()
        try:
            with own.cursor() as cursor:
                cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                # The limits of the pages are not for this (F-03).
                cursor.execute("SET LOCAL statement_timeout = 0")
                cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
                cursor.execute("SELECT pg_export_snapshot()")
                snapshot = cursor.fetchone()[0]
            command = [dump, "--format=custom", f"--snapshot={snapshot}", f"--file={target}"]
            command += ["--no-owner", "--no-privileges", "--no-password"]
            _run([*command, *(f"--exclude-table-data={table}" for table in empty)], alive=alive)
            yield own
        finally:
            own.close()

    def bring(self, source: Path) -> None:
        command = [program("pg_restore", self.server()), "--exit-on-error", "--single-transaction"]
        command += ["--no-owner", "--no-privileges", "--no-password"]
        name = str(connection.get_connection_params().get("dbname", ""))
        connection.close()
        _run([*command, f"--dbname={name}", str(source)], alive=lambda: None)

    def clear(self) -> None:
        """Tables with all that hangs on them, and functions: a dump brings its own."""
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
            cursor.execute(_TO_DROP)
            for (statement,) in cursor.fetchall():
                cursor.execute(statement)
        connection.close()

    def others(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            return int(cursor.fetchone()[0])


class SQLite:
    name = "sqlite"
    file = "database.sqlite3"

    def server(self) -> str:
        return sqlite3.sqlite_version

    @contextmanager
    def copied(
        self, target: Path, *, empty: list[str], alive: Callable[[], None]
    ) -> Iterator[BaseDatabaseWrapper]:
        """A copy is one moment by itself; what is asked is asked of the copy."""
        connection.ensure_connection()
        with closing(sqlite3.connect(target)) as copy:
            connection.connection.backup(copy)
            for table in empty:
                copy.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608  # our own tables
            copy.commit()
            # What was deleted must not lie on between the pages, and one file must be all of it.
            copy.execute("VACUUM")
            copy.execute("PRAGMA journal_mode = DELETE")
        own = connection.copy()
        own.settings_dict["NAME"] = str(target)
        own.settings_dict["OPTIONS"] = {}
        try:
            yield own
        finally:
            own.close()

    def bring(self, source: Path) -> None:
        """Over what is there, in one transaction of SQLite's own."""
        name = connection.settings_dict["NAME"]
        if isinstance(name, str) and not name.startswith("file:"):
            Path(name).parent.mkdir(parents=True, exist_ok=True)
        connection.ensure_connection()
        with closing(sqlite3.connect(f"file:{source}?mode=ro&immutable=1", uri=True)) as backup:
            backup.backup(connection.connection)
        connection.close()

    def clear(self) -> None:
        """Nothing to do: what is brought takes the place of all."""

    def others(self) -> int:
        """It does not say."""
        return 0


def engine() -> Engine:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


def _run(command: list[str], *, alive: Callable[[], None]) -> None:
    """What the program says on its way out is for whoever runs the backup; it holds no rows."""
    with subprocess.Popen(  # noqa: S603  # ours, with arguments of ours
        command,
        env=os.environ | _environment(connection.get_connection_params()),
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
        umask=0o077,
    ) as process:
        said = ""
        while True:
            try:
                _, said = process.communicate(timeout=EVERY)
                break
            except subprocess.TimeoutExpired:
                alive()
    if process.returncode:
        name, first = Path(command[0]).name, said.strip().splitlines()[:3]
        raise BackupProblem(f"{name} failed: {' '.join(first) or 'it did not say why'}")


def _environment(known: Mapping[str, object]) -> dict[str, str]:
    """Not as arguments: those everybody on the machine can read."""
    return {
        name: str(known[key]) for key, name in _CALLED.items() if known.get(key) not in (None, "")
    }


_TO_DROP = """
SELECT format('DROP TABLE IF EXISTS %I.%I CASCADE', schemaname, tablename)
FROM pg_tables WHERE schemaname = current_schema()
UNION ALL
SELECT format('DROP VIEW IF EXISTS %I.%I CASCADE', schemaname, viewname)
FROM pg_views WHERE schemaname = current_schema()
UNION ALL
SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = current_schema()
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
UNION ALL
SELECT format('DROP SEQUENCE IF EXISTS %I.%I CASCADE', schemaname, sequencename)
FROM pg_sequences WHERE schemaname = current_schema()
"""
