"""Whole, small, harmless office files, and hands to put something into them."""

from tests.hostile.corpus.zips import Member, archive

Parts = dict[str, bytes]

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
TYPES = b"http://schemas.openxmlformats.org/package/2006/content-types"
RELS = b"http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SLIDES = b"http://schemas.openxmlformats.org/presentationml/2006/main"
MAIN = b"application/vnd.openxmlformats-officedocument."
ODT = "application/vnd.oasis.opendocument.text"


def relation(number: int, kind: bytes, target: bytes, *, away: bool = False) -> bytes:
    mode = b' TargetMode="External"' if away else b""
    whole = kind if b":" in kind else OFFICE + b"/" + kind
    return b'<Relationship Id="rId%d" Type="%s" Target="%s"%s/>' % (number, whole, target, mode)


def relations(*each: bytes) -> bytes:
    return HEAD + b'<Relationships xmlns="%s">' % RELS + b"".join(each) + b"</Relationships>"


def content_types(main: str, kind: bytes, *more: bytes) -> bytes:
    return (
        HEAD
        + b'<Types xmlns="%s">' % TYPES
        + b'<Default Extension="rels" '
        + b'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + b'<Default Extension="xml" ContentType="application/xml"/>'
        + b'<Default Extension="jpeg" ContentType="image/jpeg"/>'
        + b'<Default Extension="png" ContentType="image/png"/>'
        + override(main, kind)
        + b"".join(more)
        + b"</Types>"
    )


def override(part: str, kind: bytes) -> bytes:
    return b'<Override PartName="/%s" ContentType="%s"/>' % (part.encode(), kind)


def paragraph(text: bytes) -> bytes:
    return b"<w:p><w:r><w:t>" + text + b"</w:t></w:r></w:p>"


def document(body: bytes, *, prolog: bytes = HEAD) -> bytes:
    return (
        prolog
        + b'<w:document xmlns:w="%s" xmlns:r="%s"><w:body>' % (WORD, OFFICE)
        + body
        + b"<w:sectPr/></w:body></w:document>"
    )


def docx_parts(
    *,
    body: bytes = b"",
    prolog: bytes = HEAD,
    types: tuple[bytes, ...] = (),
    links: tuple[bytes, ...] = (),
    kind: bytes = MAIN + b"wordprocessingml.document.main+xml",
    **more: bytes,
) -> Parts:
    """`more` is given by path, with "__" for "/"."""
    return {
        "[Content_Types].xml": content_types("word/document.xml", kind, *types),
        "_rels/.rels": relations(relation(1, b"officeDocument", b"word/document.xml")),
        "word/document.xml": document(body or paragraph(b"Minutes"), prolog=prolog),
        "word/_rels/document.xml.rels": relations(*links),
    } | _by_path(more)


def xlsx_parts(
    *,
    cell: bytes = b'<c r="A1"><v>1</v></c>',
    types: tuple[bytes, ...] = (),
    links: tuple[bytes, ...] = (),
    kind: bytes = MAIN + b"spreadsheetml.sheet.main+xml",
    **more: bytes,
) -> Parts:
    sheet_kind = MAIN + b"spreadsheetml.worksheet+xml"
    return {
        "[Content_Types].xml": content_types(
            "xl/workbook.xml", kind, override("xl/worksheets/sheet1.xml", sheet_kind), *types
        ),
        "_rels/.rels": relations(relation(1, b"officeDocument", b"xl/workbook.xml")),
        "xl/workbook.xml": HEAD
        + b'<workbook xmlns="%s" xmlns:r="%s"><sheets>' % (SHEET, OFFICE)
        + b'<sheet name="One" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(
            relation(1, b"worksheet", b"worksheets/sheet1.xml"), *links
        ),
        "xl/worksheets/sheet1.xml": HEAD
        + b'<worksheet xmlns="%s"><sheetData><row r="1">' % SHEET
        + cell
        + b"</row></sheetData></worksheet>",
    } | _by_path(more)


def pptx_parts(
    *,
    types: tuple[bytes, ...] = (),
    links: tuple[bytes, ...] = (),
    kind: bytes = MAIN + b"presentationml.presentation.main+xml",
    **more: bytes,
) -> Parts:
    return {
        "[Content_Types].xml": content_types("ppt/presentation.xml", kind, *types),
        "_rels/.rels": relations(relation(1, b"officeDocument", b"ppt/presentation.xml")),
        "ppt/presentation.xml": HEAD
        + b'<p:presentation xmlns:p="%s"><p:sldSz cx="9144000" cy="6858000"/>' % SLIDES
        + b'<p:notesSz cx="6858000" cy="9144000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": relations(*links),
    } | _by_path(more)


def odt_parts(
    *,
    body: bytes = b"<text:p>Minutes</text:p>",
    prolog: bytes = b'<?xml version="1.0" encoding="UTF-8"?>\n',
    mimetype: str = ODT,
    entries: bytes = b"",
    **more: bytes,
) -> Parts:
    office = b"urn:oasis:names:tc:opendocument:xmlns:"
    return {
        "mimetype": mimetype.encode(),
        "content.xml": prolog
        + b'<office:document-content xmlns:office="%soffice:1.0" ' % office
        + b'xmlns:text="%stext:1.0" xmlns:draw="%sdrawing:1.0" ' % (office, office)
        + b'xmlns:script="%sscript:1.0" ' % office
        + b'xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
        + b"<office:body><office:text>"
        + body
        + b"</office:text></office:body></office:document-content>",
        "META-INF/manifest.xml": prolog
        + b'<manifest:manifest xmlns:manifest="%smanifest:1.0" manifest:version="1.2">' % office
        + b'<manifest:file-entry manifest:full-path="/" manifest:media-type="%s"/>'
        % mimetype.encode()
        + b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        + entries
        + b"</manifest:manifest>",
    } | _by_path(more)


def _by_path(more: dict[str, bytes]) -> Parts:
    return {path.replace("__", "/"): content for path, content in more.items()}


def members(parts: Parts) -> list[Member]:
    """ODT wants its mimetype first and unpacked."""
    return [
        Member(path.encode(), content, method=0 if path == "mimetype" else 8)
        for path, content in parts.items()
    ]


def packed(parts: Parts) -> bytes:
    return archive(members(parts))


def docx(**parts: object) -> bytes:
    return packed(docx_parts(**parts))


def xlsx(**parts: object) -> bytes:
    return packed(xlsx_parts(**parts))


def pptx(**parts: object) -> bytes:
    return packed(pptx_parts(**parts))


def odt(**parts: object) -> bytes:
    return packed(odt_parts(**parts))
