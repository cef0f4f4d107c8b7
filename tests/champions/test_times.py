"""Times as people type them, and the nights when clocks change (T-89)."""

from datetime import UTC, date, datetime, time

import pytest

from champions.times import NotATime, clock_time, in_london, read_time, spoken


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2:30pm", time(14, 30)),
        ("2.30 PM", time(14, 30)),
        ("2:30 p.m.", time(14, 30)),
        ("14:30", time(14, 30)),
        ("1430", time(14, 30)),
        ("9am", time(9)),
        ("12pm", time(12)),
        ("12:15am", time(0, 15)),
        ("midday", time(12)),
        ("10:00", time(10)),
        ("09:30", time(9, 30)),
        (" 10.15 ", time(10, 15)),
    ],
)
def test_read_time_understands(text, expected):
    assert read_time(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "25:00", "13pm", "0pm", "9:75am", "2pm3pm", "٢pm0"])
def test_read_time_says_how_to_write_it(text):
    with pytest.raises(NotATime, match="Write the time like 2:30pm"):
        read_time(text)


def test_read_time_asks_which_half_of_the_day():
    with pytest.raises(NotATime, match="like 2pm"):
        read_time("2:30")


def test_in_london_follows_the_season():
    assert in_london(date(2027, 1, 5), time(14)).astimezone(UTC).hour == 14
    assert in_london(date(2027, 7, 5), time(14)).astimezone(UTC).hour == 13


def test_in_london_refuses_the_hour_that_is_skipped():
    with pytest.raises(NotATime, match="no such time"):
        in_london(date(2027, 3, 28), time(1, 30))


def test_in_london_refuses_the_hour_that_comes_twice():
    with pytest.raises(NotATime, match="comes twice"):
        in_london(date(2027, 10, 31), time(1, 30))


def test_spoken_is_in_london():
    assert spoken(datetime(2027, 7, 5, 13, 30, tzinfo=UTC)) == "Monday 5 July 2027 at 2:30pm"
    assert clock_time(datetime(2027, 7, 5, 12, 0)) == "midday"  # noqa: DTZ001 wall time
    assert clock_time(datetime(2027, 7, 5, 0, 5)) == "12:05am"  # noqa: DTZ001
