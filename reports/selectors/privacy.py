"""What waits on the officers' page about privacy, in a constant number of queries."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from awards.models import Hold
from portfolios.selectors.evidence.register import Standing, pieces, standing
from reports.choices import ErasureState
from reports.models import AccessPackage, Erasure, PrivacyRequest
from reports.selectors.requests import LATE

# Requests with the nearest dates.
NEXT = 5


@dataclass(frozen=True)
class Tile:
    """A number, and the list that has that many lines."""

    number: int
    text: str
    # The name of its page, and what is asked of it.
    page: str
    query: str = ""


@dataclass(frozen=True)
class Awaited:
    """A request that waits for its answer."""

    request: PrivacyRequest
    is_late: bool


def tiles(*, on: date, past: int) -> list[Tile]:
    """Five queries; `past` is counted over the table of retention."""
    requests = PrivacyRequest.objects.open().aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due_on__lt=on))
    )
    ending = pieces().filter(standing(Standing.ENDING, on)).count()
    waiting = Erasure.objects.filter(state=ErasureState.ORDERED).count()
    ready = AccessPackage.objects.exclude(file=None).count()
    holds = Hold.objects.active().count()
    return [
        _tile(requests["open"], "request open", "requests open", "officers-requests"),
        _tile(
            requests["late"],
            "request past its date",
            "requests past their date",
            "officers-requests",
            f"?state={LATE}",
        ),
        _tile(
            waiting,
            "deletion waits for a second officer",
            "deletions wait for a second officer",
            "officers-erasures",
            "?show=waiting",
        ),
        _tile(
            ending,
            "consent ends within 30 days",
            "consents end within 30 days",
            "officers-consents",
            f"?state={Standing.ENDING.value}",
        ),
        _tile(past, "record past its date", "records past their date", "officers-retention"),
        _tile(
            ready, "copy of data ready", "copies of data ready", "officers-access", "?show=ready"
        ),
        _tile(holds, "legal hold", "legal holds", "officers-holds", "?show=active"),
    ]


def awaited(*, on: date) -> list[Awaited]:
    """The requests with the nearest dates; one query."""
    rows = PrivacyRequest.objects.open().order_by("due_on", "pk")[:NEXT]
    return [Awaited(row, row.due_on < on) for row in rows]


def _tile(number: int, one: str, many: str, page: str, query: str = "") -> Tile:
    return Tile(number, one if number == 1 else many, page, query)
