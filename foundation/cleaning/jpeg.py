"""Leaving out what a JPEG or JPEG 2000 says beside its picture, without touching the picture.

For pictures inside a PDF, which a reader shows by their own data alone (T-52). Painting them again
would have to understand every colour space of PDF.
"""

import struct

from foundation.cleaning.reasons import CannotKeep

_EOI, _SOS = 0xD9, 0xDA
_JFIF = b"JFIF\0"
# Says how the colours of this JPEG are to be read (DCTDecode in ISO 32000).
_ADOBE = b"Adobe"
_ALONE = {0x01, *range(0xD0, 0xD9)}
# Boxes of JPEG 2000 that hold XML, EXIF or addresses.
_BOXES = {b"xml ", b"uuid", b"uinf", b"jp2i"}


def stripped_jpeg(content: bytes) -> bytes:
    """Its tables, frames and scans: no APPn but the two that count, no comment, nothing behind."""
    start = content.find(b"\xff\xd8")
    if start < 0:
        raise CannotKeep("picture")
    kept = [b"\xff\xd8"]
    at = start + 2
    while True:
        at = _next_marker(content, at)
        marker = content[at + 1]
        if marker == _EOI:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if marker in _ALONE:
            at += 2
            continue
        segment = content[at : at + 2 + int.from_bytes(content[at + 2 : at + 4], "big")]
        if len(segment) < 4:
            raise CannotKeep("picture")
        at += len(segment)
        kept.append(_kept(marker, segment))
        if marker == _SOS:
            end = _end_of_scan(content, at)
            kept.append(content[at:end])
            if end == len(content):
                # Cut short, as readers forgive.
                kept.append(b"\xff\xd9")
                return b"".join(kept)
            at = end


def stripped_jp2(content: bytes) -> bytes:
    """Without the boxes that tell of it. A bare codestream has none, but may hold comments."""
    if content.startswith(b"\xff\x4f\xff\x51"):
        return _stripped_codestream(content)
    kept = []
    at = 0
    while at < len(content):
        if len(content) - at < 8:
            raise CannotKeep("picture")
        size, name = struct.unpack_from(">I4s", content, at)
        if size == 1:
            size = int.from_bytes(content[at + 8 : at + 16], "big")
        elif size == 0:
            size = len(content) - at
        if size < 8 or at + size > len(content):
            raise CannotKeep("picture")
        box = content[at : at + size]
        at += size
        if name == b"jp2c" and int.from_bytes(box[:4], "big") != 1:
            stream = _stripped_codestream(box[8:])
            box = struct.pack(">I4s", 8 + len(stream), name) + stream
        if name not in _BOXES:
            kept.append(box)
    return b"".join(kept)


def _next_marker(content: bytes, at: int) -> int:
    """Past fill bytes; anything else between segments is no JPEG."""
    while content[at : at + 2] == b"\xff\xff":
        at += 1
    if content[at : at + 1] != b"\xff" or at + 2 > len(content):
        raise CannotKeep("picture")
    return at


def _kept(marker: int, segment: bytes) -> bytes:
    body = segment[4:]
    if marker == 0xE0 and body.startswith(_JFIF) and len(body) >= 12:
        # Without its thumbnail.
        return segment[:2] + struct.pack(">H", 16) + body[:12] + b"\0\0"
    if marker == 0xEE and body.startswith(_ADOBE) and len(body) >= 12:
        return segment[:2] + struct.pack(">H", 14) + body[:12]
    if 0xE0 <= marker <= 0xEF or marker == 0xFE:
        return b""
    return segment


def _end_of_scan(content: bytes, at: int) -> int:
    """Where the next marker is that is neither a restart nor an escaped byte."""
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            return len(content)
        following = content[at + 1]
        if following == 0 or 0xD0 <= following <= 0xD7:
            at += 2
        elif following == 0xFF:
            at += 1
        else:
            return at


def _stripped_codestream(content: bytes) -> bytes:
    """Comments (COM, FF64) stand in the main header, before the first tile (SOT, FF90)."""
    kept = [content[:2]]
    at = 2
    while content[at : at + 1] == b"\xff" and content[at + 1 : at + 2] != b"\x90":
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if length < 2:
            raise CannotKeep("picture")
        if content[at + 1 : at + 2] != b"\x64":
            kept.append(content[at : at + 2 + length])
        at += 2 + length
    return b"".join((*kept, content[at:]))
