"""The certificate for the entrance hall: one A4 page, landscape (scheme.md 23, look.md)."""

import functools
import io
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string

from certificates import artwork
from certificates.rendering.printer import print_pdf
from certificates.rendering.scripts import hand, is_right_to_left, require_printable

SVG = "image/svg+xml"
# What the award is for, in one sentence that a visitor understands.
FOR_WHAT = {
    "bronze": "for signing up to the Co-production Framework and Charter, and promising to plan, "
    "shape and check services together with children, young people, parents and carers.",
    "silver": "for a delivery plan, agreed with the Champions Group, to commission, design, "
    "deliver and check services together with children, young people, parents and carers.",
    "gold": "for showing, with evidence, that children, young people, parents and carers help to "
    "make its services, and that this has made a difference to their lives.",
    "platinum": "for making co-production part of everyday life, with children, young people, "
    "parents and carers as equal partners, and for helping others to do the same.",
}
# (up to this many letters' width, class of size): long names are set smaller, never cut.
_NAME_SIZES = ((16, "xl"), (28, "l"), (48, "m"), (80, "s"), (150, "xs"), (10_000, "xxs"))


@dataclass(frozen=True)
class Picture:
    content: bytes
    content_type: str


@dataclass(frozen=True)
class Signature:
    """Who signs, as they stood on the day."""

    name: str
    role: str
    organisation: str = ""
    picture: Picture | None = None


@dataclass(frozen=True)
class Facts:
    """Everything a certificate says."""

    printed_name: str
    stage: str
    awarded_on: date
    valid_until: date | None
    number: str
    code: str
    verify_url: str
    signatures: tuple[Signature, ...]
    issued_at: datetime


def certificate_pdf(facts: Facts) -> bytes:
    """The unsigned page. Raises when a letter, picture or font is missing (T-65, T-66)."""
    for text in (facts.printed_name, *_names(facts)):
        require_printable(text)
    assets = {
        "ring.svg": (artwork.ring_svg(facts.stage).encode(), SVG),
        "border.svg": (artwork.border(facts.stage).svg().encode(), SVG),
        "qr.svg": (qr_svg(facts.verify_url).encode(), SVG),
    }
    people = []
    for place, signature in enumerate(facts.signatures):
        if signature.picture is not None:
            picture = signature.picture
            assets[f"signature-{place}"] = (picture.content, picture.content_type)
        people.append((place, signature))
    html = render_to_string(
        "certificates/pdf/certificate.html",
        {
            "facts": facts,
            "stage_name": facts.stage.capitalize(),
            "closed_arcs": artwork.closed_arcs(facts.stage),
            "for_what": FOR_WHAT[facts.stage],
            "name_size": _name_size(facts.printed_name),
            "name_hand": hand(facts.printed_name),
            "right_to_left": is_right_to_left(facts.printed_name),
            "people": people,
            "verify_page": facts.verify_url.split("/verify/")[0] + "/verify/",
        },
    )
    return print_pdf(html, css=style("certificate"), assets=assets, created=facts.issued_at)


def qr_svg(address: str) -> str:
    """The square that telephones read; error correction for a print that hangs in the sun."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, border=0, dark=artwork.INK, omitsize=True
    )
    return out.getvalue().decode()


@functools.cache
def style(name: str) -> str:
    """A style sheet from templates/certificates/pdf/."""
    folder = Path(settings.BASE_DIR) / "templates" / "certificates" / "pdf"
    return (folder / f"{name}.css").read_text()


def _names(facts: Facts) -> list[str]:
    return [
        text
        for signature in facts.signatures
        for text in (signature.name, signature.role, signature.organisation)
    ]


def _name_size(name: str) -> str:
    """Chinese and its neighbours set twice as wide as Latin letters; marks have no width."""
    width = 0
    for character in unicodedata.normalize("NFC", name):
        if not unicodedata.combining(character):
            width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return next(size for most, size in _NAME_SIZES if width <= most)
