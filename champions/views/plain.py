"""The plain way to assess: one small question a page, saved at once (scheme.md 18; ours)."""

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Status
from champions.choices import AssessmentState, Fit, Level, StepCode
from champions.forms.plain import WORDS, SendForm, StartForm, StepForm
from champions.selectors.asked import minutes_asked, spoken_minutes
from champions.selectors.assessing import fingerprint
from champions.selectors.beside import beside
from champions.selectors.plain import LEVELS, Plain, Question, Step, plain_of
from champions.selectors.plain_sent import sent_for
from champions.services.assessments import (
    Found,
    Stale,
    describe,
    draft_key,
    save_finding,
    save_strategies,
    send,
)
from champions.views.loading import Case, load_open
from champions.views.ways import STEP
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.models import Draft
from foundation.openings import opening_for
from foundation.refusals import Clash, ClashField, Link, Refused
from portfolios.choices import PORTFOLIO_STAGES

PRINCIPLES = "check.principles"


def _load(request: HttpRequest, uuid: UUID) -> tuple[Case, Plain]:
    """For champions of the panel only (T-38)."""
    case = load_open(request, uuid)
    if case.seat is None or case.facts.judged is None:
        raise Http404
    return case, plain_of(case.facts, case.seat.assignment, on=london_date(case.now))


def _load_open(request: HttpRequest, uuid: UUID) -> tuple[Case, Plain]:
    """While there is something to answer."""
    case, plain = _load(request, uuid)
    if _is_sent(plain):
        start = reverse("assessment-plain", args=[uuid])
        raise Refused("You have sent your answers.", link=Link("See your answers", start))
    _need_review(case)
    return case, plain


def _is_sent(plain: Plain) -> bool:
    mine = plain.assessment
    return mine is not None and mine.state == AssessmentState.SUBMITTED


def _need_review(case: Case) -> None:
    if case.application.status != Status.IN_REVIEW:
        raise Refused("You can’t answer now. They are not with the champions.", link=case.link)
    if case.facts.decision is not None:
        raise Refused("The panel has decided. You can’t answer any more.", link=case.link)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What this is, how far they are, and who helps them."""
    case, plain = _load(request, uuid)
    if _is_sent(plain):
        if request.method == "POST":
            raise Refused("You have sent your answers.", link=case.link)
        return render(request, "champions/plain_sent.html", {"case": case, "plain": plain})
    _need_review(case)
    helper = plain.assessment.supporter if plain.assessment else ""
    form = StartForm(typed(request), initial={"supporter": helper})
    if request.method == "POST" and form.is_valid():
        describe(
            panel=case.panel,
            supporter=form.cleaned_data["supporter"],
            actor=case.user,
            at=timezone.now(),
        )
        return redirect(_address(case, _first_open(plain)))
    strategies = sum(each.is_answered and each.is_strategy for each in plain.questions)
    minutes = minutes_asked(
        StepCode.ASSESS, case.facts, answered=plain.answered - strategies, strategies=strategies
    )
    context = {
        "case": case,
        "plain": plain,
        "form": form,
        "pictures": LEVELS,
        "go_on": _address(case, _first_open(plain)),
        "time": spoken_minutes(minutes),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/plain_start.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: HttpRequest, uuid: UUID, step: int) -> HttpResponse:
    case, plain = _load_open(request, uuid)
    asked = plain.step(step)
    if asked is None:
        raise Http404
    opening = opening_for(request, key=_draft_key(case, asked))
    form = StepForm(opening.data, step=asked)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        _save(case, plain, asked, form)
        opening.done()
        if form.goes == "stop":
            messages.success(request, "Your words are safe. Come back when you like.")
        return redirect(_go(case, plain, asked, form.goes))
    code = asked.question.code
    on = london_date(case.now)
    context = {
        "case": case,
        "plain": plain,
        "step": asked,
        "where": f"Question {asked.question.number} of {len(plain.questions)}",
        "form": form,
        "opening": opening,
        "sent": sent_for(case.facts, code, on=on, eyes=case.eyes),
        "beside": None if asked.question.is_strategy else beside(case.facts, code),
        "before": _before(plain, asked.question),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/plain_step.html", context, status=status)


def _draft_key(case: Case, asked: Step) -> str:
    return draft_key(case.panel, f"{asked.question.code}:{asked.part}", way="plain")


def _unsaved(case: Case, plain: Plain) -> list[Step]:
    """Pages with words that were typed and never saved: sending leaves them behind, so they are shown first."""
    begins = draft_key(case.panel, "", way="plain")
    rows = Draft.objects.filter(owner=case.user, key__startswith=begins)
    typed_before = {row.key: row.typed.get("answer", "") for row in rows}
    return [
        step
        for step in plain.steps
        if typed_before.get(_draft_key(case, step), step.value) != step.value
    ]


def _save(case: Case, plain: Plain, asked: Step, form: StepForm) -> None:
    """Only what this page asked; what the same question has besides stays as it is."""
    question, answer = asked.question, form.answer
    if answer == asked.value and not (asked.part.is_choice and question.state == "kept"):
        return
    if answer != asked.value and form.cleaned_data["seen"] != asked.seen:
        raise _clash(asked, answer)
    values = {part: question.value(part) for part in question.parts} | {asked.part: answer}
    try:
        if question.is_strategy:
            fit, note = values.values()
            save_strategies(
                panel=case.panel,
                fits={question.code: (Fit(fit) if fit else None, note)},
                seen=fingerprint(plain.mine.strategies.values()),
                actor=case.user,
                at=timezone.now(),
            )
            return
        level, note, strength, challenge = values.values()
        save_finding(
            panel=case.panel,
            code=question.code,
            found=Found(Level(level) if level else None, note, strength, challenge),
            expected_version=getattr(question.row, "version", 0),
            actor=case.user,
            at=timezone.now(),
        )
    except Stale:
        raise _clash(asked, answer) from None


def _clash(asked: Step, answer: str) -> Clash:
    """The same champion wrote in another window: both answers, neither lost (T-44)."""
    words = {each.value: f"{each.word}. {each.says}" for each in asked.question.pictures}
    row = ClashField(
        asked.question.asks if asked.part.is_choice else WORDS[asked.part][0],
        words.get(answer, answer),
        words.get(asked.value, asked.value),
    )
    return Clash("You gave another answer in another window.", fields=[row])


def _go(case: Case, plain: Plain, asked: Step, goes: str) -> str:
    """Where each button leads, when all is saved."""
    uuid = case.application.uuid
    if goes in ("look", "meeting", "stop"):
        meeting = f"{reverse('case-meeting', args=[uuid])}?{urlencode({STEP: asked.number})}"
        there = {"meeting": meeting, "look": _look(case, asked)}
        return there.get(goes, reverse("assessment-plain", args=[uuid]))
    if goes == "back":
        found = plain.before(asked)
        return _address(case, found) if found else reverse("assessment-plain", args=[uuid])
    ways: dict[str, Callable[[Step], Step | None]] = {
        "why": plain.why,
        "later": plain.beyond,
        "next": plain.beyond,
    }
    return _address(case, ways.get(goes, plain.after)(asked))


def _look(case: Case, asked: Step) -> str:
    """All that was sent for this question, with the page to come back to."""
    uuid = case.application.uuid
    back = {STEP: asked.number}
    if case.stage.code not in PORTFOLIO_STAGES:
        return f"{reverse('case', args=[uuid])}?{urlencode(back)}#sent"
    if asked.question.code == PRINCIPLES:
        return f"{reverse('case-coverage', args=[uuid])}?{urlencode(back)}"
    shows = {} if asked.question.code.startswith("check.") else {"shows": asked.question.code}
    return f"{reverse('case-evidence', args=[uuid])}?{urlencode(shows | back)}"


def _address(case: Case, step: Step | None) -> str:
    """After the last page comes the check."""
    uuid = case.application.uuid
    if step is None:
        return reverse("assessment-plain-check", args=[uuid])
    return reverse("assessment-plain-step", args=[uuid, step.number])


def _first_open(plain: Plain) -> Step | None:
    return plain.step(plain.open.first) if plain.open is not None else None


def _before(plain: Plain, question: Question) -> dict[str, object] | None:
    """What they sent on the version before, where it is asked again."""
    row = plain.mine.before.get(question.code)
    if row is None or question.state == "kept":
        return None
    picture = next((each for each in LEVELS if each.value == row.level), None)
    return {"picture": picture, "texts": [t for t in (row.note, row.strength, row.challenge) if t]}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Their own answers, and sending them."""
    case, plain = _load_open(request, uuid)
    version = plain.assessment.version if plain.assessment else 0
    form = SendForm(typed(request), initial={"version": version})
    if request.method == "POST" and form.is_valid():
        try:
            send(
                panel=case.panel,
                expected_version=form.cleaned_data["version"],
                minutes=form.cleaned_data["minutes"],
                actor=case.user,
                at=timezone.now(),
            )
        except Stale:
            link = Link("See your answers", request.path)
            raise Refused("You changed an answer. Please look at them again.", link=link) from None
        return redirect("assessment-plain", uuid)
    context = {
        "case": case,
        "plain": plain,
        "form": form,
        "unsaved": _unsaved(case, plain),
        "waits": case.facts.needs_meeting and not case.facts.meeting_done,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/plain_check.html", context, status=status)
