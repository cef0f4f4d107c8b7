"""What the evidence that was sent covers, as the panel reads it."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from champions.views.evidence import judged_or_404
from champions.views.loading import load_open
from champions.views.ways import way_back
from portfolios.choices import Strength
from portfolios.forms.portfolio.coverage import LayoutForm
from portfolios.rendering.coverage import coverage_table
from portfolios.selectors.portfolio.coverage import SHAPES
from portfolios.selectors.portfolio.matrix import matrix_of


@require_safe
@login_required
def coverage(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Each cell leads to the evidence behind it. Closing gaps is not theirs to do."""
    case = load_open(request, uuid)
    judged = judged_or_404(case)
    form = LayoutForm(request.GET, axes=judged.coverage.axes())
    matrix = matrix_of(judged.coverage, form.down, form.across)
    listing = reverse("case-evidence", args=[uuid])
    way = way_back(request, case)
    carried = {way.name: way.value} if way else {}

    def link(row: str, column: str) -> str:
        also = {"and": column} if column else {}
        return f"{listing}?{urlencode({'shows': row, **also, **carried})}"

    context = {
        "case": case,
        "judged": judged,
        "form": form,
        "way": way,
        "table": coverage_table(matrix, link=link),
        "standing": [
            (SHAPES[strength], str(strength.label), matrix.rows_with(strength))
            for strength in reversed(Strength)
        ],
    }
    return render(request, "champions/case_coverage.html", context)
