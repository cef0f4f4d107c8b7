"""Pictures for social media: the stage's metal, the emblem, the organisation's name."""

from dataclasses import dataclass, replace

from django.template.loader import render_to_string

from certificates import artwork
from certificates.artwork import METALS, Drawing
from certificates.rendering.publicity.column import fitted, room_of
from certificates.rendering.publicity.facts import Shown
from certificates.rendering.publicity.sheets import sheet
from foundation.printing.fetcher import SVG
from foundation.printing.pictures import page_as_png
from foundation.printing.printer import print_pdf

_MM = 25.4 / 96
# The ring behind the words: so much of the metal on the sand that the page has.
_SAND = (0xF6, 0xF1, 0xE7)
_TINT = 0.13


@dataclass(frozen=True)
class Card:
    """A size that is asked for. Pixels throughout; `largest` is in points."""

    code: str
    use: str
    width: int
    height: int
    # The column of words stands on `bottom`, counted from the top.
    column: tuple[int, int]
    bottom: int
    largest: int
    more_lines: int = 0


CARDS = (
    Card("square", "a post on Instagram or Facebook", 1080, 1080, (920, 530), 906, 84, 1),
    Card("link", "the picture of a link, or a post on Facebook", 1200, 630, (1080, 290), 532, 58),
    Card("wide", "a post on X or LinkedIn, or a screen", 1600, 900, (1420, 440), 770, 88),
    # Phones lay their own buttons over the ends of a story, so its words keep away from them.
    Card("story", "a story", 1080, 1920, (920, 860), 1520, 100, 2),
)


def card_png(shown: Shown, card: Card) -> bytes:
    """The picture of that size."""
    css = sheet("card")
    width, height = card.column
    room = room_of(
        width=width * _MM,
        height=height * _MM,
        largest=card.largest,
        more_lines=card.more_lines,
    )
    body = f"{shown.stage} {card.code}"
    column = fitted(shown, room=room, body=body, css=css)
    context = column | {
        "card": card,
        "body": body,
        "top": f"{card.bottom - float(str(column['height'])) / _MM:.2f}",
    }
    html = render_to_string("certificates/publicity/card.html", context)
    logo = artwork.logo(shown.stage, year=shown.year)
    assets = {
        "logo.svg": (logo.svg().encode(), SVG),
        "ground.svg": (_ground(shown.stage).svg().encode(), SVG),
    }
    content = print_pdf(html, css=css, assets=assets, created=shown.issued_at)
    return page_as_png(content, width=card.width)


def card_alt_text(shown: Shown) -> str:
    """For each size the same, as each says the same."""
    return f"{shown.name}: {shown.award}. {shown.sentence}"


def _ground(stage: str) -> Drawing:
    """The emblem, pale, to lie behind the words."""
    metal = METALS[stage]
    parts = (int(metal[start : start + 2], 16) for start in (1, 3, 5))
    mixed = (sand + (part - sand) * _TINT for sand, part in zip(_SAND, parts, strict=True))
    pale = "#" + "".join(f"{round(part):02x}" for part in mixed)
    emblem = artwork.ring(stage)
    shapes = tuple(replace(shape, colour=pale) for shape in emblem.shapes)
    return replace(emblem, shapes=shapes, label="")
