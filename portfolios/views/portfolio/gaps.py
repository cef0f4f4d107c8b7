"""The whole gap check of a portfolio: what champions look for, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.scheme import Check, Criterion
from portfolios.selectors.gaps import State
from portfolios.selectors.portfolio.gaps import CriterionGroup, Gap, by_criterion, by_section
from portfolios.views.portfolio.loading import Writing, caption, load
from portfolios.views.writing import GapLine

# Of one criterion: a thousand pieces of evidence may each lack something.
MOST = 25


@dataclass(frozen=True)
class Subject:
    """What some gaps are about, named once above them."""

    name: str
    lines: list[GapLine]


@dataclass(frozen=True)
class Asked:
    """One criterion or check, with what waits there."""

    asked: Criterion | Check
    state: State
    subjects: list[Subject]
    # How many things more have gaps than are listed.
    more: int


@require_safe
@login_required
def gaps(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load(request, application)
    found = writing.application
    context = {
        "application": found,
        "stage": writing.scheme.stage(found.stage),
        "caption": caption(writing),
        "may_write": writing.may_write,
        "criteria": [_asked(writing, each) for each in by_criterion(writing.record, writing.gaps)],
        "parts": [
            (group, sum(gap.is_missing for gap in group.gaps))
            for group in by_section(writing.record, writing.gaps)
        ],
        "missing": len(writing.missing),
        "stronger": len(writing.gaps) - len(writing.missing),
    }
    return render(request, "portfolios/portfolio_gaps.html", context)


def _asked(writing: Writing, group: CriterionGroup) -> Asked:
    subjects = [(_name(own[0].subject, group.asked.name), own) for own in _by_subject(group.gaps)]
    # What has no heading of its own comes first, or it would stand under another's.
    subjects.sort(key=lambda subject: bool(subject[0]))
    return Asked(
        asked=group.asked,
        state=group.state,
        subjects=[Subject(name, writing.lines(own)) for name, own in subjects[:MOST]],
        more=max(0, len(subjects) - MOST),
    )


def _name(subject: str, asked: str) -> str:
    """Nothing where the criterion itself stands above it."""
    return "" if subject == asked else subject


def _by_subject(gaps: Sequence[Gap]) -> list[list[Gap]]:
    """What is missing somewhere comes first; else the order of the portfolio."""
    groups: dict[tuple[str, ...], list[Gap]] = {}
    for gap in gaps:
        about = gap.about
        key = (gap.subject, about.item, about.action, about.measure, about.code)
        groups.setdefault(key, []).append(gap)
    return sorted(groups.values(), key=lambda own: not any(gap.is_missing for gap in own))
