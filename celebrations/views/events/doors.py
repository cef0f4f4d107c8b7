"""The two ways to an invitation: the private link, and the pages of officers. Both lead to the same acts."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from celebrations.models import EventInvitation, Guest
from celebrations.selectors.events.replies import Shown, shown
from celebrations.services.events.opened import (
    most_guests,
    why_not_by_link,
    why_not_by_officer,
)
from foundation.refusals import Link, Refused

# What a page says after an act, by the word in its address: behind the link nobody has a session.
DONE = {
    "answered": "The answer is saved.",
    "added": "The guest is on the list.",
    "changed": "The guest is changed.",
    "removed": "The guest is off the list.",
}


@dataclass(frozen=True)
class Door:
    invitation: EventInvitation
    # None behind the private link.
    actor: User | None
    # Of the pages' names and addresses.
    prefix: str
    args: tuple[object, ...]
    now: datetime

    @property
    def page(self) -> str:
        return reverse(self.prefix, args=self.args)

    @property
    def answer(self) -> str:
        return reverse(f"{self.prefix}-answer", args=self.args)

    @property
    def add(self) -> str:
        return reverse(f"{self.prefix}-guest-add", args=self.args)

    def change(self, guest: UUID) -> str:
        return reverse(f"{self.prefix}-guest", args=[*self.args, guest])

    def remove(self, guest: UUID) -> str:
        return reverse(f"{self.prefix}-guest-remove", args=[*self.args, guest])

    @property
    def closed(self) -> str:
        event = self.invitation.event
        if self.actor is None:
            return why_not_by_link(event, at=self.now)
        return why_not_by_officer(event)

    @property
    def shown(self) -> Shown:
        """Behind the link nobody reads of guests any more once the event has begun or is called off."""
        event = self.invitation.event
        over = not event.is_planned or event.has_begun(self.now)
        return shown(
            self.invitation,
            most=most_guests(event, actor=self.actor),
            closed=self.closed,
            with_guests=self.actor is not None or not over,
        )

    def cards(self, shown: Shown) -> list[tuple[Guest, str, str]]:
        """Each guest, with where they are changed and where removed."""
        return [(row, self.change(row.uuid), self.remove(row.uuid)) for row in shown.guests]

    def need_open(self) -> None:
        """Says at once that it is too late, and not after typing."""
        if self.closed:
            raise Refused(self.closed, link=self.link)

    @property
    def link(self) -> Link:
        return Link("See the invitation", self.page)

    def done(self, request: HttpRequest, code: str) -> HttpResponse:
        if self.actor is None:
            return redirect(f"{self.page}?done={code}")
        messages.success(request, DONE[code])
        return redirect(self.page)


def by_token(invitation: EventInvitation, token: str) -> Door:
    return Door(invitation, None, "event-reply", (token,), timezone.now())


def for_officer(invitation: EventInvitation, actor: User) -> Door:
    args = (invitation.event.uuid, invitation.uuid)
    return Door(invitation, actor, "event-invitation", args, timezone.now())
