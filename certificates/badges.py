"""The badge beside each certificate: made once, and what became of it said at any time."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from awards.selectors import scheme_in_force
from certificates import signing, tokens
from certificates.models import Badge, Certificate, SigningKey
from certificates.models.badges import LIST_LENGTH
from certificates.rendering import badge as rendering
from certificates.selectors import ended_places
from foundation.dates import london_date

# A place by chance is free at the first try in all but the fullest lists, and those are half empty.
_TRIES = 40


def make_badge(
    certificate: Certificate, *, key: signing.LoadedKey, used: SigningKey, at: datetime
) -> Badge | None:
    """Within the caller's transaction. None with a key that signs no tokens."""
    if key.private_key is None:
        return None
    for _ in range(_TRIES):
        badge = Badge(certificate=certificate, status_index=_some_index(), key=used, made_at=at)
        badge.token = tokens.signed(rendering.credential(certificate, badge), key=key)
        try:
            with transaction.atomic():
                badge.save()
        except IntegrityError:
            continue
        return badge
    raise RuntimeError("No free place was found in the status list.")


def status_list(number: int, *, at: datetime) -> str | None:
    """The list with this number as it stands now, signed; none where there is no such list."""
    if not 1 <= number <= _newest_list():
        return None
    scheme = scheme_in_force(on=london_date(at))
    document = rendering.status_list(number, ended_places(number), scheme=scheme, at=at)
    return tokens.signed(document, key=signing.load_signer())


def public_keys() -> list[dict[str, str]]:
    """Of every key that signs or signed, except those that were lost (T-79)."""
    lost = set(
        SigningKey.objects.exclude(compromised_on=None).values_list("key_id", flat=True),
    )
    now = signing.load_signer()
    known = {
        now.key_id: now.certificate_pem,
        **dict(SigningKey.objects.values_list("key_id", "certificate_pem")),
    }
    found = (tokens.public_key(key_id, pem) for key_id, pem in known.items() if key_id not in lost)
    return [key for key in found if key is not None]


def _newest_list() -> int:
    """A list takes badges until it is half full."""
    return Badge.objects.count() * 2 // LIST_LENGTH + 1


def _some_index() -> int:
    return (_newest_list() - 1) * LIST_LENGTH + secrets.randbelow(LIST_LENGTH)
