"""A champion's own assessment: a list of questions, a page for each, checked and sent."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from champions.choices import Fit, Level
from champions.forms.assessments import LATER, FindingForm, SendForm, StrategiesForm
from champions.models import Finding
from champions.selectors.assessing import Page, fingerprint
from champions.selectors.beside import beside
from champions.selectors.difference import difference_judged
from champions.selectors.touched import ALIGNMENT
from champions.services import assessments as services
from champions.views.ways import STRATEGIES
from champions.views.writing import (
    FULL,
    STATES,
    Writing,
    answers,
    load_writing,
    need_writing,
    waits_for_meeting,
)
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Clash, ClashField, Link, Refused
from foundation.versions import Stale


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assessment(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is asked, and how far one is; once it is sent, what one said. A POST begins."""
    writing = load_writing(request, uuid)
    if writing.is_sent and request.method != "POST":
        sent = {"case": writing.case, "mine": writing.assessment, "answers": answers(writing)}
        return render(request, "champions/assessment_sent.html", sent)
    need_writing(writing)
    if writing.is_plain and request.method != "POST" and request.GET.get("way") != FULL:
        return redirect("assessment-plain", uuid)
    if request.method == "POST":
        services.begin(panel=writing.case.panel, actor=writing.case.user, at=timezone.now())
        waits = (step["url"] for step in writing.steps if step["kind"] != "done")
        return redirect(next(waits, writing.check_url))
    context = {
        "case": writing.case,
        "writing": writing,
        "kept": sum(step["text"] == STATES["kept"][1] for step in writing.steps),
        "again": bool(writing.mine.before),
        "waits_for_meeting": waits_for_meeting(writing.case),
    }
    return render(request, "champions/assessment.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: HttpRequest, uuid: UUID, code: str) -> HttpResponse:
    """One criterion or check, with what they sent for it."""
    writing = load_writing(request, uuid)
    page = next((page for page in writing.pages if page.code == code), None)
    if page is None:
        raise Http404
    need_writing(writing)
    opening = opening_for(request, key=services.draft_key(writing.case.panel, code))
    form = FindingForm(
        opening.data, asked=page.asked, finding=page.finding, final=LATER not in request.POST
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_finding(
                panel=writing.case.panel,
                code=code,
                found=form.found,
                expected_version=form.cleaned_data["version"],
                actor=writing.case.user,
                at=timezone.now(),
            )
        except Stale:
            raise _clash(page, form) from None
        opening.done()
        return _onward(request, writing, page.url)
    case = writing.case
    difference = difference_judged(
        case.application, case.facts.judged, on=london_date(case.now), eyes=case.eyes
    )
    context = {
        "case": case,
        "page": page,
        "place": writing.pages.index(page) + 1,
        "count": len(writing.pages),
        "form": form,
        "opening": opening,
        "beside": beside(writing.case.facts, code),
        "now": difference.of(code) if difference is not None else None,
        "before": writing.mine.before.get(code),
        "back": writing.list_url,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/assessment_question.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def strategies(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """How the work fits each policy; Bronze has no such page."""
    writing = load_writing(request, uuid)
    if not writing.strategies:
        raise Http404
    need_writing(writing)
    found = writing.mine.strategies.values()
    opening = opening_for(request, key=services.draft_key(writing.case.panel, "strategies"))
    form = StrategiesForm(
        opening.data,
        policies=[strategy.policy for strategy in writing.strategies],
        found=found,
        final=LATER not in request.POST,
        initial={"seen": fingerprint(found)},
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_strategies(
                panel=writing.case.panel,
                fits=form.fits,
                seen=form.cleaned_data["seen"],
                actor=writing.case.user,
                at=timezone.now(),
            )
        except Stale:
            raise _clash_of_strategies(writing, form) from None
        opening.done()
        here = reverse("assessment-strategies", args=[uuid])
        return _onward(request, writing, here)
    context = {
        "case": writing.case,
        "form": form,
        "opening": opening,
        "beside": beside(writing.case.facts, ALIGNMENT, page=STRATEGIES),
        "back": writing.list_url,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/assessment_strategies.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything once more, how long it took, and sending."""
    writing = load_writing(request, uuid)
    need_writing(writing)
    missing = [step for step in writing.steps if step["kind"] != "done"]
    row = writing.assessment
    form = SendForm(
        typed(request),
        change=writing.list_url,
        initial={
            "version": row.version if row else 0,
            "supporter": row.supporter if row else "",
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.send(
                panel=writing.case.panel,
                expected_version=form.cleaned_data["version"],
                minutes=form.cleaned_data["minutes"],
                supporter=form.cleaned_data["supporter"],
                actor=writing.case.user,
                at=timezone.now(),
            )
        except Stale:
            link = Link("Check your answers again", writing.check_url)
            raise Refused("An answer was changed after you opened this page.", link=link) from None
        messages.success(request, "Thank you. Your assessment is in.")
        return redirect("case", uuid)
    context = {
        "case": writing.case,
        "form": form,
        "answers": answers(writing),
        "missing": missing,
        "waits_for_meeting": waits_for_meeting(writing.case),
        "back": writing.list_url,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/assessment_check.html", context, status=status)


def _onward(request: HttpRequest, writing: Writing, here: str) -> HttpResponse:
    if LATER in request.POST:
        messages.success(request, "Your answers are saved. You can come back at any time.")
        return redirect(writing.list_url)
    if request.GET.get("from") == "check":
        return redirect(writing.check_url)
    return redirect(writing.onward(here))


def _clash(page: Page, form: FindingForm) -> Clash:
    """The same champion wrote in another window: both texts, neither lost (T-44)."""
    theirs = Finding.objects.filter(pk=page.finding.pk).first() if page.finding else None
    rows = []
    for name in ("level", "note", "strength", "challenge"):
        label = str(form.fields[name].label)
        mine, saved = form.cleaned_data[name], getattr(theirs, name, "")
        if name == "level":
            mine, saved = _label(Level, mine), _label(Level, saved)
        if mine != saved:
            rows.append(ClashField(label, mine, saved))
    return Clash("You saved this page in another window meanwhile.", fields=rows)


def _clash_of_strategies(writing: Writing, form: StrategiesForm) -> Clash:
    rows = []
    for each in writing.strategies:
        fit, note = form.fits[each.policy.code]
        mine = f"{fit.label if fit else 'No answer yet'}\n{note}".strip()
        row = each.finding
        saved = f"{_label(Fit, row.fit)}\n{row.note}".strip() if row else "No answer yet"
        if mine != saved:
            rows.append(ClashField(each.policy.name, mine, saved))
    return Clash("You saved this page in another window meanwhile.", fields=rows)


def _label(kind: type[Level] | type[Fit], value: str) -> str:
    return str(kind(value).label) if value else "No answer yet"
