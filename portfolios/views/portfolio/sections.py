"""The parts of a portfolio: lists of questions, the report on the plan, levels of engagement."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import (
    UNNAMED,
    ActionState,
    MeasureState,
    PortfolioSection,
    Strength,
    action_code,
    measure_code,
)
from portfolios.forms.levels import LevelsForm
from portfolios.forms.saving import LATER
from portfolios.records import ActionOutcomeRecord, MeasureOutcomeRecord, NarrativeRecord
from portfolios.selectors.points import points_asked
from portfolios.selectors.portfolio.carrying import unchanged_codes
from portfolios.selectors.portfolio.coverage import SHAPES
from portfolios.selectors.portfolio.gaps import Place
from portfolios.selectors.portfolio.questions import (
    SECTIONS,
    Question,
    questions_of,
    words,
)
from portfolios.selectors.words import answered
from portfolios.services import portfolio as services
from portfolios.views.loading import back_to_check, meanwhile, need_open
from portfolios.views.portfolio.evidence import takes_evidence
from portfolios.views.portfolio.loading import (
    Writing,
    caption,
    load,
    section_or_404,
)
from portfolios.views.portfolio.report import is_begun


@dataclass(frozen=True)
class Line:
    """One question, action or measure in the list of its part."""

    code: str
    title: str
    # Empty where it cannot be changed now.
    url: str
    told: str
    # Shape and word, once for what is told and once for what shows it.
    states: tuple[tuple[str, str], ...]
    note: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: HttpRequest, application: UUID, section: str) -> HttpResponse:
    writing = load(request, application)
    code = section_or_404(writing, section)
    if code is PortfolioSection.EVIDENCE:
        return redirect("evidence", writing.application.organisation.slug)
    if code is PortfolioSection.LEVELS:
        need_open(request, writing.application)
        return _levels(request, writing)
    if request.method == "POST":
        return redirect("portfolio-section", application, code.value)
    if code is PortfolioSection.REPORT and not writing.has_report:
        raise Http404
    check = back_to_check(request, writing.application)
    lines = _report(writing) if code is PortfolioSection.REPORT else _questions(writing, code)
    # What is about one question stands beside that question.
    whole = [gap for gap in writing.gaps_at(Place(code)) if not gap.about.code]
    context = {
        "application": writing.application,
        "section": code,
        "title": words(writing.scheme, writing.record.stage, code).title,
        "caption": caption(writing),
        "intro": words(writing.scheme, writing.record.stage, code).intro,
        "groups": lines,
        "query": "?from=check" if check else "",
        "gaps": writing.lines(whole, here=request.path),
        "may_write": writing.may_write,
        "onward": check or next_part(writing, code),
        "points": points_asked(writing.application),
    }
    return render(request, "portfolios/portfolio_section.html", context)


def _questions(writing: Writing, code: PortfolioSection) -> list[tuple[str, list[Line]]]:
    """Laws and policies stand under headings of their own."""
    carried = unchanged_codes(writing.application, writing.record)
    asked = [
        each
        for each in questions_of(writing.record.edition, writing.record.stage)
        if each.section is code
    ]
    if code is not PortfolioSection.LAW:
        return [("", [_question(writing, each, carried) for each in asked])]
    laws = {law.code for law in writing.scheme.legislation}
    return [
        (
            heading,
            [_question(writing, each, carried) for each in asked if (each.code in laws) is law],
        )
        for heading, law in (("Law and guidance", True), ("The city’s plans", False))
    ]


def _question(writing: Writing, asked: Question, carried: frozenset[str]) -> Line:
    told = writing.record.narrative(asked.code) or NarrativeRecord(asked.code)
    uuid = writing.application.uuid
    open_now = writing.writes(Place(asked.section, code=asked.code))
    return Line(
        code=asked.code,
        title=asked.title,
        url=reverse("portfolio-answer", args=[uuid, asked.code]) if open_now else "",
        told=told.text,
        states=tuple(_states(writing, asked, told)),
        note=_note(writing, asked, carried, open_now),
    )


def _states(writing: Writing, asked: Question, told: NarrativeRecord) -> list[tuple[str, str]]:
    if asked.is_ticked and told.applies != "yes":
        return [("todo", "Not ticked")]
    states = [("done", "Told") if answered(told.text) else ("todo", "Not told yet")]
    if takes_evidence(asked):
        states.append(_shown(writing, asked.code))
    return states


def _shown(writing: Writing, code: str) -> tuple[str, str]:
    """How strong the evidence is, told apart from what is only told."""
    strength, items = writing.coverage.strength(code), writing.coverage.items_of(code)
    if strength in (Strength.SHOWN, Strength.IMPACT):
        return SHAPES[strength], str(strength.label)
    return ("waiting", "Nothing to look at yet") if items else ("todo", "Not shown yet")


def _note(writing: Writing, asked: Question, carried: frozenset[str], open_now: bool) -> str:
    if writing.may_write and not open_now:
        return "Stays as you sent it."
    return "From your Gold portfolio. Say what is new." if asked.code in carried else ""


def _report(writing: Writing) -> list[tuple[str, list[Line]]]:
    record = writing.record
    return [
        ("Actions", [_action(writing, each) for each in record.actions]),
        ("Measures and quality standards", [_measure(writing, each) for each in record.measures]),
    ]


def _action(writing: Writing, each: ActionOutcomeRecord) -> Line:
    place, page = Place(PortfolioSection.REPORT, action=each.id), "portfolio-action"
    word = ActionState(each.state).label if each.state else ""
    done = sum(step.state == "done" for step in each.milestones)
    return _outcome(
        writing,
        each,
        place,
        reverse(page, args=[writing.application.uuid, each.id]),
        title=each.title,
        told=each.text,
        word=str(word),
        code=action_code(each.id),
        note=f"{done} of {len(each.milestones)} milestones done.",
    )


def _measure(writing: Writing, each: MeasureOutcomeRecord) -> Line:
    place, page = Place(PortfolioSection.REPORT, measure=each.id), "portfolio-measure"
    word = MeasureState(each.state).label if each.state else ""
    return _outcome(
        writing,
        each,
        place,
        reverse(page, args=[writing.application.uuid, each.id]),
        title=each.name,
        told=each.result,
        word=str(word),
        code=measure_code(each.id),
    )


def _outcome(
    writing: Writing,
    each: ActionOutcomeRecord | MeasureOutcomeRecord,
    place: Place,
    url: str,
    *,
    title: str,
    told: str,
    word: str,
    code: str,
    note: str = "",
) -> Line:
    missing = any(gap.is_missing for gap in writing.gaps_at(place))
    open_now = writing.writes(place)
    if not is_begun(each):
        state = ("todo", "Nothing said yet")
    else:
        state = ("attention", "Something is missing") if missing else ("done", word or "Done")
    stays = writing.may_write and not open_now
    return Line(
        code=code,
        title=title or UNNAMED,
        url=url if open_now else "",
        told=told,
        states=(state, _shown(writing, code)),
        note="Stays as you sent it." if stays else note,
    )


def _levels(request: HttpRequest, writing: Writing) -> HttpResponse:
    """The same page as in the plan, begun with what the plan says."""
    found, code = writing.application, PortfolioSection.LEVELS
    writing.need(Place(code))
    opening = opening_for(request, key=services.draft_key(found, code))
    answers = {level.code: (level.engagement, level.text) for level in writing.record.levels}
    form = LevelsForm(
        opening.data,
        scheme=writing.scheme,
        initial=LevelsForm.initial_of(answers) | {"version": writing.whole.version(code)},
    )
    theirs = meanwhile(opening, form)
    onward = back_to_check(request, found) or next_part(writing, code)
    if request.method == "POST" and form.is_valid():
        services.save_levels(
            application=found,
            answers=form.answers,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        if request.POST.get("action") == LATER:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("portfolio", found.uuid)
        return redirect(onward)
    context: dict[str, Any] = {
        "application": found,
        "title": words(writing.scheme, writing.record.stage, code).title,
        "caption": caption(writing),
        "intro": words(writing.scheme, writing.record.stage, code).intro,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        # What it asks of each level would read alike without the level's name.
        "gaps": writing.lines(writing.gaps_in(code), named=True, here=request.path),
        "back": reverse("portfolio", args=[found.uuid]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/portfolio_form.html", context, status=status)


def next_part(writing: Writing, section: PortfolioSection) -> str:
    """The next part that there is something to do in, or the portfolio's first page."""
    uuid, order = writing.application.uuid, SECTIONS[writing.record.stage]
    for following in order[order.index(section) + 1 :]:
        if following is PortfolioSection.REPORT and not writing.has_report:
            continue
        # The lists can always be looked at; the page of the levels only writes.
        if following is not PortfolioSection.LEVELS or writing.writes(Place(following)):
            return reverse("portfolio-section", args=[uuid, following.value])
    return reverse("portfolio", args=[uuid])
