"""Words as outlines, so that a logo looks the same on a machine without our font."""

import functools
from dataclasses import dataclass
from typing import Any

from fontTools.misc.transform import Transform
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from foundation.printing.typefaces import FONTS, TEXT_BOLD

FONT = FONTS / TEXT_BOLD.file


@dataclass(frozen=True)
class Line:
    """A line of words as one SVG path, and where it ends on the right."""

    path: str
    right: float


@functools.cache
def line(words: str, *, size: float, at: tuple[float, float], tracking: float = 0.0) -> Line:
    """Draw `words` from the baseline point `at`; `tracking` is extra space between letters."""
    font = _font()
    glyphs = font.getGlyphSet()
    characters = font.getBestCmap()
    scale = size / font["head"].unitsPerEm
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.2f}".rstrip("0").rstrip("."))
    x, y = at
    before = ""
    for character in words:
        name = characters[ord(character)]
        x += _kern(before, name) * scale
        # Fonts count upwards from the baseline, SVG downwards.
        glyphs[name].draw(TransformPen(pen, Transform(scale, 0, 0, -scale, x, y)))
        x += glyphs[name].width * scale + tracking
        before = name
    return Line(pen.getCommands(), x - tracking)


@functools.cache
def _font() -> TTFont:
    return TTFont(FONT)


@functools.cache
def _kern(left: str, right: str) -> float:
    """The font's own correction between two glyphs: the first pair rule that knows them."""
    if not left:
        return 0
    for rule in _pair_rules():
        if left not in rule.Coverage.glyphs:
            continue
        value = _pair_value(rule, left, right)
        if value is not None:
            return float(getattr(value, "XAdvance", 0))
    return 0


@functools.cache
def _pair_rules() -> tuple[Any, ...]:
    table = _font()["GPOS"].table
    wanted = {
        index
        for feature in table.FeatureList.FeatureRecord
        if feature.FeatureTag == "kern"
        for index in feature.Feature.LookupListIndex
    }
    rules: list[Any] = []
    for index in sorted(wanted):
        for subtable in table.LookupList.Lookup[index].SubTable:
            rule = getattr(subtable, "ExtSubTable", subtable)
            if rule.LookupType == 2:
                rules.append(rule)
    return tuple(rules)


def _pair_value(rule: Any, left: str, right: str) -> Any:
    if rule.Format == 1:
        pairs = rule.PairSet[rule.Coverage.glyphs.index(left)].PairValueRecord
        return next((pair.Value1 for pair in pairs if pair.SecondGlyph == right), None)
    first = rule.ClassDef1.classDefs.get(left, 0)
    second = rule.ClassDef2.classDefs.get(right, 0)
    return rule.Class1Record[first].Class2Record[second].Value1
