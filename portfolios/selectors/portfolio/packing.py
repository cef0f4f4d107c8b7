"""What goes into a zip of evidence: the files that may be handed out, and a line about everything else."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from awards.models import Application, StatusChange
from awards.scheme import edition
from foundation.forms import show_date
from foundation.models import PrivateFile
from foundation.zips import zip_name
from portfolios.choices import ConsentScope, EvidenceKind, ShowsPeople
from portfolios.models import AffirmedItem, EvidenceFile, EvidenceItem, SentFile
from portfolios.models.evidence import EvidenceQuerySet
from portfolios.records import NO_EYES, Eyes, FileRecord, ItemRecord, PortfolioRecord
from portfolios.selectors.forms import STATEMENT, form_of
from portfolios.selectors.portfolio.display import HIDDEN, shown_names
from portfolios.selectors.portfolio.numbers import numbers_of

NOTES = {
    "quarantined": "Still being checked, so it is not in here.",
    "refused": "We could not take this file, so it is not in here.",
}
NO_LONGER_THERE = "This file is no longer kept, so it is not in here."
NOBODY = "Nobody is pictured or quoted."
NOT_SAID = "Assessors only: nobody has said yet if people are in it."


@dataclass(frozen=True, slots=True)
class Packed:
    """One file of one piece, or a piece with none; `stored` is the bytes, if they may be handed out."""

    number: str
    item: ItemRecord
    file: FileRecord | None = None
    stored: PrivateFile | None = None
    note: str = ""
    # Where in the zip it lies.
    name: str = ""


def files_now(
    application: Application, *, on: date, eyes: Eyes = NO_EYES
) -> dict[str, PrivateFile]:
    """By their ids, of what is written as it stands: found clean, and with consent. One query."""
    items = _items_of(application).shown(on).open_to(eyes)
    rows = EvidenceFile.objects.filter(
        item__in=items.filter(organisation=application.organisation_id),
        removed_at=None,
        file__state=PrivateFile.State.CLEAN,
    )
    return _by_id(rows.select_related("file"))


def _items_of(application: Application) -> EvidenceQuerySet:
    """A statement has what was chosen for it, a portfolio all that is placed."""
    if form_of(application) == STATEMENT:
        chosen = AffirmedItem.objects.filter(affirmation__application=application)
        return EvidenceItem.objects.kept().filter(pk__in=chosen.values("item"))
    return EvidenceItem.objects.in_portfolio()


def files_sent(change: StatusChange, *, on: date, eyes: Eyes = NO_EYES) -> dict[str, PrivateFile]:
    """The same of what was sent. One query."""
    rows = SentFile.objects.filter(
        change=change,
        file__item__in=EvidenceItem.objects.shown(on).open_to(eyes),
        file__file__state=PrivateFile.State.CLEAN,
    )
    return _by_id(row.file for row in rows.select_related("file__file"))


def packed(record: PortfolioRecord, stored: Mapping[str, PrivateFile]) -> Iterator[Packed]:
    """In the portfolio's order; nothing of it is left unsaid."""
    numbers = numbers_of(record)
    for item in record.items:
        number = numbers[item.id]
        if item.hidden:
            yield Packed(number, item, note=HIDDEN)
            continue
        if not item.files:
            yield Packed(number, item, note=item.url)
        # In a list of folders they stand in order.
        folder = f"evidence/E{int(number[1:]):03} {_one_part(item.title)}"
        taken: set[str] = set()
        for file in item.files:
            found = stored.get(file.id)
            if found is None:
                yield Packed(number, item, file, note=NOTES.get(file.state, NO_LONGER_THERE))
                continue
            yield Packed(
                number, item, file, found, name=_free(f"{folder}/{_one_part(file.name)}", taken)
            )


def shows_of(record: PortfolioRecord, item: ItemRecord) -> list[str]:
    """In words, without the rights that follow from the principles: they would fill the cell."""
    names = shown_names(record, edition(record.edition), item)
    return [name for kind, found in names.items() if kind != "articles" for name in found]


def scope_of(item: ItemRecord) -> str:
    if item.hidden:
        return ""
    if item.shows_people != ShowsPeople.PEOPLE:
        return NOBODY if item.shows_people else NOT_SAID
    return str(ConsentScope(item.scope).label)


def kind_of(item: ItemRecord) -> str:
    return str(EvidenceKind(item.kind).label) if item.kind else ""


def day(when: date | None) -> str:
    return show_date(when) if when else ""


def _by_id(rows: Iterable[EvidenceFile]) -> dict[str, PrivateFile]:
    return {str(row.uuid): row.file for row in rows if row.file is not None}


def _free(name: str, taken: set[str]) -> str:
    """As the zip will call it, so that its list of contents says the same (T-62)."""
    plain = free = zip_name(name)
    stem, dot, ending = plain.rpartition(".")
    number = 1
    while free.casefold() in taken:
        number += 1
        free = f"{stem} ({number}){dot}{ending}"
    taken.add(free.casefold())
    return free


def _one_part(text: str) -> str:
    """No folder of its own making (T-57)."""
    return " ".join(text.replace("/", "-").replace("\\", "-").split())
