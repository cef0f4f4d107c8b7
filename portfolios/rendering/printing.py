"""The whole plan as a tagged PDF that an organisation can take to its board (T-64 to T-66)."""

import functools
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from awards.scheme import edition
from foundation.dates import london_date
from foundation.printing.fetcher import SVG, Assets
from foundation.printing.printer import print_pdf
from foundation.printing.typefaces import STACKS
from portfolios.choices import PLAN_STAGE
from portfolios.rendering.legible import Letters
from portfolios.rendering.outline import NOTHING, TITLE, Facts, Passage, chapters_of
from portfolios.rendering.timeline import Picture, Timeline, timeline

# What is left of a landscape page under its heading, in the picture's own pixels and in millimetres.
_PICTURE_HEIGHT = 560.0
_PAGE_WIDTH, _PAGE_HEIGHT = 257.0, 151.0
_SVG_FONTS = STACKS["TEXT_FONTS"].replace("'", "")


@dataclass(frozen=True, slots=True)
class Laid:
    """A picture on paper, in millimetres, with the words that the printer must set apart from it."""

    picture: Picture
    width: float
    height: float
    # Left, top and size of each.
    words: tuple[tuple[float, float, float, Passage], ...]


def plan_pdf(facts: Facts) -> bytes:
    """As many pages as it takes. The same facts give the same bytes."""
    letters = Letters()
    facts = replace(
        facts,
        record=letters.in_record(facts.record),
        sections=letters.within(list(facts.sections)),
        status_line=letters.of(facts.status_line),
    )
    drawn = timeline(
        facts.record, today=facts.today, states=facts.states, max_height=_PICTURE_HEIGHT
    )
    scheme = edition(facts.record.edition)
    html = render_to_string(
        "portfolios/pdf/plan.html",
        {
            "title": TITLE,
            "facts": facts,
            "organisation": Passage(facts.record.organisation_name),
            "scheme": scheme,
            "stage": scheme.stage(PLAN_STAGE),
            "made_on": london_date(facts.created),
            "chapters": chapters_of(facts),
            "timeline": drawn,
            "pictures": [_laid(picture) for picture in drawn.pictures],
            "nothing": NOTHING,
            "replaced": sorted(set(letters.replaced.values())),
        },
    )
    return print_pdf(html, css=_style(), assets=_assets(drawn), created=facts.created, pages=None)


def _laid(picture: Picture) -> Laid:
    drawn = picture.drawn
    scale = min(_PAGE_WIDTH / drawn.width, _PAGE_HEIGHT / drawn.height)
    return Laid(
        picture,
        width=round(drawn.width * scale, 2),
        height=round(drawn.height * scale, 2),
        words=tuple(
            (
                round(words.x * scale, 2),
                # Half of the line above the letters' middle, which stands over their base line.
                round((words.y - words.size * 0.35) * scale, 2),
                round(words.size * scale, 2),
                Passage(words.text),
            )
            for words in drawn.words
            if words.is_shaped
        ),
    )


def _assets(drawn: Timeline) -> Assets:
    ring = str(render_to_string("_ring.html", {"arcs": 1, "making": 2}))
    # The page's own drawing becomes a file, which must name its language.
    ring = ring.strip().replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" color="#5b6770" ', 1
    )
    assets = {"ring.svg": (ring.encode(), SVG)}
    for place, picture in enumerate(drawn.pictures, start=1):
        svg = render_to_string(
            "portfolios/_timeline_picture.html",
            {"picture": picture, "name": f"timeline-{place}", "fonts": _SVG_FONTS},
        )
        assets[f"timeline-{place}.svg"] = (svg.strip().encode(), SVG)
    return assets


@functools.cache
def _style() -> str:
    return (Path(settings.BASE_DIR) / "templates/portfolios/pdf/plan.css").read_text()
