"""The pages that say no, or not now. Each says what happened and what to do next."""

import logging
import math
import sys
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.utils import timezone

from foundation import kept_posts
from foundation.files.uploads import UploadCut
from foundation.refusals import Clash, Link, NotAllowed, Refused, Throttled
from foundation.typed import rows
from foundation.way_out import way_out

logger = logging.getLogger(__name__)


def page_for(request: HttpRequest, error: BaseException) -> HttpResponse | None:
    """The page of an error that is an answer; None for one that is a fault."""
    context: dict[str, Any]
    match error:
        case Clash():
            again = Link("Open the page again", request.get_full_path())
            context = {"sentence": error.sentence, "fields": error.fields, "link": again}
            return _page(request, "clash.html", 409, context)
        case Refused():
            context = {"sentence": error.sentence, "link": error.link}
            return _page(request, "409.html", 409, context)
        case Throttled():
            context = {"seconds": error.seconds, "minutes": math.ceil(error.seconds / 60)}
            page = _page(request, "429.html", 429, context)
            page["Retry-After"] = str(error.seconds)
            return page
        case OperationalError() | InterfaceError():
            logger.error("The database did not answer", exc_info=error)
            return server_unavailable(request)
        case _:
            return None


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Also where Django sends a body that is too large, which deserves its own words (T-84)."""
    if isinstance(exception, UploadCut):
        return _upload_cut(request, exception)
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _bare(request, "413.html", 413)
    return _bare(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    sentence, link = "", way_out(request)
    if isinstance(exception, NotAllowed):
        sentence, link = exception.sentence, exception.link or link
    return _page(request, "403.html", 403, {"sentence": sentence, "link": link})


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, "404.html", 404, {})


def method_not_allowed(request: HttpRequest, *, allowed: Sequence[str]) -> HttpResponse:
    page = _bare(request, "foundation/405.html", 405)
    page["Allow"] = ", ".join(allowed)
    return page


def server_error(request: HttpRequest) -> HttpResponse:
    """Runs inside Django's `except`. A database lost outside of a view ends here too (F-01)."""
    error = sys.exc_info()[1]
    if isinstance(error, OperationalError | InterfaceError):
        return server_unavailable(request)
    return _bare(request, "500.html", 500)


def server_unavailable(request: HttpRequest) -> HttpResponse:
    page = _bare(request, "503.html", 503)
    page["Retry-After"] = "60"
    return page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page that was open for long, or a sign-in in another tab (T-15). What was typed is kept."""
    kept = kept_posts.keep(request, at=timezone.now())
    return _page(
        request, "foundation/csrf.html", 403, {"kept": kept, "back": request.get_full_path()}
    )


def _upload_cut(request: HttpRequest, error: UploadCut) -> HttpResponse:
    """The files did not get in; the text that came with them is not lost (T-60)."""
    kept = error.typed is not None and _keep(request, error.typed)
    context = {"cut": error, "kept": kept, "back": request.get_full_path()}
    return _bare(request, "foundation/upload_cut.html", error.status, context)


def _keep(request: HttpRequest, typed: QueryDict) -> bool:
    """What was parsed before it broke off; asking for the files settles that no more is read."""
    if not request.FILES:
        request.POST = typed  # type: ignore[assignment]  # nobody changes it any more
    return kept_posts.keep(request, at=timezone.now())


def _page(
    request: HttpRequest, template: str, status: int, context: dict[str, Any]
) -> HttpResponse:
    """In full dress, with what was typed laid out for copying (T-27)."""
    context = {"typed": _typed(request), **context}
    return HttpResponse(render_to_string(template, context, request), status=status)


def _bare(
    request: HttpRequest, template: str, status: int, context: dict[str, Any] | None = None
) -> HttpResponse:
    """Without asking the database or the session who is there: they may be the trouble."""
    known = {"typed": _typed(request), "support_email": settings.SUPPORT_EMAIL}
    context = known | (context or {})
    return HttpResponse(render_to_string(template, context), status=status)


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or request.path.startswith(kept_posts.NEVER_BELOW):
        return []
    try:
        return rows(request.POST)
    except (SuspiciousOperation, PermissionDenied, OSError):
        # The body is what was wrong.
        return []
