"""What officers' pages of one recognition event have in common."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from awards.models import User
from awards.permissions import need_officer
from awards.views.person import person
from celebrations.models import RecognitionEvent


def load_event(request: HttpRequest, uuid: UUID) -> tuple[RecognitionEvent, User]:
    """The event, and the officer who asks for it."""
    officer = person(request)
    need_officer(officer)
    return get_object_or_404(RecognitionEvent, uuid=uuid), officer
