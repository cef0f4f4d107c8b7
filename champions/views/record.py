"""The thank-you record of a champion: their own, and as an officer prints it for them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.models import User
from awards.permissions import need_officer
from awards.views.person import person
from champions.models import Champion
from champions.selectors.record import record_of
from foundation.dates import london_date
from foundation.refusals import NotAllowed


@require_safe
@login_required
def own(request: HttpRequest) -> HttpResponse:
    user = person(request)
    if not user.is_champion:
        raise NotAllowed("This page is for champions.")
    champion = get_object_or_404(Champion.objects.select_related("user"), user=user)
    return _shown(request, champion, user)


@require_safe
@login_required
def of_champion(request: HttpRequest, champion: UUID) -> HttpResponse:
    """Also when their service has ended: then is the time to say thank you."""
    officer = person(request)
    need_officer(officer)
    found = get_object_or_404(Champion.objects.select_related("user"), uuid=champion)
    return _shown(request, found, officer)


def _shown(request: HttpRequest, champion: Champion, reader: User) -> HttpResponse:
    context = {
        "record": record_of(champion, reader=reader),
        "is_own": champion.user_id == reader.pk,
        # To show it to somebody, without whom it was that they looked at.
        "names": request.GET.get("names") != "no",
        "today": london_date(timezone.now()),
    }
    return render(request, "champions/record.html", context)
