"""What happens around every request. The order stands in settings, with its reasons."""

import logging
import secrets
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.crypto import salted_hmac

from foundation import audit, kept_posts
from foundation.client import client_address, truncated
from foundation.kept_posts import KeptRequest
from foundation.request_context import RequestContext, use
from foundation.views import errors

logger = logging.getLogger(__name__)

Handler = Callable[[HttpRequest], HttpResponseBase]
VERBS = {"GET", "HEAD", "POST"}
# Written down whoever it is; the others only of people who are signed in (T-92: noise).
REFUSALS_OF_ANYONE = {403, 409, 413, 429}
REFUSALS = REFUSALS_OF_ANYONE | {400, 404, 405, 410}


class PrivateByDefaultMiddleware:
    """No cache keeps a page that its view has not called public (T-21); no odd verb gets in (T-23).

    A public page says `Cache-Control: public, …`. It keeps that only where no session is
    involved, so that a page with somebody's name at the top is never shared.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method in VERBS:
            response = self.get_response(request)
        else:
            response = errors.method_not_allowed(request, allowed=sorted(VERBS))
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Content-Type-Options", "nosniff")
        if "public" in response.get("Cache-Control", "") and not _personal(request, response):
            patch_vary_headers(response, ["Cookie"])
        else:
            response["Cache-Control"] = "private, no-store"
        return response


class RequestContextMiddleware:
    """Gives the request its number for logs and audit events; turns NUL away at the door (T-83)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        context = RequestContext(secrets.token_hex(16), truncated(client_address(request)))
        with use(context):
            if _has_nul(request):
                raise SuspiciousOperation("A NUL character in the address or a cookie.")
            response = self.get_response(request)
        response["X-Request-ID"] = context.request_id
        return response


class KeptPostMiddleware:
    """Keeps what is posted after the session ended, and brings it back (foundation.kept_posts)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        marked = cast(KeptRequest, request)
        marked.kept_post = None
        marked.kept_secret = None
        marked.kept_is_over = False
        marked.kept_waiting = kept_posts.SECRET_COOKIE in request.COOKIES
        response = self._after(marked, self.get_response(request))
        _remember_person(request, response)
        return response

    def _after(self, request: KeptRequest, response: HttpResponseBase) -> HttpResponseBase:
        kept = request.kept_post
        if _met_expired_session(request, response):
            kept_posts.keep(request, at=timezone.now())
        if request.kept_secret:
            kept_posts.give_secret(response, request.kept_secret)
        elif kept and kept.is_here:
            if request.method == "POST" and response.status_code < 500:
                kept_posts.forget(request)
                kept_posts.take_secret(response)
            elif request.method == "GET" and _has_no_form(response):
                return redirect("kept-post")
        elif request.kept_is_over:
            kept_posts.take_secret(response)
        return response

    def process_view(
        self, request: HttpRequest, view: Handler, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Here, because only now is it known who is signed in."""
        marked = cast(KeptRequest, request)
        if marked.kept_waiting:
            marked.kept_post = kept_posts.open_for(request, now=timezone.now())
            marked.kept_is_over = request.user.is_authenticated and marked.kept_post is None


class RefusalMiddleware:
    """Turns refusals into pages, and writes one audit event for each (T-24)."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed) and not response.content:
            response = errors.method_not_allowed(request, allowed=[response["Allow"]])
        if response.status_code in REFUSALS:
            _write_down(request, response.status_code)
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return errors.page_for(request, error)


def _personal(request: HttpRequest, response: HttpResponseBase) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)


def _has_nul(request: HttpRequest) -> bool:
    """Also in its escaped forms: `%00` in an address, `\\000` in a cookie."""
    texts = [request.path_info, *request.COOKIES, *request.COOKIES.values(), *request.GET]
    for _, values in request.GET.lists():
        texts.extend(map(str, values))
    return any("\0" in text for text in texts)


def _met_expired_session(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        request.method == "POST"
        and _path_sent_to(response) == resolve_url(settings.LOGIN_URL)
        and not request.user.is_authenticated
    )


def _has_no_form(response: HttpResponseBase) -> bool:
    """The page that was being filled in has gone, or no longer takes anything."""
    if isinstance(response, HttpResponseRedirect):
        return not _path_sent_to(response).startswith(kept_posts.NEVER_BELOW)
    return 400 <= response.status_code < 500


def _path_sent_to(response: HttpResponseBase) -> str:
    return urlsplit(response.url).path if isinstance(response, HttpResponseRedirect) else ""


def _remember_person(request: HttpRequest, response: HttpResponseBase) -> None:
    """Only where the session was read anyway: pages that are the same for all stay so."""
    if not request.session.accessed:
        return
    person = request.session.get(SESSION_KEY)
    if person and person != kept_posts.last_person(request):
        kept_posts.remember_person(response, person)


def _which(name: str, value: object) -> str:
    """What a refused address was about. A slug is made of an organisation's name, which may have to be
    forgotten one day, and an event is never changed: a short keyed digest of it still says which events
    are about the same organisation. A UUID is made of nothing and stays.
    """
    if isinstance(value, UUID):
        return str(value)
    if name == "slug":
        return salted_hmac("foundation.refused", str(value), algorithm="sha256").hexdigest()[:12]
    return ""


def _write_down(request: HttpRequest, status: int) -> None:
    """Never the address itself: it may hold a token. A refusal stays one if this fails."""
    try:
        user = request.user if request.user.is_authenticated else None
        if user is None and status not in REFUSALS_OF_ANYONE:
            return
        match = request.resolver_match
        named = match.kwargs.items() if match else ()
        ids = [said for name, value in named if (said := _which(name, value))]
        audit.record(
            "request.refused",
            actor=user,
            outcome="refused",
            details={
                "status": status,
                "method": request.method or "",
                "view": match.view_name if match else "",
                "ids": " ".join(ids),
            },
        )
    except DatabaseError:
        logger.exception("A refusal could not be written down")
