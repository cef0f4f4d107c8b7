"""Staying signed in (T-14)."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST


@require_POST
def stay(request: HttpRequest) -> HttpResponse:
    """The session counts from now again. Scripts ask this, so signed out is a plain 403 (T-10)."""
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    # Saving it moves its end; the mark tells pages when that was.
    request.session["renewed"] = timezone.now().timestamp()
    return HttpResponse(status=204)
