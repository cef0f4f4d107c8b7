"""Every PDF of this room is PDF/UA and PDF/A in the eyes of a checker that is not ours (T-65)."""

import io
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from pikepdf import Dictionary, Encryption, Name, Pdf

from certificates.artwork import STAGES, Variant, logo
from certificates.rendering.certificate import certificate_pdf, certificates_pdf, comparing_pdf
from certificates.rendering.logo_pack import drawing_pdf, rules_pdf
from certificates.signing import load_signer, sign
from foundation.printing.joining import join
from tests.certificates.rendering import matterhorn_fonts as matterhorn_fonts
from tests.certificates.rendering.matterhorn import (
    CONDITIONS,
    MACHINE_CHECKABLE,
    Condition,
    add,
    annotate,
    fonts,
)
from tests.certificates.rendering.test_certificate import SAMPLES
from tests.certificates.samples import facts
from tests.support import tally
from tests.support.conformance import (
    ARCHIVE,
    KEPT_OUT,
    UA,
    failures,
    kept_out,
    require_conformant,
    rules,
)
from tests.support.pdfs import tool

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)
KINDS: dict[str, dict[str, object]] = {
    "first": {},
    "renewed": {"is_renewal": True, "held_since": date(2025, 3, 14)},
    "awarded again": {"is_renewal": True},
}
RENEWABLE = {"gold", "platinum"}
MORE_NAMES = ["Şcoala Țăndărei", "Machadka Qoyska Soomaaliyeed", "בית ספר", "ትምህርት ቤት", "<b>&amp;"]


def _encode(pdf: Pdf) -> None:
    fonts(pdf)[0].Encoding = pdf.make_stream(b"", Type=Name.CMap)


def _list_glyphs(pdf: Pdf) -> None:
    fonts(pdf)[0].DescendantFonts[0].FontDescriptor.CIDSet = pdf.make_stream(b"")


def _print_with_type_1(pdf: Pdf) -> None:
    pdf.pages[0].obj.Resources.Font["/other"] = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Times)
    )


# How each of what is kept out would look.
PLANTED: dict[str, Callable[[Pdf], object]] = {
    "metadata of no language": lambda pdf: pdf.Root.__delattr__("Lang"),
    "Ruby text": lambda pdf: add(pdf, "Ruby"),
    "Warichu text": lambda pdf: add(pdf, "Warichu"),
    "a printer's mark": lambda pdf: annotate(pdf, "PrinterMark", tag=None),
    "an encoding of its own": _encode,
    "a Type 1 font": _print_with_type_1,
    "a list of its glyphs": _list_glyphs,
}


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


@pytest.mark.parametrize("name", list(KEPT_OUT))
def test_what_is_kept_out_would_be_found(name: str) -> None:
    with Pdf.open(io.BytesIO(comparing_pdf(facts()))) as pdf:
        out = io.BytesIO()
        if name == "encryption":
            pdf.save(out, encryption=Encryption(owner="", user=""))
        else:
            PLANTED[name](pdf)
            pdf.save(out)
    assert name in kept_out(out.getvalue())


@pytest.fixture(scope="module")
def good() -> bytes:
    return certificate_pdf(facts("اردو مرکز"))


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
def test_checker_sees_what_is_spoilt(condition: Condition, good: bytes) -> None:
    """A checker that finds nothing wrong with anything would prove nothing."""
    with Pdf.open(io.BytesIO(good)) as pdf:
        condition.spoil(pdf)
        out = io.BytesIO()
        pdf.save(out, static_id=True)
    said = failures(out.getvalue(), profile=UA)
    assert any(each.startswith(f"PDFUA1-{condition.rule}-0") for each in said), said


def test_how_much_is_asked(record_property: Callable[[str, object], None]) -> None:
    content = signed()
    asked = {profile: rules(content, profile=profile) for profile in (UA, ARCHIVE)}
    assert asked[UA] >= 100
    broken = {condition.id for condition in CONDITIONS}
    absent = {id for ids in KEPT_OUT.values() for id in ids}
    assert not broken & absent
    assert len(broken | absent) == MACHINE_CHECKABLE
    tally.say(
        record_property,
        f"PDF/UA-1: {len(broken | absent)} of {MACHINE_CHECKABLE} machine-checkable conditions: "
        f"{len(broken)} broken in turn and seen by a checker that is not ours, {len(absent)} kept out; "
        f"{asked[UA]} rules of PDF/UA-1 and {asked[ARCHIVE]} of PDF/A-3a asked of each file",
    )
