"""One question of a portfolio: what is told, and what shows it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.scheme import Article, LegalPoint, UnknownCodeError
from awards.views.person import person
from foundation.openings import Opening, opening_for
from portfolios.choices import PortfolioSection
from portfolios.forms.portfolio.answers import APPLIES, AnswerForm
from portfolios.forms.saving import LATER
from portfolios.records import NarrativeRecord
from portfolios.selectors.points import points_asked
from portfolios.selectors.portfolio.carrying import unchanged_codes
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.opened import section_of
from portfolios.selectors.portfolio.questions import Question, question, questions_of
from portfolios.services import portfolio as services
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.portfolio.evidence import shown_by, takes_evidence
from portfolios.views.portfolio.loading import (
    Writing,
    caption,
    load_for_writing,
)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    writing = load_for_writing(request, application)
    found, asked = writing.application, question_or_404(writing, code)
    place = Place(asked.section, code=code)
    writing.need(place)
    opening = opening_for(request, key=services.draft_key(found, "answer", code))
    form = _form(writing, asked, place, opening)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.save_answer(
            application=found,
            question=asked,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        if request.POST.get("action") == LATER:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("portfolio-section", found.uuid, asked.section.value)
        return redirect(_onward(request, writing, asked))
    context = {
        "application": found,
        "asked": asked,
        "caption": f"{caption(writing)}: {asked.section.label}",
        "articles": _articles(writing, asked),
        "parts_of_law": _parts_of_law(writing, asked),
        "carried": code in unchanged_codes(found, writing.record),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(writing.gaps_at(place), here=request.path, otherwise="shown-title"),
        "shown": shown_by(writing, code) if takes_evidence(asked) else None,
        "back": reverse("portfolio-section", args=[found.uuid, asked.section.value]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_answer.html", context, status=status)


def question_or_404(writing: Writing, code: str) -> Question:
    """Only what this stage asks."""
    try:
        return question(writing.record.edition, writing.record.stage, code)
    except UnknownCodeError:
        raise Http404 from None


def _form(writing: Writing, asked: Question, place: Place, opening: Opening) -> AnswerForm:
    told = writing.record.narrative(asked.code) or NarrativeRecord(asked.code)
    return AnswerForm(
        opening.data,
        asked=asked,
        scheme=writing.scheme,
        stage=writing.record.stage,
        initial={
            "version": writing.whole.version(section_of(place)),
            "text": told.text,
            "before": told.before,
            "after": told.after,
            "applies": [APPLIES] if told.applies == APPLIES else [],
        },
    )


def _articles(writing: Writing, asked: Question) -> tuple[Article, ...]:
    """The rights of the child that go with a principle (scheme.md 15)."""
    if asked.section is not PortfolioSection.IMPACT:
        return ()
    return writing.scheme.articles_of(asked.code)


def _parts_of_law(writing: Writing, asked: Question) -> tuple[LegalPoint, ...]:
    """The sections of a law that are about co-production (pack: appendix 5)."""
    laws = {law.code: law.points for law in writing.scheme.legislation}
    return laws.get(asked.code, ())


def _onward(request: HttpRequest, writing: Writing, asked: Question) -> str:
    """Back to the check, on to the next question of this part that is open, or to the list of all."""
    check, uuid = back_to_check(request, writing.application), writing.application.uuid
    if check:
        return check
    own = [
        each
        for each in questions_of(writing.record.edition, writing.record.stage)
        if each.section is asked.section
    ]
    for following in own[own.index(asked) + 1 :]:
        if writing.writes(Place(following.section, code=following.code)):
            return reverse("portfolio-answer", args=[uuid, following.code])
    return reverse("portfolio-section", args=[uuid, asked.section.value])
