"""The list of contents of a zip, read and judged without inflating a byte (T-50, T-53).

Stricter than `zipfile`, which forgives bytes before the archive, two members on the same bytes and a
list that says other than what lies there: what two readers can take for two different files is no
document.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import BinaryIO

from foundation.cleaning.reasons import CannotKeep

MEGABYTE = 1024 * 1024
MOST_MEMBERS = 3_000
MOST_BYTES = 250 * MEGABYTE
# How many times smaller than its contents an archive may be, once these are more than TINY.
MOST_RATIO = 100
TINY = 5 * MEGABYTE

MEMBER = b"PK\x03\x04"
_ENTRY = struct.Struct("<4s4xHH4xIIIHHH4xII")
_LOCAL = struct.Struct("<4s2xHH4xIIIHH")
_END = struct.Struct("<4sHHHHIIH")
# Encrypted in one of three ways.
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_SIZES_FOLLOW = 0x0008
_UTF8 = 0x0800


@dataclass(frozen=True)
class Member:
    name: str
    method: int
    check: int
    packed: int
    size: int
    # Where the packed bytes begin.
    start: int


@dataclass(frozen=True)
class Directory:
    members: tuple[Member, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(member.name for member in self.members)

    def __iter__(self) -> Iterator[Member]:
        return iter(self.members)


def looks_like_zip(head: bytes) -> bool:
    return head.startswith(MEMBER)


def ends_like_zip(stream: BinaryIO) -> bool:
    """An archive behind something else (T-53)."""
    return _end(stream) is not None


def read_directory(stream: BinaryIO) -> Directory:
    """Every member, in the order of the list, or `CannotKeep`."""
    stream.seek(0)
    found = _end(stream)
    if found is None or stream.seek(0) or not looks_like_zip(stream.read(4)):
        raise CannotKeep("damaged")
    place, (_, disk, first_disk, here, count, size, start, _) = found
    if disk or first_disk or here != count or not count or start + size != place:
        raise CannotKeep("damaged")
    if count > MOST_MEMBERS:
        raise CannotKeep("bomb")
    stream.seek(start)
    listed = _entries(stream.read(size), count)
    if sum(entry.size for _, entry in listed) > MOST_BYTES:
        raise CannotKeep("bomb")
    total, packed = sum(e.size for _, e in listed), sum(e.packed for _, e in listed)
    if total > TINY and total > MOST_RATIO * packed:
        raise CannotKeep("bomb")
    members = [_placed(stream, offset, entry) for offset, entry in listed]
    _refuse_overlaps(listed, members, start)
    lower = [member.name.lower() for member in members]
    if len(set(lower)) < len(lower):
        raise CannotKeep("damaged")
    return Directory(tuple(members))


def inflate(content: bytes, member: Member) -> bytes:
    """The bytes of one member: not one more than its entry says."""
    packed = content[member.start : member.start + member.packed]
    if member.method:
        try:
            reader = zlib.decompressobj(-zlib.MAX_WBITS)
            packed = reader.decompress(packed, member.size + 1)
        except zlib.error as error:
            raise CannotKeep("damaged") from error
    if len(packed) > member.size:
        raise CannotKeep("bomb")
    if len(packed) < member.size or zlib.crc32(packed) != member.check:
        raise CannotKeep("damaged")
    return packed


def _end(stream: BinaryIO) -> tuple[int, tuple[int, ...]] | None:
    """The record at the very end, whose comment ends with the file."""
    length = stream.seek(0, 2)
    tail_start = max(0, length - _END.size - 0xFFFF)
    stream.seek(tail_start)
    tail = stream.read()
    place = tail.rfind(b"PK\x05\x06")
    while place >= 0:
        if len(tail) - place >= _END.size:
            record = _END.unpack_from(tail, place)
            if place + _END.size + record[7] == len(tail):
                return tail_start + place, record
        place = tail.rfind(b"PK\x05\x06", 0, place)
    return None


def _entries(listing: bytes, count: int) -> list[tuple[int, Member]]:
    """Each with the place of its local header."""
    found = []
    at = 0
    for _ in range(count):
        if len(listing) - at < _ENTRY.size:
            raise CannotKeep("damaged")
        (signature, flags, method, check, packed, size, names, extras, comments, _, offset) = (
            _ENTRY.unpack_from(listing, at)
        )
        if signature != b"PK\x01\x02":
            raise CannotKeep("damaged")
        if flags & _ENCRYPTED:
            raise CannotKeep("locked")
        name_at = at + _ENTRY.size
        name = _name(listing[name_at : name_at + names], flags)
        if method not in (0, 8) or 0xFFFFFFFF in (packed, size, offset):
            raise CannotKeep("damaged")
        if not method and packed != size:
            raise CannotKeep("damaged")
        found.append((offset, Member(name, method, check, packed, size, start=0)))
        at = name_at + names + extras + comments
    if at != len(listing):
        raise CannotKeep("damaged")
    return found


def _name(raw: bytes, flags: int) -> str:
    try:
        name = raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError as error:
        raise CannotKeep("damaged") from error
    folders = name.split("/")
    odd = not name.isprintable() or "\\" in name or ":" in name or ".." in folders
    if odd or not name or not folders[0]:
        raise CannotKeep("damaged")
    return name


def _placed(stream: BinaryIO, offset: int, entry: Member) -> Member:
    """The entry with its place, once the header in that place says the same."""
    stream.seek(offset)
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size:
        raise CannotKeep("damaged")
    signature, flags, method, check, packed, size, names, extras = _LOCAL.unpack(header)
    said = zip((check, packed, size), (entry.check, entry.packed, entry.size), strict=True)
    # What was written as a stream has its sizes after the bytes, and here none or "see later".
    open_ = (0, 0xFFFFFFFF) if flags & _SIZES_FOLLOW else ()
    name = _name(stream.read(names), flags)
    if flags & _ENCRYPTED:
        raise CannotKeep("locked")
    if signature != MEMBER or method != entry.method or name != entry.name:
        raise CannotKeep("damaged")
    if any(here != there and here not in open_ for here, there in said):
        raise CannotKeep("damaged")
    start = offset + _LOCAL.size + names + extras
    return Member(name, entry.method, entry.check, entry.packed, entry.size, start)


def _refuse_overlaps(listed: list[tuple[int, Member]], members: list[Member], end: int) -> None:
    spans = sorted(
        (offset, member.start + member.packed)
        for (offset, _), member in zip(listed, members, strict=True)
    )
    if spans[0][0] or spans[-1][1] > end or any(one[1] > two[0] for one, two in pairwise(spans)):
        raise CannotKeep("damaged")
