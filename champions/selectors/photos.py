"""Photos of a visit, for whoever may see them: the panel's side at once, the organisation once shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from champions.models import Appointment
from champions.selectors.evidence import may_open
from foundation.models import PrivateFile
from portfolios.choices import Pictured, ShowsPeople
from portfolios.models import Consent, EvidenceFile
from portfolios.records import NO_EYES, Eyes
from portfolios.selectors.evidence.reading import pictured


@dataclass(frozen=True)
class Photo:
    # Of the piece of evidence, and of its file.
    id: UUID
    file: UUID
    # What stands under the picture, and for whoever cannot see it; empty once it is not shown any more.
    caption: str
    # “Nobody can be recognised”, or who agreed.
    people: str
    added_by: str
    is_hidden: bool
    is_restricted: bool
    state: str
    # Why it was refused.
    reason: str
    has_thumbnail: bool

    @property
    def is_clean(self) -> bool:
        return self.state == PrivateFile.State.CLEAN and not self.is_hidden

    @property
    def is_refused(self) -> bool:
        return self.state == PrivateFile.State.REFUSED


def photos_of(appointment: Appointment, *, on: date, eyes: Eyes = NO_EYES) -> list[Photo]:
    """In the order in which they came; what is restricted is not there for these eyes. One query."""
    return [_photo(row, on=on) for row in _rows(appointment) if _seen(row, eyes)]


def photos_shown(appointment: Appointment, *, on: date, eyes: Eyes = NO_EYES) -> list[Photo]:
    """To its organisation: not what was refused, nor what was restricted when it was shown. One query."""
    rows = _rows(appointment).filter(item__shown_at__isnull=False)
    seen = [_photo(row, on=on) for row in rows if _seen(row, eyes)]
    return [each for each in seen if not each.is_refused]


def photo_file(
    appointment: Appointment, photo: UUID, *, on: date, eyes: Eyes = NO_EYES
) -> EvidenceFile | None:
    """If its bytes may be handed out. One query."""
    if appointment.application.contents_deleted_at is not None:
        return None
    row = _rows(appointment).filter(item__uuid=photo, file__state=PrivateFile.State.CLEAN).first()
    if row is None or not may_open(row.item, on=on, eyes=eyes):
        return None
    return row


def _rows(appointment: Appointment) -> "QuerySet[EvidenceFile]":
    rows = EvidenceFile.objects.filter(
        item__photo__appointment=appointment, item__removed_at=None, removed_at=None
    )
    return rows.select_related("file", "added_by", "item__consent", "item__organisation")


def _seen(row: EvidenceFile, eyes: Eyes) -> bool:
    restricted = row.item.restricted_at is not None
    return eyes.see(restricted=restricted, added_by=row.item.created_by_id)


def _photo(row: EvidenceFile, *, on: date) -> Photo:
    hidden = row.item.consent.is_hidden(on) or row.file is None
    return Photo(
        id=row.item.uuid,
        file=row.uuid,
        caption="" if hidden else row.caption,
        people=_people(row.item.consent),
        added_by=row.added_by.name,
        is_hidden=hidden,
        is_restricted=row.item.restricted_at is not None,
        state=row.file.state if row.file else "",
        reason=row.file.reason if row.file else "",
        has_thumbnail=bool(row.file and row.file.thumbnail_key),
    )


def _people(consent: Consent) -> str:
    if consent.shows_people != ShowsPeople.PEOPLE:
        return "Nobody can be recognised."
    who: Iterable[str] = (Pictured(each).label for each in pictured(consent))
    return f"{', '.join(who).capitalize()}, who agreed to it."
