"""XML in office files that reads other files, laughs a billion times, or never ends (T-50, T-55)."""

from functools import partial

from tests.hostile.corpus import offices
from tests.hostile.corpus.hostile import item
from tests.hostile.corpus.offices import HEAD, docx, docx_parts, odt, odt_parts, packed, xlsx_parts

READS = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


def laughs(name: bytes = b"x") -> bytes:
    lines = [b'<!ENTITY a0 "hahahahaha">']
    for n in range(1, 10):
        lines.append(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10))
    return b"<!DOCTYPE " + name + b" [" + b"".join(lines) + b'<!ENTITY x "&a9;">]>'


def long_laugh() -> bytes:
    """One entity of a megabyte, said ten thousand times."""
    return b'<!DOCTYPE x [<!ENTITY x "' + b"ha" * 500_000 + b'">]>'


def document(prolog: bytes, text: bytes = b"&x;") -> bytes:
    return docx(prolog=HEAD + prolog, body=offices.paragraph(text))


def in_utf_16() -> bytes:
    """Nobody who looks for the letters DOCTYPE finds them."""
    text = docx_parts(prolog=READS, body=offices.paragraph(b"&x;"))["word/document.xml"]
    whole = b'<?xml version="1.0" encoding="UTF-16"?>' + text
    return packed(docx_parts() | {"word/document.xml": whole.decode().encode("utf-16")})


def in_part(path: str, parts: offices.Parts, content: bytes) -> bytes:
    return packed(parts | {path: HEAD + content})


def strings(prolog: bytes) -> bytes:
    table = b'<sst xmlns="%s"><si><t>&x;</t></si></sst>' % offices.SHEET
    return in_part("xl/sharedStrings.xml", xlsx_parts(), prolog + table)


def deep(levels: int) -> bytes:
    return docx(body=b"<w:p>" * levels + b"</w:p>" * levels)


def included() -> bytes:
    body = b'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>'
    return docx(body=body)


refused = partial(item, expect="refused when checked")

ITEMS = (
    refused("T-55-docx-reads-a-file", "a.docx", partial(document, READS)),
    refused(
        "T-55-docx-reads-an-address",
        "a.docx",
        partial(document, READS.replace(b"file:///etc/passwd", b"http://169.254.169.254/")),
    ),
    refused("T-55-docx-reads-a-file-in-utf-16", "a.docx", in_utf_16),
    refused(
        "T-55-docx-definitions-elsewhere",
        "a.docx",
        partial(document, b'<!DOCTYPE x SYSTEM "http://canary.example/a.dtd">', b"a"),
    ),
    refused(
        "T-55-docx-parameter-entities",
        "a.docx",
        partial(
            document, b'<!DOCTYPE x [<!ENTITY % a SYSTEM "http://canary.example/"> %a;]>', b"a"
        ),
    ),
    refused(
        "T-55-docx-styles-read-a-file",
        "a.docx",
        lambda: in_part("word/styles.xml", docx_parts(), READS + b"<w>&x;</w>"),
    ),
    refused(
        "T-55-docx-content-types-read-a-file",
        "a.docx",
        lambda: packed(
            docx_parts()
            | {
                "[Content_Types].xml": docx_parts()["[Content_Types].xml"].replace(
                    b"<Types ", READS + b"<Types "
                )
            }
        ),
    ),
    refused(
        "T-55-docx-properties-read-a-file",
        "a.docx",
        lambda: in_part("docProps/core.xml", docx_parts(), READS + b"<c>&x;</c>"),
    ),
    refused("T-55-docx-includes-a-file", "a.docx", included),
    refused("T-55-xlsx-strings-read-a-file", "a.xlsx", partial(strings, READS)),
    refused(
        "T-55-odt-reads-a-file",
        "a.odt",
        partial(odt, prolog=HEAD + READS, body=b"<text:p>&x;</text:p>"),
    ),
    refused("T-50-docx-billion-laughs", "a.docx", lambda: document(laughs())),
    refused("T-50-docx-long-laugh", "a.docx", lambda: document(long_laugh(), b"&x;" * 10_000)),
    refused(
        "T-50-docx-styles-billion-laughs",
        "a.docx",
        lambda: in_part("word/styles.xml", docx_parts(), laughs() + b"<w>&x;</w>"),
    ),
    refused("T-50-xlsx-billion-laughs", "a.xlsx", lambda: strings(laughs(b"sst"))),
    refused(
        "T-50-odt-billion-laughs",
        "a.odt",
        lambda: odt(prolog=HEAD + laughs(), body=b"<text:p>&x;</text:p>"),
    ),
    refused(
        "T-50-odt-manifest-billion-laughs",
        "a.odt",
        lambda: in_part("META-INF/manifest.xml", odt_parts(), laughs() + b"<m>&x;</m>"),
    ),
    refused("T-50-docx-elements-100000-deep", "a.docx", partial(deep, 100_000)),
)
