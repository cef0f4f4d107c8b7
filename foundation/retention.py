"""How long each kind of record is kept, and what happens then.

A room lists what it holds as `Holding` rows; together they are one table that officers read, that the
privacy notice shows and that the clock acts on. What is past its date is asked of dates and rows, so a
changed award or decision changes it at once; nothing stores a date of deletion.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from foundation.clock import Duty, DutyContext

logger = logging.getLogger(__name__)

# So many rows in one run of a duty; the clock runs each minute.
AT_A_TIME = 100
# How far the officers' page looks ahead.
SOON = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """One row of the table. `kept` and `then` are sentences that a parent can read."""

    code: str
    name: str
    kept: str
    then: str
    # Every model whose rows it covers; each model of the service is covered by one holding.
    models: tuple[type[Model], ...]
    # Whose rule it is: a law, a policy of the council, or our own.
    source: str = "Retention schedule, for the council to approve"
    # The rows past their date at a moment, without those under a legal hold; none for what is kept for
    # good, or goes by another holding or duty, as `then` says.
    past: Callable[[datetime], "QuerySet[Any]"] | None = None
    # The same rows where a legal hold keeps them.
    held: Callable[[datetime], "QuerySet[Any]"] | None = None
    # Deals with one such row, in a transaction of its own; safe to run again. None: `duty` does it.
    act: Callable[[Any, DutyContext], None] | None = None
    # Tells people in good time, before anything is deleted; each is told once.
    warn: Callable[[DutyContext], int] | None = None
    # The duty of the clock that deals with it, when that is an older one.
    duty: str = ""
    # How many rows go in one run.
    at_a_time: int = AT_A_TIME
    # Whether it stands in the notice that everybody can read.
    public: bool = True

    @property
    def duty_name(self) -> str:
        """Under which the clock writes down what was done; empty for what is kept for good."""
        own = self.act is not None or self.warn is not None
        return f"retention: {self.code}" if own else self.duty

    def count_past(self, at: datetime) -> int:
        return self.past(at).count() if self.past else 0

    def count_soon(self, at: datetime) -> int:
        """What will be past its date within 30 days, if nothing changes."""
        if self.past is None:
            return 0
        return max(0, self.past(at + SOON).count() - self.count_past(at))

    def count_held(self, at: datetime) -> int:
        return self.held(at).count() if self.held else 0

    def run(self, context: DutyContext) -> int:
        """For the clock: notices first, then what is past its date, a batch at a time."""
        told = self.warn(context) if self.warn else 0
        return told + self._delete(context)

    def _delete(self, context: DutyContext) -> int:
        if self.past is None or self.act is None:
            return 0
        rows = list(self.past(context.now).order_by("pk")[: self.at_a_time])
        done = 0
        for row in rows:
            try:
                with transaction.atomic():
                    self.act(row, context)
            except Exception:
                # One row that cannot go must not keep all behind it (F-14). Its words stay out of the log.
                logger.exception("Past its date and not deleted: %s %s", self.code, row.pk)
                context.failed.append(f"{row._meta.label_lower} {row.pk} could not be deleted.")
            else:
                done += 1
        return done


def duties_of(holdings: list[Holding]) -> list[Duty]:
    return [
        Duty(each.duty_name, each.run, title=f"end of keeping: {each.name}")
        for each in holdings
        if each.act is not None or each.warn is not None
    ]
