"""Doing again to evidence what a restored backup does not know of (F-19). Safe when it is done already."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce

from awards.models import User
from foundation.dates import london_date
from foundation.ledger import Detail, Entry
from foundation.models import Draft
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from portfolios.services.evidence.consent import CODES
from portfolios.services.evidence.editing import TAKEN_DOWN, draft_key
from portfolios.services.evidence.files import take_away_file
from portfolios.services.evidence.forgetting import forget, remove_prints, remove_prints_of
from portfolios.services.evidence.items import take_away_item

RESTRICTED_WHY = "Restricted before the service was restored from a backup."
_DATES = ("given_on", "expires_on")


@transaction.atomic
def agree_again(entry: Entry) -> bool:
    """Consent withdrawn, or given anew: what was said last is what holds, without the words."""
    item = _item(entry)
    if item is None or item.consent.forgotten_at is not None:
        return False
    rows = Consent.objects.filter(item=item)
    if entry.details.get("for_good"):
        done = rows.exclude(withdrawn_note=TAKEN_DOWN).update(
            withdrawn_at=Coalesce("withdrawn_at", Value(entry.at)),
            withdrawn_by=_who(entry, item),
            withdrawn_note=TAKEN_DOWN,
            version=F("version") + 1,
        )
    elif entry.details.get("withdrawn", True):
        done = rows.filter(withdrawn_at=None).update(
            withdrawn_at=entry.at, withdrawn_by=_who(entry, item), version=F("version") + 1
        )
    else:
        said = {name: _value(name, value) for name, value in entry.details.items() if name in CODES}
        done = rows.update(
            **said,
            withdrawn_at=None,
            withdrawn_by=None,
            withdrawn_note="",
            version=F("version") + 1,
        )
    if done:
        _tidy(item, at=entry.at)
    return bool(done)


@transaction.atomic
def dispute_again(entry: Entry) -> bool:
    item = _item(entry)
    if item is None:
        return False
    rows = Consent.objects.filter(item=item)
    if entry.details.get("hidden", True):
        done = rows.filter(disputed_at=None, forgotten_at=None).update(
            disputed_at=entry.at, disputed_by=_who(entry, item), version=F("version") + 1
        )
    else:
        done = rows.exclude(disputed_at=None).update(
            disputed_at=None, disputed_by=None, version=F("version") + 1
        )
    if done:
        _tidy(item, at=entry.at)
    return bool(done)


@transaction.atomic
def restrict_again(entry: Entry) -> bool:
    """Why it was restricted are words, and so not in the ledger: whoever set it may write it again."""
    item = _item(entry)
    if item is None:
        return False
    rows = EvidenceItem.objects.filter(pk=item.pk)
    if entry.details.get("restricted", True):
        done = rows.filter(restricted_at=None).update(
            restricted_at=entry.at,
            restricted_by=_who(entry, item),
            restricted_why=RESTRICTED_WHY,
        )
        remove_prints_of(item)
    else:
        done = rows.exclude(restricted_at=None).update(
            restricted_at=None, restricted_by=None, restricted_why=""
        )
    return bool(done)


@transaction.atomic
def forget_again(entry: Entry) -> bool:
    item = _item(entry)
    with_title = bool(entry.details.get("with_title"))
    if item is None or (item.consent.forgotten_at is not None and not with_title):
        return False
    forget(item, at=entry.at, why="Deleted before the restore.", with_title=with_title)
    return True


@transaction.atomic
def remove_again(entry: Entry) -> bool:
    item = _item(entry)
    if item is None or item.removed_at is not None:
        return False
    take_away_item(item, by=_who(entry, item), at=entry.at)
    return True


@transaction.atomic
def remove_file_again(entry: Entry) -> bool:
    row = (
        EvidenceFile.objects.select_for_update(of=("self",), no_key=True)
        .select_related("item__organisation", "file")
        .filter(uuid=entry.subject, removed_at=None)
        .first()
    )
    if row is None:
        return False
    take_away_file(row, at=entry.at)
    return True


def _item(entry: Entry) -> EvidenceItem | None:
    rows = EvidenceItem.objects.select_for_update(of=("self",), no_key=True)
    return rows.select_related("organisation").filter(uuid=entry.subject).first()


def _who(entry: Entry, item: EvidenceItem) -> User:
    """Whoever did it; an officer where they are not known, as an officer's word weighs more."""
    known = entry.details.get("by")
    found = User.objects.filter(uuid=UUID(str(known))).first() if known else None
    officer = User.objects.filter(is_officer=True).order_by("pk").first()
    return found or officer or item.updated_by


def _tidy(item: EvidenceItem, *, at: datetime) -> None:
    """As when it was done first: nothing typed before brings it back, and no print shows it."""
    Draft.objects.filter(key=draft_key(item.organisation, item.uuid, "consent")).delete()
    remove_prints(item.organisation, on=london_date(at))


def _value(name: str, value: Detail) -> Detail | date:
    return date.fromisoformat(value) if name in _DATES and isinstance(value, str) else value
