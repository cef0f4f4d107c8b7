"""Take a backup: rows and files of one moment, whole or not at all."""

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from django.core.files.storage import storages

from config.backups import manifest as book
from config.backups import reading
from config.backups.engines import engine
from config.backups.keeping import prune, remove_halves
from config.backups.manifest import BackupProblem, Manifest, StoredObject
from foundation import backups
from foundation.files.stores import STORE_TROUBLE, discard
from foundation.files.sweep import without_a_row

Say = Callable[[str], None]
SIGN_EVERY = 20.0
# So many days until each copy that was made long ago has been read again.
NIGHTS = 30
AT_A_TIME = 500


@dataclass(frozen=True)
class Taken:
    folder: Path
    manifest: Manifest
    copied: int
    seconds: float


def take_backup(place: Path, *, at: datetime, say: Say) -> Taken:
    """`BackupProblem` when another one runs, or when it could not be made whole."""
    began = time.monotonic()
    with _alone(at), _private_files():
        objects = place / "objects"
        objects.mkdir(mode=0o700, parents=True, exist_ok=True)
        place.chmod(0o700)
        remove_halves(place)
        final = place / at.astimezone(UTC).strftime(book.STAMP)
        if final.exists():
            raise BackupProblem(f"{final} is there already. Wait a second and try again.")
        half = place / f".{final.name}.half"
        half.mkdir(mode=0o700)
        manifest, copied = _fill(half, objects, at=at, say=say)
        half.rename(final)
        say(f"Whole: {final}")
        gone = prune(place, at=at)
        say(f"Older than 35 days, and deleted: {gone} backups")
    _let_go_of_what_waited(final)
    return Taken(final, manifest, copied, time.monotonic() - began)


def _fill(half: Path, objects: Path, *, at: datetime, say: Say) -> tuple[Manifest, int]:
    kind, sign = engine(), _Sign()
    target, listed = half / kind.file, half / book.OBJECTS
    with kind.copied(target, empty=reading.passing_tables(), alive=backups.show_life) as database:
        rows, migrations = reading.rows_of(database), reading.migrations_of(database)
        for table in set(reading.passing_tables()) & set(rows):
            rows[table] = 0
        count, size = reading.write_objects(database, listed)
    target.chmod(0o600)
    say(f"Database: {sum(rows.values())} rows in {len(rows)} tables")
    damaged, copied = [], 0
    for stored in book.stored_objects(half):
        thorough = int(stored.sha256[:8], 16) % NIGHTS == at.toordinal() % NIGHTS
        if book.trouble_with(stored, objects, thorough=thorough):
            if copy(stored, objects):
                copied += 1
            else:
                damaged.append(stored)
        sign.show()
    say(f"Files: {count}, of which {copied} are new")
    manifest = Manifest(
        taken_at=at,
        engine=kind.name,
        server=kind.server(),
        migrations=migrations,
        rows=rows,
        database=book.part_of(target),
        objects=book.part_of(listed),
        count=count,
        size=size,
        damaged=damaged,
    )
    book.write(manifest, half)
    return manifest, copied


def copy(stored: StoredObject, objects: Path) -> bool:
    """From its store, under a name of its own until it is whole. False when it is damaged there."""
    path = stored.path(objects)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    digest = hashlib.sha256()
    try:
        with storages[stored.store].open(stored.key) as source, half.open("xb") as target:
            for chunk in source.chunks(book.CHUNK):
                digest.update(chunk)
                target.write(chunk)
        if digest.hexdigest() != stored.sha256:
            half.unlink()
            return False
    except STORE_TROUBLE as error:
        half.unlink(missing_ok=True)
        if isinstance(error, FileNotFoundError):
            return False
        raise BackupProblem(
            f"A file could not be copied ({type(error).__name__}). Look at the stores and at the "
            "room on the disk of the backups, then try again."
        ) from error
    half.replace(path)
    return True


class _Sign:
    """Of life, now and then."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def show(self) -> None:
        if time.monotonic() - self._last > SIGN_EVERY:
            backups.show_life()
            self._last = time.monotonic()


@contextmanager
def _alone(at: datetime) -> Iterator[None]:
    """Its sign stands before the first row is read, and goes whatever happens."""
    if not backups.begin(at=at):
        minutes = backups.LIMIT.seconds // 60
        raise BackupProblem(
            f"Another backup is running. If it has died, try again in {minutes} minutes."
        )
    try:
        yield
    finally:
        backups.end()


@contextmanager
def _private_files() -> Iterator[None]:
    """For the service's own eyes, whatever the process was started with."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def _let_go_of_what_waited(folder: Path) -> None:
    """Bytes whose rows went while the backup ran stayed for it; now they go."""
    objects = book.stored_objects(folder)
    while batch := list(islice(objects, AT_A_TIME)):
        gone = set(without_a_row(stored.key for stored in batch))
        for stored in batch:
            if stored.key in gone:
                discard(storages[stored.store], stored.key)
