"""“Show your award”: ready words, and the pack with the organisation's own name (scheme.md 26)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.views.person import person
from certificates.artwork import alt_text, closed_arcs
from certificates.models import Certificate
from certificates.permissions import is_member, may_use_logo
from certificates.publicity import ask_for_pack, pack_progress, publicity_pack_of
from certificates.selectors import replacement_of
from certificates.views.loading import load_certificate, note_download
from certificates.wordings import texts_for
from foundation.dates import london_date
from foundation.files import serve
from foundation.refusals import Link, Refused
from foundation.throttling import hit


@require_safe
@login_required
def publicity(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = load_certificate(request, uuid)
    now = timezone.now()
    if not may_use_logo(found, on=london_date(now)):
        return _closed(request, found)
    pack = publicity_pack_of(found)
    context = {
        "certificate": found,
        "organisation": found.award.organisation,
        "award": alt_text(found.stage, year=found.logo_year),
        "closed_arcs": closed_arcs(found.stage),
        "texts": texts_for(found),
        "is_member": is_member(person(request), found),
        "pack": pack,
        "far": pack_progress(pack, at=now) if pack is not None else None,
    }
    return render(request, "certificates/show_your_award.html", context)


@require_POST
@login_required
def ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = load_certificate(request, uuid)
    now = timezone.now()
    hit(f"publicity:{person(request).pk}", limit=30, seconds=3600, now=now)
    pack = ask_for_pack(certificate=found, actor=person(request), at=now)
    if pack.file_id is None:
        messages.info(request, "Your pack is being made. It takes about a minute.")
    return redirect("publicity", found.uuid)


@require_safe
@login_required
def download(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The zip; gone (410) with a page that says why once the award is not held any more (T-80)."""
    found = load_certificate(request, uuid)
    if not may_use_logo(found, on=london_date(timezone.now())):
        return _closed(request, found)
    pack = publicity_pack_of(found)
    if pack is None or pack.file is None:
        raise Refused(
            "Nobody has asked for this pack yet, or it is still being made.",
            link=Link("Show your award", reverse("publicity", args=[found.uuid])),
        )
    note_download("publicity_pack.downloaded", request, found)
    return serve(pack.file)


def _closed(request: HttpRequest, found: Certificate) -> HttpResponse:
    context = {
        "certificate": found,
        "organisation": found.award.organisation,
        "condition": found.condition(london_date(timezone.now())),
        "replacement": replacement_of(found),
    }
    return render(request, "certificates/publicity_gone.html", context, status=410)
