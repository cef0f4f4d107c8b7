"""Who relied on evidence that nobody may look at any longer, because its consent is gone."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from awards.models import StatusChange
from portfolios.models import EvidenceItem, SentItem


def items_gone(change: StatusChange, *, on: date) -> list[EvidenceItem]:
    """Of what was sent in this step, the pieces that are no longer shown. One query."""
    return gone_from([change.pk], on=on).get(change.pk, [])


def gone_from(changes: Iterable[int], *, on: date) -> dict[int, list[EvidenceItem]]:
    """The same for many steps, by their keys; steps that lost nothing are not there. One query."""
    rows = (
        SentItem.objects.filter(change__in=changes, item__in=EvidenceItem.objects.hidden(on))
        .select_related("item__consent")
        .order_by("change", "pk")
    )
    found: dict[int, list[EvidenceItem]] = defaultdict(list)
    for row in rows:
        found[row.change_id].append(row.item)
    return dict(found)
