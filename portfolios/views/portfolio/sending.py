"""Everything that is written, what is missing, what could be stronger, and the button."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_sender
from awards.views.person import person
from portfolios.choices import PortfolioSection
from portfolios.forms.portfolio.sending import SendPortfolioForm
from portfolios.selectors.nudges import portfolio_nudges
from portfolios.selectors.points import points_asked, points_unanswered
from portfolios.selectors.portfolio.counting import counts_of, scopes_of
from portfolios.selectors.portfolio.display import sections_of
from portfolios.selectors.portfolio.questions import SECTIONS
from portfolios.services.portfolio import submit_portfolio
from portfolios.views.loading import need_open, role_for, sends_now
from portfolios.views.portfolio.evidence import all_lines
from portfolios.views.portfolio.loading import Writing, load
from portfolios.views.portfolio.report import is_open
from portfolios.views.sending import points_missing, senders_of, still_needed

# So many hints of a kind stand on the page; there may be one for each of a thousand pieces.
MOST = 50


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, application: UUID) -> HttpResponse:
    """A second click finds the first one's receipt (T-43)."""
    writing = load(request, application)
    found = writing.application
    role = role_for(request, found)
    if request.method == "POST":
        role = need_sender(person(request), found)
        posted = SendPortfolioForm(request.POST)
        if posted.is_valid() and not (found.can_be_edited and _problems(writing)):
            submit_portfolio(
                application=found,
                actor=person(request),
                role=role,
                at=timezone.now(),
                key=posted.cleaned_data["key"],
                checked_version=posted.cleaned_data["version"],
            )
            return redirect("application-sent", found.uuid)
    need_open(request, found)
    sends = sends_now(found, role)
    problems, points = _problems(writing), points_asked(found)
    waiting = len(points_unanswered(points))
    nudges = portfolio_nudges(writing.record)
    stronger = [gap for gap in writing.gaps if not gap.is_missing]
    context: dict[str, Any] = {
        "application": found,
        "stage": writing.scheme.stage(found.stage),
        "evidence": all_lines(writing),
        "sections": _sections(writing),
        "changes": [part.value for part in SECTIONS[found.stage] if is_open(writing, part)],
        "counts": counts_of(writing.record, found.organisation),
        "scopes": scopes_of(writing.record),
        "problems": _first(problems, waiting),
        "problem_count": len(problems),
        "still": still_needed(len(problems) - waiting, waiting),
        "stronger": writing.lines(stronger[:MOST], named=True, then="check"),
        "stronger_count": len(stronger),
        "nudges": sorted(nudges, key=lambda nudge: not nudge.is_harm)[:MOST],
        "nudge_count": len(nudges),
        "form": SendPortfolioForm(initial={"version": writing.whole.portfolio.version}),
        "may_send": sends,
        "senders": "" if sends else senders_of(found),
        "points": points,
        "posted": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_check.html", context, status=status)


def _first(problems: list[tuple[str, str]], waiting: int) -> list[tuple[str, str]]:
    """The points, which come last, are never left out; the gap check has all that is missing."""
    gaps, points = problems[: len(problems) - waiting], problems[len(problems) - waiting :]
    return [*gaps[:MOST], *points]


def _sections(writing: Writing) -> list[dict[str, Any]]:
    """All that is told. The evidence is listed apart, a line each: there may be a thousand pieces."""
    told = sections_of(replace(writing.record, items=()))
    return [
        section
        for section in told
        if section["code"] != PortfolioSection.EVIDENCE
        and (section["code"] != PortfolioSection.REPORT or writing.has_report)
    ]


def _problems(writing: Writing) -> list[tuple[str, str]]:
    """What has to be there before it can be sent, each with its address."""
    lines = writing.lines(writing.missing, named=True, then="check")
    return [(line.sentence, line.url) for line in lines] + points_missing(writing.application)
