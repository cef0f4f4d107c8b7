"""An organisation's own spotlight: where it stands, its story, its pictures, and sending it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.choices import Role
from awards.models import Organisation
from awards.permissions import need_lead, need_member, role_in
from awards.views.person import person
from celebrations import services
from celebrations.choices import SpotlightState
from celebrations.forms.spotlights import (
    PicturesForm,
    SendForm,
    StoryForm,
    TakeDownForm,
    WordsForm,
    moment,
)
from celebrations.models import OwnEvent, Spotlight, SpotlightPicture
from celebrations.models.spotlights import home_of
from celebrations.selectors.lacks import lacks_of
from celebrations.selectors.pictures import choosable, pictures_in
from celebrations.selectors.spotlights import holds_award, standing_of
from celebrations.selectors.tasks import task_list
from celebrations.views.loading import load, load_event, load_for_writing, load_organisation
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.refusals import Refused
from portfolios.forms.saving import LATER
from portfolios.views.loading import meanwhile

# As many as a page of choices can hold; the newest evidence first.
MOST_OFFERED = 60


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def home(request: HttpRequest, slug: str) -> HttpResponse:
    """The story of the organisation's work."""
    return _home(request, load_organisation(request, slug), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def event_home(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The story of one of its own events."""
    event = load_event(request, uuid)
    return _home(request, event.organisation, event)


def _home(request: HttpRequest, organisation: Organisation, event: OwnEvent | None) -> HttpResponse:
    """Where the story stands, whose turn it is, and what is next. A POST begins a new version."""
    user = person(request)
    role = need_member(user, organisation)
    now = timezone.now()
    if request.method == "POST":
        services.begin_spotlight(organisation=organisation, event=event, actor=user, at=now)
        return redirect(home_of(organisation, event))
    on = london_date(now)
    standing = standing_of(organisation, event, on=on)
    context = {
        "organisation": organisation,
        "event": event,
        "standing": standing,
        "is_lead": role is Role.LEAD,
        "holds_award": holds_award(organisation, on=on),
        "tasks": task_list(standing.open, on=on) if standing.open else [],
    }
    return render(request, "celebrations/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def story(request: HttpRequest, uuid: UUID) -> HttpResponse:
    spotlight = load_for_writing(request, uuid)
    opening = opening_for(request, key=services.draft_key(spotlight))
    saved = {name: getattr(spotlight, name) for name in Spotlight.TYPED}
    form = StoryForm(opening.data, initial=saved | {"version": spotlight.version})
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.save_story(
            spotlight=spotlight,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, "Your story is saved.")
        if request.POST.get("action") == LATER:
            return redirect(spotlight.home)
        return redirect("spotlight-pictures", spotlight.uuid)
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/story.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pictures(request: HttpRequest, uuid: UUID) -> HttpResponse:
    spotlight = load_for_writing(request, uuid)
    user, on = person(request), london_date(timezone.now())
    offered = list(choosable(spotlight.organisation, viewer=user, on=on)[:MOST_OFFERED])
    chosen = [
        str(row.file.uuid) for row, fine in pictures_in(spotlight, on=on) if fine and row.file
    ]
    form = PicturesForm(typed(request), offered=offered, initial={"pictures": chosen})
    if request.method == "POST" and form.is_valid():
        services.choose_pictures(
            spotlight=spotlight,
            files=form.cleaned_data["pictures"],
            actor=user,
            at=timezone.now(),
        )
        unnamed = spotlight.pictures.filter(alt="").first()
        if unnamed is not None:
            return redirect("spotlight-picture-words", unnamed.uuid)
        return redirect(spotlight.home)
    ticked = form["pictures"].value() or []
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "form": form,
        "offered": [(row, str(row.uuid) in ticked) for row in offered],
        "most": Spotlight.MOST_PICTURES,
        "most_offered": MOST_OFFERED,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/pictures.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def words(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One picture, and what can be seen in it."""
    rows = SpotlightPicture.objects.filter(
        spotlight__in=Spotlight.objects.visible_to(person(request))
    )
    picture = get_object_or_404(rows.select_related("file__item"), uuid=uuid)
    spotlight = load_for_writing(request, picture.spotlight.uuid)
    form = WordsForm(typed(request), initial={"alt": picture.alt})
    if request.method == "POST" and form.is_valid():
        services.describe_picture(
            picture=picture,
            alt=form.cleaned_data["alt"],
            actor=person(request),
            at=timezone.now(),
        )
        unnamed = spotlight.pictures.filter(alt="").first()
        if unnamed is not None:
            return redirect("spotlight-picture-words", unnamed.uuid)
        return redirect(spotlight.home)
    on = london_date(timezone.now())
    fine = next(
        (fine for row, fine in pictures_in(spotlight, on=on) if row.pk == picture.pk), False
    )
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "picture": picture,
        "is_fine": fine,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/words.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Everything as everybody will see it, and sending it."""
    spotlight = load_for_writing(request, uuid)
    user, now = person(request), timezone.now()
    on = london_date(now)
    shown = pictures_in(spotlight, on=on)
    lacks = lacks_of(spotlight, on=on)
    is_lead = role_in(user, spotlight.organisation) is Role.LEAD
    form = SendForm(
        typed(request), initial={"seen": moment(spotlight.updated_at)}, with_pictures=bool(shown)
    )
    if request.method == "POST":
        need_lead(user, spotlight.organisation)
        if form.is_valid():
            services.send_spotlight(
                spotlight=spotlight,
                seen=form.cleaned_data["seen"],
                actor=user,
                at=now,
            )
            messages.success(request, "Sent. A SEND officer reads it next, and we write to you.")
            return redirect(spotlight.home)
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "pictures": shown,
        "lacks": lacks,
        "is_lead": is_lead,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/check.html", context, status=status)


@require_POST
@login_required
def take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    spotlight = load(request, uuid)
    services.take_back(spotlight=spotlight, actor=person(request), at=timezone.now())
    messages.success(request, "You have it back. Change it, and send it again when you like.")
    return redirect(spotlight.home)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    spotlight = load_for_writing(request, uuid)
    if spotlight.state != SpotlightState.DRAFT:
        raise Refused("An officer has asked for changes, so this is kept.")
    if request.method == "POST":
        services.drop_draft(spotlight=spotlight, actor=person(request), at=timezone.now())
        messages.success(request, "The draft is deleted.")
        return redirect(spotlight.home)
    context = {"spotlight": spotlight, "organisation": spotlight.organisation}
    return render(request, "celebrations/delete.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def take_down(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """For its leads, and for officers."""
    spotlight = load(request, uuid)
    user = person(request)
    is_lead = role_in(user, spotlight.organisation) is Role.LEAD
    if not user.is_officer:
        need_lead(user, spotlight.organisation)
    if spotlight.state != SpotlightState.SHOWN:
        raise Refused("It is not shown to anybody, so there is nothing to take down.")
    form = TakeDownForm(typed(request), must_say=not is_lead)
    if request.method == "POST" and form.is_valid():
        services.take_down(
            spotlight=spotlight, why=form.cleaned_data["why"], actor=user, at=timezone.now()
        )
        messages.success(request, "It is taken down. Nobody outside sees it any more.")
        if is_lead:
            return redirect(spotlight.home)
        return redirect("spotlights-review")
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "is_lead": is_lead,
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "celebrations/take_down.html", context, status=status)


@require_safe
@login_required
def preview(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """As everybody would see it today; for its people and for officers."""
    spotlight = load(request, uuid)
    on = london_date(timezone.now())
    context = {
        "spotlight": spotlight,
        "organisation": spotlight.organisation,
        "pictures": pictures_in(spotlight, on=on),
    }
    return render(request, "celebrations/preview.html", context)
