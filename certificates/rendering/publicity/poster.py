"""The poster for the entrance hall, on A4 or A3; an office printer can print it."""

from django.template.loader import render_to_string

from certificates import artwork
from certificates.artwork import Variant
from certificates.rendering.certificate import qr_svg
from certificates.rendering.publicity.column import fitted, room_of
from certificates.rendering.publicity.facts import Shown
from certificates.rendering.publicity.sheets import sheet
from foundation.printing.fetcher import SVG
from foundation.printing.printer import print_pdf

# How much larger than A4; both have the same shape, so everything grows with it.
SCALES = {"A4": 1.0, "A3": 2**0.5}
# Millimetres on A4.
_PLATE = (186.0, 162.0)
_COLUMN = (174.0, 66.0)
_COLUMN_TOP = 181.0
_LARGEST = 50


def poster_pdf(shown: Shown, *, paper: str) -> bytes:
    """One tagged page."""
    css = sheet("poster")
    width, height = _COLUMN
    room = room_of(width=width, height=height, largest=_LARGEST, more_lines=1)
    column = fitted(shown, room=room, body=shown.stage, css=css)
    scale = SCALES[paper]
    spare = height - float(str(column["height"]))
    context = column | {
        "paper": paper,
        "scale": f"{scale:.5f}",
        "size": f"{float(str(column['size'])) * scale:.3f}",
        "top": f"{_COLUMN_TOP + spare / 2:.3f}",
        "stage_name": shown.stage.capitalize(),
        "closed_arcs": artwork.closed_arcs(shown.stage),
    }
    html = render_to_string("certificates/publicity/poster.html", context)
    drawings = {
        "plate.svg": artwork.plate(shown.stage, width=_PLATE[0], height=_PLATE[1]).svg(),
        "ring.svg": artwork.ring_svg(shown.stage, variant=Variant.REVERSED),
        "qr.svg": qr_svg(shown.verify_url),
    }
    assets = {name: (drawn.encode(), SVG) for name, drawn in drawings.items()}
    return print_pdf(html, css=css, assets=assets, created=shown.issued_at)
