"""The one door after signing in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from awards.views.person import person


@require_safe
@login_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Send each role to its own landing: officers, champions, then people of organisations."""
    user = person(request)
    if user.is_officer:
        return redirect("officers")
    if user.is_champion:
        return redirect("champions")
    return redirect("organisations")
