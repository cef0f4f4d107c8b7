"""Word documents that people with and without sight can work with: real styles, a language, A4."""

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

LANGUAGE = "en-GB"
INK = RGBColor(0x14, 0x21, 0x3D)
FONT = "Arial"
_HEADINGS = {"Title": 26, "Heading 1": 18, "Heading 2": 14, "Heading 3": 12}
# The first day that a zip file can tell.
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def new_document(
    *, title: str, subject: str, author: str, created: datetime | None
) -> DocxDocument:
    """Empty, with its title, language and styles; nothing in it names a person.

    `created` is None for what has no day of its own.
    """
    document = Document()
    properties = document.core_properties
    properties.title = title
    properties.subject = subject
    properties.author = author
    properties.last_modified_by = author
    properties.comments = ""
    properties.language = LANGUAGE
    if created is not None:
        properties.created = properties.modified = created.replace(tzinfo=None)
    for section in document.sections:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(22)
    _set_language(document)
    body = style_of(document, "Normal")
    body.font.name = FONT
    body.font.size = Pt(11)
    body.paragraph_format.space_after = Pt(6)
    for name, size in _HEADINGS.items():
        _heading_style(document, name, size)
    return document


def style_of(document: DocxDocument, name: str) -> ParagraphStyle:
    style = document.styles[name]
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{name} is no paragraph style")
    return style


def add_table(document: DocxDocument, headings: Sequence[str], widths: Sequence[int]) -> Table:
    """An empty table whose first row is repeated on every page and read out as its headings.

    The widths are in millimetres.
    """
    table: Table = document.add_table(rows=1, cols=len(headings), style="Table Grid")
    table.autofit = False
    for cell, heading, width in zip(table.rows[0].cells, headings, widths, strict=True):
        cell.width = Mm(width)
        cell.paragraphs[0].add_run(heading).bold = True
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    _row_property(table, 0, "w:tblHeader")
    _row_property(table, 0, "w:cantSplit")
    return table


def add_row(table: Table, texts: Sequence[str]) -> None:
    """Line breaks in a text begin new paragraphs."""
    row = table.add_row()  # type: ignore[no-untyped-call]  # python-docx left this one out
    for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
        cell.width = column.width
        first, *others = text.split("\n")
        cell.paragraphs[0].add_run(first)
        for other in others:
            cell.add_paragraph(other)
    _row_property(table, -1, "w:cantSplit")


def read_from_the_right(paragraph: Paragraph) -> None:
    """For a text whose letters run from right to left."""
    paragraph.paragraph_format.element.get_or_add_pPr().append(OxmlElement("w:bidi"))
    for run in paragraph.runs:
        run.font.rtl = True


def add_page_number(paragraph: Paragraph) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)


def file_of(document: DocxDocument) -> bytes:
    """The same document gives the same bytes: its parts do not carry the time of day."""
    saved, target = BytesIO(), BytesIO()
    document.save(saved)
    with (
        zipfile.ZipFile(saved) as parts,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in parts.namelist():
            out.writestr(zipfile.ZipInfo(name, _ZIP_DAY), parts.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _heading_style(document: DocxDocument, name: str, size: int) -> None:
    style = style_of(document, name)
    style.font.name = FONT
    # The stock headings name a theme font, which wins over a name of ours.
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for key in [key for key in fonts.attrib if str(key).endswith("Theme")]:
        del fonts.attrib[key]
    style.font.size = Pt(size)
    style.font.bold = True
    style.font.color.rgb = INK


def _set_language(document: DocxDocument) -> None:
    """A screen reader chooses its voice by this; the stock template says American English."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _row_property(table: Table, row: int, name: str) -> None:
    table.rows[row]._tr.get_or_add_trPr().append(OxmlElement(name))
