"""T-59 and T-60: nothing, next to nothing, exactly the limit, and one byte more."""

from functools import partial

from tests.hostile.corpus import jpegs, offices, pdfs
from tests.hostile.corpus.hostile import Expected, Hostile, fixed, item
from tests.hostile.corpus.zips import STORED, Member, archive

LIMIT = 25 * 1024 * 1024


def padded(make: object, size: int) -> bytes:
    whole = make()
    return whole + bytes(size - len(whole))


def words(size: int) -> bytes:
    return (b"Eight families came.\n" * (size // 21 + 1))[:size]


def document(size: int) -> bytes:
    """A photo that cannot be packed any smaller takes the room."""
    parts = offices.members(offices.docx_parts())
    room = size - len(archive([*parts, Member(b"word/media/a.jpeg", b"", method=STORED)]))
    return archive([*parts, Member(b"word/media/a.jpeg", padded(jpegs.jpeg, room), method=STORED)])


def sized(label: str, name: str, make: object, expect: Expected) -> Hostile:
    return item(f"T-60-{label}", name, make, expect)


ITEMS = (
    *(
        item(f"T-59-empty-{ending}", f"empty.{ending}", fixed(b""), "refused")
        for ending in ("jpg", "pdf", "docx", "txt", "heic")
    ),
    item("T-59-one-byte-jpg", "a.jpg", fixed(b"\xff"), "refused"),
    item("T-59-one-byte-pdf", "a.pdf", fixed(b"%"), "refused"),
    item("T-59-one-byte-txt", "a.txt", fixed(b"a"), "accepted as is"),
    item("T-59-four-bytes-docx", "a.docx", fixed(b"PK\x03\x04"), "refused"),
    item("T-59-empty-zip-docx", "a.docx", partial(archive, []), "refused"),
    sized("jpg-of-25-mb", "a.jpg", partial(padded, jpegs.jpeg, LIMIT), "cleaned"),
    sized("jpg-one-byte-more", "a.jpg", partial(padded, jpegs.jpeg, LIMIT + 1), "refused"),
    sized("txt-of-25-mb", "a.txt", partial(words, LIMIT), "accepted as is"),
    sized("txt-one-byte-more", "a.txt", partial(words, LIMIT + 1), "refused"),
    sized("pdf-one-byte-more", "a.pdf", partial(padded, pdfs.pdf, LIMIT + 1), "refused"),
    sized("docx-one-byte-more", "a.docx", partial(document, LIMIT + 1), "refused"),
)
