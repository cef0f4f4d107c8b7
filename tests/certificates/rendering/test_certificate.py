"""The printed page, as text, as tags and as pixels (T-64 to T-66; accessible-and-private.md 5.4)."""

import io

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, features
from pypdf import PdfReader

from certificates.artwork import METALS, STAGES
from certificates.rendering.certificate import Picture, Signature, certificate_pdf, qr_svg
from foundation.printing import scripts, typefaces
from foundation.printing.conformance import RenderingFailed, fonts_in
from foundation.printing.scripts import CannotPrint
from foundation.printing.typefaces import FONTS
from tests.certificates.samples import CODE, facts
from tests.support.pdfs import objects_of, picture_of, text_of, tool, tree_of

HOSTILE = [
    "<img src=file:///etc/passwd>",
    "<link rel=attachment href=file:///etc/passwd>",
    "x url(http://169.254.169.254/latest)",
    "<style>@import 'http://169.254.169.254/';</style>",
    "</p><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }} {% include 'x' %}",
    '" onload="x',
]
# Which font a script is printed in, for drawing the same words a second time by other means.
SAMPLES = {
    "Łódź & Sons": "EBGaramond12-Regular.otf",
    "Ysgol Ŵŷr Ñandú": "EBGaramond12-Regular.otf",
    "اردو مرکز برائے بچے": "NotoNastaliqUrdu-Regular.ttf",
    "مركز الأمل للأسر": "NotoNaskhArabic-Regular.ttf",
    "বার্মিংহাম স্কুল": "NotoSerifBengali-Regular.ttf",
    "ਗੁਰੂ ਨਾਨਕ ਸਕੂਲ": "NotoSerifGurmukhi-Regular.ttf",
    "हिन्दी विद्यालय": "NotoSerifDevanagari-Regular.ttf",
    "ગુજરાતી શાળા": "NotoSerifGujarati-Regular.ttf",
    "தமிழ் பள்ளி": "NotoSerifTamil-Regular.ttf",
    "伯明翰华人社区中心": "",
}


@pytest.mark.parametrize("stage", STAGES)
def test_certificate_says_what_it_must(stage: str) -> None:
    text = " ".join(text_of(certificate_pdf(facts(stage=stage))).split())
    for words in (
        stage.upper(),
        "Co-production Award",
        "Łódź & Sons",
        "14 March 2026",
        "BRZ-2026-00014",
        "7KQ2-MX9A-BCDE-FGHJ-KMN5",
        "https://award.example/verify/7KQ2-MX9A-BCDE-FGHJ-KMN5/",
        "the council’s own website",
        "Amina Okafor-Hughes",
        "Chair of the Champions Group",
        "Birmingham City Council",
    ):
        assert words in text
    assert ("Valid until 14 March 2027" in text) == (stage in {"gold", "platinum"})


def test_certificate_is_one_landscape_page() -> None:
    page = PdfReader(io.BytesIO(certificate_pdf(facts()))).pages[0]
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)


def test_certificate_is_the_same_from_run_to_run() -> None:
    assert certificate_pdf(facts()) == certificate_pdf(facts())


@pytest.mark.parametrize("name", ["Łódź & Sons", "اردو مرکز", "伯明翰", "বাংলা"])
def test_every_font_is_ours_and_embedded(name: str) -> None:
    fonts = fonts_in(certificate_pdf(facts(name)))
    assert len(fonts) >= 3
    assert all(embedded for _, embedded in fonts)
    assert all(font.startswith(("Printed-", "Noto-Serif-CJK-SC")) for font, _ in fonts)


def test_certificate_is_marked_as_pdf_a_and_pdf_ua() -> None:
    reader = PdfReader(io.BytesIO(certificate_pdf(facts())))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    assert 'pdfaid:part="3"' in xmp
    assert 'pdfaid:conformance="A"' in xmp
    assert 'pdfuaid:part="1"' in xmp
    assert xmp.count("<rdf:RDF") == 1
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Bronze Co-production Award: certificate BRZ-2026-00014"
    assert "/OutputIntents" in root


def test_metadata_names_nobody() -> None:
    reader = PdfReader(io.BytesIO(certificate_pdf(facts())))
    xmp = reader.trailer["/Root"]["/Metadata"].get_object().get_data().decode()
    told = xmp + str(dict(reader.metadata))
    assert "Łódź" not in told
    assert "Amina" not in told


def test_tags_have_one_heading_and_words_for_every_picture() -> None:
    tags = tree_of(certificate_pdf(facts()))
    assert [tag for tag, _ in tags].count("H1") == 1
    pictures = [alt for tag, alt in tags if tag == "Figure"]
    assert len(pictures) == 2
    assert pictures[0] == "The award’s ring: 1 of its 4 arcs is closed."
    assert "https://award.example/verify/7KQ2-MX9A-BCDE-FGHJ-KMN5/" in pictures[1]
    assert any(tag == "Link" for tag, _ in tags)


def test_reading_order_is_the_visual_order() -> None:
    text = tool(certificate_pdf(facts()), "pdfinfo", "-struct-text", "{file}")
    order = ["BRONZE", "awarded to", "Łódź", "for signing up", "14 March", "Amina", "BRZ-2026"]
    places = [text.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_name_is_printed_literally(name: str) -> None:
    content = certificate_pdf(facts(name))
    assert "".join(name.split()) in "".join(text_of(content).split())
    told = objects_of(content)
    for trace in ("/EmbeddedFile", "/Filespec", "/Launch", "/JavaScript", "169.254"):
        assert trace not in told
    attachments = tool(content, "qpdf", "--json", "--json-key=attachments", "{file}")
    assert '"attachments": {}' in attachments


def test_hostile_signatory_is_printed_literally() -> None:
    people = (Signature("<b>Mallory</b>", "</p><img src=//evil>", "{{ 7|add:7 }}"),)
    text = text_of(certificate_pdf(facts(signatures=people)))
    assert "<b>Mallory</b>" in text
    assert "{{ 7|add:7 }}" in text


@pytest.mark.parametrize("name", SAMPLES)
def test_letters_look_as_their_font_draws_them(name: str) -> None:
    """Text extraction reads right even where the wrong glyph is printed, so compare pixels."""
    printed = _printed_name(certificate_pdf(facts(name)))
    assert _likeness(printed, _drawn(name, SAMPLES[name])) > 0.9


@pytest.mark.parametrize(("name", "wrong"), [("Łódź & Sons", "ŁŠl ź & Sons"), ("伯明翰", "□□□")])
def test_comparison_of_letters_sees_a_wrong_one(name: str, wrong: str) -> None:
    printed = _printed_name(certificate_pdf(facts(name)))
    font = SAMPLES.get(name, "")
    assert _likeness(printed, _drawn(name, font)) > 0.9
    assert _likeness(printed, _drawn(wrong, font)) < 0.8


def test_right_to_left_name_begins_on_the_right() -> None:
    pixels = _name_area(certificate_pdf(facts("مركز الأمل")))
    box = _ink(pixels).getbbox()
    assert box[2] > pixels.width * 0.97
    assert box[0] > pixels.width * 0.3


@pytest.mark.parametrize("name", ["Party 🎉 School", "ᚠᚢᚦ", "\ue000 private"])
def test_letter_that_no_font_has_is_refused(name: str) -> None:
    with pytest.raises(CannotPrint, match="We can’t print"):
        certificate_pdf(facts(name))


def test_missing_chinese_font_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typefaces, "CJK_FILES", ())
    typefaces.cjk_file.cache_clear()
    scripts._cjk_letters.cache_clear()
    try:
        with pytest.raises(CannotPrint, match="fonts-noto-cjk"):
            certificate_pdf(facts("伯明翰"))
    finally:
        typefaces.cjk_file.cache_clear()
        scripts._cjk_letters.cache_clear()


def test_signature_picture_is_printed() -> None:
    drawn = Image.new("RGBA", (300, 100), (255, 255, 255, 0))
    ImageDraw.Draw(drawn).line([(10, 90), (290, 10)], fill=(255, 0, 0, 255), width=12)
    out = io.BytesIO()
    drawn.save(out, "PNG")
    signature = Signature("A", "B", picture=Picture(out.getvalue(), "image/png"))
    content = certificate_pdf(facts(signatures=(signature,)))
    assert any((r, g, b) == (255, 0, 0) for _, (r, g, b) in picture_of(content).getcolors(10**6))
    assert ("Figure", "Signature of A") in tree_of(content)


def test_broken_signature_picture_fails() -> None:
    signature = Signature("A", "B", picture=Picture(b"not a picture", "image/png"))
    with pytest.raises(RenderingFailed, match="signature-0"):
        certificate_pdf(facts(signatures=(signature,)))


@pytest.mark.parametrize("stage", STAGES)
def test_ring_is_printed_in_the_stage_metal(stage: str) -> None:
    metal = tuple(int(METALS[stage][i : i + 2], 16) for i in (1, 3, 5))
    counts = {
        colour: count
        for count, colour in picture_of(certificate_pdf(facts(stage=stage)), dpi=60).getcolors(
            10**6
        )
    }
    assert counts[metal] > 1000


def test_qr_says_the_whole_address_in_plain_svg() -> None:
    svg = qr_svg(f"https://award.example/verify/{CODE}/")
    assert svg.startswith("<svg")
    assert "#14213d" in svg


def _name_area(content: bytes) -> Image.Image:
    """The band between “awarded to” and the rule below the name."""
    dpi = 150
    page = picture_of(content, dpi=dpi)
    area = page.crop(tuple(round(mm / 25.4 * dpi) for mm in (124.5, 30, 273.5, 125)))
    ink = _ink(area)
    rows = [ink.crop((0, y, ink.width, y + 1)).getbbox() is not None for y in range(ink.height)]
    lead_start = rows.index(True)
    lead_end = lead_start + rows[lead_start:].index(False)
    # The first line's descenders belong to the same band of rows; the rule is metal, not ink.
    metal = tuple(int(METALS["bronze"][i : i + 2], 16) for i in (1, 3, 5))
    rule = next(
        y
        for y in range(lead_end, area.height)
        if all(
            sum(abs(a - b) for a, b in zip(area.getpixel((x, y)), metal, strict=True)) < 90
            for x in (20, 200, 400, 800)
        )
    )
    return area.crop((0, lead_end, area.width, rule - 1))


def _ink(picture: Image.Image) -> Image.Image:
    """White where there is ink."""
    return picture.convert("L").point(lambda value: 255 if value < 140 else 0)


def _printed_name(content: bytes) -> Image.Image:
    area = _ink(_name_area(content))
    return area.crop(area.getbbox())


def _drawn(name: str, font: str) -> Image.Image:
    assert features.check("raqm"), "Pillow must shape text as HarfBuzz does"
    if font:
        face = ImageFont.truetype(str(FONTS / font), 100)
    else:
        face = ImageFont.truetype(str(typefaces.cjk_file()), 100, index=2)
    picture = Image.new("L", (4000, 600))
    ImageDraw.Draw(picture).text((200, 150), name, font=face, fill=255)
    return picture.crop(picture.getbbox())


def _likeness(one: Image.Image, other: Image.Image) -> float:
    """1 for the same ink in the same places, 0 for none in common."""
    size = (480, 96)
    soft = [
        picture.resize(size, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(1.5))
        for picture in (one, other)
    ]

    def energy(left: Image.Image, right: Image.Image) -> float:
        product = ImageChops.multiply(left, right).histogram()
        return float(sum(value * count for value, count in enumerate(product)))

    both = energy(*soft)
    return both / (energy(soft[0], soft[0]) * energy(soft[1], soft[1])) ** 0.5
