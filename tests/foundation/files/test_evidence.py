"""What may be sent as evidence, and what is kept of it: T-49, T-52, T-53, T-56, T-59."""

import io
from pathlib import Path

import pytest
from django.core.files.storage import storages
from PIL import Image

from foundation.files import EVIDENCE, PICTURES, FileNotAccepted, look_at, open_clean
from foundation.files.kinds import MEGABYTE
from foundation.models import AuditEvent
from foundation.scanning import LIMIT
from tests.support import documents
from tests.support.clamd import EICAR
from tests.support.documents import SECRET
from tests.support.pictures import (
    CANARY,
    chunks_of,
    jpeg_with_everything,
    picture,
    segments_of,
    sent,
)

OFFICE = "application/vnd.openxmlformats-officedocument."
WORD = OFFICE + "wordprocessingml.document"


def read(file):
    with open_clean(file) as stored:
        return stored.read()


def read_thumbnail(file):
    with storages["default"].open(file.thumbnail_key) as stored:
        return stored.read()


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("visit.jpg", jpeg_with_everything(), "image/jpeg"),
        ("visit.png", picture("PNG"), "image/png"),
        ("visit.webp", picture("WEBP"), "image/webp"),
        ("minutes.pdf", documents.pdf(documents.told), "application/pdf"),
        ("minutes.docx", documents.docx(), WORD),
        ("sums.xlsx", documents.xlsx(), OFFICE + "spreadsheetml.sheet"),
        ("talk.pptx", documents.pptx(), OFFICE + "presentationml.presentation"),
        ("minutes.odt", documents.odt(), "application/vnd.oasis.opendocument.text"),
        ("notes.txt", "Łódź said: yes".encode(), "text/plain; charset=utf-8"),
        ("sums.csv", b"name,sum\r\nAnn,3\r\n", "text/plain; charset=utf-8"),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-5:] else "",
)  # fmt: skip
def test_each_kind_is_taken_cleaned_and_read_back(checked, name, content, content_type):
    file = checked(name, content)
    assert (file.state, file.reason) == ("clean", "")
    assert (file.display_name, file.content_type) == (name, content_type)
    assert CANARY not in read(file)
    assert len(read(file)) == file.size


def test_kind_is_told_by_the_bytes(checked):
    """T-53, T-59: neither the name nor the browser is asked."""
    file = checked("photo.jpg", documents.docx())
    assert (file.display_name, file.content_type) == ("photo.jpg.docx", WORD)


def test_heic_becomes_a_jpeg_the_right_way_up(checked):
    """T-52, T-56. The camera held it sideways: what was on the left is on top."""
    content = documents.heic(orientation=6)
    assert CANARY in content
    file = checked("IMG_0001.HEIC", content)
    assert (file.display_name, file.content_type) == ("IMG_0001.jpg", "image/jpeg")
    assert (file.pixel_width, file.pixel_height) == (40, 64)
    kept = read(file)
    assert CANARY not in kept
    with Image.open(io.BytesIO(kept)) as shown:
        red, _, blue = shown.convert("RGB").getpixel((20, 8))
        assert (shown.format, blue > 150 > red) == ("JPEG", True)


def test_heic_that_says_so_in_the_list_of_its_brands_is_taken():
    kind, pixels = look_at(sent("a.heif", documents.heic(size=(640, 480))), EVIDENCE)
    assert (kind.content_type, pixels) == ("image/heic", (640, 480))


def test_picture_has_a_thumbnail_beside_it(checked):
    """T-52: no more hidden in it than in the picture."""
    file = checked("visit.jpg", jpeg_with_everything(size=(2000, 1000)))
    small = read_thumbnail(file)
    assert len(small) == file.thumbnail_size
    assert CANARY not in small
    with Image.open(io.BytesIO(small)) as shown:
        # Turned by the camera, as the picture is.
        assert (shown.format, shown.size) == ("JPEG", (240, 480))


def test_thumbnail_of_a_clear_picture_is_on_white(checked):
    out = io.BytesIO()
    Image.new("RGBA", (30, 20), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(read_thumbnail(checked("a.png", out.getvalue())))) as shown:
        assert shown.getpixel((5, 5)) == (255, 255, 255)


def test_document_has_no_thumbnail(checked):
    file = checked("minutes.pdf", documents.pdf())
    assert (file.thumbnail_key, file.thumbnail_size, file.thumbnail_sha256) == ("", None, "")


def test_picture_is_kept_with_no_byte_besides(checked):
    """T-52: walks what is left."""
    jpeg = read(checked("a.jpg", jpeg_with_everything()))
    assert {0xE1, 0xE2, 0xED, 0xFE}.isdisjoint(segments_of(jpeg))
    png = read(checked("a.png", picture("PNG") + CANARY))
    assert set(chunks_of(png)) == {b"IHDR", b"IDAT", b"IEND"}


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("One\tto\r\nfive £".encode("windows-1252"), "windows-1252"),
        ("Łódź".encode(), "utf-8"),
        ("\ufeffŁódź".encode(), "utf-8"),
        ("Łódź".encode("utf-16"), "utf-16"),
        ("\ufeffŁódź".encode("utf-16-be"), "utf-16"),
        (("ł" * 400_000).encode(), "utf-8"),
    ],
)
def test_charset_of_a_text_is_found(text, charset):
    kind, _ = look_at(sent("a.txt", text), EVIDENCE)
    assert kind.content_type == f"text/plain; charset={charset}"


def test_text_stays_as_it_is(checked):
    """What a spreadsheet would take for a formula is theirs; it leaves as a download."""
    content = b"name,sum\r\nAnn,=1+1\r\n"
    assert read(checked("sums.csv", content)) == content


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        (
            "a.pdf",
            documents.pdf(lambda d: d.Root.__setattr__("OpenAction", documents.script())),
            "This PDF holds a script. Print it to a new PDF and send that.",
        ),
        (
            "a.docx",
            documents.with_parts(
                documents.docx(), word___rels__settings_xml_rels=documents.outward("attachedTemplate", "https://a.example/b.dotm")
            ),
            "This file loads something from elsewhere. Save it as PDF and send that.",
        ),
        (
            "a.jpg",
            jpeg_with_everything(size=(600, 400))[:4000],
            "We could not read this picture. It may be damaged. Choose another file.",
        ),
    ],
    ids=["pdf", "docx", "jpg"],
)  # fmt: skip
def test_what_is_found_when_checked_has_a_sentence_and_an_event(
    checked, folders, name, content, reason
):
    """T-52, T-55, T-59."""
    file = checked(name, content)
    assert (file.state, file.reason, file.storage_key) == ("refused", reason, "")
    assert AuditEvent.objects.get(event="file.refused").reason == reason
    assert [path for path in Path(folders["default"]).rglob("*") if path.is_file()] == []


def test_virus_in_a_document_is_found(checked):
    """T-49: packed in a member."""
    file = checked("a.docx", documents.with_parts(documents.docx(), word__media__a_jpeg=EICAR))
    assert (file.state, "virus" in file.reason) == ("refused", True)


def test_locked_pdf_is_not_called_a_virus(checked):
    """T-49: the scanner cannot look into it, and says so in its own way."""
    locked = documents.pdf(encryption=documents.pikepdf.Encryption(owner="o", user="u"))
    file = checked("a.pdf", locked)
    assert file.reason == (
        "This PDF is locked or protected with a password. "
        "Print it to a new PDF without one and send that."
    )


def test_limits_are_said_beforehand():
    assert EVIDENCE.limits == (
        "You can send JPEG, PNG, WebP, HEIC (from a phone), PDF, Word (DOCX), Excel (XLSX), "
        "PowerPoint (PPTX), OpenDocument text (ODT), CSV tables and plain text (TXT).",
        "A file can be up to 25 MB.",
        "A picture can have up to 40 million pixels.",
        "Upload sound and film elsewhere and give us a link.",
        "A file must be without a password, and without macros.",
    )
    assert PICTURES.limits[1] == "A file can be up to 15 MB."


def test_phone_may_offer_its_camera():
    assert EVIDENCE.accept == "image/*,.heic,.heif,.pdf,.docx,.xlsx,.pptx,.odt,.csv,.txt"
    assert PICTURES.accept == "image/jpeg,image/png,image/webp"


def test_no_file_is_larger_than_what_is_scanned():
    assert EVIDENCE.max_bytes == LIMIT
    with pytest.raises(FileNotAccepted, match=r"too large\. Choose one of at most 25 MB"):
        look_at(sent("a.txt", b"a" * (25 * MEGABYTE + 1)), EVIDENCE)


def test_secret_was_in_what_was_sent():
    """Else the searches above would show nothing."""
    for content in (documents.docx(), documents.xlsx(), documents.pptx(), documents.odt()):
        assert any(SECRET.encode() in body for body in documents.parts_of(content).values())
    assert CANARY in documents.pdf(documents.with_photo)
