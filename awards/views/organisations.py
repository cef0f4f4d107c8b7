"""Which organisation somebody acts for."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import Invitation, Membership
from awards.views.person import person


@require_safe
@login_required
def choose(request: HttpRequest) -> HttpResponse:
    """One organisation: straight there. Several, none, or an invitation waiting: a page to choose from."""
    user = person(request)
    memberships = list(
        Membership.objects.filter(user=user)
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    invitations = list(
        Invitation.objects.filter(email=user.email)
        .pending(timezone.now())
        .select_related("organisation", "invited_by")
    )
    if len(memberships) == 1 and not invitations:
        return redirect("organisation", memberships[0].organisation.slug)
    return render(
        request,
        "awards/organisations.html",
        {"memberships": memberships, "invitations": invitations},
    )
