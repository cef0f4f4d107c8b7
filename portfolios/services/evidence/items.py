"""Pieces of evidence: gathered in a moment, told in full whenever there is time."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F

from awards.models import Hold, Organisation, User
from awards.permissions import need_member
from foundation import ledger
from foundation.dates import london_date
from foundation.files import remove
from foundation.models import Draft
from foundation.refusals import Refused
from foundation.versions import Stale, clash_over, save_versioned
from portfolios.choices import EvidenceKind
from portfolios.models import Consent, EvidenceFile, EvidenceItem, EvidenceTag
from portfolios.services.evidence.editing import (
    draft_key,
    forget_draft,
    need_room,
    need_shown,
    note_change,
    open_item,
)
from portfolios.services.evidence.forgetting import remove_prints, remove_prints_of
from portfolios.services.lists import refuse_other_words


@transaction.atomic
def add_item(
    *,
    organisation: Organisation,
    key: UUID,
    values: Mapping[str, Any],
    shows: Iterable[str] = (),
    actor: User,
    at: datetime,
) -> EvidenceItem:
    """`key` comes with the page: a second click finds the first one's row (T-43)."""
    need_member(actor, organisation)
    typed = {name: values[name] for name in EvidenceItem.TYPED if name in values}
    done = EvidenceItem.objects.filter(organisation=organisation, uuid=key).first()
    if done is not None:
        same = all(getattr(done, name) == value for name, value in typed.items())
        refuse_other_words(done.version > 1 or same)
        return done
    need_room(organisation)
    item = new_item(organisation, key=key, values=typed, shows=shows, actor=actor, at=at)
    note_change(item, event="evidence.added", actor=actor, at=at)
    forget_draft(actor, organisation, "new")
    return item


def new_item(
    organisation: Organisation,
    *,
    key: UUID,
    values: Mapping[str, Any],
    shows: Iterable[str] = (),
    actor: User,
    at: datetime,
) -> EvidenceItem:
    """The row with its consent, which asks for the narrowest scope until somebody says more."""
    try:
        with transaction.atomic():
            item = EvidenceItem.objects.create(
                organisation=organisation,
                uuid=key,
                created_at=at,
                created_by=actor,
                updated_at=at,
                updated_by=actor,
                **values,
            )
            Consent.objects.create(item=item)
            EvidenceTag.objects.bulk_create(
                EvidenceTag(item=item, code=code) for code in sorted(set(shows))
            )
    except IntegrityError as foreign:
        # The key is somebody else's row (T-25).
        raise Refused("This page is out of date. Open it again and add it there.") from foreign
    return item


@transaction.atomic
def change_item(
    *,
    item: EvidenceItem,
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> EvidenceItem:
    """`Clash` shows both texts when a colleague saved this meanwhile (T-44)."""
    fresh = open_item(item=item, actor=actor)
    need_shown(fresh, at=at)
    names = [name for name in EvidenceItem.TYPED if name in values]
    is_new = _set(fresh, {name: values[name] for name in names})
    _save(fresh, names, expected_version)
    note_change(fresh, event="evidence.changed", actor=actor, at=at, is_new=is_new)
    forget_draft(actor, fresh.organisation, fresh.uuid, "item")
    return fresh


@transaction.atomic
def place_item(
    *,
    item: EvidenceItem,
    shows: Iterable[str],
    values: Mapping[str, Any],
    expected_version: int,
    actor: User,
    at: datetime,
) -> EvidenceItem:
    """Say what it shows. `shows` are codes as `EvidenceTag` has them; the form knows which there are."""
    fresh = open_item(item=item, actor=actor)
    need_shown(fresh, at=at)
    names = [name for name in EvidenceItem.TYPED if name in values]
    is_new = _set(fresh, {name: values[name] for name in names})
    _save(fresh, names, expected_version)
    wanted = set(shows)
    rows = EvidenceTag.objects.filter(item=fresh)
    there = set(rows.values_list("code", flat=True))
    rows.exclude(code__in=wanted).delete()
    EvidenceTag.objects.bulk_create(
        EvidenceTag(item=fresh, code=code) for code in sorted(wanted - there)
    )
    note_change(
        fresh,
        event="evidence.placed",
        actor=actor,
        at=at,
        details={"tags": len(wanted)},
        is_new=is_new or wanted != there,
    )
    forget_draft(actor, fresh.organisation, fresh.uuid, "shows")
    return fresh


@transaction.atomic
def tag_items(
    *,
    organisation: Organisation,
    code: str,
    add: Collection[UUID],
    remove: Collection[UUID],
    actor: User,
    at: datetime,
) -> int:
    """Say of many at once whether they show one thing, and leave all else as it is; how many changed.

    Each change moves its item to the next version, so that a page about it that is open elsewhere
    clashes instead of undoing this (T-44).
    """
    need_member(actor, organisation)
    rows = (
        EvidenceItem.objects.visible_to(actor)
        .kept()
        .select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .filter(organisation=organisation, uuid__in={*add, *remove})
        .order_by("pk")
    )
    items = list(rows)
    tags = EvidenceTag.objects.filter(item__in=items, code=code)
    there = set(tags.values_list("item", flat=True))
    new = [item for item in items if item.uuid in add and item.pk not in there]
    gone = [item for item in items if item.uuid in remove and item.pk in there]
    EvidenceTag.objects.bulk_create(EvidenceTag(item=item, code=code) for item in new)
    tags.filter(item__in=gone).delete()
    changed = [*new, *gone]
    EvidenceItem.objects.filter(pk__in=[item.pk for item in changed]).update(
        version=F("version") + 1
    )
    for item in changed:
        note_change(
            item,
            event="evidence.placed",
            actor=actor,
            at=at,
            details={"code": code, "shows": item in new},
        )
    return len(changed)


@transaction.atomic
def leave_out(*, item: EvidenceItem, out: bool, actor: User, at: datetime) -> None:
    """Keep it, but send it to nobody; or take it in again."""
    fresh = open_item(item=item, actor=actor)
    if fresh.left_out != out:
        EvidenceItem.objects.filter(pk=fresh.pk).update(left_out=out)
        note_change(
            fresh,
            event="evidence.left-out" if out else "evidence.taken-in",
            actor=actor,
            at=at,
        )


@transaction.atomic
def remove_item(*, item: EvidenceItem, actor: User, at: datetime) -> None:
    """For good with its files and prints, unless it was sent: then it stays with that, and only there.

    Under a legal hold it stays too, and nobody of the organisation finds it.
    """
    need_member(actor, item.organisation)
    rows = (
        EvidenceItem.objects.visible_to(actor).kept().select_for_update(of=("self",), no_key=True)
    )
    fresh = rows.select_related("organisation").filter(pk=item.pk).first()
    if fresh is None:
        # Removing what is gone already is no mistake.
        return
    note_change(fresh, event="evidence.removed", actor=actor, at=at)
    take_away_item(fresh, by=actor, at=at)


def take_away_item(item: EvidenceItem, *, by: User, at: datetime) -> None:
    """Within the caller's transaction, with the piece locked."""
    ledger.note("evidence.removed", subject=item.uuid, at=at, details={"by": str(by.uuid)})
    Draft.objects.filter(key__startswith=draft_key(item.organisation, item.uuid)).delete()
    was_sent = item.sent_in.exists()
    if was_sent or is_held(item):
        EvidenceItem.objects.filter(pk=item.pk).update(removed_at=at, removed_by=by)
        if not was_sent:
            remove_prints_of(item)
        return
    files = [row.file for row in EvidenceFile.objects.filter(item=item).select_related("file")]
    item.delete()
    for file in files:
        if file is not None:
            remove(file)
    remove_prints(item.organisation, on=london_date(at))


def is_held(item: EvidenceItem) -> bool:
    return Hold.objects.active().filter(organisation=item.organisation_id).exists()


def kind_for(content_type: str) -> str:
    """A first guess at what a file is evidence of; pictures are photographs."""
    return EvidenceKind.PHOTO if content_type.startswith("image/") else ""


def _set(item: EvidenceItem, values: Mapping[str, Any]) -> bool:
    """Whether anything is another than before."""
    before = {name: getattr(item, name) for name in values}
    for name, value in values.items():
        setattr(item, name, value)
    return before != values


def _save(item: EvidenceItem, names: list[str], expected_version: int) -> None:
    try:
        save_versioned(item, expected_version=expected_version, fields=names)
    except Stale:
        raise clash_over(
            item, fields=names, sentence="A colleague saved this after you opened it."
        ) from None
