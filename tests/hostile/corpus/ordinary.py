"""What everybody sends. It must pass, or the refusals of the corpus show nothing."""

import io
from functools import partial

from docx import Document
from weasyprint import HTML

from tests.hostile.corpus import documents, heics, jpegs, office, offices, pdfs, pngs, webps
from tests.hostile.corpus.hostile import CANARY, fixed, item


def as_word_writes() -> bytes:
    """With all the parts that Word's own template has, a picture, a table and a heading."""
    whole = Document()
    whole.add_heading("Autumn forum")
    whole.add_picture(io.BytesIO(jpegs.jpeg()))
    whole.add_table(2, 2).cell(0, 0).text = "Who came"
    whole.sections[0].header.paragraphs[0].text = "Acorn Lane School"
    whole.core_properties.author = CANARY.decode()
    out = io.BytesIO()
    whole.save(out)
    return out.getvalue()


def as_we_print() -> bytes:
    page = (
        "<html lang=en><title>Minutes</title><h1>Minutes</h1><a href='https://example.org/'>a</a>"
    )
    return HTML(string=page).write_pdf()


kept = partial(item, expect="accepted as is")
cleaned = partial(item, expect="cleaned")

ITEMS = (
    cleaned("ordinary-jpeg", "us.jpg", jpegs.jpeg),
    cleaned("ordinary-png", "us.png", pngs.png),
    cleaned("ordinary-webp", "us.webp", webps.webp),
    cleaned("ordinary-heic", "us.heic", heics.heic),
    cleaned("ordinary-pdf", "minutes.pdf", pdfs.pdf),
    cleaned("ordinary-pdf-in-object-streams", "a.pdf", lambda: pdfs.in_object_streams(pdfs.pdf())),
    cleaned("ordinary-pdf-of-200-pages", "a.pdf", lambda: documents.pages(200)),
    cleaned("ordinary-docx", "minutes.docx", offices.docx),
    cleaned("ordinary-docx-as-word-writes", "forum.docx", as_word_writes, never=(CANARY,)),
    cleaned("ordinary-pdf-as-we-print", "minutes.pdf", as_we_print),
    cleaned("ordinary-docx-with-chart", "minutes.docx", lambda: office.chart(offices.xlsx())),
    cleaned("ordinary-docx-written-as-a-stream", "minutes.docx", office.written_as_a_stream),
    cleaned("ordinary-xlsx", "sums.xlsx", offices.xlsx),
    cleaned("ordinary-pptx", "talk.pptx", offices.pptx),
    cleaned("ordinary-odt", "minutes.odt", offices.odt),
    kept("ordinary-txt", "notes.txt", fixed("Café notes, £5.\n".encode())),
    kept("ordinary-csv", "people.csv", fixed(b"name,age\r\nAnn,9\r\n")),
)
