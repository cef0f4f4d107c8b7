"""The machinery of retention: a batch at a time, and one row that cannot go keeps none behind it."""

from datetime import UTC, datetime

import pytest

from foundation.clock import Duty, run_duties
from foundation.models import Beat, DutyRun
from foundation.retention import Holding, duties_of

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def delete(row, context):
    if row.name == "stuck":
        raise ValueError(f"“{row.name}” is sam@school.example’s")
    row.delete()


def holding(**fields):
    return Holding(
        code="beats",
        name="Beats",
        kept="An hour.",
        then="Deleted.",
        models=(Beat,),
        past=lambda at: Beat.objects.filter(at__lt=at),
        act=delete,
        **fields,
    )


def beats(*names):
    for name in names:
        Beat.objects.create(name=name, at=datetime(2026, 3, 1, tzinfo=UTC))


def run(made, **options):
    return run_duties(duties_of([made]), now=NOW, **{"dry_run": False} | options)


def test_row_that_cannot_go_stops_no_other_and_is_said():
    beats("first", "stuck", "last")
    (result,) = run(holding())
    assert (result.count, result.error) == (
        2,
        f"foundation.beat {Beat.objects.get().pk} could not be deleted.",
    )
    assert Beat.objects.get().name == "stuck"
    assert holding().count_past(NOW) == 1
    row = DutyRun.objects.get()
    assert (row.duty, row.count, row.error) == ("retention: beats", 2, result.error)
    assert "sam" not in row.error


def test_failure_of_one_duty_is_not_told_of_the_next():
    beats("stuck")
    quiet = Duty("quiet", lambda context: len(context.failed))
    failing, after = run_duties([*duties_of([holding()]), quiet], now=NOW, dry_run=False)
    assert failing.error
    assert (after.count, after.error) == (0, "")


def test_batch_is_as_large_as_it_says():
    beats("a", "b", "c")
    assert run(holding(at_a_time=2))[0].count == 2
    assert run(holding(at_a_time=2))[0].count == 1


def test_dry_run_deletes_nothing():
    beats("a", "stuck")
    (result,) = run(holding(), dry_run=True)
    assert result.count == 1
    assert Beat.objects.count() == 2
    assert not DutyRun.objects.exists()
