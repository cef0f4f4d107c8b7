"""The evidence of a portfolio as it was sent, for the organisation's own copy of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from awards.models import Organisation
from awards.scheme import edition
from portfolios.choices import UNNAMED
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.records import FileRecord, ItemRecord, PortfolioRecord
from portfolios.selectors.portfolio.display import Row, item_rows

_TICKED = frozenset(
    {"criteria", "principles", "articles", "four_cs", "actions", "measures", "levels"}
    | {"ladder_ours", "ladder_theirs", "shows_people", "people", "scope", "expires_on"}
)


@dataclass(frozen=True)
class PieceSent:
    id: str
    title: str
    # What somebody wrote, and what can be looked at.
    rows: list[Row]
    # What was ticked: what it shows, who is in it. Long, and looked up rather than read.
    ticked: list[Row]
    # It is among the organisation's evidence still, so it has a page.
    is_kept: bool
    # Those of its pictures that are still there.
    pictures: tuple[FileRecord, ...]


def pieces_sent(
    record: PortfolioRecord, items: Sequence[ItemRecord], organisation: Organisation
) -> list[PieceSent]:
    """Some of the record's items, in two queries. `record` comes without what consent has left."""
    scheme = edition(record.edition)
    kept = _kept(items, organisation)
    pictures = _pictures(items)
    return [
        PieceSent(
            id=item.id,
            title=item.title or UNNAMED,
            rows=[row for row in rows if row["code"] not in _TICKED],
            ticked=[row for row in rows if row["code"] in _TICKED],
            is_kept=item.id in kept,
            pictures=tuple(file for file in item.files if file.id in pictures)
            if item.id in kept and not item.hidden
            else (),
        )
        for item in items
        for rows in [item_rows(record, scheme, item)]
    ]


def _kept(items: Sequence[ItemRecord], organisation: Organisation) -> frozenset[str]:
    rows = EvidenceItem.objects.kept().filter(
        organisation=organisation, uuid__in=[UUID(item.id) for item in items]
    )
    return frozenset(str(uuid) for uuid in rows.values_list("uuid", flat=True))


def _pictures(items: Sequence[ItemRecord]) -> frozenset[str]:
    """The files that have a small picture of themselves."""
    rows = (
        EvidenceFile.objects.filter(
            uuid__in=[UUID(file.id) for item in items for file in item.files],
            removed_at=None,
            file__state="clean",
        )
        .exclude(file__thumbnail_key="")
        .values_list("uuid", flat=True)
    )
    return frozenset(str(uuid) for uuid in rows)
