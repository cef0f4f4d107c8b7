"""Officers: what waits for an answer, and answering."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from celebrations import services
from celebrations.choices import SpotlightState
from celebrations.forms.spotlights import AnswerForm, moment
from celebrations.models import Spotlight
from celebrations.selectors.pictures import pictures_in
from celebrations.selectors.spotlights import published
from celebrations.views.loading import load
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page

# Waiting for an officer first, then with the organisation, then what is shown.
_TURNS = Case(
    When(state=SpotlightState.SENT, then=Value(0)),
    When(state=SpotlightState.CHANGES, then=Value(1)),
    default=Value(2),
)


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    user = person(request)
    need_officer(user)
    on = london_date(timezone.now())
    rows = (
        Spotlight.objects.visible_to(user)
        .filter(state__in=[SpotlightState.SENT, SpotlightState.CHANGES, SpotlightState.SHOWN])
        .select_related("organisation")
        .defer("story", "changed")
        .order_by(_TURNS, "sent_at", "pk")
    )
    page = page_of(rows, request)
    public = set(
        published(on)
        .filter(pk__in=[row.pk for row in page.object_list])
        .values_list("pk", flat=True)
    )
    context = {
        "page_obj": page,
        "rows": [(row, row.pk in public) for row in page.object_list],
        "querystring": querystring_without_page(request),
    }
    return render(request, "celebrations/review_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    need_officer(person(request))
    spotlight = load(request, uuid)
    now = timezone.now()
    sent_at = moment(spotlight.sent_at) if spotlight.sent_at else ""
    form = AnswerForm(typed(request), initial={"sent_at": sent_at})
    if request.method == "POST" and form.is_valid():
        _answer(spotlight, form, request)
        messages.success(request, "Your answer is sent to its leads.")
        return redirect("spotlights-review")
    on = london_date(now)
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "pictures": pictures_in(spotlight, on=on),
        "waits": spotlight.state == SpotlightState.SENT,
        "is_public": Spotlight.objects.public(on).filter(pk=spotlight.pk).exists(),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/review.html", context, status=status)


def _answer(spotlight: Spotlight, form: AnswerForm, request: HttpRequest) -> None:
    said, user, at = form.cleaned_data, person(request), timezone.now()
    if said["answer"] == AnswerForm.SHOW:
        services.approve_spotlight(spotlight=spotlight, sent_at=said["sent_at"], actor=user, at=at)
    else:
        services.ask_for_changes(
            spotlight=spotlight,
            sent_at=said["sent_at"],
            note_text=said["note"],
            actor=user,
            at=at,
        )
