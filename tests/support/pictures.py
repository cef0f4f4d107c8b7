"""Pictures as people send them, with more in them than can be seen."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from PIL.ExifTags import IFD

# Looked for in what is kept and served: it must not be there.
CANARY = b"canary-52.4862N-1.8904W"


def jpeg_with_secrets(*, size: tuple[int, int] = (60, 40)) -> bytes:
    """EXIF with a place, turned by the camera, XMP and a comment."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = CANARY.decode()
    exif.get_ifd(IFD.GPSInfo)[29] = CANARY.decode()
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(
        out, format="JPEG", exif=exif, comment=CANARY, xmp=b"<x>" + CANARY + b"</x>"
    )
    return out.getvalue()


def jpeg_with_everything(*, size: tuple[int, int] = (60, 40)) -> bytes:
    """And IPTC, and a thumbnail that shows another place."""
    plain = jpeg_with_secrets(size=size)
    iptc = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 5 + len(CANARY))
    iptc += b"\x1c\x02\x5a" + struct.pack(">H", len(CANARY)) + CANARY
    small = jpeg_with_secrets(size=(8, 8))
    extra = segment(0xE0, b"JFXX\0\x10" + small) + segment(0xED, iptc)
    # Behind the header of JFIF, which readers of office files want first.
    return plain[:20] + extra + plain[20:] + CANARY


def segment(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, 2 + len(body)) + body


def segments_of(jpeg: bytes) -> list[int]:
    """The markers before the picture itself."""
    found, at = [], 2
    while jpeg[at] == 0xFF and jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2 : at + 4], "big")
    return found


def chunks_of(png: bytes) -> list[bytes]:
    found, at = [], 8
    while at < len(png):
        found.append(png[at + 4 : at + 8])
        at += 12 + int.from_bytes(png[at : at + 4], "big")
    return found


def picture(form: str, *, size: tuple[int, int] = (30, 20), mode: str = "RGB") -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 120).save(out, format=form)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A small file that would be huge once decoded (T-51)."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(1000))
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", rows)
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(name + body))
    return struct.pack(">I", len(body)) + name + body + check


def sent(name: str, content: bytes, content_type: str = "image/jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type)
