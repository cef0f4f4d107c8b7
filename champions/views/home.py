"""Where an organisation lands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.choices import Role
from awards.models import Organisation, StandingInterest
from awards.permissions import role_in
from awards.views.person import person
from champions.selectors.home import home_of
from foundation.dates import london_date
from foundation.refusals import Link, NotAllowed


@require_safe
@login_required
def home(request: HttpRequest, slug: str) -> HttpResponse:
    user = person(request)
    organisation = get_object_or_404(Organisation.objects.visible_to(user), slug=slug)
    role = role_in(user, organisation)
    if role is Role.OFFICER:
        # Its letters and its road are on this page (T-36).
        if (
            StandingInterest.objects.organisations_of(user)
            .filter(organisation=organisation)
            .exists()
        ):
            raise NotAllowed(
                "You have a link with this organisation, so its page is not yours.",
                link=Link("Go to all organisations", reverse("officers")),
            )
    else:
        request.organisation = organisation  # type: ignore[attr-defined]  # read by the page's header
    now = timezone.now()
    context = {
        "organisation": organisation,
        "home": home_of(organisation, role=role, at=now, on=london_date(now)),
        "role": role,
    }
    return render(request, "champions/home.html", context)
