"""The public check. It needs no account, keeps nothing, and tells nobody's name (T-74 to T-82)."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from certificates.checked import lines
from certificates.codes import grouped, normalise
from certificates.forms import CodeForm, FileForm
from certificates.permissions import picture_can_be_shown
from certificates.selectors import certificate_by_code
from certificates.verification import UNKNOWN, Answer, check_code, check_file
from foundation.dates import london_date
from foundation.files import serve
from foundation.throttling import hit_from

A_MINUTE = 60
# Per sender and minute. Files are dear to check, codes are not to be guessed (T-74).
LIMIT = 30


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Two small forms: type the code, or drop the file."""
    if request.method != "POST":
        return _forms(request, CodeForm(), FileForm())
    if "file" in request.FILES or "code" not in request.POST:
        return _file(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _forms(request, form, FileForm(), status=422)
    code = normalise(form.cleaned_data["code"])
    if code is not None:
        return redirect("verify-code", grouped(code))
    hit_from(request, "verify", limit=LIMIT, seconds=A_MINUTE)
    return _answer(request, UNKNOWN)


@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    hit_from(request, "verify", limit=LIMIT, seconds=A_MINUTE)
    plain = normalise(code)
    if plain is not None and grouped(plain) != code:
        return redirect("verify-code", grouped(plain))
    return _answer(request, check_code(code, on=london_date(timezone.now())))


@require_safe
def picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The page as we issued it, without the people who signed it (T-78). Counted before it is looked
    for, so that nobody guesses codes here (T-74).
    """
    hit_from(request, "verify-beside", limit=LIMIT, seconds=A_MINUTE)
    found = certificate_by_code(normalise(code) or "")
    if found is None or found.picture is None or not picture_can_be_shown(found):
        raise Http404
    return serve(found.picture, inline=True)


def _file(request: HttpRequest) -> HttpResponse:
    hit_from(request, "verify", limit=LIMIT, seconds=A_MINUTE)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _forms(request, CodeForm(), form, status=413 if form.too_large else 422)
    return _answer(request, check_file(form.cleaned_data["file"], on=london_date(timezone.now())))


def _forms(
    request: HttpRequest, code_form: CodeForm, file_form: FileForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "code_form": code_form,
        "file_form": file_form,
        "wrong_form": next((form for form in (code_form, file_form) if form.errors), None),
        **_right_page(),
    }
    return render(request, "certificates/verify.html", context, status=status)


def _answer(request: HttpRequest, answer: Answer) -> HttpResponse:
    """One page for every answer, with the same status: a check was made, and this came out."""
    context = {
        "answer": answer,
        "certificate": answer.certificate,
        "award": answer.certificate.award if answer.certificate else None,
        "lines": lines(answer, on=london_date(timezone.now())),
        "picture": answer.certificate if picture_can_be_shown(answer.certificate) else None,
        **_right_page(),
    }
    return render(request, "certificates/verified.html", context)


def _right_page() -> dict[str, str]:
    """How to know that this is the real page (T-77)."""
    return {
        "address": f"{settings.BASE_URL}/verify/",
        "site": settings.COUNCIL_SITE_NAME,
        "site_address": settings.COUNCIL_SITE_ADDRESS,
    }
