"""An organisation's own recognition events: the list, the record, writing it down and deleting it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from awards.permissions import need_lead, need_member, need_untied_officer, role_in
from awards.views.person import person
from celebrations.choices import SpotlightState
from celebrations.forms.own_events import OwnEventForm
from celebrations.models import OwnEvent
from celebrations.selectors.own_events import awards_to_choose, listed, rows_of
from celebrations.selectors.spotlights import holds_award, standing_of
from celebrations.services import own_events as services
from celebrations.views.loading import MEMBERS, load_event, load_organisation
from foundation.dates import london_date
from foundation.openings import opening_for
from foundation.pagination import page_of, querystring_without_page
from portfolios.views.loading import meanwhile


@require_safe
@login_required
def own_events(request: HttpRequest, slug: str) -> HttpResponse:
    """For its people, and for officers who are not tied to it."""
    organisation, user = load_organisation(request, slug), person(request)
    role = role_in(user, organisation)
    if role not in MEMBERS:
        need_untied_officer(user, organisation)
    events = OwnEvent.objects.visible_to(user).filter(organisation=organisation)
    page = page_of(events.defer("what_happened"), request)
    context = {
        "organisation": organisation,
        "page_obj": page,
        "rows": listed(page.object_list, on=london_date(timezone.now())),
        "querystring": querystring_without_page(request),
        "may_write": role in MEMBERS,
    }
    return render(request, "celebrations/own/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest, slug: str) -> HttpResponse:
    organisation, user = load_organisation(request, slug), person(request)
    need_member(user, organisation)
    back = reverse("own-events", args=[slug])
    opening = opening_for(request, key=services.new_draft_key(organisation))
    form = OwnEventForm(
        opening.data, awards=awards_to_choose(organisation), back=back, initial={"version": 0}
    )
    opening.fill(form)
    if request.method == "POST" and form.is_valid() and form.cleaned_data["key"]:
        made = services.record_event(
            organisation=organisation,
            key=form.cleaned_data["key"],
            values=form.values,
            actor=user,
            at=timezone.now(),
        )
        messages.success(request, "Your event is recorded.")
        return redirect("own-event", made.uuid)
    context = {
        "organisation": organisation,
        "title": "Record an event",
        "back": back,
        "form": form,
        "opening": opening,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/own/form.html", context, status=status)


@require_safe
@login_required
def own_event(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event = load_event(request, uuid)
    on = london_date(timezone.now())
    role = role_in(person(request), event.organisation)
    standing = standing_of(event.organisation, event, on=on)
    is_sent = standing.open is not None and standing.open.state == SpotlightState.SENT
    context = {
        "organisation": event.organisation,
        "event": event,
        "rows": rows_of(event),
        "standing": standing,
        "may_delete": standing.shown is None and not is_sent,
        "holds_award": holds_award(event.organisation, on=on),
        "may_write": role in MEMBERS,
        "is_lead": role is Role.LEAD,
    }
    return render(request, "celebrations/own/event.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, user = load_event(request, uuid), person(request)
    need_member(user, event.organisation)
    back = reverse("own-event", args=[event.uuid])
    opening = opening_for(request, key=services.event_draft_key(event))
    saved = {name: getattr(event, name) for name in services.FIELDS}
    saved |= {"award": str(event.award.uuid) if event.award else "", "version": event.version}
    form = OwnEventForm(
        opening.data,
        awards=awards_to_choose(event.organisation, chosen=event.award),
        back=back,
        initial=saved,
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.change_event(
            event=event,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=user,
            at=timezone.now(),
        )
        messages.success(request, "Your changes are saved.")
        return redirect(back)
    context = {
        "organisation": event.organisation,
        "title": "Change this event",
        "caption": event.name,
        "back": back,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/own/form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    event, user = load_event(request, uuid), person(request)
    need_lead(user, event.organisation)
    services.need_deletable(event)
    if request.method == "POST":
        services.delete_event(event=event, actor=user, at=timezone.now())
        messages.success(request, "The event is deleted.")
        return redirect("own-events", event.organisation.slug)
    on = london_date(timezone.now())
    context = {
        "organisation": event.organisation,
        "event": event,
        "standing": standing_of(event.organisation, event, on=on),
    }
    return render(request, "celebrations/own/delete.html", context)
