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
from foundation.dates import london_date

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
    # What the file says of itself, where one was looked at and not only a code.
    found: Inspection | None = None
    # Its bytes are those that we keep.
    same_bytes: bool = False

    @property
    def from_file(self) -> bool:
        return self.found is not None

    @property
    def is_in_force(self) -> bool:
        return self.state in (State.IN_FORCE, State.DUE, State.GRACE)

    @property
    def key_lost_on(self) -> date | None:
        """From that day on the key that signed it is not believed (T-79)."""
        key = self.certificate.key if self.certificate is not None else None
        return key.compromised_on if key is not None else None

    @property
    def replaced_for_its_key(self) -> bool:
        """It was issued again because its key was lost, and for no other reason."""
        certificate, lost_on = self.certificate, self.key_lost_on
        return (
            certificate is not None
            and lost_on is not None
            and certificate.superseded_at is not None
            and london_date(certificate.superseded_at) >= lost_on
        )


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
            return Answer(State.ALTERED, real, found=found)
    if found.key_id and not found.sound:
        # Our signature, broken, on a file that no longer says which certificate it was.
        return Answer(State.ALTERED, found=found)
    return Answer(State.UNKNOWN, found=found)


def _genuine(certificate: Certificate, found: Inspection, *, on: date) -> Answer:
    """The bytes are ours. Its signature must say the same, or something is wrong at our end."""
    answer = _standing(certificate, on=on)
    signed = found.sound and certificate.key is not None and found.key_id == certificate.key.key_id
    if not signed:
        logger.error("An issued certificate's signature is not sound: %s", certificate.number)
        return Answer(State.ALTERED, certificate, found=found, same_bytes=True)
    return replace(answer, found=found, same_bytes=True)


def _standing(certificate: Certificate, *, on: date) -> Answer:
    state, newer = State(certificate.condition(on).value), replacement_of(certificate)
    counts = newer is not None and newer.condition(on).is_held
    return Answer(state, certificate, newer, counts)
