"""What the pages of spotlights and of own events have in common."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from awards.choices import Role
from awards.models import Organisation
from awards.permissions import need_member, role_in
from awards.views.person import person
from celebrations.models import OwnEvent, Spotlight
from celebrations.services.locking import need_writable

MEMBERS = (Role.LEAD, Role.MEMBER)


def load_organisation(request: HttpRequest, slug: str) -> Organisation:
    found = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    request.organisation = found  # type: ignore[attr-defined]  # for the page's header
    return found


def load_event(request: HttpRequest, uuid: UUID) -> OwnEvent:
    """If it is theirs to see: to everybody else it is not there (T-24)."""
    rows = OwnEvent.objects.visible_to(person(request)).select_related("organisation", "award")
    found = get_object_or_404(rows, uuid=uuid)
    _name_in_header(request, found.organisation)
    return found


def load(request: HttpRequest, uuid: UUID) -> Spotlight:
    """The version, if it is theirs to see: to everybody else it is not there (T-24)."""
    user = person(request)
    rows = Spotlight.objects.visible_to(user).select_related("organisation", "event")
    found = get_object_or_404(rows, uuid=uuid)
    _name_in_header(request, found.organisation)
    return found


def load_for_writing(request: HttpRequest, uuid: UUID) -> Spotlight:
    """Says at once that it is too late, and not after typing."""
    found = load(request, uuid)
    need_member(person(request), found.organisation)
    need_writable(found)
    return found


def _name_in_header(request: HttpRequest, organisation: Organisation) -> None:
    if role_in(person(request), organisation) in MEMBERS:
        request.organisation = organisation  # type: ignore[attr-defined]  # for the page's header
