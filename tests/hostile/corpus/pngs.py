"""PNG files chunk by chunk."""

import io
import struct
import zlib
from collections.abc import Iterable

from PIL import Image

SIGNATURE = b"\x89PNG\r\n\x1a\n"
OF_THE_PICTURE = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def chunk(name: bytes, body: bytes, *, check: int | None = None) -> bytes:
    crc = zlib.crc32(name + body) if check is None else check
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", crc)


def header(width: int, height: int, *, depth: int = 8, colour: int = 2) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))


def png(size: tuple[int, int] = (30, 20), *, mode: str = "RGB", **options: object) -> bytes:
    """Hardly packed, so that the same picture painted again has other bytes."""
    out = io.BytesIO()
    Image.effect_noise(size, 80).convert(mode).save(
        out, format="PNG", **({"compress_level": 1} | options)
    )
    return out.getvalue()


def with_chunks(*chunks: bytes) -> bytes:
    """Between the header and the picture."""
    whole = png()
    return whole[:33] + b"".join(chunks) + whole[33:]


def black(width: int, height: int) -> bytes:
    """Really that large: one bit for each pixel, and all of them 0. 144 million fit into 17 kB."""
    row = bytes(1 + (width + 7) // 8)
    return (
        SIGNATURE
        + header(width, height, depth=1, colour=0)
        + chunk(b"IDAT", deflated(row for _ in range(height)))
        + chunk(b"IEND", b"")
    )


def deflated(parts: Iterable[bytes]) -> bytes:
    """Without having all of it in memory."""
    packer = zlib.compressobj(9)
    return b"".join(map(packer.compress, parts)) + packer.flush()


def bomb(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated: one block, over and over."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    # Adler's sums of nothing but zeros: 1, and how many there are.
    check = ((megabytes << 20) % 65_521 << 16) | 1
    last = b"\x03\x00"
    return start + block + again * (megabytes - 1) + last + struct.pack(">I", check)


def chunk_names(content: bytes) -> list[bytes]:
    found, at = [], 8
    while at + 8 <= len(content):
        found.append(content[at + 4 : at + 8])
        at += 12 + struct.unpack(">I", content[at : at + 4])[0]
    return found
