"""A certificate for whoever may see it, and a note of who took something along."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from awards.choices import Role
from awards.views.person import person
from certificates.models import Certificate
from foundation import audit


def load_certificate(request: HttpRequest, uuid: UUID) -> Certificate:
    """For its organisation and for officers; nobody else learns that it is there (T-24)."""
    found = get_object_or_404(
        Certificate.objects.visible_to(person(request)).select_related(
            "award__organisation", "file", "key"
        ),
        uuid=uuid,
    )
    if not person(request).is_officer:
        request.organisation = found.award.organisation  # type: ignore[attr-defined]  # page header
    return found


def note_download(event: str, request: HttpRequest, found: Certificate) -> None:
    actor = person(request)
    audit.record(
        event,
        actor=actor,
        target=found,
        at=timezone.now(),
        role=Role.OFFICER if actor.is_officer else "",
        acting_for=found.award.organisation.uuid,
    )
