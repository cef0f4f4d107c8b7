"""Restricted evidence where it is named and not shown: in challenges about it (T-30)."""

from collections.abc import Iterable
from uuid import UUID

from awards.models import Challenge
from portfolios.models import EvidenceItem
from portfolios.models.evidence import RESTRICTED
from portfolios.selectors.portfolio.opened import OF_EVIDENCE


def name_restricted(challenges: Iterable[Challenge]) -> None:
    """Of what is restricted now the name is covered, on these instances alone; for whoever reads.

    The row keeps what it was called, so that it reads as before once the mark is off. One query, if any
    is about evidence.
    """
    about = {
        row: UUID(row.subject.removeprefix(OF_EVIDENCE))
        for row in challenges
        if row.subject.startswith(OF_EVIDENCE)
    }
    if not about:
        return
    marked = EvidenceItem.objects.filter(uuid__in=about.values(), restricted_at__isnull=False)
    restricted = frozenset(marked.order_by().values_list("uuid", flat=True))
    for row, uuid in about.items():
        if uuid in restricted:
            row.subject_name = RESTRICTED
