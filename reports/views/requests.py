"""Officers: what people ask about their own data, each with its date and its log."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.models import User
from awards.permissions import need_officer
from awards.views.person import person
from foundation.dates import london_date
from foundation.forms import GovForm
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Refused
from reports.choices import CameBy, RequestKind, RequestOutcome
from reports.emails import mail_address
from reports.forms.officers_requests import (
    CloseForm,
    EnterForm,
    FilterForm,
    LinkForm,
    MoreTimeForm,
    NameForm,
    NoteForm,
)
from reports.models import PrivacyRequest
from reports.selectors import requests as selectors
from reports.services import requests as services


def load(request: HttpRequest, privacy_request: UUID) -> tuple[User, PrivacyRequest]:
    """The officer who asks, and the request: what every page about one begins with."""
    actor = person(request)
    need_officer(actor)
    rows = PrivacyRequest.objects.select_related("person", "organisation", "closed_by")
    return actor, get_object_or_404(rows, uuid=privacy_request)


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    form = FilterForm(request.GET)
    on = london_date(timezone.now())
    page = page_of(selectors.requests(on=on, **form.initial), request)
    context = {
        "form": form,
        "page_obj": page,
        "rows": selectors.rows_of(list(page.object_list), on=on),
        "querystring": querystring_without_page(request),
    }
    return render(request, "reports/privacy/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    """From a call, a letter, an e-mail or a talk."""
    actor = person(request)
    need_officer(actor)
    now = timezone.now()
    form = EnterForm(typed(request), today=london_date(now))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        found = services.enter_request(
            values=said,
            key=said["key"],
            came_by=CameBy(said["came_by"]),
            received_on=said["received_on"],
            actor=actor,
            at=now,
        )
        messages.success(request, f"Saved as {found.reference}.")
        return redirect("officers-request", found.uuid)
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/privacy/request_add.html", {"form": form}, status=status)


@require_safe
@login_required
def detail(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    today = london_date(timezone.now())
    items = selectors.items_of(found)
    is_take_down = found.kind == RequestKind.TAKE_DOWN
    may_close = found.is_open and all(item.decided_at for item in items)
    needs_copy = (
        found.is_open
        and found.kind == RequestKind.ACCESS
        and found.person not in (None, actor)
        and not found.packages.exists()
    )
    context = {
        "asked": found,
        "who": selectors.who_asks(found),
        "standing": selectors.standing_of(found, items, on=today),
        "items": items,
        "events": selectors.log_of(found),
        "source": selectors.source_of(found),
        "more_time": selectors.more_time(found, on=today),
        "is_take_down": is_take_down,
        "is_correction": found.kind == RequestKind.CORRECTION,
        "may_close": may_close,
        "needs_copy": needs_copy,
        # Nothing is left to do but to answer.
        "is_ready": may_close
        and not needs_copy
        and found.acknowledged_at is not None
        and (bool(items) or not is_take_down),
        "mail_address": mail_address(found),
    }
    return render(request, "reports/privacy/request.html", context)


@require_POST
@login_required
def acknowledge(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    services.acknowledge(request=found, actor=actor, at=timezone.now())
    messages.success(request, "It is noted that they know that we have their request.")
    return redirect("officers-request", found.uuid)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    form = NoteForm(typed(request))

    def act() -> None:
        services.add_note(
            request=found, text=form.cleaned_data["text"], actor=actor, at=timezone.now()
        )

    return _act(request, found, form, act, title="Add a note", button="Save", done="Noted.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    until = selectors.more_time(found, on=london_date(timezone.now()))
    if until is None and request.method != "POST":
        raise Refused("More time cannot be taken for this request now.")
    form = MoreTimeForm(typed(request))

    def act() -> None:
        services.give_more_time(
            request=found, reason=form.cleaned_data["reason"], actor=actor, at=timezone.now()
        )

    return _act(
        request,
        found,
        form,
        act,
        title="Take more time",
        button="Take two more months",
        done="It has more time now.",
        until=until,
        mail_address=mail_address(found),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def link(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    actor, found = load(request, privacy_request)
    form = LinkForm(typed(request), request=found)

    def act() -> None:
        services.link_to(
            request=found,
            person=form.cleaned_data["email"],
            organisation=form.cleaned_data["organisation"],
            actor=actor,
            at=timezone.now(),
        )

    return _act(request, found, form, act, title="Whom is it about?", button="Save", done="Saved.")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def name(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    """A person changes their own on their account page; this is for who cannot."""
    actor, found = load(request, privacy_request)
    if found.person is None or found.kind != RequestKind.CORRECTION:
        raise Refused("Link the request to the person first. It must ask to put something right.")
    form = NameForm(typed(request), initial={"name": found.person.name})

    def act() -> None:
        services.correct_name(request=found, actor=actor, at=timezone.now(), **form.cleaned_data)

    return _act(
        request,
        found,
        form,
        act,
        title="Put their name right",
        button="Change the name",
        done="The name is changed.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def close(request: HttpRequest, privacy_request: UUID) -> HttpResponse:
    """Two steps: the answer is seen as it will be read, and then it goes."""
    actor, found = load(request, privacy_request)
    if not found.is_open:
        raise Refused("This request has been closed.")
    form = CloseForm(typed(request), initial={"version": found.version})
    context = {"asked": found, "form": form, "mail_address": mail_address(found)}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if request.POST.get("action") == "send":
            services.close_request(
                request=found,
                outcome=RequestOutcome(said["outcome"]),
                answer=said["answer"],
                expected_version=said["version"],
                actor=actor,
                at=timezone.now(),
            )
            messages.success(request, f"{found.reference} is closed.")
            return redirect("officers-requests")
        if request.POST.get("action") != "change":
            context |= {
                "answer": said["answer"],
                "outcome": RequestOutcome(said["outcome"]).label,
                "received_on": london_date(found.received_at),
            }
            return render(request, "reports/privacy/request_close_check.html", context)
    status = 422 if form.errors else 200
    return render(request, "reports/privacy/request_close.html", context, status=status)


def _act(
    request: HttpRequest,
    found: PrivacyRequest,
    form: GovForm,
    act: Callable[[], None],
    *,
    title: str,
    button: str,
    done: str,
    **more: Any,
) -> HttpResponse:
    """A page with one form about a request; back to the request once it is done."""
    if request.method == "POST" and form.is_valid():
        act()
        messages.success(request, done)
        return redirect("officers-request", found.uuid)
    if not found.is_open:
        raise Refused("This request has been closed.")
    context = {"asked": found, "form": form, "title": title, "button": button} | more
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/privacy/request_act.html", context, status=status)
