"""Does what the rows say lie in the stores, and nothing else? (F-06, T-61)"""

import hashlib
from collections.abc import Iterator

from django.core.files.storage import Storage, storages

from foundation.files.stores import STORE_TROUBLE
from foundation.models import PrivateFile

STATES = {"quarantine": PrivateFile.State.QUARANTINED, "default": PrivateFile.State.CLEAN}


def fsck_files() -> Iterator[str]:
    """One sentence for each problem."""
    for name, state in STATES.items():
        store = storages[name]
        known = set()
        for file in PrivateFile.objects.filter(state=state).iterator():
            known.add(file.storage_key)
            yield from _problems_of(file, store)
        for key in _keys(store):
            if key not in known:
                yield f"The {name} store holds {key}, and no row knows it."


def _problems_of(file: PrivateFile, store: Storage) -> Iterator[str]:
    digest = hashlib.sha256()
    try:
        with store.open(file.storage_key) as stored:
            for chunk in stored.chunks():
                digest.update(chunk)
    except STORE_TROUBLE:
        yield f"The bytes of file {file.uuid} are missing."
        return
    if digest.hexdigest() != file.sha256:
        yield f"The bytes of file {file.uuid} have changed since they were kept."


def _keys(store: Storage, folder: str = "") -> Iterator[str]:
    try:
        folders, names = store.listdir(folder)
    except FileNotFoundError:
        # Nothing was ever kept here.
        return
    for name in names:
        yield f"{folder}/{name}" if folder else name
    for each in folders:
        yield from _keys(store, f"{folder}/{each}" if folder else each)
