"""The logo pack: everything a school's office needs to use its award (scheme.md 24)."""

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime

from django.conf import settings
from django.template.loader import render_to_string

from certificates import artwork
from certificates.artwork import Drawing, Variant
from certificates.rendering.certificate import style
from certificates.rendering.eps import eps
from certificates.rendering.raster import on_white, png
from foundation.printing.fetcher import SVG
from foundation.printing.printer import print_pdf

# Pixels across: for a web page, for a flyer, for a banner.
SIZES = {"small": 400, "medium": 1200, "large": 2400}
# The emblem alone: a browser's tab, a list of bookmarks, a phone's home screen, a profile.
EMBLEM_SIZES = (16, 32, 180, 512)
# Phones paint what is clear black, so this one stands on white.
HOME_SCREEN = 180
USES = {
    Variant.COLOUR: "on white or a very pale colour",
    Variant.MONO: "where you print in one colour: black, or stamped, engraved or embossed",
    Variant.REVERSED: "white, for a dark ground (it can’t be seen on white paper)",
    Variant.WATERMARK: "pale, to lie behind text on a letterhead",
}
# A zip needs a time for each file; a fixed one keeps the pack the same from run to run.
_ZIP_TIME = (2026, 1, 1, 0, 0, 0)


def pack_name(stage: str, year: int | None) -> str:
    """The pack's folder, and its name as a download."""
    return f"co-production-award-{stage}-{year}" if year else f"co-production-award-{stage}"


def count_of_files() -> int:
    """How many files a pack has: rules, alt text, and each drawing in each form."""
    return 2 + len(Variant) * (3 + len(SIZES)) + 1 + len(EMBLEM_SIZES)


def logo_pack(stage: str, *, year: int | None, step: Callable[[], None] = lambda: None) -> bytes:
    """The whole pack as a zip; the same input gives the same bytes. `step` is called for each file."""
    created = datetime(year or _ZIP_TIME[0], 1, 1, tzinfo=UTC)
    folder = pack_name(stage, year)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def add(name: str, content: bytes) -> None:
            entry = zipfile.ZipInfo(f"{folder}/{name}", _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
            step()

        add("rules-of-use.pdf", rules_pdf(stage, year=year, created=created))
        add("alt-text.txt", alt_text_file(stage, year=year).encode())
        for variant in Variant:
            drawing = artwork.logo(stage, year=year, variant=variant)
            base = f"{variant.value}/{folder}-{variant.value}"
            add(f"{base}.svg", drawing.svg().encode())
            add(f"{base}.pdf", drawing_pdf(drawing, created=created))
            add(f"{base}.eps", eps(drawing))
            for size, width in SIZES.items():
                add(f"{base}-{size}.png", png(drawing, width=width))
        emblem = artwork.ring(stage)
        base = f"emblem/{folder}-emblem"
        add(f"{base}.svg", emblem.svg().encode())
        for width in EMBLEM_SIZES:
            picture = png(emblem, width=width)
            add(f"{base}-{width}.png", on_white(picture) if width == HOME_SCREEN else picture)
    return out.getvalue()


def alt_text_file(stage: str, *, year: int | None) -> str:
    """Words to put with the logo on a web page, with Windows line ends so that Notepad shows them
    well.
    """
    words = artwork.alt_text(stage, year=year)
    lines = (
        "Alt text is read aloud to people who can't see a picture.",
        "When you put the logo on a web page or in a document, use this:",
        "",
        words,
        "",
        "If the logo is a link, say where it leads, for example:",
        "",
        f"{words}: check our award",
        "",
        "The emblem alone says the same, without the year:",
        "",
        artwork.alt_text(stage),
        "",
        "Where it stands beside words that say so already, leave the alt text empty.",
        "",
    )
    return "\r\n".join(lines)


def drawing_pdf(drawing: Drawing, *, created: datetime) -> bytes:
    """A drawing as a PDF of its own size, 80 mm wide and sharp at any size."""
    width = 80.0
    height = round(width * drawing.height / drawing.width, 2)
    html = render_to_string(
        "certificates/pdf/logo.html",
        {"label": drawing.label, "width": f"{width:g}", "height": f"{height:g}"},
    )
    assets = {"logo.svg": (drawing.svg().encode(), SVG)}
    return print_pdf(html, css=style("logo"), assets=assets, created=created)


def rules_pdf(stage: str, *, year: int | None, created: datetime) -> bytes:
    """The rules of use, on one page."""
    assets = {
        f"{variant.value}.svg": (
            artwork.logo(stage, year=year, variant=variant).svg().encode(),
            SVG,
        )
        for variant in Variant
    }
    html = render_to_string(
        "certificates/pdf/rules.html",
        {
            "stage_name": stage.capitalize(),
            "stage": stage,
            "year": year,
            "alt_text": artwork.alt_text(stage, year=year),
            "uses": [(variant.value, use) for variant, use in USES.items()],
            "support_email": settings.SUPPORT_EMAIL,
        },
    )
    return print_pdf(html, css=style("rules"), assets=assets, created=created)
