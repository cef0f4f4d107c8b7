"""Autosave and its undoing. The signed key in the address is made for one person."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from foundation.client import signed_in
from foundation.dates import LONDON
from foundation.drafts import TooMuch, discard_draft, key_of, save_draft


@require_POST
def autosave(request: HttpRequest, signed: str) -> HttpResponse:
    """Scripts ask this, so signed out is 403 and not a redirect (T-10)."""
    if not request.user.is_authenticated:
        return JsonResponse({"error": "signed-out"}, status=403)
    key = key_of(request.user, signed)
    if key is None:
        raise Http404
    try:
        draft = save_draft(owner=request.user, key=key, data=request.POST, at=timezone.now())
    except TooMuch:
        return JsonResponse({"error": "too-large"}, status=413)
    return JsonResponse({"saved_at": f"{draft.saved_at.astimezone(LONDON):%H:%M}"})


@require_POST
@login_required
def discard(request: HttpRequest, signed: str) -> HttpResponse:
    owner = signed_in(request)
    key = key_of(owner, signed)
    if key is None:
        raise Http404
    discard_draft(owner, key)
    messages.success(request, "We deleted what you had not saved.")
    back = request.POST.get("next", "")
    # One of our own addresses; a bare word would be taken for the name of a view (T-86).
    safe = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else "dashboard")
