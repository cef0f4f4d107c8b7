"""Names of files as people see them. On disk a file has a random key, never its name (T-57)."""

import secrets

from foundation.files.kinds import FileKind
from foundation.text import clean_text

LONGEST = 200


def display_name(name: str, kind: FileKind | None = None) -> str:
    """The last part of a path, cleaned (T-58), with the ending that the bytes deserve (T-53)."""
    last = name.replace("\0", "").replace("\\", "/").rpartition("/")[2]
    plain = " ".join(clean_text(last).split()).lstrip(".-") or "file"
    if kind is None:
        return plain[:LONGEST]
    stem, dot, ending = plain.rpartition(".")
    if not dot or ending.lower() not in kind.extensions:
        stem, ending = plain, kind.extensions[0]
    return f"{stem[: LONGEST - len(ending) - 1]}.{ending}"


def new_key() -> str:
    key = secrets.token_hex(20)
    return f"{key[:2]}/{key[2:]}"
