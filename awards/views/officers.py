"""Officers' pages about people: who is an officer, and organisations whose lead has gone."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.forms.people import AppointForm, HandOverForm
from awards.models import Organisation, User
from awards.permissions import need_officer
from awards.services import appointments, organisations
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.text import clean_text


@require_safe
@login_required
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with an account, found by name or e-mail; what is typed is taken literally (T-87)."""
    need_officer(person(request))
    found = User.objects.filter(is_active=True).order_by("name", "pk")
    # As names are kept, so that every spelling finds them (T-85).
    query = clean_text(request.GET.get("q", "").replace("\0", ""))[:200]
    if query:
        found = found.filter(name__icontains=query) | found.filter(email__icontains=query)
    context = {
        "page_obj": page_of(found, request),
        "query": query,
        "querystring": querystring_without_page(request),
    }
    return render(request, "awards/officers_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appoint(request: HttpRequest) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    form = AppointForm(typed(request))
    if request.method == "POST" and form.is_valid():
        someone = form.cleaned_data["person"]
        appointments.appoint_officer(person=someone, actor=actor, at=timezone.now())
        messages.success(request, f"{someone} is now a SEND officer.")
        return redirect("officers-people")
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/officers_appoint.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, member: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    someone = get_object_or_404(User, uuid=member, is_officer=True)
    if request.method == "POST":
        appointments.end_officer(person=someone, actor=actor, at=timezone.now())
        messages.success(request, f"{someone} is no longer a SEND officer.")
        return redirect("dashboard" if someone == actor else "officers-people")
    return render(request, "awards/officers_end.html", {"someone": someone})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def hand_over(request: HttpRequest, slug: str) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    form = HandOverForm(typed(request))
    if request.method == "POST" and form.is_valid():
        made = organisations.hand_over(
            organisation=organisation,
            email=form.cleaned_data["email"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, f"We have asked {made.email} to become a lead of {organisation}.")
        return redirect("officers-organisation", slug)
    status = 422 if request.method == "POST" else 200
    context = {"organisation": organisation, "form": form}
    return render(request, "awards/officers_hand_over.html", context, status=status)
