"""Awards that have to be renewed, for lines, filter and figures of the officers' list (scheme.md 22)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeAlias

from awards.selectors.renewals import Renewal, renewals_near
from champions.selectors.steps import ORGANISATION, Told
from foundation.dates import end_of
from foundation.forms import show_date
from reports.choices import Renewing

# By the key of the organisation that has to renew it.
Near: TypeAlias = Mapping[int, Renewal]


def renewals_asked(*, on: date) -> Near:
    """The award of each organisation that it is asked to renew, or that lapsed within a year.

    What keeps an award while it is undecided is sent already, so nothing is asked there. Three queries,
    however many there are; one when there is none.
    """
    found: dict[int, Renewal] = {}
    for each in renewals_near(on=on):
        is_kept = each.award.sent_in_time and each.award.pending_until is None
        if not is_kept:
            # The highest comes first, and brings those below it back.
            found.setdefault(each.award.organisation_id, each)
    return found


def state_of(renewal: Renewal, *, on: date) -> Renewing:
    if renewal.is_lapsed:
        return Renewing.LAPSED
    return Renewing.DUE if on <= renewal.due_on else Renewing.GRACE


def in_words(renewal: Renewal, *, on: date) -> str:
    """ "Gold: renew by 14 March 2027"."""
    match state_of(renewal, on=on):
        case Renewing.DUE:
            return f"{renewal.renewed}: renew by {show_date(renewal.due_on)}"
        case Renewing.GRACE:
            return f"{renewal.renewed}: in grace until {show_date(renewal.grace_until)}"
        case Renewing.LAPSED:
            return f"{renewal.renewed} lapsed on {show_date(renewal.award.lapses_on or on)}"


def told_of(renewal: Renewal, *, is_own: bool, on: date) -> Told | None:
    """Whose turn it is while nothing is open; None after a lapse, where nothing is asked by a day."""
    if renewal.is_lapsed:
        return None
    since = end_of(renewal.opens_on - timedelta(days=1))
    if is_own:
        return Told(renewal.sentence(on), ORGANISATION, since)
    return Told(
        f"{renewal.stage.name} not renewed yet. {_by_when(renewal, on)}", ORGANISATION, since
    )


def _by_when(renewal: Renewal, on: date) -> str:
    last = renewal.due_on if on <= renewal.due_on else renewal.grace_until
    return f"Statement due by {show_date(last)}."


def keys_waiting(near: Near, *, on: date) -> list[int]:
    """Of whom a statement is asked by a day."""
    return [key for key, each in near.items() if not each.is_lapsed]


def keys_of(state: Renewing, near: Near, *, on: date) -> list[int]:
    """Which organisations the filter shows."""
    return [key for key, each in near.items() if state_of(each, on=on) == state]
