"""Officers' pages: the keys that sign certificates, and one that is lost (T-79)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from certificates.forms_keys import LostKeyForm
from certificates.lost_keys import (
    certificates_to_issue,
    key_lines,
    progress_of,
    replace_lost_key,
    why_not_lost,
)
from certificates.models import SigningKey
from certificates.signing import load_signer
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed, the newest first, and the one that signs now."""
    need_officer(person(request))
    page = page_of(SigningKey.objects.order_by("-first_used_at", "-pk"), request)
    lines = key_lines(list(page.object_list))
    context = {
        "page_obj": page,
        "lines": lines,
        "signs_now": load_signer().key_id,
        "has_signed": any(line.signs_now for line in lines),
        "querystring": querystring_without_page(request),
    }
    return render(request, "certificates/keys.html", context)


@require_safe
@login_required
def detail(request: HttpRequest, key: UUID) -> HttpResponse:
    need_officer(person(request))
    found = get_object_or_404(SigningKey.objects.select_related("lost_by"), uuid=key)
    (line,) = key_lines([found])
    context = {
        "key": found,
        "line": line,
        "far": progress_of(found, at=timezone.now()),
        "why_not": why_not_lost(found),
    }
    return render(request, "certificates/key.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def lost(request: HttpRequest, key: UUID) -> HttpResponse:
    """The day, then a page to check it, and then a job issues the certificates again."""
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(SigningKey, uuid=key)
    now = timezone.now()
    act = request.POST.get("act", "")
    is_sent = request.method == "POST" and act != "change"
    form = LostKeyForm(typed(request), today=london_date(now))
    if is_sent and act == "issue" and form.is_valid():
        count = replace_lost_key(key=found, on=form.cleaned_data["lost_on"], actor=actor, at=now)
        many = f"{count} certificate{'' if count == 1 else 's'}"
        messages.success(request, f"The key is on the list of lost keys. We issue {many} again.")
        return redirect("signing-key", found.uuid)
    context = {
        "key": found,
        "why_not": why_not_lost(found),
        "form": form,
        "count": certificates_to_issue(found).count(),
        "signs_now": load_signer().key_id,
        "carried": [each for each in request.POST.items() if each[0].startswith("lost_on")],
    }
    if is_sent and form.is_valid() and not context["why_not"]:
        return render(request, "certificates/key_lost_check.html", context)
    status = 422 if is_sent else 200
    return render(request, "certificates/key_lost.html", context, status=status)
