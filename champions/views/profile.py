"""A champion's own page: what suits them, when they are away, what they have learnt."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards.views.person import person
from champions.forms.profile import AvailabilityForm, AwayForm
from champions.models import Absence, Champion
from champions.selectors.service import service_of
from champions.services.panels import need_champion
from champions.services.profile import add_absence, remove_absence, save_availability
from foundation.dates import london_date
from foundation.drafts import draft_for
from foundation.forms import show_date
from foundation.openings import Opening, opening_for


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def profile(request: HttpRequest) -> HttpResponse:
    champion = need_champion(person(request))
    now = timezone.now()
    opening = opening_for(request, key=_key(champion))
    form = AvailabilityForm(opening.data, champion=champion, today=london_date(now))
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        save_availability(
            champion=champion,
            most_cases=form.cleaned_data["most_cases"],
            suits=form.times,
            access_needs=form.cleaned_data["access_needs"],
            plain_way=form.cleaned_data["plain_way"] == "yes",
            term_ends_on=form.cleaned_data["term_ends_on"],
            actor=person(request),
            at=now,
        )
        opening.done()
        messages.success(request, "Your page is saved.")
        return redirect("champion-profile")
    return _shown(request, champion, opening, form, AwayForm(today=london_date(now)))


@require_POST
@login_required
def away(request: HttpRequest) -> HttpResponse:
    champion = need_champion(person(request))
    now = timezone.now()
    form = AwayForm(request.POST, today=london_date(now))
    if form.is_valid():
        made = add_absence(
            champion=champion,
            from_on=form.cleaned_data["from_on"],
            until_on=form.cleaned_data["until_on"],
            actor=person(request),
            at=now,
        )
        messages.success(
            request,
            f"We ask you for nothing new from {show_date(made.from_on)} "
            f"to {show_date(made.until_on)}.",
        )
        return redirect("champion-profile")
    # What was posted belongs to the other form of the page; a draft of this one comes back.
    key, owner = _key(champion), champion.user
    opening = Opening(None, draft_for(owner, key), owner, key)
    own = AvailabilityForm(None, champion=champion, today=london_date(now))
    opening.fill(own)
    return _shown(request, champion, opening, own, form)


@require_POST
@login_required
def away_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    champion = need_champion(person(request))
    absence = get_object_or_404(Absence, champion=champion, uuid=uuid)
    remove_absence(absence=absence, actor=person(request), at=timezone.now())
    messages.success(request, "These days are taken out.")
    return redirect("champion-profile")


def _key(champion: Champion) -> str:
    return f"champion:{champion.uuid}:availability"


def _shown(
    request: HttpRequest,
    champion: Champion,
    opening: Opening,
    form: AvailabilityForm,
    away_form: AwayForm,
) -> HttpResponse:
    context = {
        "service": service_of(champion, on=london_date(timezone.now())),
        "opening": opening,
        "form": form,
        "away_form": away_form,
        "faulty": away_form if away_form.is_bound else form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/profile.html", context, status=status)
