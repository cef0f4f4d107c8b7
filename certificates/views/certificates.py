"""An organisation's own certificate: the page, the file, the logos."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from certificates.artwork import alt_text, closed_arcs
from certificates.forms import ReissueForm
from certificates.permissions import badge_is_there, is_member, may_download, may_use_logo
from certificates.selectors import logo_pack_of, replacement_of
from certificates.services import file_progress, pack_progress, reissue_certificate
from certificates.views.loading import load_certificate, note_download
from foundation.dates import london_date
from foundation.files import serve
from foundation.forms import show_date
from foundation.kept_posts import typed
from foundation.refusals import Link, Refused


@require_safe
@login_required
def certificate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = load_certificate(request, uuid)
    now = timezone.now()
    today = london_date(now)
    pack = logo_pack_of(found)
    may_have = may_download(person(request), found, on=today)
    may_use = may_use_logo(found, on=today)
    context = {
        "certificate": found,
        "award": found.award,
        "organisation": found.award.organisation,
        "condition": found.condition(today),
        "replacement": replacement_of(found),
        "closed_arcs": closed_arcs(found.stage),
        "alt_text": alt_text(found.stage, year=found.logo_year),
        "may_download": may_have,
        "is_member": is_member(person(request), found),
        "may_use_logo": may_use,
        "badge": may_have and badge_is_there(found),
        "far": file_progress(found, at=now) if may_have else None,
        "pack_far": pack_progress(pack, at=now) if may_use else None,
        "pack_is_ready": pack is not None and pack.file_id is not None,
    }
    return render(request, "certificates/certificate.html", context)


@require_safe
@login_required
def certificate_pdf(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The signed file. An award that is no longer held keeps its page, not its paper."""
    found = load_certificate(request, uuid)
    page = Link("About this certificate", found.get_absolute_url())
    if not may_download(person(request), found, on=london_date(timezone.now())):
        raise Refused(
            "This award is no longer held, so its certificate can’t be downloaded.", link=page
        )
    if found.file_deleted_at is not None:
        day = show_date(london_date(found.file_deleted_at))
        raise Refused(
            f"The file was deleted on {day}. Its number and code can still be checked.", link=page
        )
    if found.file is None:
        raise Refused(
            "Your certificate is being made. It is ready in a few minutes: try again then.",
            link=page,
        )
    note_download("certificate.downloaded", request, found)
    return serve(found.file, filename=f"certificate-{found.number}.pdf")


@require_safe
@login_required
def logo_pack(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The zip; gone (410) with a page that says why once the award is not held any more (T-80)."""
    found = load_certificate(request, uuid)
    if not may_use_logo(found, on=london_date(timezone.now())):
        context = {
            "certificate": found,
            "organisation": found.award.organisation,
            "condition": found.condition(london_date(timezone.now())),
        }
        return render(request, "certificates/logo_pack_gone.html", context, status=410)
    pack = logo_pack_of(found)
    if pack is None or pack.file is None:
        raise Refused(
            "Your logos are being drawn. They are ready in a few minutes: try again then.",
            link=Link("About this certificate", found.get_absolute_url()),
        )
    note_download("logo_pack.downloaded", request, found)
    return serve(pack.file)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reissue(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Officers: the name was wrong, so a new certificate takes the place of this one."""
    found = load_certificate(request, uuid)
    actor = person(request)
    need_officer(actor)
    form = ReissueForm(typed(request), initial={"printed_name": found.printed_name})
    if request.method == "POST" and form.is_valid():
        made = reissue_certificate(
            certificate=found,
            printed_name=form.cleaned_data["printed_name"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, f"Certificate {made.number} takes the place of {found.number}.")
        return redirect(made)
    status = 422 if request.method == "POST" else 200
    context = {"certificate": found, "form": form}
    return render(request, "certificates/reissue.html", context, status=status)
