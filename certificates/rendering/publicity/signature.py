"""An e-mail signature: a page to copy from, and the same in plain text."""

from django.template.loader import render_to_string

from certificates import artwork
from certificates.artwork import METALS
from certificates.rendering.publicity.facts import Shown
from foundation.printing.scripts import is_right_to_left

# Shown half as wide, so that it is sharp on a good screen.
PICTURE_WIDTH = 400


def signature_html(shown: Shown, *, picture: str) -> str:
    """Plain tables and inline styles: mail programs understand nothing newer. `picture` lies beside it."""
    drawing = artwork.logo(shown.stage, year=shown.year)
    width = PICTURE_WIDTH // 2
    return render_to_string(
        "certificates/publicity/signature.html",
        {
            "shown": shown,
            "metal": METALS[shown.stage],
            "picture": picture,
            "width": width,
            "height": round(width * drawing.height / drawing.width),
            "right_to_left": is_right_to_left(shown.name),
        },
    )


def signature_text(shown: Shown) -> str:
    return "\r\n".join(
        (
            "[Your name]",
            "[Your role]",
            shown.name,
            "",
            f"We hold the {shown.award}.",
            f"Check it: {shown.verify_url}",
            "",
        )
    )
