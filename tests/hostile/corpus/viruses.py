"""T-49: the test file that every scanner knows, wherever it may hide."""

import base64
from functools import partial

from tests.hostile.corpus import heics, jpegs, pdfs, pngs, webps
from tests.hostile.corpus.hostile import EICAR, item
from tests.hostile.corpus.offices import (
    docx_parts,
    members,
    odt_parts,
    packed,
    pptx_parts,
    xlsx_parts,
)
from tests.hostile.corpus.zips import STORED, Member, archive

TEXT = b"Minutes of the meeting.\r\n"


def zipped(levels: int) -> bytes:
    inner = EICAR
    for level in range(levels):
        inner = archive([Member(b"inner.zip" if level else b"eicar.com", inner)])
    return inner


def in_docx(method: int) -> bytes:
    return archive([*members(docx_parts()), Member(b"word/fontTable.xml", EICAR, method=method)])


def in_zip_in_docx() -> bytes:
    return archive([*members(docx_parts()), Member(b"word/media/image1.png", zipped(2))])


def beside_a_photo() -> bytes:
    return packed(docx_parts() | {"word/media/image1.jpeg": jpegs.jpeg() + EICAR})


refused = partial(item, expect="refused when checked", says="virus")
at_once = partial(item, expect="refused")

ITEMS = (
    refused("T-49-eicar-as-text", "eicar.txt", lambda: EICAR),
    refused("T-49-eicar-within-text", "minutes.txt", lambda: TEXT * 50 + EICAR + TEXT),
    refused("T-49-eicar-far-within-text", "minutes.txt", lambda: TEXT * 300_000 + EICAR),
    refused(
        "T-49-eicar-in-a-cell", "people.csv", lambda: b'name,note\r\n"Ann","' + EICAR + b'"\r\n'
    ),
    refused("T-49-eicar-named-com", "eicar.com.txt", lambda: EICAR + b"\r\n"),
    at_once("T-49-eicar-in-zip", "eicar.zip", partial(zipped, 1)),
    at_once("T-49-eicar-in-zips-in-zips", "eicar.docx", partial(zipped, 5)),
    refused("T-49-eicar-in-docx", "minutes.docx", partial(in_docx, 8)),
    refused("T-49-eicar-in-docx-unpacked", "minutes.docx", partial(in_docx, STORED)),
    refused("T-49-eicar-in-zip-in-docx", "minutes.docx", in_zip_in_docx),
    refused("T-49-eicar-behind-photo-in-docx", "minutes.docx", beside_a_photo),
    refused(
        "T-49-eicar-in-xlsx",
        "sums.xlsx",
        lambda: packed(xlsx_parts() | {"xl/sharedStrings.xml": EICAR}),
    ),
    refused(
        "T-49-eicar-in-pptx", "talk.pptx", lambda: packed(pptx_parts() | {"ppt/media/a.png": EICAR})
    ),
    refused(
        "T-49-eicar-in-odt", "minutes.odt", lambda: packed(odt_parts() | {"Pictures/a.png": EICAR})
    ),
    refused("T-49-eicar-in-pdf", "minutes.pdf", lambda: pdfs.pdf(more={10: pdfs.stream(EICAR)})),
    refused(
        "T-49-eicar-in-pdf-packed", "minutes.pdf", lambda: pdfs.pdf(more={10: pdfs.deflated(EICAR)})
    ),
    refused("T-49-eicar-behind-pdf", "minutes.pdf", lambda: pdfs.pdf() + EICAR),
    refused(
        "T-49-eicar-as-jpeg-comment",
        "us.jpg",
        lambda: jpegs.with_segments(jpegs.segment(0xFE, EICAR)),
    ),
    refused("T-49-eicar-behind-jpeg", "us.jpg", lambda: jpegs.jpeg() + EICAR),
    refused(
        "T-49-eicar-as-png-text",
        "us.png",
        lambda: pngs.with_chunks(pngs.chunk(b"tEXt", b"a\0" + EICAR)),
    ),
    refused(
        "T-49-eicar-in-webp",
        "us.webp",
        lambda: webps.riff(webps.webp()[12:], webps.chunk(b"TEST", EICAR)),
    ),
    refused("T-49-eicar-behind-heic", "us.heic", lambda: heics.heic() + EICAR),
    refused("T-49-eicar-zipped-behind-jpeg", "us.jpg", lambda: jpegs.jpeg() + zipped(1)),
    refused(
        "T-49-eicar-at-the-end-of-20-mb", "us.jpg", lambda: jpegs.jpeg() + bytes(20 << 20) + EICAR
    ),
    # Letters that are not the test file any more: no scanner has to know them, and they run nowhere.
    item(
        "T-49-eicar-in-utf-16",
        "eicar.txt",
        lambda: EICAR.decode().encode("utf-16"),
        "accepted as is",
    ),
    item("T-49-eicar-in-base64", "eicar.txt", lambda: base64.b64encode(EICAR), "accepted as is"),
)
