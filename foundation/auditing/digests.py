"""What is digested, byte for byte. Whoever checks the trail without us needs only this page.

Changing anything here breaks every seal that was made before: add a version instead.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from foundation.models.audit import AuditEvent, AuditSeal


def new_salt() -> str:
    return secrets.token_hex(16)


def reason_digest(salt: str, text: str) -> str:
    return hashlib.sha256(f"{salt}{text}".encode()).hexdigest()


def contents_digest(events: Iterable[AuditEvent]) -> str:
    """Of all events of a block, one line of JSON each, in the order of their keys."""
    total = hashlib.sha256()
    for event in events:
        total.update(_json(_facts(event)) + b"\n")
    return total.hexdigest()


def seal_digest(seal: AuditSeal) -> str:
    """Of everything a seal says, and of the seal before it.

    It needs no event, so a seal still proves itself, and when it was due to go, after they have gone.
    """
    said = {
        "stream": seal.stream,
        "sequence": seal.sequence,
        "month": seal.month,
        "ids": seal.ids,
        "count": seal.count,
        "last_at": _moment(seal.last_at),
        "contents": seal.contents,
        "previous": seal.previous,
    }
    return hashlib.sha256(_json(said)).hexdigest()


def _facts(event: AuditEvent) -> dict[str, object]:
    return {
        "id": event.pk,
        "uuid": str(event.uuid),
        "at": _moment(event.at),
        "event": event.event,
        "stream": event.stream,
        "actor": event.actor_id,
        "actor_ref": event.actor_ref,
        "role": event.role,
        "acting_for": event.acting_for,
        "target_type": event.target_type,
        "target_id": event.target_id,
        "outcome": event.outcome,
        "reason_digest": event.reason_digest,
        "details": event.details,
        "request_id": event.request_id,
        "ip_truncated": event.ip_truncated,
    }


def _json(said: dict[str, object]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True).encode()


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
