"""What a print of a portfolio says beside its record: its parts, its evidence by number, its small pictures."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from awards.scheme import edition
from foundation.files import FileUnavailable, open_clean
from foundation.models import PrivateFile
from portfolios.choices import UNNAMED, PortfolioSection, action_code, measure_code
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.records import NO_EYES, ItemRecord, PortfolioRecord
from portfolios.selectors.evidence.reading import hidden_ids
from portfolios.selectors.portfolio.coverage import Coverage
from portfolios.selectors.portfolio.display import item_rows, sections_of
from portfolios.selectors.portfolio.numbers import numbers_of
from portfolios.selectors.portfolio.packing import day, kind_of, shows_of
from portfolios.selectors.titles import for_others

# In one print. More of them make it heavy, and nobody looks at them on paper.
MOST_PICTURES = 200
# Of one piece.
PICTURES_OF_ONE = 2
# Pieces that are told in full; of all others the index has one line.
MOST_TOLD = 200
# The numbers after one criterion, before “and 40 more”.
MOST_NUMBERS = 80

# What the index says already.
_IN_INDEX = frozenset(
    {"kind", "happened_on", "files", "criteria", "principles", "articles", "four_cs"}
    | {"actions", "measures", "levels", "shows_people", "people", "scope", "expires_on"}
)


def shown_in(record: PortfolioRecord) -> list[str]:
    """The ids of the evidence whose contents a print of it has: consent for each has to hold."""
    return [item.id for item in record.items if not item.hidden]


def is_outdated(shown: Iterable[str], *, on: date) -> bool:
    """Consent for a piece in a print is gone since it was made, or the piece is restricted. One query."""
    return bool(hidden_ids(shown, on=on))


def parts_of(record: PortfolioRecord) -> list[dict[str, Any]]:
    """Everything that was told, each with the numbers of the evidence behind it."""
    coverage, numbers = Coverage(record), numbers_of(record)

    def behind(codes: Iterable[str]) -> list[dict[str, Any]]:
        found = {item.id: numbers[item.id] for code in codes for item in coverage.items_of(code)}
        return [_row("Evidence", listed(list(found.values())))] if found else []

    parts = []
    for section in for_others(sections_of(record)):
        if section["code"] == PortfolioSection.EVIDENCE:
            continue
        entries = [
            entry | {"rows": [*entry["rows"], *behind(_codes(entry["id"]))]}
            for entry in section["entries"]
        ]
        parts.append(section | {"entries": entries})
    return parts


def pieces_of(record: PortfolioRecord) -> list[dict[str, Any]]:
    """Each piece of evidence in words, in the portfolio's order."""
    scheme, numbers = edition(record.edition), numbers_of(record)
    return [
        {
            "number": numbers[item.id],
            "title": item.title or UNNAMED,
            "kind": kind_of(item),
            "happened_on": day(item.happened_on),
            "shows": shows_of(record, item),
            # What can be told apart of a digest; the zip has all of it.
            "files": [{"name": file.name, "digest": file.sha256[:12]} for file in item.files],
            "rows": [r for r in item_rows(record, scheme, item) if r["code"] not in _IN_INDEX],
            "pictures": _pictures(item),
            "hidden": item.hidden,
        }
        for item in record.items
    ]


def listed(numbers: Sequence[str]) -> str:
    """`E1, E4, E7`; a long list is cut, and says so."""
    text = ", ".join(numbers[:MOST_NUMBERS])
    more = len(numbers) - MOST_NUMBERS
    return f"{text} and {more} more" if more > 0 else text


def small_pictures(pieces: Sequence[Mapping[str, Any]], *, on: date) -> Mapping[str, bytes]:
    """The small pictures of what is shown on that day, the latest first. One query, then their bytes."""
    wanted = [UUID(each["id"]) for piece in pieces[:MOST_TOLD] for each in piece["pictures"]]
    rows = (
        EvidenceFile.objects.filter(
            uuid__in=wanted[:MOST_PICTURES],
            item__in=EvidenceItem.objects.shown(on).open_to(NO_EYES),
            file__state=PrivateFile.State.CLEAN,
        )
        .exclude(file__thumbnail_key="")
        .select_related("file")
    )
    found = {}
    for row in rows:
        if row.file is not None and (content := _small(row.file)):
            found[str(row.uuid)] = content
    return found


def _small(file: PrivateFile) -> bytes:
    """A picture that the store has lost is left out; the print is made all the same (F-06)."""
    try:
        with open_clean(file, thumbnail=True) as stored:
            return bytes(stored.read())
    except FileUnavailable:
        return b""


def _pictures(item: ItemRecord) -> list[dict[str, str]]:
    pictures = [file for file in item.files if file.is_picture and file.state == "clean"]
    return [{"id": file.id, "caption": file.caption} for file in pictures[:PICTURES_OF_ONE]]


def _codes(id: str) -> tuple[str, ...]:
    """An entry is a question of the edition, or an action or a measure by its id."""
    return (id, action_code(id), measure_code(id))


def _row(label: str, value: str) -> dict[str, Any]:
    return {"code": "evidence", "label": label, "value": value, "part": "", "contact": False}
