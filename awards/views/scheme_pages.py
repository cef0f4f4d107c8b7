"""The scheme in public: how it works, stages, principles, words, and the questions to talk over."""

from io import BytesIO

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.rendering.questions import questions_docx
from awards.scheme import Scheme, Stage, UnknownCodeError
from awards.scheme.question_sheet import question_sheet
from awards.selectors import scheme_in_force
from foundation.dates import london_date

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _today() -> Scheme:
    return scheme_in_force(on=london_date(timezone.now()))


def _stage(scheme: Scheme, code: str) -> Stage:
    try:
        return scheme.stage(code)
    except UnknownCodeError as error:
        raise Http404 from error


@require_safe
def how_it_works(request: HttpRequest) -> HttpResponse:
    return render(request, "scheme/how_it_works.html", {"scheme": _today()})


@require_safe
def stage(request: HttpRequest, stage: str) -> HttpResponse:
    scheme = _today()
    found = _stage(scheme, stage)
    context = {
        "scheme": scheme,
        "stage": found,
        "before": scheme.stage_before(stage),
        "after": scheme.stage_after(stage),
        "checks": scheme.checks_for(stage),
    }
    return render(request, "scheme/stage.html", context)


@require_safe
def stage_questions(request: HttpRequest, stage: str) -> HttpResponse:
    scheme = _today()
    found = _stage(scheme, stage)
    context = {"scheme": scheme, "stage": found, "parts": question_sheet(scheme, found)}
    return render(request, "scheme/questions.html", context)


@require_safe
def stage_questions_docx(request: HttpRequest, stage: str) -> FileResponse:
    scheme = _today()
    found = _stage(scheme, stage)
    return FileResponse(
        BytesIO(questions_docx(scheme, found)),
        as_attachment=True,
        filename=f"{found.code}-questions.docx",
        content_type=DOCX,
    )


@require_safe
def principles(request: HttpRequest) -> HttpResponse:
    scheme = _today()
    context = {
        "scheme": scheme,
        "principles": [
            (principle, scheme.articles_of(principle)) for principle in scheme.principles
        ],
        "articles": [(article, scheme.principles_of(article)) for article in scheme.articles],
    }
    return render(request, "scheme/principles.html", context)


@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    scheme = _today()
    terms = sorted(scheme.glossary, key=lambda term: term.name.removeprefix("The ").casefold())
    return render(request, "scheme/glossary.html", {"scheme": scheme, "terms": terms})


@require_safe
def references(request: HttpRequest) -> HttpResponse:
    return render(request, "scheme/references.html", {"scheme": _today()})
