"""A whole portfolio, or statement, as a tagged PDF with an index (T-64 to T-66; scheme.md 12)."""

import functools
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.template.loader import render_to_string

from awards.scheme import edition
from foundation.dates import london_date
from foundation.printing.fetcher import SVG, Assets
from foundation.printing.printer import print_pdf
from portfolios.rendering.legible import Letters
from portfolios.rendering.outline import NOTHING, Passage
from portfolios.rendering.portfolio_outline import (
    PortfolioFacts,
    asset_of,
    chapters_of,
    index_of,
    told_of,
)

JPEG = "image/jpeg"
# The metal of a stage on paper; static/css/award.css has the same.
METALS = {"gold": "#7a5b00", "platinum": "#2f5568"}
# The arc of the ring that a stage closes.
ARCS = {"gold": 3, "platinum": 4}


def portfolio_pdf(facts: PortfolioFacts) -> bytes:
    """As many pages as it takes. The same facts give the same bytes."""
    letters = Letters()
    facts = replace(
        facts,
        parts=letters.within(list(facts.parts)),
        pieces=letters.within(list(facts.pieces)),
        status_line=letters.of(facts.status_line),
    )
    record = facts.record
    scheme = edition(record.edition)
    chapters, told, index = chapters_of(facts.parts), told_of(facts), index_of(facts)
    html = render_to_string(
        "portfolios/pdf/portfolio.html",
        {
            "title": facts.title,
            "facts": facts,
            "organisation": Passage(letters.of(record.organisation_name)),
            "scheme": scheme,
            "stage": scheme.stage(record.stage),
            "made_on": london_date(facts.created),
            "chapters": chapters,
            "told": told,
            "told_number": len(chapters) + 1,
            "index": index,
            "index_number": len(chapters) + 2,
            "withheld": len(record.withheld),
            "gone": sum(line.is_hidden for line in index),
            "untold": max(0, len(facts.pieces) - facts.most_told),
            "picture_count": len(facts.pictures),
            "nothing": NOTHING,
            "replaced": sorted(set(letters.replaced.values())),
        },
    )
    return print_pdf(
        html, css=_style(record.stage), assets=_assets(facts), created=facts.created, pages=None
    )


def _assets(facts: PortfolioFacts) -> Assets:
    arc = ARCS[facts.record.stage]
    ring = str(render_to_string("_ring.html", {"arcs": arc - 1, "making": arc})).strip()
    metal = METALS[facts.record.stage]
    # The page's own drawing becomes a file, which must name its language.
    ring = ring.replace("<svg ", f'<svg xmlns="http://www.w3.org/2000/svg" color="{metal}" ', 1)
    pictures = {asset_of(id): (content, JPEG) for id, content in facts.pictures.items()}
    return {"ring.svg": (ring.encode(), SVG), **pictures}


@functools.cache
def _style(stage: str) -> str:
    """What plans have, and what only portfolios have, in the metal of the stage."""
    folder = Path(settings.BASE_DIR) / "templates/portfolios/pdf"
    sheets = ((folder / name).read_text() for name in ("plan.css", "portfolio.css"))
    return "\n".join(sheets).replace("METAL", METALS[stage])
