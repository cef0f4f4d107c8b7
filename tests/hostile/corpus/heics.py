"""HEIC files, and what only calls itself one."""

import io
import struct

import pillow_heif
from PIL import Image


def heic(size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    out = io.BytesIO()
    picture = pillow_heif.from_pillow(Image.effect_noise(size, 80).convert("RGB"))
    picture.save(out, quality=60, **options)
    return out.getvalue()


def brand(name: bytes, *more: bytes) -> bytes:
    """The box that every ISO media file begins with, and then a film's."""
    box = b"ftyp" + name + b"\0\0\0\0" + b"".join(more)
    film = b"mdat" + bytes(range(256)) * 8
    return struct.pack(">I", len(box) + 4) + box + struct.pack(">I", len(film) + 4) + film


def claiming(width: int, height: int) -> bytes:
    """A small picture whose size property says otherwise."""
    whole = bytearray(heic())
    at = whole.find(b"ispe")
    while at >= 0:
        whole[at + 8 : at + 16] = struct.pack(">II", width, height)
        at = whole.find(b"ispe", at + 8)
    return bytes(whole)
