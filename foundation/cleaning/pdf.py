"""PDFs: what acts is refused, what was hidden beside the pages is left out (T-52, T-55).

Every object of the file is looked at, in whatever stream it was packed and however its names are
spelt, because qpdf has read them all. The file is then written anew: nothing of earlier versions,
and nothing behind its end.
"""

import io
import zlib
from collections.abc import Iterator, Set
from typing import Any

import pikepdf
from pikepdf import (
    Array,
    Dictionary,
    Name,
    Object,
    ObjectStreamMode,
    Pdf,
    Stream,
    StreamDecodeLevel,
)

from foundation.cleaning.jpeg import stripped_jp2, stripped_jpeg
from foundation.cleaning.reasons import CannotKeep

MOST_PAGES = 2_000
MOST_OBJECTS = 400_000
# Of one picture: a scan of an A2 sheet fits. It is never decoded here, but will be by a reader.
MOST_PIXELS = 200_000_000

# A dictionary with one of these keys …
KEYS = {
    "/JS": "pdf_script",
    "/JavaScript": "pdf_script",
    "/EmbeddedFiles": "pdf_embedded",
    "/EF": "pdf_embedded",
    "/XFA": "pdf_form",
    "/RichMediaContent": "pdf_media",
    "/RichMediaSettings": "pdf_media",
}
# … or with one of these names as its kind (of action, annotation or object) is refused.
KINDS = {
    "/JavaScript": "pdf_script",
    "/Launch": "pdf_launch",
    "/EmbeddedFile": "pdf_embedded",
    "/FileAttachment": "pdf_embedded",
    "/RichMedia": "pdf_media",
    "/RichMediaExecute": "pdf_media",
    "/Movie": "pdf_media",
    "/Sound": "pdf_media",
    "/Screen": "pdf_media",
    "/Rendition": "pdf_media",
    "/3D": "pdf_media",
    "/SubmitForm": "pdf_sends",
    "/ImportData": "pdf_sends",
    "/GoToE": "pdf_opens",
    "/GoToR": "pdf_opens",
}
KIND_OF = {"/S", "/Subtype", "/Type"}
ADDRESSES = {"/URI", "/Base"}
TELLING = KEYS.keys() | KIND_OF | ADDRESSES | {"/F", "/Ref", "/Width"}
# Who made it, with what and from what; private notes of programs; what happens by itself.
LEFT_OUT = {"/Metadata", "/PieceInfo", "/Thumb", "/AA", "/AF", "/LastModified"}
LEFT_OUT_OF_CATALOG = {"/OpenAction", "/Collection", "/SpiderInfo", "/Perms", "/Legal", "/DSS"}


def clean(about: dict[str, Any], content: bytes) -> tuple[Any, ...]:
    """The file written anew, with the number of its pages."""
    try:
        return _cleaned(content)
    except CannotKeep as trouble:
        code = "pdf_unreadable" if trouble.code == "picture" else trouble.code
        return ({"refused": code},)
    except pikepdf.PasswordError:
        return ({"refused": "pdf_locked"},)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError):
        # What qpdf makes of a file that was built to break it.
        return ({"refused": "pdf_unreadable"},)


def _cleaned(content: bytes) -> tuple[Any, ...]:
    with Pdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
        if pdf.is_encrypted:
            raise CannotKeep("pdf_locked")
        pages = len(pdf.pages)
        if pages > MOST_PAGES:
            raise CannotKeep("pdf_pages")
        if not pages:
            raise CannotKeep("pdf_unreadable")
        if len(pdf.objects) > MOST_OBJECTS:
            raise CannotKeep("gave_up")
        for found in _dictionaries(pdf):
            _refuse_what_acts(found)
            _leave_out(found, LEFT_OUT)
        _refuse_opening(pdf.Root.get("/OpenAction"))
        _leave_out(pdf.Root, LEFT_OUT_OF_CATALOG)
        _leave_out(pdf.trailer, {"/Info", "/ID"})
        for item in pdf.objects:
            if isinstance(item, Stream):
                _strip_picture(pdf, item)
        out = io.BytesIO()
        pdf.save(
            out,
            object_stream_mode=ObjectStreamMode.generate,
            # Streams are copied as they are packed: unpacking one may take more room than we have.
            stream_decode_level=StreamDecodeLevel.none,
            fix_metadata_version=False,
        )
    return {"pages": pages}, out.getvalue()


def _dictionaries(pdf: Pdf) -> Iterator[Object]:
    """Every dictionary, those of streams and those inside others too."""
    waiting: list[Object] = [pdf.trailer, *pdf.objects]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Array):
            waiting += [each for each in item.as_list() if _is_inside(each)]
        elif isinstance(item, Dictionary | Stream):
            # Before anything is left out of it.
            waiting += [each for each in item.values() if _is_inside(each)]
            yield item


def _is_inside(item: object) -> bool:
    """What has a number of its own comes by itself."""
    return isinstance(item, Array | Dictionary) and not item.is_indirect


def _refuse_what_acts(found: Object) -> None:
    # Most dictionaries have nothing of interest: asked once, as there may be many thousands.
    keys = found.keys() & TELLING
    for key in sorted(KEYS.keys() & keys):
        raise CannotKeep(KEYS[key])
    for key in KIND_OF & keys:
        kind = found.get(key)
        if isinstance(kind, Name) and str(kind) in KINDS:
            raise CannotKeep(KINDS[str(kind)])
    # Links, and what all links begin with.
    for key in ADDRESSES & keys:
        address = found.get(key)
        if isinstance(address, pikepdf.String):
            _refuse_odd_address(str(address))
    # A page of another file.
    if "/Ref" in keys and isinstance(found.get("/Ref"), Dictionary):
        raise CannotKeep("pdf_opens")
    # An article of another file; a stream whose bytes lie in one.
    if "/F" in keys and (isinstance(found, Stream) or found.get("/S") == Name.Thread):
        raise CannotKeep("pdf_opens")
    if "/Width" in keys and isinstance(found, Stream):
        width, height = found.get("/Width", 0), found.get("/Height", 0)
        if int(width) * int(height) > MOST_PIXELS:
            raise CannotKeep("pdf_picture")


def _refuse_odd_address(address: str) -> None:
    scheme, colon, rest = "".join(address.split()).lower().partition(":")
    if scheme in ("javascript", "vbscript", "data"):
        raise CannotKeep("pdf_script")
    # No scheme are a host with its port ("www.example.org:80") and a colon further on.
    host = "." in scheme and rest[:1].isdigit()
    if not colon or host or set(scheme) & set("/?#"):
        return
    if scheme not in ("http", "https", "mailto", "tel", "ftp"):
        raise CannotKeep("pdf_opens")


def _refuse_opening(action: Object | None) -> None:
    """To begin at a page is fine, though nobody misses it afterwards."""
    if isinstance(action, Dictionary) and action.get("/S") not in (Name.GoTo, Name.Named):
        raise CannotKeep("pdf_acts")


def _leave_out(found: Object, keys: Set[str]) -> None:
    for key in found.keys() & keys:
        del found[key]


def _strip_picture(pdf: Pdf, item: Stream) -> None:
    """EXIF, XMP, IPTC and comments inside a JPEG or JPEG 2000; the picture stays as it is."""
    filters = _as_list(item.get("/Filter"))
    last = str(filters[-1]) if filters else ""
    if last not in ("/DCTDecode", "/DCT", "/JPXDecode"):
        return
    raw = _unpacked(pdf, item, filters)
    stripped = stripped_jp2(raw) if last == "/JPXDecode" else stripped_jpeg(raw)
    settings = _as_list(item.get("/DecodeParms"))
    last_settings = settings[-1] if len(settings) == len(filters) else None
    item.write(stripped, filter=filters[-1], decode_parms=last_settings)


def _unpacked(pdf: Pdf, item: Stream, filters: list[Any]) -> bytes:
    """The picture's own bytes, out of what it was packed in besides."""
    raw = item.read_raw_bytes()
    if len(filters) == 1:
        return raw
    outer = Stream(pdf, raw)
    outer["/Filter"] = Array(filters[:-1])
    settings = _as_list(item.get("/DecodeParms"))
    if len(settings) == len(filters):
        outer["/DecodeParms"] = Array(settings[:-1])
    try:
        return outer.read_bytes(StreamDecodeLevel.generalized)
    except (pikepdf.PdfError, zlib.error) as error:
        raise CannotKeep("picture") from error


def _as_list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]
