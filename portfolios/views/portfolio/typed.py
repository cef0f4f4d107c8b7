"""The gap check of a page as it is being typed. Nothing is saved here; without JavaScript nobody comes."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.decorators.http import require_POST

from foundation.dates import london_date
from foundation.forms import DateField
from portfolios.choices import PortfolioSection
from portfolios.forms.levels import LevelsForm
from portfolios.forms.portfolio.answers import AnswerForm
from portfolios.forms.portfolio.report import ActionReportForm, MeasureReportForm
from portfolios.forms.saving import SectionForm
from portfolios.records import PortfolioRecord
from portfolios.selectors.portfolio import trying
from portfolios.selectors.portfolio.gaps import Gap, Place, gaps_of
from portfolios.views.portfolio.answers import question_or_404
from portfolios.views.portfolio.loading import Writing, load_for_writing

# What the page would be, what it is about, and where on it a gap without a field is filled.
Found = tuple[PortfolioRecord, Place, str]


@require_POST
@login_required
def typed(request: HttpRequest, application: UUID) -> HttpResponse:
    """`page` is the path of the form that was posted here; its own address tells what it is about."""
    writing = load_for_writing(request, application)
    try:
        match = resolve(request.GET.get("page", ""))
    except Resolver404:
        raise Http404 from None
    kwargs = dict(match.kwargs)
    if kwargs.pop("application", None) != application or match.url_name not in READERS:
        raise Http404
    record, place, otherwise = READERS[match.url_name](
        request, writing, {name: str(value) for name, value in kwargs.items()}
    )
    found = [gap for gap in gaps_of(record, on=london_date(timezone.now())) if _is_at(gap, place)]
    context = {
        "gaps": writing.lines(
            found,
            # What it asks of each level would read alike without the level's name.
            named=place.section is PortfolioSection.LEVELS,
            here=request.GET.get("page", ""),
            otherwise=otherwise,
        ),
        "typing": True,
    }
    return render(request, "portfolios/_gaps_beside.html", context)


def _is_at(gap: Gap, place: Place) -> bool:
    """The levels are one page, though each has gaps of its own."""
    if place.section is PortfolioSection.LEVELS:
        return gap.about.section == place.section
    return gap.about.is_at(place)


def _values(form: SectionForm) -> dict[str, Any]:
    """What could be read; a date that is half typed is no date yet."""
    form.is_valid()
    half = {name: None for name in form.errors if isinstance(form.fields[name], DateField)}
    return half | form.values


def _answer(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    asked = question_or_404(writing, kwargs["code"])
    form = AnswerForm(request.POST, asked=asked, scheme=writing.scheme, stage=writing.record.stage)
    record = trying.with_answer(writing.record, asked.code, _values(form))
    return record, Place(asked.section, code=asked.code), "shown-title"


def _action(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    form = ActionReportForm(
        request.POST,
        scheme=writing.scheme,
        stage=_reporting(writing),
        today=london_date(timezone.now()),
    )
    record = trying.with_action(writing.record, kwargs["action"], _values(form))
    return record, Place(PortfolioSection.REPORT, action=kwargs["action"]), "main-content"


def _measure(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    form = MeasureReportForm(request.POST, scheme=writing.scheme, stage=_reporting(writing))
    record = trying.with_measure(writing.record, kwargs["measure"], _values(form))
    return record, Place(PortfolioSection.REPORT, measure=kwargs["measure"]), "main-content"


def _reporting(writing: Writing) -> str:
    """The stage, where it asks for a report; Platinum does not."""
    if not writing.has_report:
        raise Http404
    return writing.record.stage


def _section(request: HttpRequest, writing: Writing, kwargs: Mapping[str, str]) -> Found:
    if kwargs["section"] != PortfolioSection.LEVELS:
        raise Http404
    form = LevelsForm(request.POST, scheme=writing.scheme)
    form.is_valid()
    record = trying.with_levels(writing.record, form.answers)
    return record, Place(PortfolioSection.LEVELS), "main-content"


Reader = Callable[[HttpRequest, Writing, Mapping[str, str]], Found]
READERS: dict[str, Reader] = {
    "portfolio-answer": _answer,
    "portfolio-action": _action,
    "portfolio-measure": _measure,
    "portfolio-section": _section,
}
