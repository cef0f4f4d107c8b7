"""What the pages of one spotlight have in common."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from awards.choices import Role
from awards.permissions import need_member, role_in
from awards.views.person import person
from celebrations.models import Spotlight
from celebrations.services.locking import need_writable


def load(request: HttpRequest, uuid: UUID) -> Spotlight:
    """The version, if it is theirs to see: to everybody else it is not there (T-24)."""
    user = person(request)
    rows = Spotlight.objects.visible_to(user).select_related("organisation")
    found = get_object_or_404(rows, uuid=uuid)
    if role_in(user, found.organisation) in (Role.LEAD, Role.MEMBER):
        request.organisation = found.organisation  # type: ignore[attr-defined]  # page header
    return found


def load_for_writing(request: HttpRequest, uuid: UUID) -> Spotlight:
    """Says at once that it is too late, and not after typing."""
    found = load(request, uuid)
    need_member(person(request), found.organisation)
    need_writable(found)
    return found
