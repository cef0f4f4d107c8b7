"""Write down who did what. The event is part of the act: both are kept or neither (F-23)."""

import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from foundation import request_context
from foundation.auditing.digests import new_salt, reason_digest
from foundation.auditing.streams import stream_of
from foundation.models import AuditEvent, AuditNote, UnsealedEvent

SECRET_NAMES = re.compile(r"password|passphrase|secret|token|session|cookie", re.IGNORECASE)
LONGEST_VALUE = 200
LONGEST_REASON = 500


def record(
    event: str,
    *,
    actor: AbstractBaseUser | None,
    target: Model | None = None,
    at: datetime | None = None,
    role: str = "",
    acting_for: UUID | None = None,
    outcome: str = "done",
    reason: str = "",
    details: Mapping[str, str | int | bool | None] | None = None,
) -> AuditEvent:
    """Call it inside the transaction of the act.

    `details` hold codes, counts and ids, never what people wrote. `acting_for` is the id of the
    organisation that it was done for: its name, and the address made of it, may have to be forgotten.
    `reason` may be in somebody's words: it is kept beside the event and can be forgotten alone
    (`auditing.notes`).
    """
    context = request_context.current()
    known = actor if actor is not None and actor.pk is not None else None
    now, text, facts = timezone.now(), reason[:LONGEST_REASON], _harmless(details or {})
    salt = new_salt() if text else ""
    # No savepoint of its own: an act whose event cannot be written must not go on (F-23).
    with transaction.atomic(savepoint=False):
        written = AuditEvent.objects.create(
            event=event,
            stream=stream_of(event),
            actor_id=known.pk if known else None,
            actor_ref=str(known.pk) if known else "",
            role=role,
            acting_for=str(acting_for or ""),
            target_type=target._meta.label_lower if target is not None else "",
            target_id=str(target.pk) if target is not None else "",
            at=at or now,
            outcome=outcome,
            reason_digest=reason_digest(salt, text) if text else "",
            details=facts,
            request_id=context.request_id if context else "",
            ip_truncated=context.ip_truncated if context else "",
        )
        if text:
            AuditNote.objects.create(event=written, text=text, salt=salt)
        UnsealedEvent.objects.create(event=written, written_at=now)
    return written


def _harmless(
    details: Mapping[str, str | int | bool | None],
) -> dict[str, str | int | bool | None]:
    for name in details:
        if SECRET_NAMES.search(name):
            raise ValueError(f"“{name}” may not go into an audit event.")
    return {
        name: value[:LONGEST_VALUE] if isinstance(value, str) else value
        for name, value in details.items()
    }
