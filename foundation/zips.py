"""A zip that is made while it is sent: however large, it is never whole in memory or on disk."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from foundation.dates import LONDON
from foundation.files.serving import guarded, open_clean
from foundation.models import PrivateFile
from foundation.refusals import Refused
from foundation.text import clean_text

MISSING = "MISSING.txt"
MISSING_WORDS = (
    "These files belong in here, but could not be put in. Everything else is complete.\r\n"
    "Download again later. If they are still missing then, tell us.\r\n\r\n"
)
CHUNK = 256 * 1024
# Everything else that we keep is packed already.
WORTH_PACKING = {"csv", "html", "json", "txt", "xml"}
LONGEST = 150
FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
# Windows opens its devices by these names, whatever comes after the dot (T-57).
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
FIRST_YEAR, LAST_YEAR = 1980, 2107


@dataclass(frozen=True)
class ZipEntry:
    """`name` may have folders before it, with slashes. `at` is the date it shows."""

    name: str
    content: PrivateFile | Iterable[bytes]
    at: datetime


def stream_zip(entries: Iterable[ZipEntry], *, filename: str) -> StreamingHttpResponse:
    """An answer that downloads as a zip of these files, in this order.

    Each file is looked at as a whole before its first byte goes out. One that is missing, changed
    or not yet checked is left out and named in `MISSING.txt`, the last file; the zip stays good.
    An iterable of bytes must not fail: if it does, the download breaks off.
    """
    response = StreamingHttpResponse(zip_pieces(entries), content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    guarded(response)
    return response


def zip_pieces(entries: Iterable[ZipEntry]) -> Iterator[bytes]:
    return _Stream().pieces(entries)


def zip_name(name: str) -> str:
    """A name that every system can unpack, inside the folder it is unpacked into (T-57, T-58)."""
    parts = [_plain(part) for part in name.replace("\0", "").replace("\\", "/").split("/")]
    return "/".join(filter(None, parts)) or "file"


class _Stream:
    """One zip on its way out."""

    def __init__(self) -> None:
        self._sink = _Sink()
        self._names: set[str] = {_same(MISSING)}
        self._missing: list[str] = []

    def pieces(self, entries: Iterable[ZipEntry]) -> Iterator[bytes]:
        # What breaks off leaves from the inside out: the file that is being sent, then the zip.
        at = None
        with ZipFile(cast(IO[bytes], self._sink), "w") as zipped:
            for entry in entries:
                at = entry.at
                yield from self._entry(zipped, entry)
            if self._missing and at:
                text = MISSING_WORDS + "\r\n".join(self._missing) + "\r\n"
                yield from self._file(zipped, MISSING, [text.encode()], at)
        yield self._sink.taken()

    def _entry(self, zipped: ZipFile, entry: ZipEntry) -> Iterator[bytes]:
        name = self._free(zip_name(entry.name))
        if not isinstance(entry.content, PrivateFile):
            yield from self._file(zipped, name, entry.content, entry.at)
            return
        try:
            stored = open_clean(entry.content)
        except Refused as refusal:
            self._missing.append(f"{name}: {refusal.sentence}")
            return
        with stored:
            yield from self._file(zipped, name, stored.chunks(CHUNK), entry.at)

    def _file(
        self, zipped: ZipFile, name: str, chunks: Iterable[bytes], at: datetime
    ) -> Iterator[bytes]:
        about = ZipInfo(name, _date(at))
        packed = name.rpartition(".")[2].lower() in WORTH_PACKING
        about.compress_type = ZIP_DEFLATED if packed else ZIP_STORED
        # Nobody knows beforehand how long a stream is.
        with zipped.open(about, "w", force_zip64=True) as out:
            for chunk in chunks:
                out.write(chunk)
                yield self._sink.taken()

    def _free(self, name: str) -> str:
        """Same names are numbered (T-62), also those that only Windows and macOS call the same."""
        stem, dot, ending = name.rpartition(".")
        if not stem or "/" in ending:
            stem, dot, ending = name, "", ""
        number, free = 1, name
        while _same(free) in self._names:
            number += 1
            free = f"{stem} ({number}){dot}{ending}"
        self._names.add(_same(free))
        return free


class _Sink:
    """What zipfile writes to: it cannot be wound back, and is emptied after each piece."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        return

    def taken(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken


def _plain(part: str) -> str:
    plain = FORBIDDEN.sub("-", " ".join(clean_text(part).split())).lstrip(".-").rstrip(". ")
    if DEVICES.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not stem or len(ending) > 10:
        stem, dot, ending = plain, "", ""
    # A file system counts bytes.
    short = stem.encode()[:LONGEST].decode(errors="ignore").rstrip()
    return f"{short}{dot}{ending}"


def _same(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _date(at: datetime) -> tuple[int, int, int, int, int, int]:
    """As clocks in England show it; a zip knows no other years."""
    local = at.astimezone(LONDON)
    year = min(max(local.year, FIRST_YEAR), LAST_YEAR)
    return year, local.month, local.day, local.hour, local.minute, local.second
