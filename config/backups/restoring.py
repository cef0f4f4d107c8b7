"""Bring a backup back: looked at first, then the database, the files, and what happened since."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from config.backups import manifest as book
from config.backups import reading
from config.backups.engines import engine
from config.backups.manifest import BackupProblem, Manifest, StoredObject
from config.backups.settling import settle
from config.replaying import refuse_what_nobody_can_replay
from foundation.files.fsck import STATES, trouble_with
from foundation.files.stores import keys_of
from foundation.files.sweep import OURS
from foundation.models import Beat

Say = Callable[[str], None]
# The worker shows life every 20 seconds.
ALIVE = timedelta(seconds=60)
MOST_NAMED = 8


@dataclass
class Times:
    """How long each part took, for whoever plans for the day when it is needed."""

    parts: list[tuple[str, float]] = field(default_factory=list)

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self.parts.append((name, time.monotonic() - began))

    def lines(self) -> Iterator[str]:
        for name, seconds in self.parts:
            yield f"  {name:<24}{in_minutes(seconds)}"
        yield f"  {'together':<24}{in_minutes(sum(seconds for _, seconds in self.parts))}"


def in_minutes(seconds: float) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{int(minutes):3} min {rest:4.1f} s"


def restore(folder: Path, *, force: bool, at: datetime, say: Say) -> Times:
    """Nothing is touched before the whole backup was looked at and every refusal had its chance."""
    times = Times()
    with times.part("look at the backup"):
        manifest = book.check(folder)
        _refuse_wrong_place(manifest)
        _refuse_strange_objects(folder)
        refuse_what_nobody_can_replay()
        refuse_while_running(at=at)
        _refuse_what_would_be_lost(force=force, say=say)
    say(f"Backup of {manifest.taken_at:%Y-%m-%d %H:%M} UTC: whole")
    with times.part("bring the database"):
        kind = engine()
        kind.clear()
        kind.bring(folder / manifest.database.name)
        _compare_rows(manifest)
    say(f"Database: {sum(manifest.rows.values())} rows in {len(manifest.rows)} tables, as counted")
    with times.part("migrate"):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    with times.part("bring the files"):
        brought = sum(bring_file(stored, folder) for stored in book.stored_objects(folder))
        say(f"Files: {manifest.count}, of which {brought} were brought back")
        _deal_with_strangers(folder, force=force, say=say)
    if manifest.damaged:
        say(f"Files missing or damaged already before the backup: {len(manifest.damaged)}")
    with times.part("settle what came since"):
        settle(taken_at=manifest.taken_at, at=timezone.now(), say=say)
    return times


def refuse_while_running(*, at: datetime) -> None:
    others = engine().others()
    if others:
        raise BackupProblem(
            f"Somebody else uses this database (open connections: {others}). Stop web, worker, "
            "clock and whatever else there is, then try again."
        )
    if connection.vendor != "sqlite" or Beat._meta.db_table not in reading.tables_of(connection):
        return
    # SQLite does not know who else has it open.
    names = ("worker", "clock")
    if Beat.objects.filter(name__in=names, at__gte=at - ALIVE).exists():
        raise BackupProblem(
            "The worker or the clock showed life within the last minute. Stop the service, wait a "
            "minute, then try again."
        )


def _refuse_wrong_place(manifest: Manifest) -> None:
    if manifest.engine != connection.vendor:
        raise BackupProblem(
            f"This backup is of {manifest.engine}, and the settings name {connection.vendor}."
        )
    if connection.vendor == "postgresql":
        theirs, ours = _major(manifest.server), _major(engine().server())
        if theirs > ours:
            raise BackupProblem(
                f"This backup is of PostgreSQL {theirs}, and the server is {ours}. "
                "Restore it into the same version or a later one."
            )
    known = set(MigrationLoader(None).disk_migrations)
    newer = [
        f"{app}.{name}" for app, name in manifest.migrations.items() if (app, name) not in known
    ]
    if newer:
        raise BackupProblem(
            f"This backup was taken by another version of this software ({', '.join(newer)}). "
            "Install that version, or a later one, then try again."
        )


def _refuse_strange_objects(folder: Path) -> None:
    """A list that was tampered with must not write over the ledger, or anything that is not ours."""
    for each in book.stored_objects(folder):
        if each.store not in STATES or not OURS.fullmatch(each.key):
            raise BackupProblem(
                f"“{each.store}/{each.key}” is no file of ours. Nothing was changed. "
                "Somebody may have tampered with this backup: use another one."
            )


def _major(version: str) -> int:
    return int(version.partition(".")[0])


def _refuse_what_would_be_lost(*, force: bool, say: Say) -> None:
    held = reading.holdings_of(connection)
    if not held:
        return
    most = sorted(held.items(), key=lambda each: -each[1])[:MOST_NAMED]
    named = ", ".join(f"{count} in {table}" for table, count in most)
    rest = len(held) - len(most)
    sentence = (
        f"{sum(held.values())} rows ({named}{f', and {rest} more tables' if rest > 0 else ''})"
    )
    if not force:
        raise BackupProblem(
            f"This database is not empty: it holds {sentence}. Nothing was changed. With --force "
            "all of it is deleted, and the files that the backup does not name with it."
        )
    say(f"Deleting what this database holds: {sentence}")


def _compare_rows(manifest: Manifest) -> None:
    found = reading.rows_of(connection)
    wrong = [
        f"{table} {found.get(table)} instead of {count}"
        for table, count in manifest.rows.items()
        if found.get(table) != count
    ]
    if wrong:
        raise BackupProblem(f"The database did not come back whole: {'; '.join(wrong[:5])}.")


def bring_file(stored: StoredObject, folder: Path) -> bool:
    """What lies there as it should is left alone: then a restore that broke off goes on quickly."""
    store, path = storages[stored.store], stored.path(book.objects_of(folder))
    trouble = trouble_with(store, stored.key, stored.sha256)
    if not trouble or not path.is_file():
        return False
    if store.exists(stored.key):
        store.delete(stored.key)
    with path.open("rb") as content:
        kept = store.save(stored.key, File(content))
    if kept != stored.key:
        raise BackupProblem(f"The {stored.store} store kept {stored.key} under another name.")
    return True


def _deal_with_strangers(folder: Path, *, force: bool, say: Say) -> None:
    """Files of ours that came after the backup have no row now."""
    named = {(each.store, each.key) for each in book.stored_objects(folder)}
    for name in STATES:
        store: Storage = storages[name]
        strangers = [
            key for key in keys_of(store) if OURS.fullmatch(key) and (name, key) not in named
        ]
        if not strangers:
            continue
        if force:
            for key in strangers:
                store.delete(key)
            say(f"Deleted from the {name} store, as it came after the backup: {len(strangers)}")
        else:
            say(f"In the {name} store, and unknown to the backup: {len(strangers)}")
