"""JPEG files segment by segment."""

import io
import struct

from PIL import Image

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
# What is left of a file when only its picture is kept.
OF_THE_PICTURE = {0xC0, 0xC1, 0xC2, 0xC4, 0xDA, 0xDB, 0xDD, 0xE0}


def jpeg(size: tuple[int, int] = (60, 40), *, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(out, format="JPEG", **options)
    return out.getvalue()


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def with_segments(*segments: bytes, picture: bytes | None = None) -> bytes:
    """Right behind the start, where cameras put theirs."""
    whole = jpeg() if picture is None else picture
    return SOI + b"".join(segments) + whole[2:]


def before_scans(picture: bytes, extra: bytes) -> bytes:
    """In front of each scan of a progressive picture."""
    return picture.replace(b"\xff\xda", extra + b"\xff\xda")


def claiming(width: int, height: int) -> bytes:
    """A small picture whose frame header says otherwise."""
    whole = jpeg()
    at = whole.index(b"\xff\xc0")
    return whole[: at + 5] + struct.pack(">HH", height, width) + whole[at + 9 :]


def markers(content: bytes) -> list[int]:
    """Each marker from the start to the first scan."""
    found, at = [], 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        found.append(content[at + 1])
        if content[at + 1] == 0xDA:
            break
        at += 2 + struct.unpack(">H", content[at + 2 : at + 4])[0]
    return found
