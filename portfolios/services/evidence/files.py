"""Files of a piece of evidence. Each comes alone, with a plain result of its own."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from awards.models import Organisation, User
from awards.permissions import need_member
from foundation import ledger
from foundation.files import EVIDENCE, FileKinds, look_at, remove, store_upload
from foundation.files.names import display_name
from foundation.refusals import Refused
from portfolios.choices import Gatherer
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.noticing import file_name_noticed
from portfolios.services.evidence.editing import (
    need_room,
    need_shown,
    need_space,
    note_change,
    open_item,
)
from portfolios.services.evidence.forgetting import remove_prints_of
from portfolios.services.evidence.items import is_held, kind_for, new_item


@transaction.atomic
def capture_file(
    *,
    organisation: Organisation,
    upload: "UploadedFile[bytes]",
    key: UUID,
    shows: Iterable[str] = (),
    actor: User,
    at: datetime,
) -> EvidenceFile:
    """A piece of evidence of its own, to be told about later: it lies in the tray, unless somebody
    sends it for one thing that it shows.

    `key` comes from the page, one per file: sending it again after a lost answer finds what the first
    try has kept (T-43, peers.md: uploading twice).
    """
    need_member(actor, organisation)
    done = kept_already(key, organisation)
    if done is not None:
        return done
    kind, _ = look_at(upload, EVIDENCE)
    need_room(organisation)
    need_space(organisation, size=upload.size or 0)
    values = {"title": _title_of(upload), "kind": kind_for(kind.content_type)}
    try:
        item = new_item(organisation, key=key, values=values, shows=shows, actor=actor, at=at)
    except Refused:
        # The same try, sent twice at once: what the other one keeps is ours.
        done = kept_already(key, organisation)
        if done is None:
            raise
        return done
    row = store_file(item, upload=upload, key=key, caption="", actor=actor, at=at)
    note_change(item, event="evidence.added", actor=actor, at=at, details={"file": True})
    return row


@transaction.atomic
def capture_together(
    *,
    organisation: Organisation,
    piece: UUID,
    title: str,
    upload: "UploadedFile[bytes]",
    key: UUID,
    shows: Iterable[str] = (),
    actor: User,
    at: datetime,
) -> EvidenceFile:
    """One of several files of one piece. The first that we can keep makes the piece; none, no piece.

    `piece` names it while it is not there yet; each file comes alone, and some at the same time.
    """
    need_member(actor, organisation)
    done = kept_already(key, organisation)
    if done is not None:
        return done
    kind, _ = look_at(upload, EVIDENCE)
    rows = EvidenceItem.objects.filter(organisation=organisation, uuid=piece)
    item = rows.first()
    if item is None:
        need_room(organisation)
        values = {"title": title or _title_of(upload), "kind": kind_for(kind.content_type)}
        try:
            item = new_item(organisation, key=piece, values=values, shows=shows, actor=actor, at=at)
        except Refused:
            # Another of its files was quicker, unless the piece is somebody else's (T-25).
            item = rows.first()
            if item is None:
                raise
        else:
            note_change(item, event="evidence.added", actor=actor, at=at, details={"file": True})
    return add_file(item=item, upload=upload, key=key, actor=actor, at=at)


@transaction.atomic
def add_file(
    *,
    item: EvidenceItem,
    upload: "UploadedFile[bytes]",
    key: UUID,
    caption: str = "",
    actor: User,
    at: datetime,
) -> EvidenceFile:
    """One more file of the same piece of evidence."""
    fresh = open_item(item=item, actor=actor)
    done = kept_already(key, fresh.organisation, item=fresh)
    if done is not None:
        return done
    need_shown(fresh, at=at)
    if fresh.files.filter(removed_at=None).count() >= EvidenceFile.MOST:
        raise Refused(
            f"A piece of evidence has room for {EvidenceFile.MOST} files. "
            "Remove one, or make a new piece of evidence."
        )
    look_at(upload, EVIDENCE)
    need_space(fresh.organisation, size=upload.size or 0)
    row = store_file(fresh, upload=upload, key=key, caption=caption, actor=actor, at=at)
    note_change(fresh, event="evidence.file-added", actor=actor, at=at)
    return row


@transaction.atomic
def describe_file(*, file: EvidenceFile, caption: str, actor: User, at: datetime) -> None:
    """What can be seen in it. The last one to write stays: it is one line."""
    fresh = open_item(item=file.item, actor=actor)
    need_shown(fresh, at=at)
    others = EvidenceFile.objects.filter(pk=file.pk, item=fresh).exclude(caption=caption)
    if others.update(caption=caption):
        note_change(fresh, event="evidence.file-described", actor=actor, at=at)


@transaction.atomic
def remove_file(*, file: EvidenceFile, actor: User, at: datetime) -> None:
    """For good, unless it was sent, or a legal hold keeps it: then it stays, and only there."""
    fresh = open_item(item=file.item, actor=actor)
    row = fresh.files.filter(pk=file.pk, removed_at=None).select_related("file").first()
    if row is None:
        return
    note_change(fresh, event="evidence.file-removed", actor=actor, at=at)
    take_away_file(row, at=at)


def take_away_file(row: EvidenceFile, *, at: datetime) -> None:
    """Within the caller's transaction, with its piece of evidence locked."""
    ledger.note("evidence.file-removed", subject=row.uuid, at=at)
    was_sent = row.sent_in.exists()
    if was_sent or is_held(row.item):
        EvidenceFile.objects.filter(pk=row.pk).update(removed_at=at)
        if not was_sent:
            remove_prints_of(row.item)
        return
    item, stored = row.item, row.file
    row.delete()
    if stored is not None:
        remove(stored)
    remove_prints_of(item)


def kept_already(
    key: UUID, organisation: Organisation, *, item: EvidenceItem | None = None
) -> EvidenceFile | None:
    """What an earlier try with this key has kept."""
    row = EvidenceFile.objects.filter(uuid=key).select_related("item__organisation", "file").first()
    if row is None:
        return None
    foreign = (
        row.item.organisation_id != organisation.pk or row.item.gathered_by != Gatherer.ORGANISATION
    )
    if foreign or (item and row.item_id != item.pk):
        # The key of another file, perhaps of somebody else (T-25).
        raise Refused("This page is out of date. Open it again and choose the file there.")
    return row


def _title_of(upload: "UploadedFile[bytes]") -> str:
    """Its file name, unless that seems to name a person: a title stays when consent has gone (T-94)."""
    name = display_name(upload.name or "")
    return "" if file_name_noticed(name) else (name.rpartition(".")[0] or name)[:200]


def store_file(
    item: EvidenceItem,
    *,
    upload: "UploadedFile[bytes]",
    kinds: FileKinds = EVIDENCE,
    key: UUID,
    caption: str,
    actor: User,
    at: datetime,
) -> EvidenceFile:
    kept = store_upload(upload=upload, kinds=kinds, actor=actor, at=at)
    return EvidenceFile.objects.create(
        uuid=key, item=item, file=kept, caption=caption, added_at=at, added_by=actor
    )
