"""Copies of files that a person sent, as far as they may be handed to one person.

A picture is mostly of others: of children whose parents agreed that those who judge the award may see
it. Having sent it makes nobody the right one to be given a copy for good, perhaps long after they left
(article 15(4)). So a copy is of evidence that pictures and quotes nobody, as its organisation says, and
that is neither restricted nor hidden. All others are named, each with the reason.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from portfolios.choices import ShowsPeople
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.noticing import file_name_noticed
from reports.selectors.access.cells import Reader
from reports.selectors.access.rows import Subject

# What a package may weigh: it is put together in memory.
MOST_BYTES = 150 * 1024 * 1024

FORGOTTEN = "Its contents were deleted, because consent for it ended."
WAITING = "It is still being checked for viruses, or was refused."
RESTRICTED = "Only those may see it who must. Ask us about it."
HIDDEN = "Consent for it has ended, or somebody asked to have it taken down."
SHOWS_PEOPLE = "It may show or quote other people. Ask us about it."
TOO_LARGE = "All copies together would be too large. Ask us for it."


@dataclass(frozen=True)
class Copy:
    """One file. `why_not` is empty when its bytes are in the package, under `name`."""

    name: str
    organisation: str
    evidence: str
    size: int
    why_not: str
    row: EvidenceFile

    @property
    def is_in(self) -> bool:
        return not self.why_not


def copies_for(subject: Subject, reader: Reader, *, on: date) -> list[Copy]:
    """Two queries."""
    hidden = set(
        EvidenceItem.objects.hidden(on)
        .filter(files__added_by=subject.person)
        .values_list("pk", flat=True)
    )
    rows = (
        EvidenceFile.objects.filter(added_by=subject.person, file__isnull=False)
        .select_related("file", "item__organisation", "item__consent")
        .order_by("pk")
    )
    return list(_within(_copies(rows, reader, hidden)))


def _copies(rows: Iterable[EvidenceFile], reader: Reader, hidden: set[int]) -> Iterator[Copy]:
    for number, row in enumerate(rows, start=1):
        if row.file is None:
            continue
        yield Copy(
            name=f"files/{number:04}-{safe_name(row.file.display_name, reader)}",
            organisation=row.item.organisation.name,
            evidence=reader.masker.text(str(row.item)),
            size=row.file.size,
            why_not=why_not(row, is_hidden=row.item_id in hidden),
            row=row,
        )


def why_not(row: EvidenceFile, *, is_hidden: bool) -> str:
    file, item = row.file, row.item
    if item.consent.forgotten_at is not None:
        return FORGOTTEN
    if file is None or not file.is_clean:
        return WAITING
    if item.restricted_at is not None:
        return RESTRICTED
    if is_hidden:
        return HIDDEN
    if item.consent.shows_people != ShowsPeople.NOBODY:
        return SHOWS_PEOPLE
    return ""


def safe_name(name: str, reader: Reader) -> str:
    """With nobody's name in it; the rest is cleaned when it goes into the zip (T-57)."""
    masked = reader.masker.text(name)
    if reader.masker.with_names:
        return masked
    stem, dot, ending = name.rpartition(".")
    if masked != name or file_name_noticed(name):
        return f"file{dot}{ending}" if stem else "file"
    return name


def _within(copies: Iterable[Copy]) -> Iterator[Copy]:
    weight = 0
    for copy in copies:
        if copy.is_in and weight + copy.size > MOST_BYTES:
            yield Copy(copy.name, copy.organisation, copy.evidence, copy.size, TOO_LARGE, copy.row)
            continue
        weight += copy.size if copy.is_in else 0
        yield copy
