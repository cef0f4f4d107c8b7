"""Figures that a test has counted, printed when all are done. Works with several workers, too."""

from collections.abc import Callable

from tests.hostile import tally as hostile

PROPERTY = "tally"
Remember = Callable[[str, object], None]


def say(record_property: Remember, line: str) -> None:
    record_property(PROPERTY, line)


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Imported by tests/conftest.py, which every run loads."""
    hostile.pytest_terminal_summary(terminalreporter)
    lines = [
        str(value)
        for kind in ("passed", "failed")
        for report in terminalreporter.stats.get(kind, [])
        if report.when == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if lines:
        terminalreporter.section("tallies", sep="-")
        for line in sorted(lines):
            terminalreporter.write_line(line)
