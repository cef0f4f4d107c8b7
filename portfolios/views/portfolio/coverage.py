"""What a portfolio covers: the matrix of evidence, and the rights of the child one by one."""

from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import Application
from awards.views.person import person
from foundation import audit
from portfolios.choices import PortfolioSection, Strength
from portfolios.forms.portfolio.coverage import LayoutForm
from portfolios.records import ItemRecord
from portfolios.rendering.coverage import Closing, coverage_table
from portfolios.rendering.rights import rights_sheet
from portfolios.selectors.portfolio.counting import counts_of
from portfolios.selectors.portfolio.coverage import SHAPES, Axis, Coverage, has_impact
from portfolios.selectors.portfolio.matrix import Cell, Row, matrix_of
from portfolios.selectors.portfolio.rights import (
    Right,
    other_articles,
    rights_of,
    standard_for_rights,
)
from portfolios.views.loading import role_for
from portfolios.views.portfolio.loading import Writing, caption, load

CSV = "csv"
# Of one right; the rest is in the list of evidence and in the spreadsheet.
MOST = 3


@require_safe
@login_required
def coverage(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load(request, application)
    found = writing.application
    form = LayoutForm(request.GET, axes=writing.coverage.axes())
    matrix = matrix_of(writing.coverage, form.down, form.across)
    library = reverse("evidence", args=[found.organisation.slug])

    def link(row: str, column: str) -> str:
        also = {"and": column} if column else {}
        return f"{library}?{urlencode({'shows': row, **also})}"

    context = {
        "application": found,
        "caption": caption(writing),
        "withheld": writing.withheld,
        "form": form,
        "table": coverage_table(
            matrix, link=link, closing=_closing(writing, library) if writing.may_write else None
        ),
        "standing": [
            (SHAPES[strength], str(strength.label), matrix.rows_with(strength))
            for strength in reversed(Strength)
        ],
        "counts": counts_of(writing.record, found.organisation),
        "library": library,
    }
    return render(request, "portfolios/portfolio_coverage.html", context)


def _closing(writing: Writing, library: str) -> Closing:
    """A row is closed where it is told; a cell among the evidence of one of its two, which may show both."""
    application = writing.application
    add = reverse("evidence-add", args=[application.organisation.slug])

    def closes(axis: Axis, row: Row, cell: Cell | None) -> str:
        if cell is None:
            return _page_of(axis, row.line.code, application) if writing.opened.everything else add
        for code in (row.line.code, cell.column.code):
            if writing.coverage.items_of(code):
                return f"{library}?{urlencode({'shows': code})}"
        return add

    return closes


def _page_of(axis: Axis, code: str, application: Application) -> str:
    uuid, id = application.uuid, code.partition(":")[2]
    match axis:
        case Axis.CRITERIA | Axis.PRINCIPLES | Axis.LAW:
            return reverse("portfolio-answer", args=[uuid, code])
        case Axis.ACTIONS:
            return reverse("portfolio-action", args=[uuid, id])
        case Axis.MEASURES:
            return reverse("portfolio-measure", args=[uuid, id])
        case Axis.LEVELS:
            return reverse("portfolio-section", args=[uuid, PortfolioSection.LEVELS.value])
        case Axis.ARTICLES | Axis.FOUR_CS:
            return reverse("evidence-add", args=[application.organisation.slug])


@require_safe
@login_required
def rights(request: HttpRequest, application: UUID) -> HttpResponse:
    """By article, as the Rights Respecting Schools Award asks; to print, or as a spreadsheet."""
    writing = load(request, application)
    found = rights_of(writing.coverage)
    if request.GET.get("format") == CSV:
        # A file lies about and is passed on, so nothing that is restricted is in it.
        kept = tuple(item for item in writing.record.items if not item.restricted)
        found = rights_of(Coverage(replace(writing.record, items=kept)))
        _note_export(request, writing, found)
        return _as_file(rights_sheet(found), f"rights-{writing.record.reference}.csv")
    context = {
        "application": writing.application,
        "caption": caption(writing),
        "withheld": writing.withheld,
        "rights": [_listed(right) for right in found],
        "library": reverse("evidence", args=[writing.application.organisation.slug]),
        "shown": sum(bool(right.items) for right in found),
        "others": other_articles(writing.coverage),
        "standard": standard_for_rights(writing.coverage),
        "may_write": writing.may_write,
        "format": CSV,
    }
    return render(request, "portfolios/portfolio_rights.html", context)


@dataclass(frozen=True)
class ListedRight:
    """One article as the page shows it: what says what changed comes first."""

    right: Right
    shape: str
    items: list[ItemRecord]
    # How many more there are.
    more: int


def _listed(right: Right) -> ListedRight:
    items = sorted(right.items, key=lambda item: not has_impact(item))
    shape = SHAPES[right.strength]
    return ListedRight(right, shape, items[:MOST], max(0, len(items) - MOST))


def _note_export(request: HttpRequest, writing: Writing, rights: tuple[Right, ...]) -> None:
    audit.record(
        "rights.exported",
        actor=person(request),
        target=writing.application,
        at=timezone.now(),
        role=role_for(request, writing.application) or "",
        acting_for=writing.application.organisation.uuid,
        details={"format": CSV, "pieces": sum(len(right.items) for right in rights)},
    )


def _as_file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
