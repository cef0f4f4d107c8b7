"""What a backup says of itself, and whether that is true."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

FORMAT = 1
MANIFEST = "manifest.json"
OBJECTS = "objects.jsonl"
STAMP = "%Y%m%dT%H%M%SZ"
CHUNK = 1024 * 1024


class BackupProblem(Exception):
    """What is wrong, and what to do, in a sentence."""


@dataclass(frozen=True)
class Part:
    """One file of the backup's own."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class StoredObject:
    """Bytes that a row names."""

    store: str
    key: str
    size: int
    sha256: str

    def path(self, objects: Path) -> Path:
        """Never outside of the folder, whatever a manifest says."""
        path = objects / self.store / self.key
        if not path.resolve().is_relative_to(objects.resolve()):
            raise BackupProblem(f"“{self.key}” is no key of ours.")
        return path


@dataclass(frozen=True, kw_only=True)
class Manifest:
    taken_at: datetime
    # "postgresql" or "sqlite": one cannot be restored into the other.
    engine: str
    server: str
    # The last migration of every app.
    migrations: dict[str, str]
    # What every table holds in the dump.
    rows: dict[str, int]
    database: Part
    objects: Part
    # How many objects, and how many bytes they have together.
    count: int
    size: int
    # What was missing or changed in the stores already when the backup was taken.
    damaged: list[StoredObject] = field(default_factory=list)
    format: int = FORMAT


def objects_of(folder: Path) -> Path:
    return folder.parent / "objects"


def write(manifest: Manifest, folder: Path) -> None:
    said = asdict(manifest) | {"taken_at": manifest.taken_at.isoformat()}
    path = folder / MANIFEST
    path.write_text(json.dumps(said, indent=1), encoding="utf-8")
    path.chmod(0o600)


def read(folder: Path) -> Manifest:
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BackupProblem(
            f"{folder} is no backup: it has no {MANIFEST}. Name a folder such as 20261122T020000Z."
        ) from None
    except (OSError, ValueError):
        raise BackupProblem(f"The manifest in {folder} cannot be read.") from None
    try:
        if said["format"] != FORMAT:
            raise BackupProblem(f"{folder} was written by another version of this software.")
        return Manifest(
            **said
            | {
                "taken_at": datetime.fromisoformat(said["taken_at"]),
                "database": Part(**said["database"]),
                "objects": Part(**said["objects"]),
                "damaged": [StoredObject(**each) for each in said["damaged"]],
            }
        )
    except (KeyError, TypeError, ValueError):
        raise BackupProblem(f"The manifest in {folder} cannot be understood.") from None


def stored_objects(folder: Path, name: str = OBJECTS) -> Iterator[StoredObject]:
    """One line each, so that a million of them need no more memory than one."""
    with (folder / name).open(encoding="utf-8") as lines:
        for line in lines:
            yield StoredObject(**json.loads(line))


def backups_in(place: Path) -> list[Path]:
    """Whole ones, oldest first. What is being written, or broke off, has another name."""
    if not place.is_dir():
        return []
    return sorted(path for path in place.iterdir() if _stamp(path.name) and path.is_dir())


def part_of(path: Path) -> Part:
    return Part(name=path.name, size=path.stat().st_size, sha256=digest_of(path))


def digest_of(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def check(folder: Path) -> Manifest:
    """Everything is there and is what it was. Changes nothing."""
    manifest = read(folder)
    for part in (manifest.database, manifest.objects):
        path = folder / part.name
        if not path.is_file():
            raise BackupProblem(f"{path} is missing.")
        if path.stat().st_size != part.size or digest_of(path) != part.sha256:
            raise BackupProblem(f"{path} is damaged: it is not what was written.")
    excused = set(manifest.damaged)
    bad = [
        f"{trouble}: {each.store}/{each.key}"
        for each in stored_objects(folder)
        if each not in excused and (trouble := trouble_with(each, objects_of(folder)))
    ]
    if bad:
        more = f" and {len(bad) - 5} more" if len(bad) > 5 else ""
        raise BackupProblem(
            f"{len(bad)} of {manifest.count} files of this backup are not as they were "
            f"({'; '.join(bad[:5])}{more}). Take another backup."
        )
    return manifest


def trouble_with(stored: StoredObject, objects: Path, *, thorough: bool = True) -> str:
    """What is wrong with our copy, or nothing."""
    path = stored.path(objects)
    if not path.is_file():
        return "missing"
    if path.stat().st_size != stored.size:
        return "changed"
    return "changed" if thorough and digest_of(path) != stored.sha256 else ""


def moment_of(folder: Path) -> datetime:
    moment = _stamp(folder.name)
    if moment is None:
        raise BackupProblem(f"{folder} is not named like a backup.")
    return moment


def _stamp(name: str) -> datetime | None:
    try:
        return datetime.strptime(f"{name}+0000", f"{STAMP}%z")
    except ValueError:
        return None
