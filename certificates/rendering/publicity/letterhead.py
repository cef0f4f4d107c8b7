"""A letterhead for Word: logo in the header, emblem pale behind the text, on every page."""

import io
from datetime import datetime

from docx.document import Document as DocxDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from certificates import artwork
from certificates.artwork import METALS, Variant
from certificates.rendering.publicity.facts import Shown
from certificates.rendering.raster import png
from foundation.printing.scripts import is_right_to_left
from foundation.printing.word import INK, file_of, new_document, read_from_the_right

# Millimetres from the upper left corner of the page.
LOGO_WIDTH, LOGO_TOP, MARGIN = 58, 12, 22
WATERMARK_WIDTH, WATERMARK_LEFT, WATERMARK_TOP = 132, 39, 92
PAGE_WIDTH = 210
LINES = (
    "[Date]",
    "[Name and address]",
    "Dear [name]",
    "[Write your letter here. This file is a template: keep it, and save each letter under a new name.]",
    "Yours sincerely",
    "[Your name and role]",
)


def logo_of(shown: Shown) -> tuple[bytes, float]:
    """The logo for paper, and how high it is in millimetres."""
    drawing = artwork.logo(shown.stage, year=shown.year)
    return png(drawing, width=1400), LOGO_WIDTH * drawing.height / drawing.width


def watermark_of(shown: Shown) -> bytes:
    return png(artwork.ring(shown.stage, variant=Variant.WATERMARK), width=1400)


def foot_of(shown: Shown) -> str:
    return f"{shown.award}. Check it: {shown.verify_url}"


def letterhead_docx(shown: Shown) -> bytes:
    """The template as a Word file."""
    document = new_document(
        title=f"Letterhead with the {shown.award}",
        subject=shown.award,
        author=shown.name[:255],
        created=_day(shown.issued_at),
    )
    section = document.sections[0]
    section.top_margin, section.bottom_margin = Mm(56), Mm(30)
    section.header_distance, section.footer_distance = Mm(14), Mm(12)
    logo, _ = logo_of(shown)
    # Pictures hang on a line of their own: one that runs from the right would take them across.
    held = section.header.paragraphs[0]
    held.paragraph_format.line_spacing = Pt(1)
    held.paragraph_format.space_after = Pt(0)
    _float(held, watermark_of(shown), WATERMARK_WIDTH, (WATERMARK_LEFT, WATERMARK_TOP), "")
    left = PAGE_WIDTH - MARGIN - LOGO_WIDTH
    _float(held, logo, LOGO_WIDTH, (left, LOGO_TOP), shown.award)
    head = section.header.add_paragraph()
    head.paragraph_format.line_spacing = 1
    _say(head, shown.name, size=15, bold=True)
    # The name keeps clear of the logo, which is at its beginning if it runs from the right.
    _keep_clear(head, LOGO_WIDTH + 8)
    foot = section.footer.paragraphs[0]
    _rule(foot, METALS[shown.stage])
    _say(foot, foot_of(shown), size=8.5)
    for line in LINES:
        document.add_paragraph(line)
    return file_of(document)


def texts_docx(shown: Shown) -> bytes:
    """The ready texts, each under its heading."""
    document: DocxDocument = new_document(
        title=f"Words to show your {shown.award}",
        subject=shown.award,
        author=shown.name[:255],
        created=_day(shown.issued_at),
    )
    document.add_heading(f"Words to show your {shown.award}", level=0)
    document.add_paragraph("Change them as you like. What stands in [ ] is for you to fill in.")
    for title, text in shown.texts:
        document.add_heading(title, level=1)
        for part in text.split("\n\n"):
            document.add_paragraph(part)
    return file_of(document)


def _say(paragraph: Paragraph, text: str, *, size: float, bold: bool = False) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, INK
    # Scripts such as Urdu have a size of their own.
    other = OxmlElement("w:szCs")
    other.set(qn("w:val"), f"{size * 2:.0f}")
    run._r.get_or_add_rPr().append(other)
    if is_right_to_left(text):
        read_from_the_right(paragraph)


def _keep_clear(paragraph: Paragraph, millimetres: float) -> None:
    """Of the right edge. In a line that runs from the right that is where it begins, which Word calls left."""
    shape = paragraph.paragraph_format
    if shape.element.pPr is not None and shape.element.pPr.find(qn("w:bidi")) is not None:
        shape.left_indent = Mm(millimetres)
    else:
        shape.right_indent = Mm(millimetres)


def _float(
    paragraph: Paragraph, picture: bytes, width: float, at: tuple[float, float], label: str
) -> None:
    """A picture at a fixed place on the page, behind the text; without a label it is decoration."""
    inline = paragraph.add_run().add_picture(io.BytesIO(picture), width=Mm(width))._inline
    number = inline.docPr.id
    across, down = (int(Mm(1) * each) for each in at)
    anchor = parse_xml(
        f'<wp:anchor {nsdecls("wp")} distT="0" distB="0" distL="0" distR="0" simplePos="0"'
        f' relativeHeight="{number}" behindDoc="1" locked="1" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="page"><wp:posOffset>{across}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="page"><wp:posOffset>{down}</wp:posOffset></wp:positionV>'
        "</wp:anchor>"
    )
    anchor.append(inline.extent)
    anchor.append(OxmlElement("wp:wrapNone"))
    about = inline.docPr
    about.set("name", "Logo" if label else "Watermark")
    about.set("descr", label)
    if not label:
        about.append(_decoration())
    anchor.append(about)
    anchor.append(OxmlElement("wp:cNvGraphicFramePr"))
    anchor.append(inline.graphic)
    inline.getparent().replace(inline, anchor)


def _decoration() -> object:
    """What tells a screen reader to pass a picture by."""
    return parse_xml(
        f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">'
        '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative"'
        ' val="1"/></a:ext></a:extLst>'
    )


def _rule(paragraph: Paragraph, colour: str) -> None:
    """A fine line above."""
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for key, value in (("val", "single"), ("sz", "6"), ("space", "6"), ("color", colour[1:])):
        top.set(qn(f"w:{key}"), value)
    borders.append(top)
    paragraph.paragraph_format.element.get_or_add_pPr().append(borders)


def _day(at: datetime) -> datetime:
    return at.replace(microsecond=0)
