"""The letterheads, opened by LibreOffice as an office would (scheme.md 24)."""

import io
import subprocess
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree
from PIL import Image, ImageChops, ImageFilter
from pypdf import PdfReader

from certificates.artwork import METALS, STAGES, mixed_with_white
from certificates.rendering.publicity import letterhead
from certificates.rendering.publicity.letterhead import letterhead_docx, texts_docx
from certificates.rendering.publicity.odt import letterhead_odt
from tests.certificates.rendering.shown import CHECK, HOSTILE, LONG, NAMES, shown
from tests.support.pdfs import picture_of, text_of

DPI = 72
MM = DPI / 25.4
MAKERS = {"docx": letterhead_docx, "odt": letterhead_odt}
# Names and stages that are looked at; one run of the program opens them all.
CASES = {
    "bronze": shown(LONG, "bronze"),
    "silver": shown("Oak", "silver"),
    "gold": shown(HOSTILE, "gold"),
    "platinum": shown(NAMES["urdu"], "platinum"),
}


def as_pdf(folder: Path, *files: Path) -> None:
    """By LibreOffice, without a window, into the folder."""
    how = ["--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        ["soffice", profile, *how, *map(str, files)], check=True, capture_output=True, timeout=180
    )


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], bytes]:
    """Each letterhead as LibreOffice prints it."""
    folder: Path = tmp_path_factory.mktemp("letterheads")
    for stage, facts in CASES.items():
        for kind, make in MAKERS.items():
            (folder / f"{stage}-{kind}.{kind}").write_bytes(make(facts))
    as_pdf(folder, *sorted(folder.glob("*-*.*")))
    return {
        (stage, kind): (folder / f"{stage}-{kind}.pdf").read_bytes()
        for stage in CASES
        for kind in MAKERS
    }


def box_of(picture: Image.Image, colour: str, slack: int = 6) -> tuple[float, ...] | None:
    """Where this colour is, in millimetres."""
    wanted = tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))
    far = ImageChops.difference(picture, Image.new("RGB", picture.size, wanted))
    near = [
        band.point([255 if value <= slack else 0 for value in range(256)]) for band in far.split()
    ]
    mask = ImageChops.multiply(ImageChops.multiply(near[0], near[1]), near[2])
    # Rims of letters are of every shade, and a dot wide.
    box = mask.filter(ImageFilter.MinFilter(3)).getbbox()
    return None if box is None else tuple(edge / MM for edge in box)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("stage", STAGES)
class TestInLibreOffice:
    def test_logo_stands_at_the_upper_right(self, prints, stage, kind) -> None:
        picture = picture_of(prints[stage, kind], dpi=DPI)
        head = picture.crop((round(126 * MM), 0, picture.width, round(40 * MM)))
        left, top, right, bottom = box_of(head, METALS[stage], slack=40)
        assert 4 < left < 10
        assert right < 64
        assert 11 < top < 17
        assert bottom < 32

    def test_watermark_lies_where_it_should(self, prints, stage, kind) -> None:
        picture = picture_of(prints[stage, kind], dpi=DPI)
        # Below the header and its logo.
        below = picture.crop((0, round(80 * MM), picture.width, round(260 * MM)))
        left, top, right, bottom = box_of(below, mixed_with_white(METALS[stage], 0.16), slack=3)
        top, bottom = top + 80, bottom + 80
        # The ring has a clear rim of 8 in 100 around it.
        rim = letterhead.WATERMARK_WIDTH * 0.08
        assert left == pytest.approx(letterhead.WATERMARK_LEFT + rim, abs=2.5)
        assert top == pytest.approx(letterhead.WATERMARK_TOP + rim, abs=2.5)
        assert right - left == pytest.approx(letterhead.WATERMARK_WIDTH - 2 * rim, abs=3)
        assert bottom - top == pytest.approx(letterhead.WATERMARK_WIDTH - 2 * rim, abs=3)

    def test_words_are_there_on_one_page(self, prints, stage, kind) -> None:
        text = " ".join(text_of(prints[stage, kind]).split())
        assert len(PdfReader(io.BytesIO(prints[stage, kind])).pages) == 1
        assert "Dear [name]" in text
        assert f"Check it: {CHECK}" in text
        if stage != "platinum":
            assert CASES[stage].name.split()[0] in text


def test_watermark_is_behind_the_text() -> None:
    """Words over the ring stay black: those of a full page run across it."""
    document = Document(io.BytesIO(letterhead_docx(shown())))
    anchors = document.sections[0].header._element.findall(f".//{qn('wp:anchor')}")
    assert [anchor.get("behindDoc") for anchor in anchors] == ["1", "1"]
    assert [anchor.find(qn("wp:docPr")).get("descr") for anchor in anchors] == [
        "",
        "Gold Co-production Award 2027",
    ]


def test_full_page_runs_over_the_watermark(tmp_path: Path) -> None:
    document = Document(io.BytesIO(letterhead_docx(shown())))
    for _ in range(60):
        document.add_paragraph("\u2588" * 40)
    document.save(tmp_path / "full.docx")
    as_pdf(tmp_path, tmp_path / "full.docx")
    picture = picture_of((tmp_path / "full.pdf").read_bytes(), dpi=DPI)
    line = picture.crop((round(40 * MM), round(150 * MM), round(100 * MM), round(210 * MM)))
    # Ink of the text over the ring, and the ring between the lines.
    assert box_of(line, "#000000", slack=60) is not None
    assert box_of(line, mixed_with_white(METALS["gold"], 0.16)) is not None


@pytest.mark.parametrize("name", [HOSTILE, NAMES["urdu"]], ids=["hostile", "urdu"])
def test_name_stands_literally_in_each_file(name: str) -> None:
    document = Document(io.BytesIO(letterhead_docx(shown(name))))
    assert document.sections[0].header.paragraphs[1].text == name
    parts = zipfile.ZipFile(io.BytesIO(letterhead_odt(shown(name))))
    assert name in "".join(etree.fromstring(parts.read("styles.xml")).itertext())
    words = Document(io.BytesIO(texts_docx(shown(name))))
    assert f"{name} holds it." in [paragraph.text for paragraph in words.paragraphs]


def test_odt_says_first_what_it_is() -> None:
    content = letterhead_odt(shown())
    [first, *others] = zipfile.ZipFile(io.BytesIO(content)).infolist()
    assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert content[30:].startswith(b"mimetypeapplication/vnd.oasis.opendocument.text")
    listed = etree.fromstring(zipfile.ZipFile(io.BytesIO(content)).read("META-INF/manifest.xml"))
    paths = {each.get(f"{{{each.nsmap['manifest']}}}full-path") for each in listed}
    assert paths == {"/"} | {each.filename for each in others} - {"META-INF/manifest.xml"}


def test_same_letter_same_bytes() -> None:
    for make in (*MAKERS.values(), texts_docx):
        assert make(shown()) == make(shown())
