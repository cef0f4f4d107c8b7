"""The files of one piece of evidence: adding, describing, removing them, and handing them out."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.choices import Role
from awards.models import User
from awards.views.person import person
from foundation import audit
from foundation.dates import london_date
from foundation.files import serve
from foundation.kept_posts import typed
from foundation.models import PrivateFile
from portfolios.forms.evidence.files import CaptionForm, FilesForm, OneFileForm, new_keys
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.evidence.access import file_for
from portfolios.selectors.evidence.files import file_rows
from portfolios.services import evidence as services
from portfolios.views.evidence.loading import load_for_writing, look, writes
from portfolios.views.evidence.uploading import (
    Keep,
    Result,
    answer,
    for_script,
    keep_each,
    limits_said,
)
from portfolios.views.evidence.ways import along, way_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def files(request: HttpRequest, item: UUID) -> HttpResponse:
    row = load_for_writing(request, item)
    user = person(request)
    form = FilesForm(typed(request), request.FILES or None)
    results: list[Result] = []
    if request.method == "POST" and form.is_valid():
        keep = _keep(row, user)
        results = keep_each(
            request, form.cleaned_data["file"], keep, batch=form.cleaned_data["key"], user=user
        )
        form = FilesForm(initial={"key": new_keys()["key"]})
    kept = sum(result.kept for result in results)
    context = {
        "organisation": row.organisation,
        "item": row,
        "files": file_rows(row),
        "most": EvidenceFile.MOST,
        "form": form,
        "results": results,
        "way": way_of(request),
        "kept": kept,
        **limits_said(),
    }
    status = 422 if request.method == "POST" and not kept else 200
    return render(request, "portfolios/evidence_files.html", context, status=status)


@require_POST
@for_script
def upload(request: HttpRequest, item: UUID) -> HttpResponseBase:
    row = load_for_writing(request, item)
    form = OneFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"name": "", "message": form.first_error()}, status=422)
    said, user = form.cleaned_data, person(request)
    return answer(request, said["file"], _keep(row, user), key=said["key"], user=user)


def _keep(item: EvidenceItem, user: User) -> Keep:
    def keep(upload: "UploadedFile[bytes]", key: UUID) -> EvidenceFile:
        return services.add_file(item=item, upload=upload, key=key, actor=user, at=timezone.now())

    return keep


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def describe(request: HttpRequest, item: UUID, file: UUID) -> HttpResponse:
    row, found = _load(request, item, file)
    form = CaptionForm(typed(request), initial={"caption": found.caption})
    if request.method == "POST" and form.is_valid():
        services.describe_file(
            file=found,
            caption=form.cleaned_data["caption"],
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, "Saved.")
        return redirect(_list(request, row))
    context = {
        "organisation": row.organisation,
        "item": row,
        "file": found,
        "stored": _stored(found),
        "form": form,
        "way": way_of(request),
        "back": _list(request, row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_file.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, item: UUID, file: UUID) -> HttpResponse:
    row, found = _load(request, item, file)
    name = _stored(found).display_name
    if request.method == "POST":
        services.remove_file(file=found, actor=person(request), at=timezone.now())
        messages.success(request, f"You removed {name}.")
        return redirect(_list(request, row))
    context = {
        "organisation": row.organisation,
        "item": row,
        "name": name,
        "sent": found.sent_in.exists(),
        "back": _list(request, row),
    }
    return render(request, "portfolios/evidence_file_remove.html", context)


@require_safe
@login_required
def download(request: HttpRequest, item: UUID, file: UUID) -> HttpResponseBase:
    return serve(_opened(request, item, file, how="download"))


@require_safe
@login_required
def picture(request: HttpRequest, item: UUID, file: UUID) -> HttpResponseBase:
    return serve(_opened(request, item, file, how="picture"), inline=True)


@require_safe
@login_required
def thumbnail(request: HttpRequest, item: UUID, file: UUID) -> HttpResponseBase:
    found = _file(request, item, file)
    look(request, found.item, what="thumbnail", file=found.uuid)
    return serve(_stored(found), thumbnail=True)


def _load(request: HttpRequest, item: UUID, file: UUID) -> tuple[EvidenceItem, EvidenceFile]:
    """For pages that write: only a file of this very piece (T-25)."""
    row = load_for_writing(request, item)
    found = (
        row.files.filter(uuid=file, removed_at=None, file__isnull=False)
        .select_related("file", "item__organisation")
        .first()
    )
    if found is None:
        raise Http404
    return row, found


def _file(request: HttpRequest, item: UUID, file: UUID) -> EvidenceFile:
    try:
        return file_for(person(request), item, file, on=london_date(timezone.now()))
    except EvidenceFile.DoesNotExist:
        raise Http404 from None


def _opened(request: HttpRequest, item: UUID, file: UUID, *, how: str) -> PrivateFile:
    """Who looked at what of somebody else's is written down, as it is on the pages of a case."""
    found = _file(request, item, file)
    if found.item.restricted_at is not None:
        look(request, found.item, what=how, file=found.uuid)
    elif not writes(request, found.item.organisation):
        audit.record(
            "evidence.opened",
            actor=person(request),
            target=found.item,
            at=timezone.now(),
            role=Role.OFFICER,
            acting_for=found.item.organisation.uuid,
            details={"file": str(file), "how": how},
        )
    return _stored(found)


def _stored(file: EvidenceFile) -> PrivateFile:
    if file.file is None:
        raise Http404
    return file.file


def _list(request: HttpRequest, item: EvidenceItem) -> str:
    return along(request, reverse("evidence-files", args=[item.uuid]))
