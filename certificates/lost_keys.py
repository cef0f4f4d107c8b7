"""A signing key is in wrong hands: its certificates are issued again under the new one (T-79).

An officer says so once. A job does the rest, one certificate at a time, so it may be killed and started
again at any point.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from awards.models import User
from awards.permissions import need_officer
from certificates import emails
from certificates.models import Certificate, SigningKey
from certificates.services import reissue_certificate
from certificates.signing import KeyProblem, load_signer
from foundation import audit
from foundation.dates import london_date
from foundation.jobs import enqueue, job
from foundation.progress import HowFar, how_far, telling
from foundation.refusals import Refused

REASON = "The key that signed it is lost."
STILL_SIGNS = "This key still signs. Put the new key in place first, then try again."


@dataclass(frozen=True)
class KeyLine:
    """A key as the list of officers shows it."""

    key: SigningKey
    signs_now: bool
    # Certificates that count and bear its signature, and how many it ever signed.
    current: int
    signed: int


def key_lines(keys: Sequence[SigningKey]) -> list[KeyLine]:
    """One query for all of them."""
    counts = Certificate.objects.filter(key__in=keys).order_by().values("key")
    rows = counts.annotate(signed=Count("pk"), current=Count("pk", filter=_TO_ISSUE))
    found: dict[Any, tuple[int, int]] = {
        pk: (current, signed)
        for pk, current, signed in rows.values_list("key", "current", "signed")
    }
    now = load_signer().key_id
    return [KeyLine(key, key.key_id == now, *found.get(key.pk, (0, 0))) for key in keys]


# What ended, or whose file was deleted, is not issued again: its own page says what it is worth.
_TO_ISSUE = Q(
    superseded_at=None, file__isnull=False, award__revoked_on=None, award__superseded_on=None
)


def certificates_to_issue(key: SigningKey) -> "QuerySet[Certificate]":
    """Those that somebody may still show, and that bear this key's signature."""
    return Certificate.objects.filter(_TO_ISSUE, key=key).order_by("pk")


def why_not_lost(key: SigningKey) -> str | None:
    """Why it can't be put on the list of lost keys now."""
    if key.compromised_on is not None:
        return "This key is already on the list of lost keys."
    if load_signer().key_id == key.key_id:
        return STILL_SIGNS
    return None


@transaction.atomic
def replace_lost_key(*, key: SigningKey, on: date, actor: User, at: datetime) -> int:
    """Put it on the list; a job issues its certificates again. Returns how many those are.

    The old ones then read "replaced by …".
    """
    need_officer(actor)
    if (reason := why_not_lost(key)) is not None:
        raise Refused(reason)
    if on > london_date(at):
        raise Refused("That day has not come yet. Give the day on which it was lost, or today.")
    found = SigningKey.objects.filter(pk=key.pk, compromised_on=None)
    if not found.update(compromised_on=on, lost_at=at, lost_by=actor):
        raise Refused("This key is already on the list of lost keys.")
    count = certificates_to_issue(key).count()
    audit.record(
        "signing_key.lost",
        actor=actor,
        target=key,
        at=at,
        role="officer",
        details={"key": key.key_id, "on": on.isoformat(), "certificates": count},
    )
    enqueue(issue_again, key.uuid)
    key.refresh_from_db()
    return count


@job(priority=10)
def issue_again(key_uuid: str) -> None:
    """What is left to issue again. Refused by a worker that still signs with the lost key."""
    key = SigningKey.objects.select_related("lost_by").get(uuid=UUID(key_uuid))
    if key.lost_by is None:
        return
    if load_signer().key_id == key.key_id:
        raise KeyProblem("This worker still signs with the lost key. Start it again.")
    left = list(certificates_to_issue(key).values_list("pk", flat=True))
    with telling(issue_again, key.uuid, total=len(left), unit="certificates") as told:
        for pk in left:
            _issue_one(pk, key=key, actor=key.lost_by)
            told.step()


def progress_of(key: SigningKey, *, at: datetime) -> HowFar | None:
    """How far the job is; none when there is nothing left to do."""
    if key.lost_at is None or not certificates_to_issue(key).exists():
        return None
    return how_far(issue_again, key.uuid, since=key.lost_at, at=at)


@transaction.atomic
def _issue_one(pk: int, *, key: SigningKey, actor: User) -> None:
    """The certificate and the mails about it together. Of two workers the second finds it done."""
    rows = certificates_to_issue(key).select_for_update(of=("self",), no_key=True)
    certificate = rows.filter(pk=pk).select_related("award__organisation").first()
    if certificate is None:
        return
    made = reissue_certificate(
        certificate=certificate,
        printed_name=certificate.printed_name,
        at=timezone.now(),
        actor=actor,
        reason=REASON,
    )
    emails.tell_of_reissue(made, before=certificate, lost_on=key.compromised_on)
