"""When awards ended: what is kept for as long as one is held is counted from there."""

from collections.abc import Iterable
from datetime import date, timedelta

from awards.models import Award


def last_day(award: Award) -> date | None:
    """The last day on which it counted, its time of grace included; none while nothing has ended it."""
    ends = [day for day in (award.revoked_on, award.superseded_on) if day is not None]
    if award.lapses_on is not None:
        ends.append(award.lapses_on - timedelta(days=1))
    return min(ends, default=None)


def last_days(awards: Iterable[Award]) -> dict[int, date | None]:
    """The same by their keys, where one that took another's place goes on for it."""
    rows = {award.pk: award for award in awards}

    def end(award: Award) -> date | None:
        after = rows.get(award.superseded_by_id) if award.superseded_by_id else None
        if after is None or award.revoked_on is not None:
            return last_day(award)
        return end(after)

    return {pk: end(award) for pk, award in rows.items()}
