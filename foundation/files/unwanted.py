"""Files that we do not take as evidence, each with what to do instead (T-53, T-54, T-56)."""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.cleaning.office_names import ARCHIVES, MEDIA, words
from foundation.cleaning.reasons import sentence
from foundation.files.sent import Sent
from foundation.files.texts import ENDINGS, looks_like_markup

SOUND_OR_FILM = "is sound or film. Upload it elsewhere and give us a link."
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_AS_WORD = {"doc": "DOCX", "dot": "DOCX", "docx": "DOCX", "rtf": "DOCX"}
_AS_SHEET = {"xls": "XLSX", "xlt": "XLSX", "xlsx": "XLSX", "xlsb": "XLSX", "ods": "XLSX"}
_AS_SLIDES = {"ppt": "PPTX", "pps": "PPTX", "pptx": "PPTX", "odp": "PPTX"}
OFFICE = words("docx xlsx pptx odt")
MACROS = {
    "DOCX": words("docm dotm"),
    "XLSX": words("xlsm xltm xlam"),
    "PPTX": words("pptm potm ppsm ppam"),
}
SOUND_FRAMES = (b"\xfb", b"\xf3", b"\xf2", b"\xf1", b"\xf9")
# Pictures in the container of films: AVIF, and HEIC that does not say so itself.
STILLS = (b"avif", b"avis", b"mif1", b"msf1", b"hevc", b"hevx")
BETTER = _AS_WORD | _AS_SHEET | _AS_SLIDES


@dataclass(frozen=True)
class Unwanted:
    # After the name of the file; `{better}` is the ending that it should have.
    says: str
    heads: tuple[bytes, ...] = ()
    endings: frozenset[str] = frozenset()
    test: Callable[[Sent], bool] = lambda sent: False

    def by_bytes(self, sent: Sent) -> bool:
        return sent.head.startswith(self.heads) or self.test(sent)


def _brand(sent: Sent) -> bytes:
    return sent.head[8:12] if sent.head[4:8] == b"ftyp" else b""


def _is_sound_or_film(sent: Sent) -> bool:
    riff = sent.head[8:12] if sent.head.startswith((b"RIFF", b"FORM")) else b""
    frame = sent.head[:1] == b"\xff" and sent.head[1:2] in SOUND_FRAMES
    film = _brand(sent) not in (b"", *STILLS)
    return film or frame or riff in (b"WAVE", b"AVI ", b"AIFF", b"AIFC")


FILM = Unwanted(
    SOUND_OR_FILM,
    (
        b"ID3",
        b"OggS",
        b"fLaC",
        b"\x1a\x45\xdf\xa3",
        b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
        b"\0\0\x01\xba",
        b"\0\0\x01\xb3",
        b"MThd",
        b"FLV\x01",
        b"#!AMR",
    ),
    MEDIA,
    _is_sound_or_film,
)
DOCUMENT = Unwanted(
    "is a kind of document that we cannot take. Save it as {better} or PDF and send that.",
    (b"{\\rtf",),
    words("key numbers odg odp ods pages pub rtf wpd xlsb xps"),
)
PROGRAM = Unwanted(
    "is a program or a script. Send us pictures or documents, such as JPEG or PDF.",
    (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"<?php"),
    words("app bat cmd com dll exe hta jar js lnk msi php ps1 py scr sh vbs wsf"),
)
ARCHIVE = Unwanted(
    "is an archive. Take the files out and send them one by one, as PDF or JPEG for example.",
    (b"7z\xbc\xaf", b"Rar!", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF", b"\x28\xb5\x2f\xfd"),
    ARCHIVES - words("docm docx odt pdf pptm pptx xlsm xlsx"),
    lambda sent: sent.head[257:262] == b"ustar",
)
ROWS = (
    FILM,
    Unwanted(
        "is a GIF. Save it as JPEG or PNG. If it moves, upload it elsewhere and give us a link.",
        (b"GIF8",),
        frozenset({"gif"}),
    ),
    Unwanted(
        "is a picture of a kind that we cannot take. Save it as JPEG or PNG.",
        (b"II*\0", b"MM\0*", b"BM", b"8BPS", b"\0\0\x01\0", b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51"),
        words("avif bmp cr2 dng eps heic heif ico jp2 jxl nef psd raw tif tiff wmf emf"),
        lambda sent: _brand(sent) in STILLS,
    ),
    Unwanted(
        "is an old Office file, or one with a password. "
        "Save it as {better} or PDF, without a password, and send that.",
        (OLD_OFFICE,),
        words("doc dot pps ppt xls xlt"),
    ),
    DOCUMENT,
    Unwanted(
        "is a drawing in SVG. Save it as PNG or PDF and send that.",
        (),
        frozenset({"svg", "svgz"}),
        lambda sent: b"<svg" in sent.head[:1024].lower() and looks_like_markup(sent),
    ),
    PROGRAM,
    Unwanted(
        "is a web page, or looks like one. Print it to PDF and send that.",
        (),
        words("htm html mht mhtml php url webloc xhtml xml"),
        looks_like_markup,
    ),
    Unwanted(
        "is an e-mail. Print it to PDF and send that.",
        (),
        frozenset({"eml", "msg"}),
    ),
    ARCHIVE,
    Unwanted(
        "does not begin as a PDF does. Print it to a new PDF and send that.",
        (),
        frozenset({"pdf"}),
        lambda sent: b"%PDF-" in sent.head,
    ),
    Unwanted("is not plain text. Save it as PDF and send that.", (), frozenset(ENDINGS)),
)


def better_as_link(sent: Sent) -> str:
    """Sound and film, at any size."""
    if FILM.by_bytes(sent) or (sent.ending in MEDIA and not sent.directory):
        return f"{sent.quoted} {SOUND_OR_FILM}"
    return ""


def unwanted(sent: Sent) -> str:
    """A sentence for what it is: by its bytes, else by its name."""
    if sent.head.startswith(b"PK"):
        return _about_zip(sent)
    row = next((row for row in ROWS if row.by_bytes(sent)), None)
    row = row or next((row for row in ROWS if sent.ending in row.endings), None)
    if row:
        return f"{sent.quoted} {row.says.format(better=BETTER.get(sent.ending, 'DOCX'))}"
    return (
        f"We cannot take {sent.quoted}. Save it as one of the kinds we take, "
        "such as JPEG, PDF or DOCX."
    )


def _about_zip(sent: Sent) -> str:
    for kind, others in MACROS.items():
        if sent.ending in others:
            return sentence("macros", it=sent.quoted, kind=kind)
    if sent.ending in OFFICE:
        code = sent.zip_trouble or "damaged"
        return sentence(code, it=sent.quoted, kind=sent.ending.upper())
    row = next((row for row in (DOCUMENT, PROGRAM) if sent.ending in row.endings), ARCHIVE)
    return f"{sent.quoted} {row.says.format(better=BETTER.get(sent.ending, 'DOCX'))}"
