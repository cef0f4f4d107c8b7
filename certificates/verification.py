"""The public check: what a code or a file is worth (T-75 to T-79). Says nothing about people."""

import hashlib
import logging
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from certificates.codes import normalise
from certificates.inspection import Inspection, inspect
from certificates.models import Certificate
from certificates.selectors import (
    certificate_by_code,
    certificate_by_hash,
    known_certificates,
    replacement_of,
)

logger = logging.getLogger(__name__)


class State(StrEnum):
    """The answers; the first six are those of an award's condition."""

    IN_FORCE = "in-force"
    DUE = "due"
    GRACE = "grace"
    LAPSED = "lapsed"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    ALTERED = "altered"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Answer:
    """`certificate` is the real one behind a code or a file, where there is one."""

    state: State
    certificate: Certificate | None = None
    replacement: Certificate | None = None
    # That one is worth something today.
    replacement_counts: bool = False
    # A file was looked at, and not only a code.
    from_file: bool = False

    @property
    def is_in_force(self) -> bool:
        return self.state in (State.IN_FORCE, State.DUE, State.GRACE)


UNKNOWN = Answer(State.UNKNOWN)


def check_code(text: str, *, on: date) -> Answer:
    """What the certificate with this code is worth that day."""
    code = normalise(text)
    certificate = certificate_by_code(code) if code else None
    if certificate is None:
        return UNKNOWN
    return _standing(certificate, on=on)


def check_file(content: bytes, *, on: date) -> Answer:
    """Whether this is, byte for byte, a file we issued; and what it is worth that day."""
    genuine = certificate_by_hash(hashlib.sha256(content).hexdigest())
    found = inspect(content, known_certificates=known_certificates().values())
    if genuine is not None:
        return _genuine(genuine, found, on=on)
    for code in found.codes:
        real = certificate_by_code(code)
        if real is not None:
            return Answer(State.ALTERED, real, from_file=True)
    if found.key_id and not found.sound:
        # Our signature, broken, on a file that no longer says which certificate it was.
        return Answer(State.ALTERED, from_file=True)
    return Answer(State.UNKNOWN, from_file=True)


def _genuine(certificate: Certificate, found: Inspection, *, on: date) -> Answer:
    """The bytes are ours. Its signature must say the same, or something is wrong at our end."""
    answer = _standing(certificate, on=on)
    signed = found.sound and certificate.key is not None and found.key_id == certificate.key.key_id
    if not signed:
        logger.error("An issued certificate's signature is not sound: %s", certificate.number)
        return Answer(State.ALTERED, certificate, from_file=True)
    return replace(answer, from_file=True)


def _standing(certificate: Certificate, *, on: date) -> Answer:
    state, newer = State(certificate.condition(on).value), replacement_of(certificate)
    counts = newer is not None and newer.condition(on).is_held
    return Answer(state, certificate, newer, counts)
