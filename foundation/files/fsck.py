"""Does what the rows say lie in the stores, and nothing else? (F-06, T-61)"""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import Storage, storages

from foundation.files.stores import STORE_TROUBLE, keys_of
from foundation.models import PrivateFile

STATES = {"quarantine": PrivateFile.State.QUARANTINED, "default": PrivateFile.State.CLEAN}
MISSING = "missing"
CHANGED = "changed"
Parts = Iterator[tuple[str, str, str]]


def fsck_files() -> Iterator[str]:
    """One sentence for each problem."""
    for name, state in STATES.items():
        store = storages[name]
        known = set()
        for file in PrivateFile.objects.filter(state=state).iterator():
            for what, key, digest in parts_of(file):
                known.add(key)
                trouble = trouble_with(store, key, digest)
                if trouble == MISSING:
                    yield f"{what} of file {file.uuid} are missing."
                elif trouble:
                    yield f"{what} of file {file.uuid} have changed since they were kept."
        for key in keys_of(store):
            if key not in known:
                yield f"The {name} store holds {key}, and no row knows it."


def parts_of(file: PrivateFile) -> Parts:
    """What of this file lies in its store: a name for it, its key and its digest."""
    yield "The bytes", file.storage_key, file.sha256
    if file.thumbnail_key:
        yield "The small picture's bytes", file.thumbnail_key, file.thumbnail_sha256


def trouble_with(store: Storage, key: str, sha256: str) -> str:
    """`missing`, `changed`, or nothing."""
    digest = hashlib.sha256()
    try:
        with store.open(key) as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
    except STORE_TROUBLE:
        return MISSING
    return "" if digest.hexdigest() == sha256 else CHANGED
