"""The logo pack (scheme.md 24)."""

import io
import subprocess
import tempfile
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, ImageChops

from certificates.artwork import INK, STAGES, Variant, logo, ring
from certificates.rendering.eps import WIDTH
from certificates.rendering.logo_pack import SIZES, alt_text_file, count_of_files, logo_pack
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
        expected |= {f"{base}.svg", f"{base}.pdf", f"{base}.eps"}
        expected |= {f"{base}-{size}.png" for size in SIZES}
    emblem = f"{root}/emblem/{root}-emblem"
    expected |= {f"{emblem}.svg"} | {f"{emblem}-{width}.png" for width in (16, 32, 180, 512)}
    assert set(gold.namelist()) == expected
    assert len(gold.namelist()) == count_of_files()


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
            if "/emblem/" in name:
                assert picture.size == (int(name.rpartition("-")[2].removesuffix(".png")),) * 2
                assert (picture.mode == "RGB") == ("-180." in name)
                continue
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


@pytest.mark.parametrize("variant", Variant)
def test_eps_shows_the_same_as_the_svg(variant: Variant, gold: zipfile.ZipFile) -> None:
    """By Ghostscript, as a printer reads it, on a ground that both white and dark stand out from."""
    root = "co-production-award-gold-2026"
    base = f"{root}/{variant}/{root}-{variant}"
    written = gold.read(f"{base}.eps").decode("ascii")
    assert written.startswith("%!PS-Adobe-3.0 EPSF-3.0\n")
    assert "%%Title: (Gold Co-production Award 2026)" in written
    # What an EPS must not do to the page that it is put into.
    assert not {"showpage", "setpagedevice", "initgraphics", "erasepage"} & set(written.split())
    drawn = Image.open(io.BytesIO(gold.read(f"{base}-medium.png")))
    ground = Image.new("RGB", drawn.size, "#808080")
    ground.paste(drawn, mask=drawn.getchannel("A"))
    printed = _by_ghostscript(written, drawn.width)
    assert abs(printed.height - drawn.height) <= 2
    printed = printed.crop((0, 0, *drawn.size))
    difference = ImageChops.difference(ground.convert("L"), printed.convert("L"))
    far = sum(difference.histogram()[60:])
    assert far < 0.004 * drawn.width * drawn.height
    ink = sum(Image.eval(drawn.getchannel("A"), lambda alpha: alpha > 127).tobytes())
    assert ink > 20 * far


def _by_ghostscript(written: str, width: int) -> Image.Image:
    # A grey sheet lies below, as white on white could not be seen.
    grey = "gsave 0.502 setgray -10 -10 2000 2000 rectfill grestore"
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "logo.eps", Path(folder) / "logo.png"
        source.write_text(written.replace("%%EndComments", f"%%EndComments\n{grey}"))
        command = "gs -q -dSAFER -dBATCH -dNOPAUSE -dEPSCrop -sDEVICE=png16m -dGraphicsAlphaBits=4"
        asked = [f"-r{width / WIDTH * 72}", f"-sOutputFile={target}", source]
        subprocess.run([*command.split(), *asked], check=True, capture_output=True)
        return Image.open(target).convert("RGB")


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
