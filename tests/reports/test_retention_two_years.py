"""Two years leave no record past its date.

A small city is made with records of every kind, each at a moment in the past from which its time ends
within the two years. The clock runs once a week, and on each day in a week in which something is due.
"""

import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock_time

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.test import override_settings

from config.duties import DUTIES
from config.invariants import problems
from foundation.clock import run_duties
from foundation.dates import LONDON, london_date
from foundation.files.stores import keys_of
from foundation.models import OutboxMessage, PrivateFile
from reports.services.retention import HOLDINGS
from tests.support.auditing import ensure_append_only
from tests.support.jobs import commit_effects
from tests.support.keeping import BUILDERS, House, Kept
from tests.support.tally import say

pytestmark = pytest.mark.django_db
TABLE = {each.code: each for each in HOLDINGS}
START = datetime(2024, 10, 21, 12, 0, tzinfo=UTC)
WEEKS = 105
DAY = timedelta(days=1)
# What waits for jobs, mail servers and scanners has no part in it.
APART = {
    "start lost jobs again",
    "send waiting mail",
    "check waiting files",
    "take away files without a row",
    "look at kept files",
    "write the heads of the audit trail outside",
}
ALL = [duty for duty in DUTIES if duty.name not in APART]
# How long before `START` each kind was left alone: so that it is due some months after.
BEFORE = {
    12: 300,
    24: 600,
    36: 1000,
    72: 2100,
}
MONTHS = {
    "drafts": 12,
    "applications": 24,
    "unsuccessful": 24,
    "evidence": 12,
    "pictures": 12,
    "unused": 12,
    "panels": 72,
    "claims": 12,
    "interests": 72,
    "certificate-files": 72,
    "accounts": 12,
    "typed": 12,
    "concerns": 36,
    "mail": 24,
    "holds": 72,
    "repairs": 72,
    "requests": 36,
    "packages": 36,
    "erasures": 72,
    "dead-letters": 12,
    "wordings": 72,
    "ledger": 72,
    "event-names": 12,
    "recognition-events": 72,
    "own-events": 72,
}
UNHELD = {"dead-letters", "event-prints", "ledger", "print-runs", "wordings"}
HELD_UNTIL = date(2026, 3, 2)


def noon(day):
    return datetime.combine(day, clock_time(12), tzinfo=LONDON)


def left_alone(code):
    """Hidden evidence and invitations go within weeks, so they are from the very days before."""
    return START - timedelta(days=BEFORE[MONTHS[code]] if code in MONTHS else 3)


def build() -> tuple[list[Kept], House]:
    house = House(START - timedelta(days=2600))
    kept = []
    for code, build_one in BUILDERS.items():
        kept.append(build_one(house, left_alone(code)))
        kept.append(build_one(house, left_alone(code) + 77 * DAY if code in MONTHS else START))
        if code not in UNHELD:
            held = build_one(house, left_alone(code) + 5 * DAY if code in MONTHS else START)
            held.hold = held.place_hold(by=house.officer, at=START - DAY)
            kept.append(held)
    return kept, house


def run(at):
    results = run_duties(ALL, now=at, dry_run=False)
    assert [f"{each.duty}: {each.error}" for each in results if each.error] == []
    commit_effects()
    return results


def test_two_years_leave_nothing_past_its_date(tmp_path, record_property):
    stores = {
        name: {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / name)},
        }
        for name in ("default", "quarantine", "ledger")
    }
    with override_settings(STORAGES=settings.STORAGES | stores):
        _two_years(record_property)


def _two_years(record_property):
    began = time.monotonic()
    ensure_append_only()
    kept, house = build()
    commit_effects()
    assert [*problems(at=START)] == []
    assert all(each.is_there() for each in kept)
    made = Counter(each.code for each in kept)
    gone: dict[int, date] = {}
    runs = 0
    days = {each.due for each in kept} | {HELD_UNTIL}
    for week in range(WEEKS):
        monday = START + timedelta(weeks=week)
        for number in range(7):
            day = london_date(monday) + number * DAY
            if number and day not in days:
                continue
            at = noon(day)
            if day == HELD_UNTIL:
                for each in kept:
                    if each.hold:
                        each.hold.ended_at, each.hold.ended_by = at - DAY / 24, house.officer
                        each.hold.save()
            run(at)
            runs += 1
            for holding in HOLDINGS:
                assert holding.count_past(at) == 0, (holding.code, day)
            for number, each in enumerate(kept):
                if number not in gone and not each.is_there():
                    gone[number] = day
    for number, each in enumerate(kept):
        assert number in gone, each.code
        if each.hold:
            assert gone[number] >= HELD_UNTIL, each.code
        else:
            assert 0 <= (gone[number] - each.due).days <= 7, (each.code, each.due, gone[number])
        if each.notice and each.code != "accounts":
            # Mail to an address that was deleted goes with it.
            told = OutboxMessage.objects.filter(key__startswith=each.notice)
            days_before = [(gone[number] - london_date(row.created_at)).days for row in told]
            assert days_before, each.code
            assert min(days_before) >= 28, (each.code, days_before)
    assert [*problems(at=noon(day))] == []
    known = set(PrivateFile.objects.values_list("storage_key", flat=True))
    assert set(keys_of(storages["default"])) == known
    say(record_property, "\n".join(_tally(made, kept, gone, runs, time.monotonic() - began)))


def _tally(made, kept, gone, runs, seconds):
    yield f"two years of retention: {runs} runs of the clock, {seconds:.0f} s"
    yield f"{'holding':<20}{'made':>6}{'gone':>6}{'held first':>12}{'past its date':>15}"
    for code in made:
        mine = [n for n, each in enumerate(kept) if each.code == code]
        held = sum(kept[n].hold is not None for n in mine)
        left = sum(n in gone for n in mine)
        yield f"{code:<20}{made[code]:>6}{left:>6}{held:>12}{len(mine) - left:>15}"
    yield f"{'all':<20}{len(kept):>6}{len(gone):>6}"
