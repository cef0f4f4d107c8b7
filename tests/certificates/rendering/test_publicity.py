"""The publicity pack: pictures, posters, what is in the zip (scheme.md 24, 26)."""

import io
import re
import zipfile

import pytest
from lxml import html
from PIL import Image, ImageChops
from pypdf import PdfReader

from certificates.artwork import METALS, STAGES
from certificates.rendering.publicity.cards import CARDS, Card, card_alt_text, card_png
from certificates.rendering.publicity.pack import count_of_files, publicity_pack
from certificates.rendering.publicity.poster import SCALES, poster_pdf
from certificates.rendering.publicity.signature import signature_html, signature_text
from foundation.printing.conformance import fonts_in
from tests.certificates.rendering.shown import CHECK, HOSTILE, NAMES, shown
from tests.support.conformance import require_conformant
from tests.support.ink import collisions, ink_of
from tests.support.pdfs import picture_of, text_of, tree_of

CONTENTS = [
    "read-me-first.txt",
    "rules-of-use.pdf",
    "social-media/co-production-award-gold-2027-square-1080x1080.png",
    "social-media/co-production-award-gold-2027-link-1200x630.png",
    "social-media/co-production-award-gold-2027-wide-1600x900.png",
    "social-media/co-production-award-gold-2027-story-1080x1920.png",
    "social-media/alt-text.txt",
    "poster/co-production-award-gold-2027-poster-A4.pdf",
    "poster/co-production-award-gold-2027-poster-A3.pdf",
    "letterhead/co-production-award-gold-2027-letterhead.docx",
    "letterhead/co-production-award-gold-2027-letterhead.odt",
    "e-mail/signature.html",
    "e-mail/signature.txt",
    "e-mail/co-production-award-gold-2027-logo.png",
    "words/co-production-award-gold-2027-words.docx",
    "words/co-production-award-gold-2027-words.txt",
]
INK = (0x14, 0x21, 0x3D)


def card(code: str) -> Card:
    return next(each for each in CARDS if each.code == code)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGB")


def metal(stage: str) -> tuple[int, ...]:
    return tuple(int(METALS[stage][start : start + 2], 16) for start in (1, 3, 5))


def box_of(picture: Image.Image, colour: tuple[int, ...], *, slack: int = 12):
    """The box around all that has about this colour."""
    flat = Image.new("RGB", picture.size, colour)
    far = ImageChops.difference(picture, flat).convert("RGB")
    masks = [
        band.point([255 if value <= slack else 0 for value in range(256)]) for band in far.split()
    ]
    return ImageChops.multiply(ImageChops.multiply(masks[0], masks[1]), masks[2]).getbbox()


@pytest.fixture(scope="module")
def pack() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(publicity_pack(shown(HOSTILE))))


def inside(pack: zipfile.ZipFile, ending: str) -> bytes:
    [name] = [each for each in pack.namelist() if each.endswith(ending)]
    return pack.read(name)


def test_what_is_in_the_pack(pack: zipfile.ZipFile) -> None:
    root = "co-production-award-gold-2027-publicity"
    assert pack.namelist() == [f"{root}/{name}" for name in CONTENTS]
    assert len(CONTENTS) == count_of_files()


def test_same_input_same_bytes() -> None:
    steps: list[None] = []
    first = publicity_pack(shown(), step=lambda: steps.append(None))
    assert len(steps) == count_of_files()
    assert publicity_pack(shown()) == first
    assert publicity_pack(shown("Ash")) != first


def test_year_is_on_stages_that_have_one() -> None:
    names = zipfile.ZipFile(io.BytesIO(publicity_pack(shown(stage="bronze")))).namelist()
    assert all(
        "/" in name and "20" not in name.replace("1200x", "").replace("1920", "") for name in names
    )
    assert "2027" not in text_of(poster_pdf(shown(stage="bronze"), paper="A4"))
    assert "Co-production Award 2027" in text_of(poster_pdf(shown(), paper="A4"))


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("each", CARDS, ids=lambda each: each.code)
def test_card_has_its_size_and_its_metal(each: Card, stage: str) -> None:
    """The band at the foot, and the emblem at the head."""
    picture = opened(card_png(shown(stage=stage), each))
    assert picture.size == (each.width, each.height)
    assert picture.getpixel((each.width // 2, each.height - 4)) == metal(stage)
    head = picture.crop((0, 0, each.width, each.height // 2))
    box = box_of(head, metal(stage))
    assert box is not None
    assert box[2] - box[0] > each.width // 5


@pytest.mark.parametrize("each", CARDS, ids=lambda each: each.code)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_every_name_keeps_to_its_place_on_a_card(name: str, each: Card) -> None:
    """What changes with the name lies in the column: not in the logo, the band or off the edge."""
    picture = opened(card_png(shown(name), each))
    blank = opened(card_png(shown("\u2007"), each))
    changed = ImageChops.difference(picture, blank).getbbox()
    assert changed is not None
    left, top, right, bottom = changed
    width, height = each.column
    margin = (each.width - width) // 2
    assert left >= margin - 24
    assert right <= each.width - margin + 24
    assert top >= each.bottom - height - 24
    assert bottom <= each.bottom + 8
    logo = picture.crop((0, 0, each.width, each.bottom - height - 24))
    assert ImageChops.difference(logo, blank.crop((0, 0, *logo.size))).getbbox() is None


@pytest.mark.parametrize("word", ["ستارہ", "শিক্ষা"], ids=["urdu", "bengali"])
def test_letters_are_joined_and_not_spelled_out(word: str) -> None:
    """Letters of these scripts change beside others: with a break between each, it is another picture."""
    wide = card("wide")
    joined = opened(card_png(shown(word), wide))
    spelled = opened(card_png(shown("\u200c".join(word)), wide))
    assert ImageChops.difference(joined, spelled).getbbox() is not None


def test_gurmukhi_vowels_stand_before_their_letter() -> None:
    """The short i is typed after its letter and drawn before it, up over the line; the long one behind."""

    def top_of_the_left_edge(word: str) -> int:
        box = (100, 340, 700, 620)
        picture = opened(card_png(shown(word), card("wide"))).crop(box)
        left, _, _, bottom = box_of(picture, INK, slack=90)
        return box_of(picture.crop((left, 0, left + 22, bottom)), INK, slack=90)[1]

    assert top_of_the_left_edge("ਸਿ") < top_of_the_left_edge("ਸੀ") - 10


def test_urdu_stands_on_the_right() -> None:
    wide = card("wide")
    box = (80, 330, 1520, 640)
    dark = box_of(opened(card_png(shown("اردو"), wide)).crop(box), INK, slack=40)
    latin = box_of(opened(card_png(shown("Oak"), wide)).crop(box), INK, slack=40)
    assert dark is not None
    assert latin is not None
    assert dark[0] > latin[2]


def test_alt_text_says_what_the_cards_say(pack: zipfile.ZipFile) -> None:
    words = inside(pack, "social-media/alt-text.txt").decode()
    assert f"\r\n{card_alt_text(shown(HOSTILE))}\r\n" in words
    assert "Gold Co-production Award 2027" in words
    for each in CARDS:
        assert f"{each.width} x {each.height} pixels" in words


@pytest.mark.parametrize("paper", SCALES)
@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_poster_fits_every_name(name: str, paper: str) -> None:
    content = poster_pdf(shown(name), paper=paper)
    require_conformant(content)
    [page] = PdfReader(io.BytesIO(content)).pages
    wanted = {"A4": (210, 297), "A3": (297, 420)}[paper]
    assert [round(float(edge) / 72 * 25.4) for edge in page.mediabox[2:]] == list(wanted)
    marks = ink_of(content)
    scale = SCALES[paper]
    assert collisions(marks) == []
    assert min(mark.left for mark in marks) >= 11.5 * scale
    assert max(mark.right for mark in marks) <= 198.5 * scale
    assert max(mark.bottom for mark in marks) <= 290 * scale


def test_poster_is_tagged_and_every_font_is_in_it() -> None:
    content = poster_pdf(shown(), paper="A3")
    tags = tree_of(content)
    assert ("H1", "") in tags
    pictures = [alt for tag, alt in tags if tag == "Figure"]
    assert pictures == [
        "The award’s ring: 3 of its 4 arcs are closed.",
        f"Square code that leads to {CHECK}",
    ]
    assert fonts_in(content)
    assert all(embedded for _, embedded in fonts_in(content))


@pytest.mark.parametrize("stage", STAGES)
def test_poster_shows_its_metal(stage: str) -> None:
    picture = picture_of(poster_pdf(shown(stage=stage), paper="A4"), dpi=72)
    assert picture.getpixel((60, 300)) == metal(stage)
    # Its letters stand apart.
    text = "".join(text_of(poster_pdf(shown(stage=stage), paper="A4")).split())
    assert f"Weholdthe{stage}" in text.replace(stage.upper(), stage).replace(
        stage.capitalize(), stage
    )


def test_hostile_name_is_printed_literally(pack: zipfile.ZipFile) -> None:
    poster = " ".join(text_of(inside(pack, "poster-A4.pdf")).split())
    assert HOSTILE in poster
    page = inside(pack, "signature.html").decode()
    assert HOSTILE in html.fromstring(page).text_content()
    assert "<script" not in page
    assert "<b>" not in page
    assert HOSTILE in inside(pack, "signature.txt").decode()
    assert HOSTILE in inside(pack, "read-me-first.txt").decode()


def test_signature_needs_nothing_from_elsewhere() -> None:
    page = signature_html(shown(), picture="logo.png")
    assert re.findall(r'src="([^"]*)"', page) == ["logo.png"]
    assert re.findall(r'href="([^"]*)"', page) == [CHECK]
    assert 'alt="Gold Co-production Award 2027: check our award"' in page
    assert 'dir="rtl"' in signature_html(shown(NAMES["urdu"]), picture="logo.png")
    assert "We hold the Gold Co-production Award 2027.\r\n" in signature_text(shown())


def test_picture_of_the_signature_has_no_clear_part(pack: zipfile.ZipFile) -> None:
    picture = Image.open(io.BytesIO(inside(pack, "-logo.png")))
    assert (picture.mode, picture.width) == ("RGB", 400)
