"""The lists of a recognition event as tagged PDFs: door, stage, place, kitchen, pictures (scheme.md 27)."""

import functools
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from celebrations.choices import PrintKind
from celebrations.records import Evening, Need, Party, Visitor
from foundation.printing.printer import print_pdf
from portfolios.rendering.legible import Letters
from portfolios.rendering.outline import Passage

_FOLDER = "celebrations/evening/pdf"


def list_pdf(kind: PrintKind, evening: Evening, *, made_at: datetime) -> bytes:
    """The door, the stage or the photographer: nothing of what guests need."""
    shown = legible(evening)
    context = {
        "kind": kind,
        "title": kind.label,
        "evening": shown,
        "parties": shown.by_name if kind is PrintKind.DOOR else shown.parties,
        "shy": [
            (party, [each for each in party.visitors if each.no_pictures])
            for party in shown.by_name
            if any(each.no_pictures for each in party.visitors)
        ],
        "made_at": made_at,
    }
    return _pdf(kind, context, made_at=made_at)


def needs_pdf(
    kind: PrintKind, evening: Evening, needs: Sequence[Need], *, made_at: datetime
) -> bytes:
    """For who carries and who cooks. It is headed with when it is to be destroyed."""
    letters = Letters()
    shown = [
        replace(
            each,
            what=_passage(each.what, letters),
            name=_passage(each.name, letters),
            organisation=_passage(each.organisation, letters),
        )
        for each in needs
    ]
    context = {
        "kind": kind,
        "title": kind.label,
        "evening": replace(legible(evening), parties=(), absent=()),
        "needs": shown,
        "people": sum(each.people for each in needs),
        "made_at": made_at,
    }
    return _pdf(kind, context, made_at=made_at)


def legible(evening: Evening) -> Evening:
    """Letters that no font of ours has become their names, and every text knows how it is set."""
    letters = Letters()
    return replace(
        evening,
        title=_passage(evening.title, letters),
        venue=_passage(evening.venue, letters),
        address=_passage(evening.address, letters),
        presenter=_passage(evening.presenter, letters),
        parties=tuple(_party(each, letters) for each in evening.parties),
        absent=tuple(_party(each, letters) for each in evening.absent),
    )


def _party(party: Party, letters: Letters) -> Party:
    return replace(
        party,
        name=_passage(party.name, letters),
        printed_name=_passage(party.printed_name, letters),
        visitors=tuple(_visitor(each, letters) for each in party.visitors),
    )


def _visitor(visitor: Visitor, letters: Letters) -> Visitor:
    return replace(
        visitor,
        name=_passage(visitor.name, letters),
        organisation=_passage(visitor.organisation, letters),
    )


def _passage(text: str, letters: Letters) -> Passage:
    return Passage(letters.of(text))


def _pdf(kind: PrintKind, context: dict[str, Any], *, made_at: datetime) -> bytes:
    html = render_to_string(f"{_FOLDER}/{kind}.html", context)
    return print_pdf(html, css=style("list"), assets={}, created=made_at, pages=None)


@functools.cache
def style(name: str) -> str:
    """A style sheet of the lists or of the cards."""
    return (Path(settings.BASE_DIR) / "templates" / _FOLDER / f"{name}.css").read_text()
