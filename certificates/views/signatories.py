"""Officers' pages: who signs certificates."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from awards.permissions import need_officer
from awards.views.person import person
from certificates.forms import EndSignatoryForm, SignatoryForm
from certificates.models import Signatory
from certificates.services import add_signatory, end_signatory
from foundation import audit
from foundation.files import serve
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def signatories(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    found = Signatory.objects.select_related("picture").order_by("-signs_from", "order", "pk")
    context = {
        "page_obj": page_of(found, request),
        "querystring": querystring_without_page(request),
    }
    return render(request, "certificates/signatories.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    form = SignatoryForm(typed(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = add_signatory(**form.cleaned_data, actor=actor, at=timezone.now())
        messages.success(request, f"{made.name} signs certificates from now on.")
        return redirect("signatories")
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/signatory_add.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    signatory = get_object_or_404(Signatory, uuid=uuid)
    form = EndSignatoryForm(typed(request))
    if request.method == "POST" and form.is_valid():
        last_day = form.cleaned_data["last_day"]
        end_signatory(signatory=signatory, last_day=last_day, actor=actor, at=timezone.now())
        messages.success(request, f"{signatory.name} now has a last day.")
        return redirect("signatories")
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "signatory": signatory}
    return render(request, "certificates/signatory_end.html", context, status=status)


@require_safe
@login_required
def picture(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """A signature could be misused, so only officers see it by itself."""
    actor = person(request)
    need_officer(actor)
    signatory = get_object_or_404(
        Signatory.objects.select_related("picture").exclude(picture=None), uuid=uuid
    )
    assert signatory.picture is not None  # noqa: S101 - the query says so; for the type checker
    audit.record(
        "signature.opened", actor=actor, target=signatory, at=timezone.now(), role=Role.OFFICER
    )
    return serve(signatory.picture, inline=True)
