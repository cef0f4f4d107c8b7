"""The public check. It needs no account, keeps nothing, and tells nobody's name (T-74 to T-82)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from certificates.codes import grouped, normalise
from certificates.forms import CodeForm, FileForm
from certificates.verification import UNKNOWN, Answer, check_code, check_file
from foundation.dates import london_date
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
        "address": f"{settings.BASE_URL}/verify/",
    }
    return render(request, "certificates/verify.html", context, status=status)


def _answer(request: HttpRequest, answer: Answer) -> HttpResponse:
    """One page for every answer, with the same status: a check was made, and this came out."""
    context = {
        "answer": answer,
        "certificate": answer.certificate,
        "award": answer.certificate.award if answer.certificate else None,
        "address": f"{settings.BASE_URL}/verify/",
    }
    return render(request, "certificates/verified.html", context)
