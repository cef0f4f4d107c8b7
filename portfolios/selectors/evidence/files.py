"""The files of one piece, as its pages show them."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat

from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.evidence.library import CLEAN, REFUSED, kind_of_file


@dataclass(frozen=True)
class FileRow:
    id: str
    name: str
    # A word for what it is, and how large.
    kind: str
    size: str
    caption: str
    is_picture: bool
    # It was checked and can be opened; else it waits, or was refused for a reason.
    is_clean: bool
    is_refused: bool
    reason: str
    has_thumbnail: bool

    @property
    def shape(self) -> str:
        return "done" if self.is_clean else "attention" if self.is_refused else "waiting"

    @property
    def state(self) -> str:
        if self.is_clean:
            return "Checked"
        return "Refused" if self.is_refused else "Still being checked"

    @property
    def needs_words(self) -> bool:
        return self.is_picture and not self.is_refused and not self.caption


def file_rows(item: EvidenceItem) -> list[FileRow]:
    """In the order in which they came. Only of a piece that is shown."""
    rows = EvidenceFile.objects.filter(item=item, removed_at=None, file__isnull=False)
    return [_row(row) for row in rows.select_related("file")]


def _row(row: EvidenceFile) -> FileRow:
    file = row.file
    if file is None:
        raise ValueError("Its bytes are gone.")
    return FileRow(
        id=str(row.uuid),
        name=file.display_name,
        kind=kind_of_file(file.display_name, file.content_type),
        size=str(filesizeformat(file.size)),
        caption=row.caption,
        is_picture=file.content_type.startswith("image/"),
        is_clean=file.state == CLEAN,
        is_refused=file.state == REFUSED,
        reason=file.reason,
        has_thumbnail=bool(file.thumbnail_key) and file.state == CLEAN,
    )
