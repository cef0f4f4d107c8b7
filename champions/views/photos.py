"""Photos of a visit on the panel's side: adding, looking, removing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from champions.forms.photos import PhotoForm
from champions.models import AppointmentPhoto
from champions.selectors.naming import names_in_case
from champions.selectors.photos import photo_file, photos_of
from champions.services.photos import add_photo, refuses_photos, remove_photo
from champions.views.evidence import role_of
from champions.views.loading import Case
from champions.views.visits import link_to, load_visit
from foundation import audit
from foundation.dates import london_date
from foundation.files import PHOTOS, serve
from foundation.kept_posts import typed
from foundation.refusals import Refused
from portfolios.models import EvidenceFile
from portfolios.services.evidence.looks import note_look
from portfolios.views.evidence.uploading import count_upload


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest, uuid: UUID, appointment: UUID) -> HttpResponse:
    case, each = load_visit(request, uuid, appointment)
    why_not = refuses_photos(each.appointment, at=case.now)
    if why_not:
        raise Refused(why_not, link=link_to(case, each))
    form = PhotoForm(
        typed(request),
        request.FILES or None,
        today=london_date(case.now),
        names=names_in_case(case.application),
    )
    if request.method == "POST" and form.is_valid():
        count_upload(case.user)
        add_photo(
            appointment=each.appointment,
            upload=form.cleaned_data["photo"],
            caption=form.cleaned_data["caption"],
            consent=form.consent,
            key=form.cleaned_data["key"],
            actor=case.user,
            at=timezone.now(),
        )
        messages.success(request, "The photo is kept. We check it now; the panel sees it then.")
        return redirect("case-visit", uuid, appointment)
    context = {"case": case, "each": each, "form": form, "limits": PHOTOS.limits}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/visit_photo_add.html", context, status=status)


@require_safe
@login_required
def picture(request: HttpRequest, uuid: UUID, appointment: UUID, photo: UUID) -> HttpResponseBase:
    """In its full size, on our own page. Who looked is written down."""
    case, found = _load(request, uuid, appointment, photo)
    if found.item.restricted_at is not None:
        _look(case, found, what="picture")
    else:
        audit.record(
            "evidence.opened",
            actor=case.user,
            target=found.item,
            at=case.now,
            role=role_of(case),
            acting_for=case.application.organisation.uuid,
            details={"file": str(found.uuid), "how": "picture"},
        )
    return _served(found)


@require_safe
@login_required
def thumbnail(request: HttpRequest, uuid: UUID, appointment: UUID, photo: UUID) -> HttpResponseBase:
    """Too small to be written down each time; unless it is restricted."""
    case, found = _load(request, uuid, appointment, photo)
    _look(case, found, what="thumbnail")
    return _served(found, small=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, uuid: UUID, appointment: UUID, photo: UUID) -> HttpResponse:
    case, each = load_visit(request, uuid, appointment)
    rows = AppointmentPhoto.objects.filter(appointment=each.appointment, item__removed_at=None)
    found = get_object_or_404(rows.select_related("appointment"), item__uuid=photo)
    on = london_date(case.now)
    shown = photos_of(each.appointment, on=on, eyes=case.eyes)
    this = next((each for each in shown if each.id == photo), None)
    if this is None:
        raise Http404
    if request.method == "POST":
        remove_photo(photo=found, actor=case.user, at=timezone.now())
        messages.success(request, "The photo is removed.")
        return redirect("case-visit", uuid, appointment)
    context = {"case": case, "each": each, "photo": this}
    return render(request, "champions/visit_photo_remove.html", context)


def _load(
    request: HttpRequest, uuid: UUID, appointment: UUID, photo: UUID
) -> tuple[Case, EvidenceFile]:
    """A photo that was found clean and may still be shown; everything else is not there."""
    case, each = load_visit(request, uuid, appointment)
    found = photo_file(each.appointment, photo, on=london_date(case.now), eyes=case.eyes)
    if found is None:
        raise Http404
    return case, found


def _look(case: Case, found: EvidenceFile, *, what: str) -> None:
    note_look(
        found.item, what=what, actor=case.user, role=role_of(case), at=case.now, file=found.uuid
    )


def _served(found: EvidenceFile, *, small: bool = False) -> HttpResponseBase:
    if found.file is None or (small and not found.file.thumbnail_key):
        raise Http404
    return serve(found.file, inline=not small, thumbnail=small)
