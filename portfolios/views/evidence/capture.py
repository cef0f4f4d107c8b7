"""Many files at once, told about later: from a phone at an event, or from a folder."""

from uuid import UUID, uuid5

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards.models import Organisation, User
from awards.permissions import need_member
from awards.views.person import person
from foundation.dates import london_date
from foundation.kept_posts import typed
from portfolios.forms.evidence.files import TOGETHER, CaptureForm, OneFileForm, new_keys
from portfolios.selectors.evidence.access import scheme_for
from portfolios.services import evidence as services
from portfolios.views.evidence.loading import (
    asked_to_show,
    load_organisation,
)
from portfolios.views.evidence.uploading import (
    Keep,
    Result,
    answer,
    for_script,
    keep_each,
    limits_said,
)
from portfolios.views.evidence.ways import way_of


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def capture(request: HttpRequest, slug: str) -> HttpResponse:
    """Without scripts all files come in one form. Sending it twice keeps nothing twice (T-43)."""
    organisation = load_organisation(request, slug)
    user = person(request)
    need_member(user, organisation)
    scheme = scheme_for(organisation, on=london_date(timezone.now()))
    asked = asked_to_show(request, organisation)
    form = CaptureForm(typed(request), request.FILES or None, scheme=scheme)
    results: list[Result] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        one = said["together"] == TOGETHER
        piece = said["piece"] if one else None
        keep = _keep(organisation, user, piece=piece, title=said["title"], asked=asked)
        results = keep_each(request, said["file"], keep, batch=said["key"], user=user)
        # Ready for more; what was typed stays.
        again = {"together": said["together"], "title": said["title"]}
        form = CaptureForm(initial=new_keys() | again, scheme=scheme)
    kept = sum(result.kept for result in results)
    context = {
        "organisation": organisation,
        "form": form,
        "results": results,
        "kept": kept,
        "asked": asked,
        "way": way_of(request),
        **limits_said(),
    }
    status = 422 if request.method == "POST" and not kept else 200
    return render(request, "portfolios/evidence_capture.html", context, status=status)


@require_POST
@for_script
def upload(request: HttpRequest, slug: str) -> HttpResponseBase:
    organisation = load_organisation(request, slug)
    user = person(request)
    need_member(user, organisation)
    form = OneFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"name": "", "message": form.first_error()}, status=422)
    said = form.cleaned_data
    asked = asked_to_show(request, organisation)
    keep = _keep(organisation, user, piece=said["piece"], title=said["title"], asked=asked)
    return answer(request, said["file"], keep, key=said["key"], user=user)


def _keep(
    organisation: Organisation,
    user: User,
    *,
    piece: UUID | None,
    title: str,
    asked: tuple[str, str] | None,
) -> Keep:
    """One piece for each file, or one for all. Another title on the same page is another piece."""
    shows = asked[:1] if asked else ()
    if piece is None:
        return lambda upload, key: services.capture_file(
            organisation=organisation,
            upload=upload,
            key=key,
            shows=shows,
            actor=user,
            at=timezone.now(),
        )
    named = uuid5(piece, title)
    return lambda upload, key: services.capture_together(
        organisation=organisation,
        piece=named,
        title=title,
        upload=upload,
        key=key,
        shows=shows,
        actor=user,
        at=timezone.now(),
    )
