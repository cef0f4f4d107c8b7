"""Which files we take. The bytes decide what a file is, not its name or what a browser says."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from foundation.refusals import Refused

MEGABYTE = 1024 * 1024
Size = tuple[int, int]


class FileNotAccepted(Refused):
    """A sentence that names the file and says what to do. Forms show it beside their field."""


@dataclass(frozen=True)
class FileKind:
    content_type: str
    # The first is the one we give when the name has another.
    extensions: tuple[str, ...]
    recognised: Callable[[bytes], bool]
    # Reads width and height from the header, without decoding (T-51); None where there are none.
    pixels: Callable[[BinaryIO], Size | None] | None = None


@dataclass(frozen=True)
class FileKinds:
    """What one form field takes."""

    # As in "Choose a {wanted}."
    wanted: str
    kinds: tuple[FileKind, ...]
    max_bytes: int
    max_pixels: int = 0

    @property
    def accept(self) -> str:
        """For the file input's `accept`."""
        return ",".join(kind.content_type for kind in self.kinds)

    def kind_of(self, head: bytes) -> FileKind | None:
        return next((kind for kind in self.kinds if kind.recognised(head)), None)


def _jpeg_pixels(stream: BinaryIO) -> Size | None:
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


def _png_pixels(stream: BinaryIO) -> Size | None:
    stream.seek(12)
    header = stream.read(12)
    if len(header) < 12 or header[:4] != b"IHDR":
        return None
    width, height = struct.unpack(">II", header[4:])
    return width, height


def _webp_pixels(stream: BinaryIO) -> Size | None:
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


JPEG = FileKind(
    "image/jpeg", ("jpg", "jpeg"), lambda head: head.startswith(b"\xff\xd8\xff"), _jpeg_pixels
)
PNG = FileKind(
    "image/png", ("png",), lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), _png_pixels
)
WEBP = FileKind(
    "image/webp",
    ("webp",),
    lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP",
    _webp_pixels,
)

PICTURES = FileKinds(
    wanted="JPEG, PNG or WebP picture",
    kinds=(JPEG, PNG, WEBP),
    max_bytes=15 * MEGABYTE,
    max_pixels=40_000_000,
)
