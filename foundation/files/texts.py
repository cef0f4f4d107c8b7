"""Plain text has no mark of its own, so it needs the ending and bytes that are text throughout."""

import codecs
import re

from foundation.files.sent import Sent

CHUNK = 256 * 1024
ENDINGS = ("txt", "csv")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# All but tab, line ends and the form feed of old printers; and what is no character at all.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
# A page or a program that calls itself a text (T-53).
_DISGUISED = re.compile(
    r"\s*(<!doctype|<!--|<html|<head|<body|<svg|<script|<iframe|<\?xml|<\?php|<hta:|<job|#!|(?-i:MZ)"
    r"|\{\\rtf|%pdf-|mime-version:|content-type:)",
    re.IGNORECASE,
)


def is_text(sent: Sent, ending: str) -> bool:
    return sent.ending == ending and bool(charset_of(sent))


def charset_of(sent: Sent) -> str:
    """utf-8, utf-16 or windows-1252; nothing when it is no text, or no innocent one."""
    marked = next((charset for mark, charset in _MARKS if sent.head.startswith(mark)), "")
    charsets = (marked,) if marked else ("utf-8", "windows-1252")
    return next((charset for charset in charsets if _reads_as(sent, charset)), "")


def looks_like_markup(sent: Sent) -> bool:
    """By its first words, in any of our charsets."""
    marked = next((charset for mark, charset in _MARKS if sent.head.startswith(mark)), "latin-1")
    return bool(_DISGUISED.match(sent.head.decode(marked, "ignore").lstrip("\ufeff")))


def _reads_as(sent: Sent, charset: str) -> bool:
    if looks_like_markup(sent):
        return False
    # A BOM of UTF-8 is no part of the text; that of UTF-16 says which way round it is.
    reader = codecs.getincrementaldecoder("utf-8-sig" if charset == "utf-8" else charset)()
    sent.stream.seek(0)
    try:
        while chunk := sent.stream.read(CHUNK):
            if _NO_TEXT.search(reader.decode(chunk)):
                return False
        reader.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
