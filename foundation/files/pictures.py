"""Pictures painted again on a fresh canvas: what hid in the file stays behind (T-52, T-53)."""

import io
from typing import BinaryIO

from PIL import Image, ImageFile, ImageOps

FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


class NotAPicture(Exception):
    """It says it is a picture and cannot be read as one."""


def repainted(stream: BinaryIO, *, content_type: str, max_pixels: int) -> tuple[bytes, int, int]:
    """The same picture without EXIF, XMP, comments, colour profile, thumbnail or further frames.

    The camera's "which way is up" is applied first, because it is lost with the rest. Whatever
    breaks while decoding a stranger's file means one thing, hence the wide net.
    """
    form = FORMATS[content_type]
    # WeasyPrint turns this on for the whole process; half a picture is no picture here (T-59).
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(stream, formats=[form]) as picture:
            if picture.width * picture.height > max_pixels:
                raise NotAPicture
            upright = ImageOps.exif_transpose(picture)
            mode = "RGBA" if form != "JPEG" and upright.has_transparency_data else "RGB"
            canvas = Image.new(mode, upright.size)
            canvas.paste(upright.convert(mode))
    except NotAPicture:
        raise
    except Exception as error:
        raise NotAPicture from error
    out = io.BytesIO()
    canvas.save(out, format=form, quality=88)
    return out.getvalue(), canvas.width, canvas.height
