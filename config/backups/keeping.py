"""Which backups stay: 35 days of them, and always the last whole one (accessible-and-private.md, F-19)."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

from config.backups.manifest import (
    BackupProblem,
    backups_in,
    moment_of,
    objects_of,
    read,
    stored_objects,
)

KEPT = timedelta(days=35)


def prune(place: Path, *, at: datetime) -> int:
    """Old ones go, with the files that no other backup names; returns how many went.

    The newest stays however old it is. What was deleted in the service is thus gone from here
    after 35 days as well.
    """
    old = [folder for folder in backups_in(place)[:-1] if moment_of(folder) < at - KEPT]
    for folder in old:
        # Never half a backup under the name of a whole one.
        half = folder.rename(folder.with_name(f".{folder.name}.half"))
        shutil.rmtree(half)
    _remove_unnamed(place)
    return len(old)


def remove_halves(place: Path) -> None:
    """What an interrupted backup left."""
    for half in place.glob(".*.half"):
        shutil.rmtree(half, ignore_errors=True)


def _remove_unnamed(place: Path) -> None:
    """Files that no backup needs. One backup whose list cannot be read keeps them all."""
    named: set[str] = set()
    for folder in backups_in(place):
        try:
            read(folder)
            named.update(f"{each.store}/{each.key}" for each in stored_objects(folder))
        except (BackupProblem, OSError, ValueError, TypeError) as error:
            raise BackupProblem(
                f"The list of files of {folder} cannot be read, so no file was deleted. "
                "Look at it; when it is of no use, delete that folder."
            ) from error
    objects = objects_of(place / "any")
    for path in sorted(objects.rglob("*"), reverse=True):
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif str(path.relative_to(objects)) not in named:
            path.unlink()
