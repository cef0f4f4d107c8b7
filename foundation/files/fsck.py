"""Does what the rows say lie in the stores, and nothing else? (F-06, T-61)"""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import Storage, storages

from foundation.files.stores import STORE_TROUBLE, keys_of
from foundation.models import PrivateFile

STATES = {"quarantine": PrivateFile.State.QUARANTINED, "default": PrivateFile.State.CLEAN}
MISSING = "missing"
UNREADABLE = "unreadable"
CHANGED = "changed"
SENTENCES = {
    MISSING: "{what} of file {uuid} are missing.",
    UNREADABLE: "{what} of file {uuid} cannot be read.",
    CHANGED: "{what} of file {uuid} have changed since they were kept.",
}
Parts = Iterator[tuple[str, str, str]]


def fsck_files() -> Iterator[str]:
    """One sentence for each problem."""
    for name, state in STATES.items():
        store = storages[name]
        known = set()
        for file in PrivateFile.objects.filter(state=state).iterator():
            for what, key, digest in parts_of(file):
                known.add(key)
                try:
                    trouble = trouble_with(store, key, digest)
                except STORE_TROUBLE:
                    trouble = UNREADABLE
                if trouble:
                    yield SENTENCES[trouble].format(what=what, uuid=file.uuid)
        try:
            for key in keys_of(store):
                if key not in known:
                    yield f"The {name} store holds {key}, and no row knows it."
        except STORE_TROUBLE:
            yield f"The {name} store cannot be listed."


def parts_of(file: PrivateFile) -> Parts:
    """What of this file lies in its store: a name for it, its key and its digest."""
    yield "The bytes", file.storage_key, file.sha256
    if file.thumbnail_key:
        yield "The small picture's bytes", file.thumbnail_key, file.thumbnail_sha256


def trouble_with(store: Storage, key: str, sha256: str) -> str:
    """What is wrong with these bytes, or nothing. A bucket that does not answer is not their fault."""
    digest = hashlib.sha256()
    try:
        with store.open(key) as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
    except FileNotFoundError:
        return MISSING
    except OSError:
        return UNREADABLE
    return "" if digest.hexdigest() == sha256 else CHANGED
