"""The log of a request, and what every act on one does first: an officer, and the row under its lock."""

from datetime import datetime

from awards.models import User
from foundation.refusals import NotAllowed, Refused
from reports.choices import EntryKind
from reports.models import PrivacyRequest, RequestEntry


def log(
    request: PrivacyRequest,
    *,
    kind: EntryKind,
    text: str = "",
    actor: User | None,
    at: datetime,
) -> RequestEntry:
    """Call it inside the transaction of the act. Without an actor it was the public form, or the clock."""
    return RequestEntry.objects.create(request=request, kind=kind, text=text, at=at, actor=actor)


def open_request(request: PrivacyRequest, *, actor: User) -> PrivacyRequest:
    """The request, locked for the rest of the transaction, while it is open."""
    if not actor.is_officer:
        raise NotAllowed("Only SEND officers can do this.")
    fresh = PrivacyRequest.objects.select_for_update(of=("self",), no_key=True).get(pk=request.pk)
    if not fresh.is_open:
        raise Refused("This request has been closed.")
    return fresh
