"""What every page behind a private link has in common: nobody signs in, and nobody else gets to know it."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from celebrations.services.events.links import invitation_by
from celebrations.views.events.doors import Door, by_token
from foundation.refusals import Clash, Refused, Throttled
from foundation.throttling import hit, hit_from
from foundation.views import errors

# In a minute and from one sender; people who type wrongly do not come near it.
MOST_WRONG = 30
# In an hour and on one invitation, whoever holds its link.
MOST_LOOKS, MOST_SENT = 600, 120
P = ParamSpec("P")


def by_link(
    view: Callable[Concatenate[HttpRequest, Door, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """The view gets a door instead of the token. A wrong, changed or stopped link is not there.

    Refusals carry the headers, too. The browser tells no other page of the path: it is the secret.
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
        door = by_token(found, token)
        try:
            _count(request, door)
            response = view(request, door, *args, **kwargs)
        except Refused as refusal:
            response = _refused(request, Refused(refusal.sentence, link=refusal.link or door.link))
        except (Clash, Throttled) as refusal:
            response = _refused(request, refusal)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "strict-origin"
        return response

    return wrapped


def _refused(request: HttpRequest, refusal: Refused | Clash | Throttled) -> HttpResponse:
    page = errors.page_for(request, refusal)
    assert page is not None  # noqa: S101 - each of them has one; for the type checker
    return page


def _count(request: HttpRequest, door: Door) -> None:
    sent = request.method == "POST"
    name, limit = ("sent", MOST_SENT) if sent else ("looks", MOST_LOOKS)
    hit(f"event-reply-{name}:{door.invitation.pk}", limit=limit, seconds=3600, now=door.now)
