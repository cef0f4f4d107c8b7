"""Autosave: what is typed is safe before it is saved (docs/forms.md)."""

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.http import QueryDict
from django.urls import reverse

from foundation.models import Draft
from foundation.typed import keepable

MAX_BYTES = 256 * 1024
# A page can stay open for as long as a session lasts, and over night.
LINK_LIVES = 48 * 3600
SALT = "foundation.drafts"


class TooMuch(ValueError):
    """More than a draft holds."""


def save_draft(*, owner: AbstractBaseUser, key: str, data: QueryDict, at: datetime) -> Draft:
    fields = keepable(data)
    if _size(fields) > MAX_BYTES:
        raise TooMuch
    draft, _ = Draft.objects.update_or_create(
        owner_id=owner.pk, key=key, defaults={"data": fields, "saved_at": at}
    )
    return draft


def draft_for(owner: AbstractBaseUser, key: str) -> Draft | None:
    return Draft.objects.filter(owner_id=owner.pk, key=key).first()


def discard_draft(owner: AbstractBaseUser, key: str) -> None:
    """Call it in the transaction that saves the real thing."""
    Draft.objects.filter(owner_id=owner.pk, key=key).delete()


def autosave_url(user: AbstractBaseUser, key: str) -> str:
    return reverse("autosave", args=[_signed(user, key)])


def discard_url(user: AbstractBaseUser, key: str) -> str:
    return reverse("discard-draft", args=[_signed(user, key)])


def key_of(user: AbstractBaseUser, signed: str) -> str | None:
    """The key in an address, if it was made for this person and is not too old."""
    try:
        person, key = signing.loads(signed, salt=SALT, max_age=LINK_LIVES)
    except signing.BadSignature:
        return None
    return str(key) if person == str(user.pk) else None


def _signed(user: AbstractBaseUser, key: str) -> str:
    return signing.dumps([str(user.pk), key], salt=SALT)


def _size(fields: dict[str, list[str]]) -> int:
    return sum(
        len(name.encode()) + sum(len(value.encode("utf-8", "replace")) for value in values)
        for name, values in fields.items()
    )
