"""Pieces of evidence as records, in a constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from portfolios.choices import Pictured
from portfolios.models import Consent, EvidenceFile, EvidenceItem, EvidenceTag
from portfolios.records import NO_EYES, Eyes, FileRecord, ItemRecord


def item_records(rows: QuerySet[EvidenceItem], *, on: date) -> tuple[ItemRecord, ...]:
    """Three queries, however many there are. Whose consent is gone are left with their titles."""
    return records_of(list(rows.select_related("consent")), on=on)


def records_of(items: Sequence[EvidenceItem], *, on: date) -> tuple[ItemRecord, ...]:
    """The same for rows that are at hand with their consents: two queries."""
    keys = [item.pk for item in items]
    tags: dict[int, list[str]] = defaultdict(list)
    for item, code in EvidenceTag.objects.filter(item__in=keys).values_list("item", "code"):
        tags[item].append(code)
    files: dict[int, list[FileRecord]] = defaultdict(list)
    kept = EvidenceFile.objects.filter(item__in=keys, removed_at=None, file__isnull=False)
    for file in kept.select_related("file"):
        files[file.item_id].append(file_record(file))
    return tuple(_record(item, tags[item.pk], files[item.pk], on) for item in items)


def item_record(item: EvidenceItem, *, on: date) -> ItemRecord:
    return item_records(EvidenceItem.objects.filter(pk=item.pk), on=on)[0]


def file_record(row: EvidenceFile) -> FileRecord:
    """Call it with the file selected; not for one whose bytes are forgotten."""
    file = row.file
    if file is None:
        raise ValueError("Its bytes are gone.")
    return FileRecord(
        id=str(row.uuid),
        name=file.display_name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
        caption=row.caption,
        state=file.state,
    )


def without_contents(item: ItemRecord) -> ItemRecord:
    """What is left when consent is gone: the title, and of each file its digest."""
    return ItemRecord(
        id=item.id,
        title=item.title,
        hidden=True,
        restricted=item.restricted,
        files=tuple(
            FileRecord(file.id, "", file.content_type, file.size, file.sha256)
            for file in item.files
        ),
    )


@dataclass(frozen=True)
class Unseen:
    """Ids of pieces that were asked about."""

    # Consent is gone; or the piece is, removed for good by its organisation: nobody can be asked any more.
    hidden: frozenset[str]
    # Restricted, and not for these eyes.
    withheld: frozenset[str]
    # Restricted, and for these eyes.
    restricted: frozenset[str]


def unseen(ids: Iterable[str], *, on: date, eyes: Eyes = NO_EYES) -> Unseen:
    """What of these pieces may not be looked at now, and why. One query."""
    asked = frozenset(ids)
    rows = EvidenceItem.objects.filter(uuid__in=[UUID(id) for id in asked]).values_list(
        "uuid",
        "created_by",
        "restricted_at",
        Exists(EvidenceItem.objects.shown(on).filter(pk=OuterRef("pk"))),
    )
    shown, withheld, restricted = set(), set(), set()
    for uuid, added_by, restricted_at, is_shown in rows.order_by():
        is_restricted = restricted_at is not None
        if not eyes.see(restricted=is_restricted, added_by=added_by):
            withheld.add(str(uuid))
        elif is_restricted:
            restricted.add(str(uuid))
        if is_shown:
            shown.add(str(uuid))
    return Unseen(asked - shown, frozenset(withheld), frozenset(restricted))


def hidden_ids(ids: Iterable[str], *, on: date, eyes: Eyes = NO_EYES) -> frozenset[str]:
    """Of these pieces, the ones that must not be shown, for whatever reason. One query."""
    found = unseen(ids, on=on, eyes=eyes)
    return found.hidden | found.withheld


def pictured(consent: Consent) -> tuple[str, ...]:
    said = {
        Pictured.CHILDREN: consent.children,
        Pictured.YOUNG_PEOPLE: consent.young_people,
        Pictured.ADULTS: consent.adults,
    }
    return tuple(who.value for who, there in said.items() if there)


def _record(item: EvidenceItem, tags: list[str], files: list[FileRecord], on: date) -> ItemRecord:
    consent = item.consent
    record = ItemRecord(
        id=str(item.uuid),
        title=item.title,
        kind=item.kind,
        about=item.about,
        happened_on=item.happened_on,
        who=item.who,
        changed=item.changed,
        url=item.url,
        captioned=item.captioned,
        ladder_ours=item.ladder_ours,
        ladder_theirs=item.ladder_theirs,
        ladder_said=item.ladder_said,
        shows=tuple(tags),
        files=tuple(files),
        shows_people=consent.shows_people,
        people=pictured(consent),
        holder=consent.holder,
        form_reference=consent.form_reference,
        consent_given_on=consent.given_on,
        scope=consent.scope,
        consent_until=consent.expires_on,
        restricted=item.restricted_at is not None,
    )
    return without_contents(record) if consent.is_hidden(on) else record
