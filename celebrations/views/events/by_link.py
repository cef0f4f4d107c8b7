"""What every page behind a private link has in common: nobody signs in, and nobody else gets to know it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from celebrations.models import EventInvitation
from celebrations.services.events.links import invitation_by
from foundation.refusals import Refused, Throttled
from foundation.throttling import hit, hit_from
from foundation.views import errors

# In a minute and from one sender; people who type wrongly do not come near it.
MOST_WRONG = 30
# In an hour and on one invitation, whoever holds its link.
MOST_LOOKS, MOST_SENT = 600, 120


P = ParamSpec("P")


def by_link(
    view: Callable[Concatenate[HttpRequest, EventInvitation, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets the invitation instead of the token. A wrong, changed or stopped link is not there.

    Also refusals carry the headers. The browser tells no other page of the path: it is the secret.
    `strict-origin` and not `no-referrer`, with which it would send forms as if from nowhere.
    """

    @wraps(view)
    def wrapped(
        request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        found = invitation_by(token)
        if found is None:
            hit_from(request, "event-reply-wrong", limit=MOST_WRONG, seconds=60)
            raise Http404
        try:
            _count(request, found)
            response = view(request, found, *args, **kwargs)
        except (Refused, Throttled) as refusal:
            answer = errors.page_for(request, refusal)
            assert answer is not None  # noqa: S101 - both have a page; for the type checker
            response = answer
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


def _count(request: HttpRequest, invitation: EventInvitation) -> None:
    sent = request.method == "POST"
    name, limit = ("sent", MOST_SENT) if sent else ("looks", MOST_LOOKS)
    hit(
        f"event-reply-{name}:{invitation.pk}",
        limit=limit,
        seconds=3600,
        now=timezone.now(),
    )
