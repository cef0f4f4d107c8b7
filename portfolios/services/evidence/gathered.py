"""What a panel gathers at a visit: evidence under the same rules, in nobody's library (scheme.md 20).

Whoever calls has asked who may, and holds the case's lock.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards.choices import Role
from awards.models import Organisation, User
from foundation import audit
from foundation.dates import london_date
from foundation.files import PHOTOS, look_at
from foundation.models import PrivateFile
from foundation.refusals import Refused
from portfolios.choices import EvidenceKind, Gatherer, Pictured, ShowsPeople
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.models.evidence import EvidenceQuerySet
from portfolios.services.evidence.editing import lock_item
from portfolios.services.evidence.files import store_file
from portfolios.services.evidence.items import new_item, take_away_item


@transaction.atomic
def gather_photo(
    *,
    organisation: Organisation,
    title: str,
    taken_on: date,
    upload: "UploadedFile[bytes]",
    caption: str,
    consent: Mapping[str, Any],
    key: UUID,
    actor: User,
    role: Role,
    at: datetime,
) -> EvidenceFile:
    """A photo with what the people in it agreed to, which has to be known before we take it.

    Nobody but those who assess sees it, and the organisation once it is shown: there is no wider scope.
    `key` is the page's own. Whoever calls has found what a second click sends (T-43): a file that has this
    key here is another, perhaps the organisation's own, and never becomes a photo of theirs (T-25).
    """
    if EvidenceFile.objects.filter(uuid=key).exists():
        raise Refused("This page is out of date. Open it again and choose the photo there.")
    agreed = _agreed(consent, on=london_date(at))
    if not caption.strip():
        raise Refused("Say what can be seen in the photo.")
    look_at(upload, PHOTOS)
    values = {
        "title": title,
        "kind": EvidenceKind.PHOTO,
        "happened_on": taken_on,
        "gathered_by": Gatherer.PANEL,
    }
    item = new_item(organisation, key=key, values=values, actor=actor, at=at)
    for name, value in agreed.items():
        setattr(item.consent, name, value)
    item.consent.save()
    row = store_file(
        item, upload=upload, kinds=PHOTOS, key=key, caption=caption, actor=actor, at=at
    )
    _record("evidence.gathered", item, actor, role, at)
    return row


@transaction.atomic
def drop_photo(*, item: EvidenceItem, actor: User, role: Role, at: datetime) -> None:
    """For good, with its bytes; under a legal hold it stays, and nobody finds it."""
    fresh = lock_item(item)
    if fresh.removed_at is None:
        _record("evidence.removed", fresh, actor, role, at)
        take_away_item(fresh, by=actor, at=at)


def show_gathered(items: EvidenceQuerySet, *, at: datetime) -> int:
    """The organisation sees them from now on, as far as consent holds.

    Not while one is still being checked: nobody has seen yet what is in it (T-49).
    """
    rows = items.of_panels().filter(shown_at=None, removed_at=None)
    keys = list(
        rows.select_for_update(of=("self",), no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    waiting = EvidenceFile.objects.filter(
        item__in=keys, removed_at=None, file__state=PrivateFile.State.QUARANTINED
    )
    if waiting.exists():
        raise Refused("A photo is still being checked. Wait a minute or two, or remove it first.")
    return EvidenceItem.objects.filter(pk__in=keys).update(shown_at=at)


def _agreed(consent: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """The columns of a consent, with the scope that it begins with. With people in it, all of them have
    to be told."""
    if consent.get("shows_people") == ShowsPeople.NOBODY:
        return {"shows_people": ShowsPeople.NOBODY}
    if consent.get("shows_people") != ShowsPeople.PEOPLE:
        raise Refused("Say whether the photo shows anybody.")
    who = {each.value: bool(consent.get(each.value)) for each in Pictured}
    if not any(who.values()):
        raise Refused("Say who is in the photo.")
    given_on = consent.get("given_on")
    if not consent.get("holder") or given_on is None:
        raise Refused("Say who has the signed form, and when they agreed.")
    if given_on > on:
        raise Refused("The day on which they agreed can’t be in the future.")
    return {
        "shows_people": ShowsPeople.PEOPLE,
        **who,
        "holder": consent["holder"],
        "form_reference": consent.get("form_reference", ""),
        "given_on": given_on,
    }


def _record(event: str, item: EvidenceItem, actor: User, role: Role, at: datetime) -> None:
    audit.record(
        event, actor=actor, target=item, at=at, role=role, acting_for=item.organisation.uuid
    )
