"""Every PDF of this room is PDF/UA and PDF/A in the eyes of a checker that is not ours (T-65)."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from certificates.artwork import STAGES, Variant, logo
from certificates.rendering.certificate import certificate_pdf, certificates_pdf, comparing_pdf
from certificates.rendering.logo_pack import drawing_pdf, rules_pdf
from certificates.signing import load_signer, sign
from foundation.printing.joining import join
from tests.certificates.rendering.test_certificate import SAMPLES
from tests.certificates.samples import facts
from tests.support import tally
from tests.support.conformance import ARCHIVE, UA, failures, require_conformant, rules
from tests.support.pdfs import tool

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
KINDS: dict[str, dict[str, object]] = {
    "first": {},
    "renewed": {"is_renewal": True, "held_since": date(2025, 3, 14)},
    "awarded again": {"is_renewal": True},
}
RENEWABLE = {"gold", "platinum"}
MORE_NAMES = ["Şcoala Țăndărei", "Machadka Qoyska Soomaaliyeed", "בית ספר", "ትምህርት ቤት", "<b>&amp;"]


def signed(name: str = "Łódź & Sons", stage: str = "bronze", **changes: object) -> bytes:
    return sign(certificate_pdf(facts(name, stage, **changes)), key=load_signer())


@pytest.mark.parametrize(
    ("stage", "kind"),
    [(s, k) for s in STAGES for k in KINDS if k == "first" or s in RENEWABLE],
)
def test_signed_certificate_conforms(stage: str, kind: str) -> None:
    require_conformant(signed(stage=stage, **KINDS[kind]))


@pytest.mark.parametrize("name", [*SAMPLES, *MORE_NAMES])
def test_signed_certificate_conforms_in_every_script(name: str) -> None:
    require_conformant(signed(name))


def test_paper_for_others_conforms() -> None:
    require_conformant(comparing_pdf(facts()))
    require_conformant(rules_pdf("gold", year=2026, created=AT))
    for variant in Variant:
        require_conformant(drawing_pdf(logo("gold", year=2026, variant=variant), created=AT))


@pytest.mark.parametrize("crop_marks", [False, True])
def test_joined_book_conforms(crop_marks: bool) -> None:
    parts = [
        certificates_pdf([facts(name), facts("Oak", "gold")], title="Evening", at=AT)
        for name in ("اردو مرکز", "伯明翰", "Łódź & Sons")
    ]
    book = join(parts, headings=[f"Page {n}" for n in range(6)], crop_marks=crop_marks)
    require_conformant(book)
    assert tool(book, "qpdf", "--check", "{file}")


def test_other_tools_find_the_signature_valid() -> None:
    said = tool(signed(), "pdfsig", "-nocert", "{file}")
    assert "Signature is Valid" in said
    assert "Total document signed" in said


def _without_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def _without_title_shown(pdf: Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _unmarked(pdf: Pdf) -> None:
    pdf.Root.MarkInfo.Marked = False


def _without_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot


def _without_metadata(pdf: Pdf) -> None:
    del pdf.Root.Metadata


def _without_marker(pdf: Pdf) -> None:
    said = pdf.Root.Metadata.read_bytes().replace(b'pdfuaid:part="1"', b"")
    pdf.Root.Metadata = pdf.make_stream(said, Type=Name.Metadata, Subtype=Name.XML)


def _without_words_for_the_picture(pdf: Pdf) -> None:
    for each in _elements(pdf, "/Figure"):
        del each.Alt


def _heading_that_skips(pdf: Pdf) -> None:
    for each in _elements(pdf, "/H1"):
        each.S = Name.H3


def _unknown_tag(pdf: Pdf) -> None:
    _elements(pdf, "/H1")[0].S = Name.Novel


def _link_without_tag(pdf: Pdf) -> None:
    _elements(pdf, "/Link")[0].S = Name.Span


def _tab_order_of_its_own(pdf: Pdf) -> None:
    pdf.pages[0].obj.Tabs = Name.R


def _field_without_words(pdf: Pdf) -> None:
    del pdf.Root.AcroForm.Fields[0].TU
    for each in _elements(pdf, "/Form"):
        del each.Alt


def _field_without_tag(pdf: Pdf) -> None:
    _elements(pdf, "/Form")[0].S = Name.Div


def _text_outside_of_tags(pdf: Pdf) -> None:
    page = pdf.pages[0]
    page.contents_add(page.Contents.read_bytes().replace(b"BDC", b"BMC%"), prepend=False)


def _letters_without_font(pdf: Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and each.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in each:
                    del each[key]


def _wrong_widths(pdf: Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/W" in each and each.get("/Type") == "/Font":
            each.W = Array([0, Array([7] * 400)])


def _without_characters(pdf: Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, Dictionary) and "/ToUnicode" in each:
            del each["/ToUnicode"]


def _script_that_runs(pdf: Pdf) -> None:
    pdf.Root.AcroForm.XFA = String("x")
    pdf.Root.AcroForm.NeedAppearances = True
    pdf.Root.Extra = Dictionary(XFA=String("x"))
    pdf.pages[0].obj.Annots.append(
        pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=Array([9, 9, 99, 99]))
        )
    )


MUTATIONS: list[Callable[[Pdf], None]] = [
    value
    for name, value in list(globals().items())
    if name.startswith("_")
    and callable(value)
    and name not in {"_elements"}
    and getattr(value, "__module__", "") == __name__
]


@pytest.mark.parametrize("spoil", MUTATIONS, ids=lambda spoil: spoil.__name__.strip("_"))
def test_checker_sees_what_is_spoilt(spoil: Callable[[Pdf], None]) -> None:
    """A checker that finds nothing wrong with anything would prove nothing."""
    with Pdf.open(io.BytesIO(certificate_pdf(facts("اردو مرکز")))) as pdf:
        spoil(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    assert failures(out.getvalue(), profile=UA)


def test_how_much_is_asked(record_property: Callable[[str, object], None]) -> None:
    content = signed()
    asked = {profile: rules(content, profile=profile) for profile in (UA, ARCHIVE)}
    assert asked[UA] >= 100
    tally.say(
        record_property,
        f"PDF/UA-1: {asked[UA]} rules of an independent checker, {len(MUTATIONS)} ways to break "
        f"them seen; PDF/A-3a: {asked[ARCHIVE]} rules",
    )


def _elements(pdf: Pdf, tag: str) -> list[pikepdf.Object]:
    return [each for each in pdf.objects if isinstance(each, Dictionary) and each.get("/S") == tag]
