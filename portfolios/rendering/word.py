"""The whole plan as a Word document, for boards that write into their papers."""

from dataclasses import replace
from datetime import date

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt
from docx.styles.style import ParagraphStyle

from awards.scheme import edition
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.printing.scripts import is_right_to_left
from foundation.printing.word import (
    add_page_number,
    add_row,
    add_table,
    file_of,
    new_document,
    read_from_the_right,
)
from portfolios.records import as_json, record_from
from portfolios.rendering.legible import every_text, well_formed
from portfolios.rendering.lines import Line, Point, lines_of
from portfolios.rendering.outline import NOTHING, TITLE, Answer, Entry, Facts, chapters_of

NO_DATE = "No date yet"
QUESTION = "Question"


def plan_docx(facts: Facts) -> bytes:
    """The same facts give the same bytes. Word finds a font for every letter by itself."""
    facts = replace(
        facts,
        record=record_from(every_text(as_json(facts.record), well_formed)),
        sections=every_text(list(facts.sections), well_formed),
        status_line=well_formed(facts.status_line),
    )
    scheme = edition(facts.record.edition)
    document = new_document(
        title=f"{TITLE} {facts.record.reference}",
        subject=scheme.title,
        author=scheme.authority.council,
        created=facts.created,
    )
    _question_style(document)
    _front(document, facts, scheme.title)
    lines = lines_of(facts.record, facts.states)
    if lines:
        _timeline(document, lines, with_states=bool(facts.states))
    for chapter in chapters_of(facts):
        document.add_heading(f"{chapter.number}. {chapter.title}", level=1)
        if chapter.about:
            document.add_paragraph(chapter.about)
        if chapter.is_empty:
            document.add_paragraph("Nothing here yet.")
        _answers(document, chapter.part.answers)
        for entry in chapter.entries:
            _entry(document, entry, with_states=bool(facts.states))
    return file_of(document)


def _front(document: Document, facts: Facts, scheme: str) -> None:
    record = facts.record
    document.add_paragraph(TITLE, style="Title")
    _paragraph(document, record.organisation_name, style="Subtitle")
    _paragraph(document, facts.status_line)
    document.add_paragraph(f"Reference: {record.reference}")
    document.add_paragraph(f"Scheme: {scheme}")
    document.add_paragraph(f"This document was made on {show_date(london_date(facts.created))}.")
    section = document.sections[0]
    section.header.paragraphs[0].text = f"{TITLE} {record.reference}"
    footer = section.footer.paragraphs[0]
    footer.text = f"{facts.status_line} · Page "
    add_page_number(footer)


def _timeline(document: Document, lines: tuple[Line, ...], *, with_states: bool) -> None:
    document.add_heading("Timeline", level=1)
    table = add_table(
        document,
        ("Which of the 4Cs", "Action", "First day", "Last day", "Milestones"),
        (28, 44, 25, 25, 44),
    )
    for line in lines:
        points = "\n".join(_told(point, with_states) for point in line.milestones)
        add_row(
            table,
            (
                line.four_c,
                f"{line.number} {line.title}",
                _day(line.starts_on),
                _day(line.ends_on),
                points or "None yet",
            ),
        )
    # Two tables that touch become one.
    document.add_paragraph("")


def _entry(document: Document, entry: Entry, *, with_states: bool) -> None:
    document.add_heading(f"{entry.number} {entry.title}", level=2)
    for part in entry.parts:
        if part.title:
            document.add_heading(part.title, level=3)
        _answers(document, part.answers)
    if not entry.is_action:
        return
    document.add_heading("Milestones", level=3)
    if not entry.milestones:
        document.add_paragraph("None yet.")
        return
    headings, widths = ["Number", "Milestone", "Due"], [20, 106, 40]
    if with_states:
        headings, widths = [*headings, "Where it stands"], [20, 76, 40, 30]
    table = add_table(document, headings, widths)
    for point in entry.milestones:
        cells = [str(point.number), point.name, _day(point.due_on)]
        add_row(table, [*cells, _state(point)] if with_states else cells)


def _answers(document: Document, answers: tuple[Answer, ...]) -> None:
    for answer in answers:
        document.add_paragraph(answer.question, style=QUESTION)
        for item in answer.items:
            _paragraph(document, item, style="List Bullet")
        for text in answer.paragraphs:
            _paragraph(document, text)
        if not answer.items and not answer.paragraphs:
            document.add_paragraph(NOTHING)


def _paragraph(document: Document, text: str, *, style: str | None = None) -> None:
    paragraph = document.add_paragraph(text, style=style)
    if is_right_to_left(text):
        read_from_the_right(paragraph)


def _question_style(document: Document) -> None:
    style = document.styles.add_style(QUESTION, WD_STYLE_TYPE.PARAGRAPH)
    if not isinstance(style, ParagraphStyle):
        raise TypeError(f"{QUESTION} is no paragraph style")
    style.base_style = document.styles["Normal"]
    style.font.bold = True
    style.paragraph_format.keep_with_next = True
    style.paragraph_format.space_before = Pt(6)
    style.paragraph_format.space_after = Pt(2)


def _told(point: Point, with_states: bool) -> str:
    told = f"{point.number}. {point.name}: {_day(point.due_on)}"
    return f"{told} ({_state(point)})" if with_states else told


def _state(point: Point) -> str:
    return point.state or "Planned"


def _day(day: date | None) -> str:
    return show_date(day) if day else NO_DATE
