"""What everybody sends. It must pass, or the refusals of the corpus show nothing."""

from functools import partial

from tests.hostile.corpus import documents, heics, jpegs, offices, pdfs, pngs, webps
from tests.hostile.corpus.hostile import fixed, item

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
    cleaned("ordinary-xlsx", "sums.xlsx", offices.xlsx),
    cleaned("ordinary-pptx", "talk.pptx", offices.pptx),
    cleaned("ordinary-odt", "minutes.odt", offices.odt),
    kept("ordinary-txt", "notes.txt", fixed("Café notes, £5.\n".encode())),
    kept("ordinary-csv", "people.csv", fixed(b"name,age\r\nAnn,9\r\n")),
)
