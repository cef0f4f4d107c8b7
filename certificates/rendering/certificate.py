"""The certificate for the entrance hall: one A4 page, landscape (scheme.md 23, look.md)."""

import functools
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import segno
from django.conf import settings
from django.template.loader import render_to_string

from certificates import artwork
from certificates.rendering.fitting import (
    PERSON_WIDTHS,
    WORDS_HEIGHT,
    WORDS_WIDTH,
    fit_name,
    fit_people,
)
from certificates.signing import FIELD_NAME
from foundation.printing.fetcher import SVG, Assets
from foundation.printing.finishing import SignatureField
from foundation.printing.printer import Extent, measure, print_pdf, print_together
from foundation.printing.scripts import hand, is_right_to_left, require_printable

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
# Of a re-validation: the same, a year on.
RENEWED = {
    "gold": "for showing, a year on, that children, young people, parents and carers still help to "
    "make its services, and that this goes on to make a difference to their lives.",
    "platinum": "for showing, a year on, that co-production is still part of everyday life, with "
    "children, young people, parents and carers as equal partners.",
}
FIELD = SignatureField(
    name=FIELD_NAME,
    told="Electronic signature of this certificate. It stays whole if nobody changes it.",
)
# Where the column of words begins when it is full, in millimetres from the top.
_WORDS_TOP = 30.0


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
    is_renewal: bool
    held_since: date
    number: str
    code: str
    verify_url: str
    signatures: tuple[Signature, ...]
    issued_at: datetime


def certificate_pdf(facts: Facts) -> bytes:
    """The page, with a place to sign. Raises when a letter, picture or font is missing (T-65, T-66)."""
    return _print(facts, _with_people(facts), signature=FIELD)


def comparing_pdf(facts: Facts) -> bytes:
    """The same page for everybody's eyes: it says "Copy to compare" where people signed (T-78)."""
    return _print(facts, _page(replace(facts, signatures=()), {"to_compare": True}, {}))


def certificates_pdf(several: Iterable[Facts], *, title: str, at: datetime) -> bytes:
    """A page for each, to be printed on paper: there is no place to sign them electronically."""
    pages = [_with_people(facts) for facts in several]
    return print_together(pages, css=style("certificate"), title=title, created=at)


def _with_people(facts: Facts) -> tuple[str, Assets]:
    people = list(enumerate(facts.signatures))
    width = PERSON_WIDTHS[len(people)]
    signatures = {
        f"signature-{place}": (signature.picture.content, signature.picture.content_type)
        for place, signature in people
        if signature.picture is not None
    }
    context = {
        "people": people,
        "person_width": f"{width:g}",
        "person_size": people_size(facts.signatures, width=width),
    }
    return _page(facts, context, signatures)


def _page(facts: Facts, context: Mapping[str, object], more_assets: Assets) -> tuple[str, Assets]:
    """Its HTML and what that names."""
    for text in (facts.printed_name, *_names(facts)):
        require_printable(text)
    assets = {
        "ring.svg": (artwork.ring_svg(facts.stage).encode(), SVG),
        "border.svg": (artwork.border(facts.stage).svg().encode(), SVG),
        "qr.svg": (qr_svg(facts.verify_url).encode(), SVG),
        **more_assets,
    }
    words = {
        **_words(facts),
        **context,
        "stage_name": facts.stage.capitalize(),
        "closed_arcs": artwork.closed_arcs(facts.stage),
        "verify_page": facts.verify_url.split("/verify/")[0] + "/verify/",
    }
    return render_to_string("certificates/pdf/certificate.html", words), assets


def _print(
    facts: Facts, page: tuple[str, Assets], *, signature: SignatureField | None = None
) -> bytes:
    html, assets = page
    return print_pdf(
        html,
        css=style("certificate"),
        assets=assets,
        created=facts.issued_at,
        signature=signature,
    )


def people_size(signatures: Sequence[Signature], *, width: float) -> float:
    """How large the words below the signatures can be, in points."""

    def highest(size: float) -> float:
        return max(
            measure(
                render_to_string(
                    "certificates/pdf/_person.html", {"person": signature, "size": size}
                ),
                css=style("certificate"),
                width=width,
            ).height
            for signature in signatures
        )

    return fit_people(highest)


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


def _words(facts: Facts) -> dict[str, object]:
    """The column of words: its name as large as fits, and the whole in the middle of its place."""
    words: dict[str, object] = {
        "facts": facts,
        "for_what": RENEWED[facts.stage] if facts.is_renewal else FOR_WHAT[facts.stage],
        "hand": hand(facts.printed_name),
        "right_to_left": is_right_to_left(facts.printed_name),
    }

    def column(name: str, size: int, broken: bool) -> Extent:
        html = render_to_string(
            "certificates/pdf/_words.html",
            words | {"name": name, "size": size, "broken": broken},
        )
        page = f'<body class="{facts.stage}">{html}</body>'
        return measure(page, css=style("certificate"), width=WORDS_WIDTH)

    size, broken = fit_name(
        lambda size, broken: column(facts.printed_name, size, broken),
        other_lines=column("", 10, False).lines,
    )
    spare = WORDS_HEIGHT - column(facts.printed_name, size, broken).height
    return words | {
        "name": facts.printed_name,
        "size": size,
        "broken": broken,
        "words_top": f"{_WORDS_TOP + spare / 2:.2f}",
    }


def _names(facts: Facts) -> list[str]:
    return [
        text
        for signature in facts.signatures
        for text in (signature.name, signature.role, signature.organisation)
    ]
