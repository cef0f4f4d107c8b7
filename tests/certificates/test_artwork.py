"""The emblem and the logos."""

import re
from pathlib import Path

import pytest
from lxml import etree

from certificates import artwork
from certificates.artwork import METALS, STAGES, Variant, logo, logo_svg, ring, ring_svg

RING_TEMPLATE = Path(__file__).parent.parent.parent / "templates" / "_ring.html"


def _luminance(colour: str) -> float:
    def part(value: int) -> float:
        share = value / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (part(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_ring_is_the_one_on_the_pages() -> None:
    template = RING_TEMPLATE.read_text()
    assert artwork._ARC in template
    for x, y in artwork._POINTS:
        assert f'cx="{x}" cy="{y}"' in template


@pytest.mark.parametrize(
    ("stage", "closed"), [("bronze", 1), ("silver", 2), ("gold", 3), ("platinum", 4)]
)
def test_ring_closes_one_arc_per_stage(stage: str, closed: int) -> None:
    arcs = ring(stage).shapes[:4]
    assert [shape.outline == 0 for shape in arcs] == [True] * closed + [False] * (4 - closed)


@pytest.mark.parametrize("stage", STAGES)
def test_metal_has_enough_contrast_on_white(stage: str) -> None:
    assert 1.05 / (_luminance(METALS[stage]) + 0.05) >= 4.5


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("variant", Variant)
def test_logo_is_well_formed_and_stands_alone(stage: str, variant: Variant) -> None:
    svg = logo_svg(stage, year=2026, variant=variant)
    root = etree.fromstring(svg)
    tags = {element.tag.rsplit("}", 1)[-1] for element in root.iter()}
    assert tags == {"svg", "title", "path"}
    assert root.get("aria-label") == f"{stage.capitalize()} Co-production Award 2026"
    assert not re.search(r"url\(|href|font|<text|<script|gradient|opacity", svg)


@pytest.mark.parametrize("variant", [Variant.MONO, Variant.REVERSED, Variant.WATERMARK])
def test_one_colour_logo_has_one_colour(variant: Variant) -> None:
    assert len({shape.colour for shape in logo("gold", year=2026, variant=variant).shapes}) == 1


def test_logo_shows_the_year_only_where_there_is_one() -> None:
    assert logo("gold", year=2026).shapes[-1] != logo("gold", year=2027).shapes[-1]
    assert logo("bronze").label == "Bronze Co-production Award"


def test_ring_svg_has_no_shape_outside_its_box() -> None:
    numbers = [
        float(n) for n in re.findall(r"-?\d+\.?\d*", re.sub(r".*<path", "", ring_svg("gold")))
    ]
    assert 0 <= min(numbers) <= max(numbers) <= 200


def test_unknown_stage_is_an_error() -> None:
    with pytest.raises((KeyError, ValueError)):
        ring("copper")
