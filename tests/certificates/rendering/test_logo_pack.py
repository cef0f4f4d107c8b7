"""The logo pack (scheme.md 24)."""

import io
import zipfile

import pytest
from lxml import etree
from PIL import Image

from certificates.artwork import INK, STAGES, Variant, logo, ring
from certificates.rendering.logo_pack import SIZES, alt_text_file, logo_pack
from certificates.rendering.raster import png
from foundation.printing.conformance import fonts_in
from tests.support.pdfs import picture_of, text_of


@pytest.fixture(scope="module")
def gold() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(logo_pack("gold", year=2026)))


def test_pack_has_every_variant_in_every_form(gold: zipfile.ZipFile) -> None:
    root = "co-production-award-gold-2026"
    expected = {f"{root}/rules-of-use.pdf", f"{root}/alt-text.txt"}
    for variant in ("colour", "mono", "reversed", "watermark"):
        base = f"{root}/{variant}/{root}-{variant}"
        expected |= {f"{base}.svg", f"{base}.pdf"}
        expected |= {f"{base}-{size}.png" for size in SIZES}
    assert set(gold.namelist()) == expected


def test_pack_is_the_same_from_run_to_run(gold: zipfile.ZipFile) -> None:
    again = zipfile.ZipFile(io.BytesIO(logo_pack("gold", year=2026)))
    assert {i.filename: i.CRC for i in again.infolist()} == {
        i.filename: i.CRC for i in gold.infolist()
    }
    assert {i.date_time for i in gold.infolist()} == {(2026, 1, 1, 0, 0, 0)}


def test_pack_names_are_safe_to_unpack(gold: zipfile.ZipFile) -> None:
    assert all(
        name.isascii() and not name.startswith("/") and ".." not in name for name in gold.namelist()
    )


def test_every_picture_of_the_pack_opens(gold: zipfile.ZipFile) -> None:
    for name in gold.namelist():
        content = gold.read(name)
        if name.endswith(".png"):
            picture = Image.open(io.BytesIO(content))
            assert picture.width in SIZES.values()
            assert picture.mode == "RGBA"
            assert picture.getchannel("A").getextrema() == (0, 255)
        elif name.endswith(".svg"):
            etree.fromstring(content)
        elif name.endswith(".pdf") and "/rules" not in name:
            assert fonts_in(content) == set()


def test_pack_without_year_shows_none() -> None:
    names = zipfile.ZipFile(io.BytesIO(logo_pack("bronze", year=None))).namelist()
    assert "co-production-award-bronze/alt-text.txt" in names
    assert "2026" not in alt_text_file("bronze", year=None)


def test_rules_fit_on_a_page_and_say_how_long(gold: zipfile.ZipFile) -> None:
    text = " ".join(text_of(gold.read("co-production-award-gold-2026/rules-of-use.pdf")).split())
    assert "How to use your Gold Co-production Award logo" in text
    assert "Your logo shows the year of your award." in text
    assert "Gold Co-production Award 2026" in text


def test_alt_text_says_stage_and_year(gold: zipfile.ZipFile) -> None:
    text = gold.read("co-production-award-gold-2026/alt-text.txt").decode()
    assert "Gold Co-production Award 2026\r\n" in text


@pytest.mark.parametrize("variant", Variant)
def test_png_and_pdf_show_the_same(variant: Variant, gold: zipfile.ZipFile) -> None:
    root = "co-production-award-gold-2026"
    base = f"{root}/{variant}/{root}-{variant}"
    drawn = Image.open(io.BytesIO(gold.read(f"{base}-medium.png")))
    # Dots of a PDF page are rounded up, so give or take one.
    printed = picture_of(gold.read(f"{base}.pdf"), dpi=381).resize(drawn.size)
    flat = Image.new("RGB", drawn.size, "white")
    flat.paste(drawn, mask=drawn.getchannel("A"))
    pairs = zip(flat.convert("L").tobytes(), printed.convert("L").tobytes(), strict=True)
    far = sum(abs(one - other) > 100 for one, other in pairs)
    assert far < 0.01 * drawn.width * drawn.height


@pytest.mark.parametrize("stage", STAGES)
def test_ring_is_legible_at_sixteen_pixels(stage: str) -> None:
    """More of the ring is dark from stage to stage, also when it is tiny."""
    shares = []
    for each in STAGES:
        alpha = Image.open(io.BytesIO(png(ring(each), width=16))).getchannel("A")
        shares.append(sum(alpha.tobytes()))
    assert shares == sorted(set(shares))


def test_letters_with_eyes_have_holes() -> None:
    drawing = logo("bronze")
    picture = Image.open(io.BytesIO(png(drawing, width=round(drawing.width) * 4)))
    ink = tuple(int(INK[i : i + 2], 16) for i in (1, 3, 5))
    # The first “o” of Co-production: dark rim, clear eye.
    box = picture.crop((1060, 170, 1210, 340))
    assert {colour[:3] for _, colour in box.getcolors() if colour[3] == 255} == {ink}
    centre = box.getbbox()
    middle = ((centre[0] + centre[2]) // 2, (centre[1] + centre[3]) // 2)
    assert any(box.getpixel((x, middle[1]))[3] == 0 for x in range(centre[0], centre[2]))
