"""T-55, and T-49 to T-52 inside a PDF: scripts, actions, passengers, bombs, broken files."""

import zlib
from functools import partial

import pikepdf

from tests.hostile.corpus import metadata, pdfs, pngs
from tests.hostile.corpus.hostile import CANARY, SCRIPT, fixed, item
from tests.hostile.corpus.pdfs import JS, SAID, annotated, pdf
from tests.hostile.corpus.zips import Member, archive

EXE = b"MZ\x90\0" + bytes(60) + b"PE\0\0"
EMBEDDED = {
    20: b"<< /Type /Filespec /F (run.exe) /UF (run.exe) /EF << /F 21 0 R >> >>",
    21: pdfs.stream(EXE, b"/Type /EmbeddedFile"),
}
OLD_LOCK = pikepdf.Encryption(owner="owner", user="secret", R=3, aes=False, metadata=False)


def action(kind: bytes, more: bytes) -> bytes:
    return b"<< /S /" + kind + b" " + more + b" >>"


def opens(kind: bytes, more: bytes) -> bytes:
    return pdf(catalog=b"/OpenAction " + action(kind, more))


def link(kind: bytes, more: bytes) -> bytes:
    return annotated(b"/Subtype /Link /A " + action(kind, more))


def hidden_in_streams() -> bytes:
    """Not a letter of it can be seen without unpacking."""
    whole = pdfs.in_object_streams(pdf(catalog=b"/OpenAction 10 0 R", more={10: JS}))
    assert b"JavaScript" not in whole
    return whole


def spelt_with_numbers() -> bytes:
    """A name may be spelt by the numbers of its letters."""
    odd = b"<< /#53 /J#61va#53cript /#4a#53 " + SAID + b" >>"
    return pdf(catalog=b"/Open#41ction " + odd)


def at_the_end_of_a_chain() -> bytes:
    """A harmless action, and what comes next, and next, and then."""
    more = {n: b"<< /S /Named /N /NextPage /Next %d 0 R >>" % (n + 1) for n in range(10, 20)}
    return pdf(catalog=b"/OpenAction 10 0 R", more=more | {20: JS})


def name_tree(depth: int) -> bytes:
    more = {n: b"<< /Kids [%d 0 R] >>" % (n + 1) for n in range(10, 10 + depth)}
    more[10 + depth] = b"<< /Names [(canary) " + JS + b"] >>"
    return pdf(catalog=b"/Names << /JavaScript 10 0 R >>", more=more)


def in_an_update() -> bytes:
    """Harmless as first written; another catalog follows behind its end."""
    return pdfs.update(pdf(), {1: b"<< /Type /Catalog /Pages 2 0 R /OpenAction 10 0 R >>", 10: JS})


def taken_out_by_an_update() -> bytes:
    """The script was in the first revision and lies there still, for readers that lose their way."""
    return pdfs.update(pdfs.scripted(), {1: b"<< /Type /Catalog /Pages 2 0 R >>"})


def pages(count: int) -> bytes:
    parts = pdfs.objects()
    numbers = range(10, 10 + count)
    parts[2] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
        count,
        b" ".join(b"%d 0 R" % n for n in numbers),
    )
    parts |= dict.fromkeys(numbers, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>")
    return pdfs.written(parts)


def looping_pages() -> bytes:
    parts = pdfs.objects()
    parts[2] = b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>"
    return pdfs.written(parts)


def deep_pages(depth: int) -> bytes:
    parts = pdfs.objects()
    parts[2] = b"<< /Type /Pages /Kids [10 0 R] /Count 1 >>"
    for n in range(10, 10 + depth):
        last = n == 9 + depth
        parts[n] = b"<< /Type /Pages /Parent %d 0 R /Count 1 /Kids [%d 0 R] >>" % (
            2 if n == 10 else n - 1,
            3 if last else n + 1,
        )
    return pdfs.written(parts)


def looping_tables() -> bytes:
    """The table of objects says that the one before it is itself."""
    whole = pdfs.pdf()
    at = whole.index(b"xref\n0")
    return whole.replace(b"/Root", b"/Prev %d /Root" % at)


def locked_for_one() -> bytes:
    """With somebody's certificate, not with a password."""
    lock = b"/Filter /Adobe.PubSec /V 4 /Length 128 /SubFilter /adbe.pkcs7.s5"
    return pdf().replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt << " + lock + b" >>")


def content_bomb() -> bytes:
    return pdf(more={4: pdfs.stream(pngs.bomb(300), b"/Filter /FlateDecode")})


def bomb_in_a_bomb() -> bytes:
    """300 MB of zeros packed three times: 1 kB."""
    packed = pngs.bomb(300)
    for _ in range(2):
        packed = zlib.compress(packed, 9)
    chain = b"/Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return pdf(more={4: pdfs.stream(packed, chain)})


def object_stream_bomb() -> bytes:
    """The catalog lies in a stream of objects that unpacks to 300 MB."""
    head = b"10 0 " + b"<< /S /JavaScript >>"
    packed = pngs.deflated([head, *[b" " * (1 << 20)] * 300])
    parts = pdfs.objects(catalog=b"/OpenAction 10 0 R")
    parts[11] = pdfs.stream(packed, b"/Type /ObjStm /N 1 /First 5 /Filter /FlateDecode")
    out, places = bytearray(pdfs.HEAD), {}
    for number, body in parts.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    places[12] = len(out)
    rows = bytearray(b"\0\0\0\0\xff")
    for number in range(1, 13):
        if number == 10:
            rows += b"\x02" + (11).to_bytes(3, "big") + b"\0"
        elif number in places:
            rows += b"\x01" + places[number].to_bytes(3, "big") + b"\0"
        else:
            rows += b"\0\0\0\0\xff"
    table = pdfs.stream(bytes(rows), b"/Type /XRef /Size 13 /W [1 3 1] /Root 1 0 R")
    return bytes(out) + b"12 0 obj\n" + table + b"\nendobj\nstartxref\n%d\n%%%%EOF" % places[12]


def with_picture(picture: bytes, width: int, height: int) -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Width %d /Height %d /Filter /DCTDecode" % (width, height)
    )
    return pdf(
        page=b"/Resources << /XObject << /Im1 10 0 R >> >>",
        more={
            4: pdfs.stream(b"q 200 0 0 200 72 500 cm /Im1 Do Q"),
            10: pdfs.stream(picture, entries),
        },
    )


def photo_packed_twice() -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceRGB /BitsPerComponent 8 "
        b"/Width 600 /Height 400 /Filter [/ASCIIHexDecode /FlateDecode /DCTDecode]"
    )
    packed = zlib.compress(metadata.everything()).hex().encode() + b">"
    return pdf(
        page=b"/Resources << /XObject << /Im1 10 0 R >> >>",
        more={4: pdfs.stream(b"/Im1 Do"), 10: pdfs.stream(packed, entries)},
    )


def photo_that_no_page_shows() -> bytes:
    """Cropped away by whoever made the file, and still in it."""
    return pdf(more={10: pdfs.stream(metadata.everything(), b"/Filter /DCTDecode")})


def photo_of_an_earlier_version() -> bytes:
    whole = with_picture(metadata.everything(), 600, 400)
    return pdfs.update(
        whole, {10: pdfs.stream(b"", b"/Type /XObject /Subtype /Form /BBox [0 0 1 1]")}
    )


def private_notes() -> bytes:
    return pdf(
        page=b"/PieceInfo << /Canary << /Private 10 0 R >> >>", more={10: pdfs.deflated(CANARY)}
    )


def huge_picture() -> bytes:
    entries = (
        b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 1 "
        b"/Width 60000 /Height 60000 /Filter /FlateDecode"
    )
    return pdf(
        page=b"/Resources << /XObject << /Im1 10 0 R >> >>",
        more={4: pdfs.stream(b"/Im1 Do"), 10: pdfs.stream(pngs.bomb(430), entries)},
    )


def told_by() -> bytes:
    return pdf(
        catalog=b"/Metadata 11 0 R",
        more={11: pdfs.stream(metadata.xmp(), b"/Type /Metadata /Subtype /XML")},
    ).replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (" + CANARY + b") >>")


def for_the_web_and_broken() -> bytes:
    """Written for reading while it loads; then each of its tables got lost on the way."""
    whole = pdfs.saved(pdf(), linearize=True)
    assert whole.count(b"xref\n0 ") + whole.count(b"xref\n1 ") > 0
    return whole.replace(b"\nxref\n", b"\nxrof\n").replace(b"startxref", b"startxrof")


def deep_arrays(depth: int) -> bytes:
    return pdf(catalog=b"/Canary " + b"[" * depth + b"]" * depth)


def page_out_of_another_file() -> bytes:
    """A form whose contents are a page of a file elsewhere."""
    entries = (
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] "
        b"/Ref << /F << /Type /Filespec /F (//canary.example/a.pdf) >> /Page 0 >>"
    )
    return pdf(
        page=b"/Resources << /XObject << /X1 10 0 R >> >>",
        more={4: pdfs.stream(b"/X1 Do"), 10: pdfs.stream(b"", entries)},
    )


def cut(share: float) -> bytes:
    whole = pages(30)
    return whole[: int(len(whole) * share)]


def rich_media(kind: bytes, entries: bytes) -> bytes:
    return annotated(b"/Subtype /" + kind + b" " + entries, EMBEDDED)


def form(more: bytes, field: bytes = b"") -> bytes:
    return pdf(
        catalog=b"/AcroForm << /Fields [10 0 R] " + more + b" >>",
        page=b"/Annots [10 0 R]",
        more={
            10: b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [9 9 99 99] "
            + field
            + b" >>",
            11: pdfs.deflated(
                b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'>" + SCRIPT + b"</xdp:xdp>"
            ),
        },
    )


refused = partial(item, name="minutes.pdf", expect="refused when checked")
scripts = partial(refused, says="script")
at_once = partial(item, name="minutes.pdf", expect="refused")
cleaned = partial(item, name="minutes.pdf", expect="cleaned")
# What acted or was loaded is left out, and the pages stay.
quiet = partial(
    item,
    name="minutes.pdf",
    expect="cleaned",
    never=(b"canary-script-ran", b"canary.example", b"/JavaScript"),
)
hidden = partial(item, name="minutes.pdf", expect="cleaned", never=(CANARY,))

ITEMS = (
    scripts("T-55-script-on-opening", make=pdfs.scripted),
    refused(
        "T-55-thread-of-another-file",
        make=partial(opens, b"Thread", b"/F (//canary.example/a.pdf) /D 0"),
    ),
    refused(
        "T-55-thread-of-another-file-from-a-link",
        make=partial(link, b"Thread", b"/F (//canary.example/a.pdf) /D 0"),
    ),
    refused("T-55-page-out-of-another-file", make=page_out_of_another_file),
    refused(
        "T-55-address-of-a-command",
        make=partial(link, b"URI", b"/URI (vnd.libreoffice.command:macro:///a)"),
    ),
    refused(
        "T-55-address-of-a-handler",
        make=partial(link, b"URI", b"/URI (ms-msdt:/id PCWDiagnostic)"),
    ),
    cleaned(
        "T-55-address-with-a-port", make=partial(link, b"URI", b"/URI (www.example.org:8080/a)")
    ),
    refused(
        "T-55-address-of-a-script-in-capitals",
        make=partial(link, b"URI", b"/URI (  JavaScript:alert\\(1\\))"),
    ),
    refused(
        "T-55-address-that-holds-a-page",
        make=partial(link, b"URI", b"/URI (data:text/html,<script>alert\\(1\\)</script>)"),
    ),
    refused(
        "T-55-addresses-all-begin-with-a-script",
        make=partial(pdf, catalog=b"/URI << /Base (javascript:alert\\(1\\)//) >>"),
    ),
    scripts("T-55-script-on-closing", make=partial(pdf, catalog=b"/AA << /WC " + JS + b" >>")),
    scripts("T-55-script-of-a-page", make=partial(pdf, page=b"/AA << /O " + JS + b" >>")),
    scripts("T-55-script-of-a-link", make=partial(annotated, b"/Subtype /Link /A " + JS)),
    scripts(
        "T-55-script-of-a-comment",
        make=partial(annotated, b"/Subtype /Text /Contents (a) /AA << /E " + JS + b" >>"),
    ),
    scripts("T-55-script-of-a-field", make=partial(form, b"", b"/AA << /K " + JS + b" >>")),
    scripts("T-55-script-among-the-names", make=partial(name_tree, 0)),
    scripts("T-55-script-deep-among-the-names", make=partial(name_tree, 200)),
    scripts(
        "T-55-script-of-a-bookmark",
        make=partial(
            pdf,
            catalog=b"/Outlines 10 0 R",
            more={
                10: b"<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>",
                11: b"<< /Title (One) /Parent 10 0 R /A " + JS + b" >>",
            },
        ),
    ),
    scripts(
        "T-55-script-as-a-stream",
        make=partial(
            pdf,
            catalog=b"/OpenAction << /S /JavaScript /JS 10 0 R >>",
            more={10: pdfs.deflated(b"app.alert('canary-script-ran')")},
        ),
    ),
    scripts("T-55-script-in-object-streams", make=hidden_in_streams),
    scripts("T-55-script-spelt-with-numbers", make=spelt_with_numbers),
    scripts("T-55-script-at-the-end-of-a-chain", make=at_the_end_of_a_chain),
    scripts("T-55-script-in-an-update", make=in_an_update),
    quiet("T-55-script-taken-out-by-an-update", make=taken_out_by_an_update),
    refused(
        "T-55-script-behind-an-open-lock",
        make=lambda: pdfs.encrypted(pdfs.scripted(), user=""),
        says="password",
    ),
    scripts(
        "T-55-script-in-a-rendition",
        make=partial(opens, b"Rendition", b"/OP 0 /JS " + SAID),
    ),
    refused(
        "T-55-launch",
        make=partial(opens, b"Launch", b"/F (cmd.exe) /Win << /F (cmd.exe) /P (/c calc) >>"),
    ),
    refused("T-55-launch-from-a-link", make=partial(link, b"Launch", b"/F (run.exe)")),
    refused(
        "T-55-form-sent-elsewhere",
        make=partial(opens, b"SubmitForm", b"/F << /FS /URL /F (http://canary.example/) >>"),
    ),
    refused("T-55-form-data-from-elsewhere", make=partial(opens, b"ImportData", b"/F (data.fdf)")),
    refused(
        "T-55-another-document",
        make=partial(opens, b"GoToR", b"/F (//canary.example/share/a.pdf) /D [0 /Fit]"),
    ),
    refused(
        "T-55-document-within",
        make=partial(opens, b"GoToE", b"/T << /R /C /N (a.pdf) >> /D [0 /Fit]"),
    ),
    refused(
        "T-55-address-of-a-script", make=partial(link, b"URI", b"/URI (javascript:alert\\(1\\))")
    ),
    refused("T-55-address-of-a-file", make=partial(link, b"URI", b"/URI (file:///etc/passwd)")),
    cleaned(
        "T-55-address-of-a-page",
        make=partial(link, b"URI", b"/URI (https://www.birmingham.gov.uk/)"),
    ),
    refused(
        "T-55-address-on-opening", make=partial(opens, b"URI", b"/URI (https://canary.example/)")
    ),
    cleaned("T-55-opens-at-a-page", make=partial(pdf, catalog=b"/OpenAction [3 0 R /Fit]")),
    refused(
        "T-55-embedded-file",
        make=partial(
            pdf,
            catalog=b"/Names << /EmbeddedFiles << /Names [(run.exe) 20 0 R] >> >>",
            more=EMBEDDED,
        ),
    ),
    refused(
        "T-55-embedded-file-on-a-page",
        make=partial(annotated, b"/Subtype /FileAttachment /FS 20 0 R", EMBEDDED),
    ),
    refused(
        "T-55-embedded-file-by-association",
        make=partial(pdf, catalog=b"/AF [20 0 R]", more=EMBEDDED),
    ),
    refused(
        "T-55-embedded-files-as-a-portfolio",
        make=partial(
            pdf,
            catalog=b"/Collection << /View /D >> "
            b"/Names << /EmbeddedFiles << /Names [(a) 20 0 R] >> >>",
            more=EMBEDDED,
        ),
    ),
    refused(
        "T-55-rich-media",
        make=partial(
            rich_media,
            b"RichMedia",
            b"/RichMediaContent << /Assets << /Names [(a.swf) 20 0 R] >> >>",
        ),
    ),
    refused("T-55-film", make=partial(rich_media, b"Movie", b"/Movie << /F 20 0 R >>")),
    refused("T-55-sound", make=partial(link, b"Sound", b"/Sound 10 0 R")),
    refused("T-55-solid-body", make=partial(rich_media, b"3D", b"/3DD 21 0 R")),
    refused("T-55-form-of-xml", make=partial(form, b"/XFA 11 0 R")),
    refused(
        "T-49-pdf-encrypted", make=lambda: pdfs.encrypted(pdf(), user="secret"), says="password"
    ),
    refused(
        "T-49-pdf-encrypted-old",
        make=lambda: pdfs.saved(pdf(), encryption=OLD_LOCK),
        says="password",
    ),
    refused("T-49-pdf-locked-for-one-person", make=locked_for_one),
    refused("T-50-pdf-content-of-300-mb", make=content_bomb),
    refused("T-50-pdf-packed-three-times", make=bomb_in_a_bomb),
    refused("T-50-pdf-object-stream-of-300-mb", make=object_stream_bomb),
    refused("T-50-pdf-of-5000-pages", make=partial(pages, 5_000)),
    refused("T-59-pdf-pages-in-a-circle", make=looping_pages),
    refused("T-59-pdf-pages-3000-deep", make=partial(deep_pages, 3_000)),
    refused("T-59-pdf-arrays-100000-deep", make=partial(deep_arrays, 100_000)),
    cleaned("T-59-pdf-tables-in-a-circle", make=looping_tables),
    cleaned(
        "T-51-pdf-page-as-large-as-a-field",
        make=lambda: pdf().replace(b"0 0 595 842", b"0 0 9999999 9999999"),
    ),
    refused("T-51-pdf-picture-60000-by-60000", make=huge_picture),
    hidden("T-52-pdf-photo-with-gps", make=lambda: with_picture(metadata.everything(), 600, 400)),
    hidden("T-52-pdf-author-and-xmp", make=told_by),
    hidden(
        "T-52-pdf-photo-then-another", make=lambda: with_picture(metadata.many_pictures(), 60, 40)
    ),
    hidden(
        "T-52-pdf-photo-with-thumbnail",
        make=lambda: with_picture(metadata.with_thumbnail(), 60, 40),
    ),
    hidden("T-52-pdf-photo-packed-twice", make=photo_packed_twice),
    hidden("T-52-pdf-photo-that-no-page-shows", make=photo_that_no_page_shows),
    hidden("T-52-pdf-photo-of-an-earlier-version", make=photo_of_an_earlier_version),
    hidden("T-52-pdf-private-notes-of-a-program", make=private_notes),
    at_once("T-59-pdf-cut-at-the-start", make=partial(cut, 0.01)),
    at_once("T-59-pdf-cut-in-the-middle", make=partial(cut, 0.5)),
    at_once("T-59-pdf-cut-before-its-end", make=lambda: pdf()[:-30]),
    cleaned(
        "T-59-pdf-without-a-table",
        make=lambda: pdfs.written(pdfs.objects(), end=False) + b"%%EOF\n",
    ),
    at_once("T-59-pdf-head-alone", make=fixed(b"%PDF-1.7\n")),
    cleaned("T-59-pdf-for-the-web-and-broken", make=for_the_web_and_broken),
    at_once("T-53-pdf-begins-late", make=lambda: bytes(900) + pdf()),
    at_once("T-53-pdf-behind-a-page", make=lambda: b"<html>" + SCRIPT + b"</html>\n" + pdf()),
    at_once("T-53-pdf-behind-a-program", make=lambda: EXE + pdf()),
    quiet("T-53-pdf-then-page", make=lambda: pdf() + b"<html>" + SCRIPT + b"</html>"),
    at_once("T-53-pdf-then-zip", make=lambda: pdf() + archive([Member(b"run.exe", EXE)])),
    at_once("T-53-pdf-then-program", make=lambda: pdf() + EXE * 40),
    cleaned(
        "T-59-pdf-lengths-that-lie",
        make=lambda: pdf(more={4: pdfs.stream(b"BT ET", length=9_999_999)}),
    ),
    refused(
        "T-59-pdf-of-no-pages",
        make=lambda: pdfs.written(pdfs.objects() | {2: b"<< /Type /Pages /Kids [] /Count 0 >>"}),
    ),
)
