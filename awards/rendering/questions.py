"""A stage's questions as a Word document, with room for notes under each."""

from functools import lru_cache

from docx.document import Document as DocxDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from awards.scheme import Scheme, Stage
from awards.scheme.question_sheet import Part, Question, question_sheet
from foundation.printing.word import file_of, new_document, style_of

NOTES = "Notes"


@lru_cache(maxsize=16)
def questions_docx(scheme: Scheme, stage: Stage) -> bytes:
    """Kept in memory: an edition never changes while the software runs."""
    title = f"{stage.name}: all the questions"
    document = new_document(
        title=title, subject=scheme.title, author=scheme.authority.council, created=None
    )
    # A little larger than other papers: it is read round a table.
    style_of(document, "Normal").font.size = Pt(12)
    _notes_style(document)
    document.add_paragraph(title, style="Title")
    document.add_paragraph(f"{scheme.title}. {stage.summary}")
    document.add_paragraph(
        "Talk these over with your colleagues and with children, young people, parents and carers."
        " Nothing in this document is sent to anybody."
        " SEND means special educational needs and disabilities."
    )
    for part in question_sheet(scheme, stage):
        _part(document, part)
    document.add_paragraph(scheme.authority.contact)
    return file_of(document)


def _notes_style(document: DocxDocument) -> None:
    """A line to write on: a paragraph with a rule below it, so that no table stands for layout."""
    style = document.styles.add_style(NOTES, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError("Notes is no paragraph style")
    style.base_style = document.styles["Normal"]
    borders = OxmlElement("w:pBdr")
    for side in ("bottom", "between"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "5B6770")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    style.element.get_or_add_pPr().append(borders)
    # After the borders: Word wants a paragraph's properties in the order of its schema.
    style.paragraph_format.space_before = Pt(10)


def _part(document: DocxDocument, part: Part) -> None:
    document.add_heading(part.title, level=1)
    if part.intro:
        document.add_paragraph(part.intro)
    for sentence in part.sentences:
        document.add_paragraph(sentence, style="List Bullet")
    for question in part.questions:
        _question(document, question)


def _question(document: DocxDocument, question: Question) -> None:
    optional = " (if it applies)" if question.optional else ""
    document.add_heading(f"{question.text}{optional}", level=2)
    if question.hint:
        document.add_paragraph(question.hint)
    for choice in question.choices:
        document.add_paragraph(choice, style="List Bullet")
    for item in question.each:
        document.add_heading(item, level=3)
        _notes(document)
    if not question.each:
        _notes(document)


def _notes(document: DocxDocument) -> None:
    document.add_paragraph("", style=NOTES)
    document.add_paragraph("", style=NOTES)
