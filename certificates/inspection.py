"""Reading a PDF that a stranger dropped on the check page (T-75, F-20).

Such a file may be built to hang or to swallow memory, so it is opened in a process of its own with
limits on time and memory; what is learned comes back as a few plain values, and anything odd comes
back as "can't be read".
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from certificates.codes import normalise
from foundation import apart

READER = "certificates.inspection_reader:read"
LIMITS = apart.Limits(seconds=10, clock_seconds=15, memory=768 * apart.MEGABYTE)


@dataclass(frozen=True)
class Inspection:
    """What a file says of itself.

    `key_id` is the known key that signed it; `sound`, that nothing changed since; `stamped_at`, when
    a time-stamp service saw it.
    """

    readable: bool = False
    key_id: str = ""
    sound: bool = False
    codes: tuple[str, ...] = ()
    stamped_at: datetime | None = None


def looks_like_pdf(content: bytes) -> bool:
    """PDF readers accept a header within the first 1,024 bytes; so do we."""
    return b"%PDF-" in content[:1024]


def inspect(content: bytes, *, known_certificates: Iterable[str]) -> Inspection:
    """Judge a file against the PEM certificates of our keys."""
    known = list(known_certificates)
    try:
        told = apart.run(READER, content, about={"known": known}, limits=LIMITS).told
    except (apart.GaveUp, apart.Interrupted):
        return Inspection()
    codes = (normalise(text) for text in told["codes"])
    return Inspection(
        readable=told["readable"],
        key_id=told["key_id"],
        sound=told["sound"],
        stamped_at=datetime.fromisoformat(told["stamped_at"]) if told["stamped_at"] else None,
        codes=tuple(dict.fromkeys(code for code in codes if code)),
    )
