"""How much room words take in a drawing, where no browser breaks lines for us.

The widths are those of our text font. A screen may show another one when ours has not come, so every
width has something to spare.
"""

import functools
import unicodedata

from fontTools.ttLib import TTFont

from foundation.printing.typefaces import FONTS, TEXT, TEXT_BOLD, Font

_SPARE = 1.08
_ELLIPSIS = "…"


def width_of(words: str, *, size: float, bold: bool = False) -> float:
    advances = _advances(TEXT_BOLD if bold else TEXT)
    return sum(advances.get(letter, _guess(letter)) for letter in words) * size * _SPARE


def wrapped(
    words: str, *, width: float, size: float, most: int, bold: bool = False
) -> tuple[str, ...]:
    """The words in lines no wider than `width`; what is left after `most` lines becomes “…”."""
    lines: list[str] = []
    rest = " ".join(words.split())
    while rest:
        line, rest = _line(rest, width, size, bold)
        if rest and len(lines) == most - 1:
            lines.append(_shortened(line, width, size, bold))
            break
        lines.append(line)
    return tuple(lines)


def _line(words: str, width: float, size: float, bold: bool) -> tuple[str, str]:
    """As much as fits, up to a space; a word longer than a line is broken between its letters."""
    reach, end = 0.0, 0
    for end, letter in enumerate(words):  # noqa: B007
        reach += width_of(letter, size=size, bold=bold)
        if reach > width:
            break
    else:
        return words, ""
    space = words.rfind(" ", 0, end + 1)
    if space > 0:
        return words[:space], words[space + 1 :]
    end = max(1, end)
    while end > 1 and unicodedata.category(words[end])[0] == "M":
        end -= 1
    return words[:end], words[end:].lstrip()


def _shortened(line: str, width: float, size: float, bold: bool) -> str:
    short = line
    while short and width_of(short + _ELLIPSIS, size=size, bold=bold) > width:
        short = short[:-1]
    if short != line and line[len(short)] != " " and " " in short:
        short = short.rpartition(" ")[0]
    return short.rstrip() + _ELLIPSIS


def _guess(letter: str) -> float:
    """In ems, for letters of other fonts."""
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else 0.8


@functools.cache
def _advances(font: Font) -> dict[str, float]:
    with TTFont(FONTS / font.file, lazy=True) as opened:
        units, metrics = opened["head"].unitsPerEm, opened["hmtx"]
        return {chr(code): metrics[name][0] / units for code, name in opened.getBestCmap().items()}
