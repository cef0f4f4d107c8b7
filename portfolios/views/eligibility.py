"""Can you take part? One question a page, without signing in; the answers stay in the session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.scheme import EligibilityQuestion, Scheme
from awards.selectors import scheme_in_force
from foundation.dates import london_date
from portfolios.forms.eligibility import EligibilityForm
from portfolios.selectors.eligibility import Eligibility

ANSWERS = "eligibility"


def scheme_today() -> Scheme:
    return scheme_in_force(on=london_date(timezone.now()))


def eligibility_of(request: HttpRequest) -> Eligibility:
    kept = request.session.get(ANSWERS)
    return Eligibility(scheme_today(), kept if isinstance(kept, dict) else {})


def slug_of(question: EligibilityQuestion) -> str:
    """`eligibility.co_production` → `co-production`: what stands in the address."""
    return question.code.split(".")[-1].replace("_", "-")


def _next(eligibility: Eligibility) -> HttpResponse:
    question = eligibility.next_question
    return redirect("start-question", slug_of(question)) if question else redirect("start-result")


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    eligibility = eligibility_of(request)
    context = {
        "scheme": eligibility.scheme,
        "first": slug_of(eligibility.scheme.eligibility[0]),
        "sections": eligibility.scheme.registration,
    }
    return render(request, "portfolios/start.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str) -> HttpResponse:
    """Out of turn or unknown leads to the first question that is open (T-42)."""
    eligibility = eligibility_of(request)
    found = next((q for q in eligibility.scheme.eligibility if slug_of(q) == slug), None)
    if found is None or not eligibility.may_open(found):
        return _next(eligibility)
    given = eligibility.answer(found)
    form = EligibilityForm(
        request.POST if request.method == "POST" else None,
        question=found,
        initial={"answer": given.code if given else None},
    )
    if request.method == "POST" and form.is_valid():
        request.session[ANSWERS] = {
            **eligibility.answers,
            found.code: form.cleaned_data["answer"],
        }
        return _next(eligibility_of(request))
    before = eligibility.before(found)
    context = {
        "form": form,
        "question": found,
        "number": eligibility.scheme.eligibility.index(found) + 1,
        "total": len(eligibility.scheme.eligibility),
        "before": slug_of(before) if before else "",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/start_question.html", context, status=status)


@require_safe
def result(request: HttpRequest) -> HttpResponse:
    eligibility = eligibility_of(request)
    if eligibility.next_question is not None:
        return _next(eligibility)
    context = {
        "scheme": eligibility.scheme,
        "eligible": eligibility.eligible,
        "against": eligibility.against,
        "answered": [(slug_of(q), q, answer) for q, answer in eligibility.answered],
    }
    return render(request, "portfolios/start_result.html", context)
