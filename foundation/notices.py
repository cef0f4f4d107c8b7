"""Telling people before something is deleted: each once, and nothing goes before they were told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from foundation.models import OutboxMessage

# At least so long before a deletion the mail went out, also when the clock stood still before.
TOLD_BEFORE = timedelta(days=28)


@dataclass(frozen=True)
class Due:
    """Rows that go together on one day, and the mail that says so before."""

    key: str
    # Whose leads are told, or which person is: a primary key.
    whom: int
    rows: tuple[int, ...]
    notice_on: date
    on: date

    def goes_on(self, today: date) -> date:
        """The day to name in a mail of today: also what is late is told in good time."""
        return max(self.on, today + TOLD_BEFORE)


def untold(dues: Iterable[Due], *, today: date) -> list[Due]:
    """Those whose notice is due and has not been written."""
    waiting = [due for due in dues if due.notice_on <= today]
    written = set(
        OutboxMessage.objects.filter(key__in=[due.key for due in waiting]).values_list(
            "key", flat=True
        )
    )
    return [due for due in waiting if due.key not in written]


def told_in_time(dues: Iterable[Due], *, at: datetime) -> set[str]:
    """The keys of those that people were told of long enough ago."""
    keys = [due.key for due in dues]
    rows = OutboxMessage.objects.filter(key__in=keys, created_at__lte=at - TOLD_BEFORE)
    return set(rows.values_list("key", flat=True))
