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
