"""Finding the size at which words fit their place, by laying them out and looking.

Letters can't be counted: Urdu climbs, Chinese is twice as wide, a long word can't be broken well.
So no line of a certificate ever runs into another, however long a name is.
"""

from collections.abc import Callable
from dataclasses import dataclass

from foundation.printing.printer import Extent
from foundation.printing.scripts import CannotPrint

# Millimetres: the column of words, above the signatures and beside the emblem.
WORDS_WIDTH, WORDS_HEIGHT = 148.0, 97.0
# Below a signature's line and above the square code.
PERSON_HEIGHT = 19.5
# How wide one of one, two or three signatories may be.
PERSON_WIDTHS = {1: 64.0, 2: 64.0, 3: 46.0}

# (points, most lines): a short name stands large on one line, a long one smaller on more.
NAME_SIZES = (
    (56, 1), (50, 1), (44, 1), (40, 2), (36, 2), (32, 2), (28, 3), (25, 3), (22, 4), (20, 4),
    (18, 6), (16, 8), (14, 10), (12, 12), (10, 20), (8, 30), (6, 40), (4, 60),
)  # fmt: skip
PERSON_SIZES = (9.5, 8.5, 7.5, 6.5, 5.5, 4.5)
_ROUNDING = 0.05


@dataclass(frozen=True)
class Room:
    """A column in millimetres, and the sizes that its name may have, largest first."""

    width: float
    height: float
    sizes: tuple[tuple[int, int], ...] = NAME_SIZES
    # A name whose longest word is too wide even at this size is broken inside words instead.
    smallest_unbroken: int = 18


ON_CERTIFICATE = Room(WORDS_WIDTH, WORDS_HEIGHT)


def fit_name(
    measured: Callable[[int, bool], Extent], *, other_lines: int, room: Room = ON_CERTIFICATE
) -> tuple[int, bool]:
    """The largest size for the name, in points, and whether its words have to be broken.

    `measured` lays the whole column out; `other_lines` of it are not the name's.
    """
    for broken in (False, True):
        for size, most_lines in room.sizes:
            if not broken and size < room.smallest_unbroken:
                break
            extent = measured(size, broken)
            if (
                extent.lines - other_lines <= most_lines
                and extent.height <= room.height + _ROUNDING
                and extent.width <= room.width + _ROUNDING
            ):
                return size, broken
    raise CannotPrint("We can’t print this name: it is too long for the page.")


def fit_people(measured: Callable[[float], float]) -> float:
    """The largest size of the signatories' words; `measured` tells the height of the longest."""
    for size in PERSON_SIZES:
        if measured(size) <= PERSON_HEIGHT + _ROUNDING:
            return size
    raise CannotPrint(
        "We can’t print this below a signature: it is too long. Shorten the role or the "
        "organisation."
    )
