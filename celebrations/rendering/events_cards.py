"""Name cards of a recognition event: ten on a sheet of A4, each as large as its name allows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.template.loader import render_to_string

from celebrations.records import Emblem, Evening, Party
from celebrations.rendering.events_lists import legible, style
from certificates.artwork import METALS, STAGES, ring_svg
from certificates.rendering.fitting import Room, fit_name
from foundation.printing.fetcher import SVG
from foundation.printing.printer import Extent, measure, print_together

ON_A_SHEET = 10
# Millimetres of A4: two cards side by side, five below each other, as holders for cards are made.
_CARD_WIDTH, _CARD_HEIGHT = 85.0, 54.0
_LEFT, _TOP = 20.0, 13.5
# Millimetres: the column of words of a card, beside its bar and above its emblems.
_WIDTH, _HEIGHT = 69.0, 37.5
_MOST_FOR_ORGANISATION = 15.0
# Points and most lines, the largest first: of the guest, and of the organisation below.
_NAME_SIZES = (
    (28, 1), (25, 1), (22, 2), (20, 2), (18, 2), (16, 3), (14, 3), (12, 4), (10, 5), (8, 7), (6, 9),
    (4, 14),
)  # fmt: skip
_ORGANISATION_SIZES = ((11, 2), (10, 3), (9, 3), (8, 4), (7, 5), (6, 6), (5, 8), (4, 12))
# A card has room for so many emblems; more are counted.
_MOST_EMBLEMS = 4


@dataclass(frozen=True, slots=True)
class Sized:
    """A text and how it is set."""

    text: str
    size: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Card:
    name: Sized
    organisation: Sized
    emblems: Sequence[Emblem]
    metal: str


def cards_pdf(
    evening: Evening, *, made_at: datetime, step: Callable[[int], None] = lambda done: None
) -> bytes:
    """By organisation, so that they are laid out at the door as they come. `step` is told of each sheet."""
    shown = legible(evening)
    cards = [card for party in shown.by_name for card in _cards_of(party)]
    sheets = [cards[begin : begin + ON_A_SHEET] for begin in range(0, len(cards), ON_A_SHEET)]
    assets = {f"{stage}.svg": (ring_svg(stage).encode(), SVG) for stage in STAGES}
    assets["marks.svg"] = (_marks().encode(), SVG)
    pages = []
    for number, sheet in enumerate(sheets or [[]], start=1):
        context = {
            "title": f"Name cards: {shown.title}",
            "cards": [(card, *_corner(place)) for place, card in enumerate(sheet)],
            "number": number,
            "of": max(1, len(sheets)),
        }
        pages.append((render_to_string("celebrations/evening/pdf/cards.html", context), assets))
        step(number)
    return print_together(
        pages, css=style("cards"), title=f"Name cards: {shown.title}", created=made_at
    )


def number_of_sheets(evening: Evening) -> int:
    return max(1, -(-len(evening.visitors) // ON_A_SHEET))


def _corner(place: int) -> tuple[float, float]:
    """Left and top of a card on its sheet."""
    row, column = divmod(place, 2)
    return _LEFT + column * _CARD_WIDTH, _TOP + row * _CARD_HEIGHT


def _marks() -> str:
    """Where to cut: thin lines outside of the cards. They are no content, so they have no words."""
    right, bottom = _LEFT + 2 * _CARD_WIDTH, _TOP + 5 * _CARD_HEIGHT
    across = "".join(
        f"M{x} {_TOP - 6}V{_TOP - 2}M{x} {bottom + 2}V{bottom + 6}"
        for x in (_LEFT, _LEFT + _CARD_WIDTH, right)
    )
    down = "".join(
        f"M{_LEFT - 6} {y}H{_LEFT - 2}M{right + 2} {y}H{right + 6}"
        for y in (_TOP + row * _CARD_HEIGHT for row in range(6))
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 210 297" width="210mm" height="297mm">'
        f'<path d="{across}{down}" fill="none" stroke="#4a5468" stroke-width=".15"/></svg>'
    )


def _cards_of(party: Party) -> list[Card]:
    organisation, taken = _fitted(
        "organisation", party.name, _ORGANISATION_SIZES, _MOST_FOR_ORGANISATION
    )
    return [
        Card(
            name=_fitted("name", each.name, _NAME_SIZES, _HEIGHT - taken)[0],
            organisation=organisation,
            emblems=party.emblems[-_MOST_EMBLEMS:],
            metal=METALS.get(party.stage, ""),
        )
        for each in party.visitors
    ]


def _fitted(
    role: str, text: str, sizes: tuple[tuple[int, int], ...], height: float
) -> tuple[Sized, float]:
    """As large as its place allows, and how high it is then. Nothing is ever cut off."""

    def extent(size: int, broken: bool) -> Extent:
        words = {"role": role, "words": Sized(text, size, broken)}
        html = render_to_string("celebrations/evening/pdf/_words.html", words)
        return measure(f"<body>{html}</body>", css=style("cards"), width=_WIDTH)

    room = Room(_WIDTH, height, sizes=sizes, smallest_unbroken=8 if role == "name" else 7)
    size, broken = fit_name(extent, other_lines=0, room=room)
    return Sized(text, size, broken), extent(size, broken).height
