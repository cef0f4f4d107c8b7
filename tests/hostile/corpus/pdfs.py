"""PDF files object by object. Small ones open in every reader."""

import io
import zlib

import pikepdf

HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
SAID = b"(app.alert\\('canary-script-ran'\\))"
JS = b"<< /S /JavaScript /JS " + SAID + b" >>"
Objects = dict[int, bytes]


def stream(content: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    said = len(content) if length is None else length
    return b"<< /Length %d %s >>\nstream\n" % (said, entries) + content + b"\nendstream"


def deflated(content: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(content), b"/Filter /FlateDecode " + entries)


def objects(*, catalog: bytes = b"", page: bytes = b"", more: Objects | None = None) -> Objects:
    """1 the catalog, 2 the pages, 3 the page, 4 its content, 5 its letters; yours from 10 on."""
    return {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        + b"/Resources << /Font << /F1 5 0 R >> >> " * (b"/Resources" not in page)
        + page
        + b" >>",
        4: stream(b"BT /F1 24 Tf 72 700 Td (Minutes) Tj ET"),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    } | (more or {})


def written(parts: Objects, *, head: bytes = HEAD, trailer: bytes = b"", end: bool = True) -> bytes:
    out, places = bytearray(head), {}
    for number, body in parts.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += (
        table(places) + b"trailer\n<< /Size %d /Root 1 0 R " % (max(parts) + 1) + trailer + b" >>\n"
    )
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % at if end else bytes(out)


def table(places: dict[int, int]) -> bytes:
    out = b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    return out


def pdf(*, catalog: bytes = b"", page: bytes = b"", more: Objects | None = None) -> bytes:
    return written(objects(catalog=catalog, page=page, more=more))


def scripted() -> bytes:
    return pdf(catalog=b"/OpenAction " + JS)


def annotated(annotation: bytes, more: Objects | None = None) -> bytes:
    return pdf(
        page=b"/Annots [10 0 R]",
        more={10: b"<< /Type /Annot /Rect [50 50 200 100] " + annotation + b" >>"} | (more or {}),
    )


def update(whole: bytes, changed: Objects) -> bytes:
    """Another revision behind the file, as signing and editing do."""
    before = int(whole.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    out, places = bytearray(whole), {}
    for number, body in changed.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    at = len(out)
    out += table(places)
    out += b"trailer\n<< /Size 30 /Root 1 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (before, at)
    return bytes(out)


def saved(whole: bytes, **options: object) -> bytes:
    """As another program would write it: in object streams, encrypted, for the web."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(whole)) as document:
        document.save(out, **options)
    return out.getvalue()


def in_object_streams(whole: bytes) -> bytes:
    return saved(whole, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def encrypted(whole: bytes, *, user: str) -> bytes:
    return saved(whole, encryption=pikepdf.Encryption(owner="owner", user=user))
