"""The signed files of a print run, with a table that names them (scheme.md 27)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from certificates.models import PrintRunPage
from foundation.csv_export import csv_pieces
from foundation.dates import london_date
from foundation.zips import ZipEntry, zip_name

HEAD = (
    "Page",
    "Stage",
    "Name on the certificate",
    "Number",
    "Awarded on",
    "Valid until",
    "On the day of this file",
    "Address to check it",
    "File",
)
NO_FILE = "None: it was deleted"


def zip_entries(sheets: Iterable[PrintRunPage], *, at: datetime) -> Iterator[ZipEntry]:
    """The table first; then one file after the other, in the order of the pages."""
    sheets = list(sheets)
    yield ZipEntry("index.csv", csv_pieces(_table(sheets, at=at)), at)
    for sheet in sheets:
        if sheet.certificate.file is not None:
            yield ZipEntry(_name(sheet), sheet.certificate.file, sheet.certificate.issued_at)


def _table(sheets: Sequence[PrintRunPage], *, at: datetime) -> Iterator[Sequence[str]]:
    yield HEAD
    today = london_date(at)
    for sheet in sheets:
        certificate = sheet.certificate
        until = certificate.valid_until
        yield (
            str(sheet.place),
            certificate.stage.capitalize(),
            certificate.printed_name,
            certificate.number,
            certificate.awarded_on.isoformat(),
            until.isoformat() if until else "",
            certificate.condition(today).label,
            certificate.verify_url,
            _name(sheet) if certificate.file is not None else NO_FILE,
        )


def _name(sheet: PrintRunPage) -> str:
    """The number makes it the only one of its name, so the table names it right."""
    certificate = sheet.certificate
    name = certificate.printed_name.replace("/", "-").replace("\\", "-")
    return zip_name(f"{certificate.stage}/{certificate.number} {name[:80]}.pdf")
