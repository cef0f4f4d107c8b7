"""Deleting a person, a name or an organisation: look, order, and a second officer confirms."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Organisation, User
from awards.permissions import need_officer, need_officer_from_outside
from awards.services.erasure import reasons_to_keep as reasons_to_keep_person
from awards.views.person import person
from foundation.erasing import normal
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Refused
from reports.choices import ErasureState
from reports.forms.erasures import NameErasureForm, OrganisationErasureForm, PersonErasureForm
from reports.models import Erasure, PrivacyRequest
from reports.selectors.erasures import Found, find
from reports.services.erasure import cancel_erasure, confirm_erasure, order_erasure, progress_of
from reports.services.erasure.doing import reasons_to_keep

NOTHING = Found(kinds=(), items=())
ORDERED = "The deletion is ordered. Nothing is deleted until another SEND officer confirms it."


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Those that wait come first."""
    need_officer(person(request))
    rows = Erasure.objects.select_related("person", "organisation", "ordered_by", "settled_by")
    is_narrowed = request.GET.get("show") == "waiting"
    if is_narrowed:
        rows = rows.filter(state=ErasureState.ORDERED)
    context = {
        "page_obj": page_of(rows.order_by("-state", "-ordered_at", "-pk"), request),
        "is_narrowed": is_narrowed,
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/erasures.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase_person(request: HttpRequest, member: UUID) -> HttpResponse:
    need_officer(person(request))
    about = get_object_or_404(User, uuid=member, erased_at=None)
    return _names(
        request,
        PersonErasureForm,
        about=about,
        always=[about.name, about.email],
        reasons=reasons_to_keep_person(about),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase_name(request: HttpRequest) -> HttpResponse:
    """Somebody without an account, such as a child whose name stands in what others wrote."""
    need_officer(person(request))
    return _names(request, NameErasureForm)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def erase_organisation(request: HttpRequest, slug: str) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    need_officer_from_outside(actor, organisation)
    form = OrganisationErasureForm(typed(request))
    if request.method == "POST" and form.is_valid():
        erasure = order_erasure(
            organisation=organisation,
            with_name=form.cleaned_data["with_name"] == "yes",
            why=form.cleaned_data["why"],
            request=_request_named(request),
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, ORDERED)
        return redirect("officers-erasure", erasure.uuid)
    context = {
        "organisation": organisation,
        "form": form,
        "reasons": reasons_to_keep(organisation),
        "applications": organisation.applications.count(),
        "pieces": organisation.evidence.count(),
        "people": organisation.memberships.count(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/privacy/erasure_organisation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, erasure: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    rows = Erasure.objects.select_related(
        "person", "organisation", "ordered_by", "settled_by", "request"
    )
    found = get_object_or_404(rows, uuid=erasure)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Refused("Say if it is to be deleted or cancelled.")
        act(erasure=found, actor=actor, at=timezone.now())
        messages.success(
            request, "It is cancelled." if act is cancel_erasure else "It is being deleted now."
        )
        return redirect("officers-erasure", found.uuid)
    context = {
        "erasure": found,
        "far": progress_of(found, at=timezone.now()),
        "is_waiting": found.state == ErasureState.ORDERED,
        "is_mine": found.ordered_by_id == actor.pk,
        "items": found.items.select_related("organisation"),
        "found": find(_looked_for(found)) if found.state == ErasureState.ORDERED else NOTHING,
        "terms": found.terms.splitlines(),
        "counts": [(WORDS[name], count) for name, count in found.counts.items() if count],
    }
    return render(request, "reports/privacy/erasure.html", context)


ACTS = {"confirm": confirm_erasure, "cancel": cancel_erasure}
WORDS = {
    "texts": "Texts from which the name was taken",
    "mails": "E-mails of which only the date is left",
    "prints": "Printed files deleted",
    "packages": "Copies of data deleted",
    "evidence": "Pieces of evidence deleted",
    "applications": "Applications emptied",
    "signed_out": "People who have to sign in again",
}


def _looked_for(erasure: Erasure) -> list[str]:
    """The names that will be taken out of texts; none of an organisation, which is not one name."""
    person = [erasure.person.name, erasure.person.email] if erasure.person else []
    return [*person, *erasure.terms.splitlines()]


def _names(
    request: HttpRequest,
    form_class: type[NameErasureForm],
    *,
    about: User | None = None,
    always: Sequence[str] = (),
    reasons: Sequence[str] = (),
) -> HttpResponse:
    """Two steps on one page: what would be found, and then the order. Nothing typed is lost between them."""
    data = typed(request)
    is_post = request.method == "POST"
    terms: list[str] = []
    if data is not None and _can_be_looked_for(form_class(data)):
        terms = [*always, *_lines(data)]
    looked = find(terms) if terms else NOTHING
    # Without a name, or with too many, there is nothing to look for, and the page says so.
    ordering = is_post and (request.POST.get("act") == "order" or not terms)
    form = form_class(data if ordering else None, found=looked.items, initial=_before(data))
    if ordering and form.is_valid():
        erasure = order_erasure(
            person=about,
            terms=form.names(),
            items=form.pieces(),
            why=form.cleaned_data["why"],
            request=_request_named(request),
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, ORDERED)
        return redirect("officers-erasure", erasure.uuid)
    context: dict[str, Any] = {
        "form": form,
        "about": about,
        "found": looked,
        "has_looked": bool(terms),
        "reasons": reasons,
        "show_errors": ordering,
    }
    status = 422 if ordering else 200
    return render(request, "reports/privacy/erasure_names.html", context, status=status)


def _can_be_looked_for(form: NameErasureForm) -> bool:
    """Nothing is searched for that is too long or no text (T-83, T-84). What is missing is asked for later."""
    errors = form.errors.as_data()
    typed_in = (*errors.get("terms", ()), *errors.get("why", ()))
    return all(error.code == "required" for error in typed_in)


def _before(data: QueryDict | None) -> dict[str, Any]:
    """What was typed for a look: an answer that only the order needs is not missed yet."""
    if data is None:
        return {}
    return {
        "terms": data.get("terms", ""),
        "why": data.get("why", ""),
        "items": data.getlist("items"),
    }


def _lines(data: Mapping[str, Any]) -> list[str]:
    return [normal(line) for line in str(data.get("terms", "")).splitlines() if normal(line)]


def _request_named(request: HttpRequest) -> PrivacyRequest | None:
    """The request that this answers, when the officer came from there."""
    try:
        wanted = UUID(request.GET.get("request", ""))
    except ValueError:
        return None
    return PrivacyRequest.objects.filter(uuid=wanted).first()
