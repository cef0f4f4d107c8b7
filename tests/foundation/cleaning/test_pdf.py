"""PDFs: what acts is refused, what was hidden is left out: T-52, T-55, T-59."""

import io
import zlib
from functools import partial

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Stream, String

from foundation.cleaning import pdf as cleaner
from foundation.cleaning.jpeg import stripped_jp2, stripped_jpeg
from foundation.cleaning.reasons import CannotKeep
from tests.support import documents
from tests.support.documents import pdf, script, told, with_photo
from tests.support.pdfs import picture_of, run
from tests.support.pictures import CANARY, jpeg_with_everything, segment, segments_of


def cleaned(content):
    answer, *parts = cleaner.clean({}, content)
    assert "refused" not in answer
    return parts[0]


def refused(content):
    answer, *parts = cleaner.clean({}, content)
    assert parts == []
    return answer["refused"]


def unpacked(content):
    """By another program, with every stream and object in the open."""
    return run(content, "qpdf", "--qdf", "--object-streams=disable", "{file}", "-")


def catalog(**entries):
    def change(document):
        for name, value in entries.items():
            document.Root[f"/{name}"] = value

    return change


def link(**action):
    """A link on the first page with this action."""

    def change(document):
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        note.A = Dictionary(**action)
        document.pages[0].obj.Annots = Array([document.make_indirect(note)])

    return change


def note(**entries):
    def change(document):
        document.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, **entries)])

    return change


def embedded(document):
    document.attachments["a.txt"] = b"hello"


def deep_script(document):
    document.Root.One = Array([Array([Dictionary(Two=Dictionary(AA=Dictionary(O=script())))])])


def outer_stream(document):
    document.Root.Far = Stream(document, b"", F=String("a.bin"))


def huge_picture(document):
    picture = Stream(document, b"", Subtype=Name.Image, Width=60_000, Height=60_000)
    document.Root.Picture = document.make_indirect(picture)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(catalog(OpenAction=script())), "pdf_script"),
        (pdf(catalog(Names=Dictionary(JavaScript=Dictionary(Names=[])))), "pdf_script"),
        (pdf(catalog(AA=Dictionary(WC=script()))), "pdf_script"),
        (pdf(link(S=Name("/JavaScript"), X=1)), "pdf_script"),
        (pdf(link(S=Name.Rendition, JS=String("a"))), "pdf_script"),
        (pdf(link(S=Name.URI, URI=String(" JavaScript:alert(1)"))), "pdf_script"),
        (pdf(deep_script), "pdf_script"),
        (pdf(link(S=Name.Launch, F=String("cmd.exe"))), "pdf_launch"),
        (pdf(link(S=Name.SubmitForm)), "pdf_sends"),
        (pdf(link(S=Name.ImportData)), "pdf_sends"),
        (pdf(link(S=Name.GoToR, F=String("a.pdf"))), "pdf_opens"),
        (pdf(link(S=Name.GoToE)), "pdf_opens"),
        (pdf(link(S=Name.Thread, F=String("a.pdf"))), "pdf_opens"),
        (pdf(link(S=Name.URI, URI=String("file:///etc/passwd"))), "pdf_opens"),
        (pdf(link(S=Name.URI, URI=String("ms-msdt:/id"))), "pdf_opens"),
        (pdf(link(S=Name.URI, URI=String("java\nscript:alert(1)"))), "pdf_script"),
        (pdf(outer_stream), "pdf_opens"),
        (pdf(embedded), "pdf_embedded"),
        (pdf(note(Subtype=Name.FileAttachment)), "pdf_embedded"),
        (pdf(note(Subtype=Name.RichMedia)), "pdf_media"),
        (pdf(note(Subtype=Name.Movie)), "pdf_media"),
        (pdf(note(Subtype=Name.Sound)), "pdf_media"),
        (pdf(note(Subtype=Name("/3D"))), "pdf_media"),
        (pdf(catalog(AcroForm=Dictionary(XFA=String("a")))), "pdf_form"),
        (pdf(catalog(OpenAction=Dictionary(S=Name.URI, URI=String("https://a.example/")))), "pdf_acts"),
        (pdf(huge_picture), "pdf_picture"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="u")), "pdf_locked"),
        (pdf(encryption=pikepdf.Encryption(owner="o", user="")), "pdf_locked"),
        (pdf(pages=2_001), "pdf_pages"),
        (pdf(pages=0), "pdf_unreadable"),
        (b"%PDF-1.7\nnothing\n%%EOF", "pdf_unreadable"),
    ],
)  # fmt: skip
def test_pdf_that_acts_is_refused(content, code):
    """T-55."""
    assert refused(content) == code


def test_name_spelt_with_numbers_is_the_same_name():
    content = pdf(link(S=Name.Launch)).replace(b"/Launch", b"/L#61unch")
    assert refused(content) == "pdf_launch"


@pytest.mark.parametrize(
    "address",
    ["https://a.example/", "mailto:a@b.example", "tel:01213031234", "www.a.example:80/", "#top"],
)
def test_plain_link_stays(address):
    assert address.encode() in unpacked(cleaned(pdf(link(S=Name.URI, URI=String(address)))))


def test_form_and_links_of_a_plain_pdf_stay():
    fields = Dictionary(Fields=Array([]))
    content = pdf(
        link(S=Name.URI, URI=String("https://www.birmingham.gov.uk/")), catalog(AcroForm=fields)
    )
    assert b"(https://www.birmingham.gov.uk/)" in unpacked(cleaned(content))


def test_beginning_at_a_page_is_dropped_without_a_word():
    def opens(document):
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])

    with pikepdf.open(io.BytesIO(cleaned(pdf(opens)))) as kept:
        assert "/OpenAction" not in kept.Root


def test_nobody_is_named_beside_the_pages():
    """T-52: properties, XMP, notes of programs, thumbnails."""
    content = pdf(told)
    assert CANARY in content
    kept = cleaned(content)
    assert CANARY not in unpacked(kept)
    with pikepdf.open(io.BytesIO(kept)) as document:
        assert "/Info" not in document.trailer
        assert {"/Metadata", "/PieceInfo", "/Thumb"}.isdisjoint(document.pages[0].obj.keys())


@pytest.mark.parametrize("outer", [False, True], ids=["plain", "packed twice"])
def test_photo_in_a_pdf_is_the_same_and_says_nothing(outer):
    """T-52: not a pixel changes."""
    content = pdf(partial(with_photo, outer=outer))
    kept = cleaned(content)
    assert picture_of(kept).tobytes() == picture_of(content).tobytes()
    with pikepdf.open(io.BytesIO(kept)) as document:
        photo = document.pages[0].obj.Resources.XObject.Photo.read_raw_bytes()
    assert CANARY not in photo
    assert set(segments_of(photo)) <= {0xE0, 0xDB, 0xC0, 0xC4}


def test_earlier_versions_and_what_lies_behind_are_gone():
    """T-53."""
    content = pdf(told)
    later = content + b"\n<script>" + CANARY + b"</script>\n%%EOF\n"
    assert CANARY not in cleaned(later)


def test_streams_are_not_unpacked():
    """T-50: a page that would unpack to far more than there is room for stays packed."""
    packer = zlib.compressobj(9)
    bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(300)) + packer.flush()

    def change(document):
        document.pages[0].obj.Contents = Stream(document, bomb, Filter=Name.FlateDecode)

    assert bomb in cleaned(pdf(change))


def test_jpeg_without_its_end_is_closed():
    photo = jpeg_with_everything()
    cut = photo[: photo.rindex(b"\xff\xd9")]
    assert stripped_jpeg(cut).endswith(b"\xff\xd9")


def test_colours_of_a_jpeg_stay():
    """Without this segment of Adobe's, red would be another colour."""
    adobe = segment(0xEE, b"Adobe\0\x64\0\0\0\0\0")
    photo = jpeg_with_everything()
    assert adobe in stripped_jpeg(photo[:2] + adobe + photo[2:])


def test_jpeg_2000_loses_its_boxes_and_comments():
    comment = b"\xff\x64" + (4 + len(CANARY)).to_bytes(2, "big") + b"\0\1" + CANARY
    stream = b"\xff\x4f\xff\x51\0\4\0\0" + comment + b"\xff\x90\0\4ab\xff\xd9"
    boxes = box(b"jP  ", b"\r\n\x87\n") + box(b"uuid", CANARY) + box(b"xml ", CANARY)
    kept = stripped_jp2(boxes + box(b"jp2c", stream))
    assert CANARY not in kept
    assert kept == box(b"jP  ", b"\r\n\x87\n") + box(b"jp2c", stream.replace(comment, b""))


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"\xff\xd8nothing", b"\xff\xd8\xff\xe1\0"])
def test_what_is_no_jpeg_is_refused(content):
    with pytest.raises(CannotKeep):
        stripped_jpeg(content)


def box(name: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + name + body


def test_secret_was_in_the_photo():
    assert CANARY in pdf(with_photo)
    assert CANARY.hex().encode() in pdf(partial(with_photo, outer=True))
    assert documents.SECRET.encode() == CANARY
