"""Pictures painted again on a fresh canvas: what hid in the file stays behind (T-52, T-53)."""

import io
import struct
from typing import Any

from PIL import Image, ImageFile

from foundation.cleaning.reasons import CannotKeep

MOST_PIXELS = 40_000_000
# The longest edge of the small picture.
THUMBNAIL = 480
EXIF_ORIENTATION = 0x0112
PNG = b"\x89PNG\r\n\x1a\n"
# What makes the picture, and which way is up.
PNG_CHUNKS = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"eXIf", b"IEND"}
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
# How each is kept. A phone's HEIC becomes a JPEG, which every reader shows.
FORMATS = {
    "image/jpeg": ("JPEG", "JPEG"),
    "image/png": ("PNG", "PNG"),
    "image/webp": ("WEBP", "WEBP"),
    "image/heic": ("HEIF", "JPEG"),
}
# What may stand in an office file.
IN_DOCUMENTS = ("JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP")


def clean(about: dict[str, Any], content: bytes) -> tuple[Any, ...]:
    """The picture and its thumbnail; `about` has the content type."""
    source, form = FORMATS[about["content_type"]]
    if source == "HEIF":
        # Loads a library of its own; only when there is such a picture.
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
    try:
        canvas, _ = _painted(content, (source,), upright=True)
    except CannotKeep as trouble:
        return ({"refused": "pixels" if trouble.code == "picture_pixels" else "unreadable"},)
    told = {"pixel_width": canvas.width, "pixel_height": canvas.height}
    return told, _saved(canvas, form), _saved(_small(canvas), "JPEG", quality=80)


def repainted(content: bytes) -> bytes:
    """A picture of an office file, in the format it has.

    It stays as it lies: Word and its like turn pictures by their own settings, not by the camera's.
    """
    return _saved(*_painted(content, IN_DOCUMENTS, upright=False))


def looks_like_picture(content: bytes) -> bool:
    return content.startswith((b"\xff\xd8\xff", PNG, b"GIF8", b"II*\0", b"MM\0*", b"BM")) or (
        content[:4] == b"RIFF" and content[8:12] == b"WEBP"
    )


def _painted(content: bytes, formats: tuple[str, ...], *, upright: bool) -> tuple[Image.Image, str]:
    """The first frame without EXIF, XMP, comments, colour profile, thumbnail or further frames.

    The camera's "which way is up" is applied, because it is lost with the rest. Whatever breaks
    while decoding a stranger's file means one thing, hence the wide net.
    """
    # Half a picture is no picture (T-59).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(_bare(content)), formats=formats) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise CannotKeep("picture_pixels")
            form = str(picture.format)
            clear = form not in ("JPEG", "HEIF", "BMP") and picture.has_transparency_data
            mode = "RGBA" if clear else "RGB"
            turn = picture.getexif().get(EXIF_ORIENTATION) if upright else None
            canvas = Image.new(mode, picture.size)
            # One copy fewer for the usual photo.
            canvas.paste(picture if picture.mode == mode else _plain(picture).convert(mode))
    except (CannotKeep, MemoryError):
        raise
    except Exception as error:
        raise CannotKeep("picture") from error
    return (canvas.transpose(TURNS[turn]) if turn in TURNS else canvas), form


def _plain(picture: Image.Image) -> Image.Image:
    """A scan in 16 bits of grey would come out white: Pillow cuts off what it cannot show."""
    if not picture.mode.startswith("I"):
        return picture
    return picture.convert("I").point(lambda value: value / 256).convert("L")


def _bare(content: bytes) -> bytes:
    """A PNG without its texts and profiles, which may be packed bombs; other pictures as they are."""
    if not content.startswith(PNG):
        return content
    kept = [PNG]
    at = len(PNG)
    while at + 8 <= len(content):
        length, name = struct.unpack_from(">I4s", content, at)
        if name in PNG_CHUNKS:
            kept.append(content[at : at + 12 + length])
        at += 12 + length
    return b"".join(kept)


def _small(canvas: Image.Image) -> Image.Image:
    """In two steps, the first of which is cheap; on white, as JPEG knows no transparency."""
    factor = max(1, max(canvas.size) // (2 * THUMBNAIL))
    small = canvas.reduce(factor) if factor > 1 else canvas.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL), Image.Resampling.LANCZOS)
    if small.mode == "RGBA":
        ground = Image.new("RGB", small.size, "white")
        ground.paste(small, mask=small)
        return ground
    return small


def _saved(canvas: Image.Image, form: str, *, quality: int = 88) -> bytes:
    out = io.BytesIO()
    if form == "TIFF":
        canvas.save(out, format=form, compression="tiff_lzw")
    else:
        canvas.save(out, format=form, quality=quality)
    return out.getvalue()
