"""What may be sent as evidence: pictures, documents, tables and plain texts (T-49 to T-59)."""

from foundation.cleaning import office_names
from foundation.cleaning.zip_directory import ends_like_zip
from foundation.files.kinds import JPEG, MEGABYTE, PNG, WEBP, FileKind, FileKinds
from foundation.files.pixels import heic_pixels
from foundation.files.sent import Sent
from foundation.files.texts import charset_of, is_text
from foundation.files.unwanted import MACROS, better_as_link, unwanted

HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis"}
OPENDOCUMENT_TEXT = b"application/vnd.oasis.opendocument.text"
_OFFICE = "application/vnd.openxmlformats-officedocument."


def _is_heic(sent: Sent) -> bool:
    if sent.head[4:8] != b"ftyp":
        return False
    length = min(int.from_bytes(sent.head[:4], "big"), 256)
    brands = {sent.head[place : place + 4] for place in range(8, length, 4)}
    return not HEIC_BRANDS.isdisjoint(brands)


def _pdf_objection(sent: Sent) -> str:
    if b"%%EOF" not in sent.tail:
        return "pdf_and_zip" if ends_like_zip(sent.stream) else "pdf_unreadable"
    return "pdf_and_zip" if ends_like_zip(sent.stream) else ""


def _office(kind: str, label: str, content_type: str) -> FileKind:
    return FileKind(
        _OFFICE + content_type,
        (kind,),
        lambda sent: (
            sent.directory is not None and office_names.kind_of(sent.directory.names) == kind
        ),
        label=label,
        objection=lambda sent: _office_objection(sent, kind),
    )


def _office_objection(sent: Sent, kind: str) -> str:
    # A template or a file for macros under its own name (T-56); its list of contents may be clean.
    if any(sent.ending in endings for endings in MACROS.values()):
        return "macros"
    return office_names.objection(sent.directory.names if sent.directory else (), kind)


def _is_odt(sent: Sent) -> bool:
    """The first member is stored, so that its bytes can be read where they lie."""
    return (
        sent.directory is not None
        and sent.head[30:38] == b"mimetype"
        and sent.head[38:].startswith(OPENDOCUMENT_TEXT + b"PK")
        and sent.directory.members[0].name == "mimetype"
    )


def _text(ending: str, label: str) -> FileKind:
    return FileKind(
        "text/plain",
        (ending,),
        lambda sent: is_text(sent, ending),
        label=label,
        content_type_of=lambda sent: f"text/plain; charset={charset_of(sent)}",
    )


HEIC = FileKind("image/heic", ("heic", "heif"), _is_heic, heic_pixels, "HEIC (from a phone)")
PDF = FileKind(
    "application/pdf",
    ("pdf",),
    lambda sent: sent.head.startswith(b"%PDF-"),
    objection=_pdf_objection,
)
DOCX = _office("docx", "Word (DOCX)", "wordprocessingml.document")
XLSX = _office("xlsx", "Excel (XLSX)", "spreadsheetml.sheet")
PPTX = _office("pptx", "PowerPoint (PPTX)", "presentationml.presentation")
ODT = FileKind(
    OPENDOCUMENT_TEXT.decode(),
    ("odt",),
    _is_odt,
    label="OpenDocument text (ODT)",
    objection=lambda sent: office_names.objection(
        sent.directory.names if sent.directory else (), "odt"
    ),
)
CSV = _text("csv", "CSV tables")
TXT = _text("txt", "plain text (TXT)")

EVIDENCE = FileKinds(
    wanted="JPEG, PNG, PDF or DOCX file",
    kinds=(JPEG, PNG, WEBP, HEIC, PDF, DOCX, XLSX, PPTX, ODT, CSV, TXT),
    # What the scanner takes at most (foundation.scanning.LIMIT).
    max_bytes=25 * MEGABYTE,
    max_pixels=40_000_000,
    unwanted=unwanted,
    better_as_link=better_as_link,
    further_limits=(
        "Upload sound and film elsewhere and give us a link.",
        "A file must be without a password, and without macros.",
    ),
)

# What a telephone takes.
PHOTOS = FileKinds(
    wanted="JPEG, PNG, WebP or HEIC picture",
    kinds=(JPEG, PNG, WEBP, HEIC),
    max_bytes=EVIDENCE.max_bytes,
    max_pixels=EVIDENCE.max_pixels,
)
