"""Width and height of a picture, read from its header; nothing is decoded (T-51)."""

import struct
from typing import BinaryIO

Size = tuple[int, int]
MOST_BOXES = 4_000


def jpeg_pixels(stream: BinaryIO) -> Size | None:
    """Walks the segments to the frame header."""
    stream.seek(2)
    while True:
        marker = stream.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:
            return None
        if marker[1] == 0xFF:
            stream.seek(-1, 1)
            continue
        if marker[1] == 0x01 or 0xD0 <= marker[1] <= 0xD7:
            continue
        header = stream.read(7)
        if len(header) < 7:
            return None
        if 0xC0 <= marker[1] <= 0xCF and marker[1] not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", header[3:7])
            return width, height
        length = struct.unpack(">H", header[:2])[0]
        if marker[1] in (0xD9, 0xDA) or length < 2:
            return None
        stream.seek(length - 7, 1)


def png_pixels(stream: BinaryIO) -> Size | None:
    stream.seek(12)
    header = stream.read(12)
    if len(header) < 12 or header[:4] != b"IHDR":
        return None
    width, height = struct.unpack(">II", header[4:])
    return width, height


def webp_pixels(stream: BinaryIO) -> Size | None:
    stream.seek(12)
    header = stream.read(18)
    if len(header) < 18:
        return None
    if header[:4] == b"VP8X":
        return (
            1 + int.from_bytes(header[12:15], "little"),
            1 + int.from_bytes(header[15:18], "little"),
        )
    if header[:4] == b"VP8L":
        bits = int.from_bytes(header[9:13], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if header[:4] == b"VP8 ":
        width, height = struct.unpack("<HH", header[14:18])
        return width & 0x3FFF, height & 0x3FFF
    return None


def heic_pixels(stream: BinaryIO) -> Size | None:
    """The largest of what the file says of its pictures and tiles (`ispe` in ISO 23008-12)."""
    end = stream.seek(0, 2)
    meta = _box(stream, b"meta", 0, end)
    # `meta` and `ispe` begin with four bytes of version and flags.
    properties = meta and _box(stream, b"iprp", meta[0] + 4, meta[1])
    container = properties and _box(stream, b"ipco", *properties)
    if not container:
        return None
    found: list[Size] = []
    place, end = container
    for _ in range(MOST_BOXES):
        box = _box(stream, b"ispe", place, end)
        if box is None:
            return max(found, key=lambda size: size[0] * size[1], default=None)
        stream.seek(box[0] + 4)
        told = stream.read(8)
        if len(told) < 8:
            return None
        width, height = struct.unpack(">II", told)
        found.append((width, height))
        place = box[1]
    return None


def _box(stream: BinaryIO, name: bytes, place: int, end: int) -> tuple[int, int] | None:
    """Where the contents of the next box of that name begin and end."""
    for _ in range(MOST_BOXES):
        if end - place < 8:
            return None
        stream.seek(place)
        size, found = struct.unpack(">I4s", stream.read(8))
        start = place + 8
        if size == 1:
            size = int.from_bytes(stream.read(8), "big")
            start += 8
        elif size == 0:
            size = end - place
        if place + size > end or start > place + size:
            return None
        if found == name:
            return start, place + size
        place += size
    return None
