"""A printed page as a picture, by PDFium: letters as they were laid out, whatever their script."""

import io
import threading

import pypdfium2
from PIL import Image

# PDFium is not made for several threads.
_lock = threading.Lock()


def page_as_png(content: bytes, *, width: int, page: int = 0) -> bytes:
    """One page of a PDF, so many pixels wide; the same input gives the same bytes."""
    with _lock:
        document = pypdfium2.PdfDocument(content)
        try:
            sheet = document[page]
            drawn: Image.Image = sheet.render(scale=width / sheet.get_width()).to_pil()
            picture = drawn.convert("RGB")
        finally:
            document.close()
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()
