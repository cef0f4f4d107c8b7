"""Forgetting why, without forgetting that."""

from datetime import datetime

from foundation.models import AuditEvent, AuditNote


def forget_reason(event: AuditEvent, *, at: datetime, leaving: str = "") -> None:
    """Takes the words away, or leaves others in their place (a pseudonym for a name).

    The event, its digest and its seal stay as they are; the salt goes with the words, so nobody can
    try sentences against the digest. That words were forgotten can be seen in the note.
    """
    AuditNote.objects.filter(event=event).update(
        text=leaving[: AuditNote._meta.get_field("text").max_length], salt="", forgotten_at=at
    )
