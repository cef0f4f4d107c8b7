"""Every look at a restricted piece is written down, before anything of it goes out (T-30)."""

from datetime import datetime
from uuid import UUID

from awards.models import User
from foundation import audit
from portfolios.models import EvidenceItem
from portfolios.records import PortfolioRecord
from portfolios.selectors.evidence.looks import OPENED


def note_look(
    item: EvidenceItem,
    *,
    what: str,
    actor: User,
    role: str,
    at: datetime,
    file: UUID | None = None,
) -> None:
    """One event for each page and each file; none for a piece that is not restricted.

    `what`: "page", "download", "picture", "thumbnail" or "zip". Call it with the organisation selected.
    """
    if item.restricted_at is None:
        return
    audit.record(
        OPENED,
        actor=actor,
        target=item,
        at=at,
        role=role,
        acting_for=item.organisation.uuid,
        details={"what": what} | ({"file": str(file)} if file else {}),
    )


def note_packed(record: PortfolioRecord, *, actor: User, role: str, at: datetime) -> None:
    """A zip tells of every piece in it, also of those without a file. No query when none is restricted."""
    ids = [UUID(item.id) for item in record.items if item.restricted]
    if not ids:
        return
    for row in EvidenceItem.objects.filter(uuid__in=ids).select_related("organisation"):
        note_look(row, what="zip", actor=actor, role=role, at=at)
