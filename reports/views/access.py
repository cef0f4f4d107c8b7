"""Officers: what is held about a person, as a zip. A job makes it; an officer checks and sends it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import User
from awards.permissions import need_officer
from awards.views.person import person
from foundation.files import serve
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused
from foundation.text import clean_text
from foundation.throttling import hit
from reports.forms.access import AskPackageForm
from reports.models import AccessPackage
from reports.selectors.access.pages import (
    MOST_PEOPLE,
    concerns_naming,
    open_requests,
    packages,
    people_found,
    what_is_held,
)
from reports.services.access import (
    KEEP,
    ask_again,
    ask_for_package,
    failed_among,
    note_downloaded,
    progress_of,
    refuse_own,
)
from reports.tasks import FILENAME

LONGEST_QUERY = 200


@require_safe
@login_required
def access(request: HttpRequest) -> HttpResponse:
    """Find somebody; and the packages there are."""
    need_officer(person(request))
    query = clean_text(request.GET.get("q", ""))[:LONGEST_QUERY]
    found = people_found(query)
    is_narrowed = request.GET.get("show") == "ready"
    page = page_of(packages().exclude(file=None) if is_narrowed else packages(), request)
    context = {
        "query": query,
        "people": found[:MOST_PEOPLE],
        "more": len(found) > MOST_PEOPLE,
        "page_obj": page,
        "is_narrowed": is_narrowed,
        "failed": failed_among(page.object_list),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/access.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ask(request: HttpRequest, member: UUID) -> HttpResponse:
    officer = person(request)
    need_officer(officer)
    subject = get_object_or_404(User, uuid=member)
    refuse_own(subject, actor=officer)
    form = AskPackageForm(typed(request), person=subject, requests=open_requests(subject))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        hit(f"access-package:{officer.pk}", limit=30, seconds=3600, now=now)
        made = ask_for_package(
            person=subject,
            request=form.chosen,
            unmasked_why=form.cleaned_data["unmasked_why"],
            actor=officer,
            at=now,
        )
        return redirect("officers-access-package", made.uuid)
    context = {
        "subject": subject,
        "form": form,
        "held": what_is_held(subject),
        "concerns": concerns_naming(subject),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/privacy/access_ask.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def package(request: HttpRequest, package: UUID) -> HttpResponse:
    """Being made, ready, gone again, or failed for good; then a button starts it once more."""
    officer = person(request)
    found = _load(officer, package)
    if request.method == "POST":
        ask_again(found, actor=officer, at=timezone.now())
        return redirect("officers-access-package", found.uuid)
    context = {
        "package": found,
        "far": progress_of(found, at=timezone.now()),
        "kept_until": found.finished_at + KEEP if found.finished_at else None,
        "concerns": concerns_naming(found.person),
    }
    return render(request, "reports/privacy/access_package.html", context)


@require_safe
@login_required
def package_file(request: HttpRequest, package: UUID) -> HttpResponseBase:
    officer = person(request)
    found = _load(officer, package)
    if found.file is None:
        page = reverse("officers-access-package", args=[found.uuid])
        gone = "This copy is deleted. Make it again."
        waiting = "This copy is being made. Try again in a minute."
        raise Refused(gone if found.finished_at else waiting, link=Link("See how far it is", page))
    answer = serve(found.file, filename=FILENAME)
    note_downloaded(found, actor=officer, at=timezone.now())
    return answer


def _load(officer: User, uuid: UUID) -> AccessPackage:
    need_officer(officer)
    found = get_object_or_404(packages(), uuid=uuid)
    refuse_own(found.person, actor=officer)
    return found
