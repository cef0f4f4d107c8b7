"""Answering, and guests one at a time: the same behind the private link and for officers."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from celebrations.choices import Answer
from celebrations.forms.events.replies import ChangedGuestForm, NewGuestForm, ReplyForm
from celebrations.forms.spotlights import moment
from celebrations.models import Guest
from celebrations.services.events import guests, replying
from celebrations.views.events.doors import Door
from foundation.kept_posts import typed
from foundation.refusals import Refused

FOLDER = "celebrations/replies"


def reply_form(door: Door, data: Any = None) -> ReplyForm:
    """Filled with the answer so far."""
    row = door.invitation
    initial = {
        "answer": "" if row.answer == Answer.NONE else row.answer,
        "message": row.message,
        "seen": moment(row.answered_at) if row.answered_at else "",
    }
    return ReplyForm(data, initial=initial, officer=door.actor is not None)


def answer(request: HttpRequest, door: Door) -> HttpResponse:
    door.need_open()
    form = reply_form(door, typed(request))
    if request.method != "POST" or not form.is_valid():
        return _page(request, door, "answer.html", {"form": form})
    said = form.cleaned_data
    if said["answer"] == Answer.NOT_COMING:
        listed = list(door.invitation.guests.all())
        if not {row.uuid for row in listed} <= set(said["gone"]):
            return _page(request, door, "answer_no.html", {"form": form, "guests": listed})
    replying.answer(
        invitation=door.invitation,
        answer=Answer(said["answer"]),
        message=said["message"],
        seen=said["seen"],
        gone=said["gone"],
        actor=door.actor,
        at=door.now,
    )
    return door.done(request, "answered")


def guest_add(request: HttpRequest, door: Door) -> HttpResponse:
    door.need_open()
    form = NewGuestForm(typed(request))
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        key = values.pop("key")
        guests.add_guest(
            invitation=door.invitation, values=values, key=key, actor=door.actor, at=door.now
        )
        return door.done(request, "added")
    return _page(request, door, "guest.html", {"form": form, "shown": door.shown})


def guest_change(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    door.need_open()
    row = _guest(door, guest)
    if door.actor is not None:
        guests.note_needs_opened(
            invitation=door.invitation, guests=[row], actor=door.actor, at=door.now
        )
    saved = {name: getattr(row, name) for name in (*guests.FIELDS, "version")}
    form = ChangedGuestForm(typed(request), initial=saved)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        guests.change_guest(
            invitation=door.invitation,
            guest=guest,
            expected_version=values.pop("version"),
            values=values,
            actor=door.actor,
            at=door.now,
        )
        return door.done(request, "changed")
    return _page(request, door, "guest.html", {"form": form, "guest": row})


def guest_remove(request: HttpRequest, door: Door, guest: UUID) -> HttpResponse:
    door.need_open()
    if request.method == "POST":
        guests.remove_guest(invitation=door.invitation, guest=guest, actor=door.actor, at=door.now)
        return door.done(request, "removed")
    return _page(request, door, "guest_remove.html", {"guest": _guest(door, guest)})


def _guest(door: Door, uuid: UUID) -> Guest:
    found = door.invitation.guests.filter(uuid=uuid).first()
    if found is None:
        raise Refused(guests.GONE, link=door.link)
    return found


def _page(request: HttpRequest, door: Door, template: str, context: dict[str, Any]) -> HttpResponse:
    known = {"door": door, "invitation": door.invitation, "event": door.invitation.event}
    status = 422 if request.method == "POST" else 200
    return render(request, f"{FOLDER}/{template}", known | context, status=status)
