"""Officers' pages: certificates printed for an award evening."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.permissions import need_officer
from awards.views.person import person
from certificates.forms_print_runs import AwardedForm, PrintRunForm
from certificates.models import PrintRun
from certificates.print_runs import (
    KEEP,
    MOST,
    ask_for_print_run,
    choose,
    matching,
    note_downloaded,
    print_again,
    progress_of,
    reason_against,
    sheets_of,
)
from certificates.print_zip import zip_entries
from foundation.dates import london_date
from foundation.files import serve
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused
from foundation.zips import stream_zip

# Of what is left out, the page names so many.
MOST_NAMED = 200


@require_safe
@login_required
def print_runs(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    found = PrintRun.objects.select_related("asked_by", "book").annotate(
        chosen=Count("certificates")
    )
    context = {
        "page_obj": page_of(found, request),
        "querystring": querystring_without_page(request),
        "keep": KEEP,
    }
    return render(request, "certificates/print_runs.html", context)


@require_safe
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """First the dates and the stage; they stand in the address of the next page."""
    need_officer(person(request))
    return render(request, "certificates/print_run_new.html", {"form": AwardedForm()})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest) -> HttpResponse:
    """How many there are, which are left out and why; and the button that begins."""
    actor = person(request)
    need_officer(actor)
    awarded = AwardedForm(request.GET)
    if not awarded.is_valid():
        return render(request, "certificates/print_run_new.html", {"form": awarded}, status=422)
    choice = choose(matching(awarded.filters(), officer=actor), on=london_date(timezone.now()))
    form = PrintRunForm(typed(request), listed=[each.uuid for each in choice.printed])
    if request.method == "POST" and form.is_valid():
        run = ask_for_print_run(
            certificates=form.picked(),
            title=form.cleaned_data["title"],
            crop_marks=form.cleaned_data["crop_marks"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, "Your print run is being made.")
        return redirect(run)
    context = {
        "form": form,
        "choice": choice,
        "left_out": choice.left_out[:MOST_NAMED],
        "most": MOST,
        "filters": awarded.filters(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "certificates/print_run_check.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def print_run(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Being made, ready, or failed for good; then a POST tries again."""
    actor = person(request)
    need_officer(actor)
    run = _run(uuid)
    now = timezone.now()
    if request.method == "POST":
        print_again(run=run, actor=actor, at=now)
        return redirect(run)
    sheets = list(sheets_of(run))
    today = london_date(now)
    context = {
        "run": run,
        "chosen": len(sheets),
        "far": progress_of(run, at=now),
        "gone_on": london_date(run.asked_at + KEEP),
        # Paper that is in hand already: its page is to be taken out.
        "stale": [
            (sheet, why) for sheet in sheets if (why := reason_against(sheet.certificate, on=today))
        ],
    }
    return render(request, "certificates/print_run.html", context)


@require_safe
@login_required
def book(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    actor = person(request)
    need_officer(actor)
    run = _run(uuid)
    if run.book is None:
        raise Refused(
            "This file is being made. It is ready in a few minutes: try again then.",
            link=Link("See how far it is", run.get_absolute_url()),
        )
    note_downloaded(run, what="pdf", actor=actor, at=timezone.now())
    return serve(run.book, filename=f"{_file_name(run)}.pdf")


@require_safe
@login_required
def signed_files(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Made while it is sent, so it is there at once."""
    actor = person(request)
    need_officer(actor)
    run = _run(uuid)
    now = timezone.now()
    note_downloaded(run, what="zip", actor=actor, at=now)
    entries = zip_entries(sheets_of(run), at=now)
    return stream_zip(entries, filename=f"{_file_name(run)}.zip")


def _run(uuid: UUID) -> PrintRun:
    return get_object_or_404(PrintRun.objects.select_related("asked_by", "book"), uuid=uuid)


def _file_name(run: PrintRun) -> str:
    """Titles are for people; a name of a file stands the same on every machine."""
    return f"certificates-{london_date(run.asked_at).isoformat()}-{run.uuid.hex[:6]}"
