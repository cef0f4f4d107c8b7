"""WebP files chunk by chunk."""

import io
import struct

from PIL import Image

OF_THE_PICTURE = {b"VP8X", b"VP8 ", b"VP8L", b"ALPH"}


def webp(size: tuple[int, int] = (30, 20), *, mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(out, format="WEBP", **options)
    return out.getvalue()


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def canvas(width: int, height: int, *, flags: int = 0) -> bytes:
    """The extended header: what the whole is said to measure."""
    return chunk(
        b"VP8X",
        bytes([flags, 0, 0, 0])
        + (width - 1).to_bytes(3, "little")
        + (height - 1).to_bytes(3, "little"),
    )


def animated(frames: int) -> bytes:
    shades = [Image.new("RGB", (16, 16), (n % 256, n // 256, 90)) for n in range(frames)]
    out = io.BytesIO()
    shades[0].save(out, format="WEBP", save_all=True, append_images=shades[1:], lossless=True)
    return out.getvalue()


def chunk_names(content: bytes) -> list[bytes]:
    found, at = [], 12
    while at + 8 <= len(content):
        found.append(content[at : at + 4])
        length = struct.unpack("<I", content[at + 4 : at + 8])[0]
        at += 8 + length + length % 2
    return found
