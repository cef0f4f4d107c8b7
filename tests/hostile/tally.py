"""What became of the corpus, printed when the tests are done. Works with several workers, too."""

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.hostile.corpus import Hostile

PROPERTY = "hostile file"
WORDS = {
    "accepted as is": "accepted",
    "cleaned": "cleaned",
    "refused": "refused",
    "refused when checked": "refused when checked",
}


def remember(record_property: object, hostile: "Hostile", outcome: str) -> None:
    record_property(PROPERTY, [hostile.threat, outcome, outcome == hostile.expect])


def pytest_terminal_summary(terminalreporter: object) -> None:
    """Imported by tests/conftest.py, which every run loads."""
    rows = [
        value
        for kind in ("passed", "failed")
        for report in terminalreporter.stats.get(kind, [])
        if report.when == "call"
        for name, value in report.user_properties
        if name == PROPERTY
    ]
    if not rows:
        return
    terminalreporter.section("hostile files", sep="-")
    terminalreporter.write_line(_line(rows))
    for threat in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == threat]
        terminalreporter.write_line(f"  {threat}: {_line(mine)}")


def _line(rows: list[list[object]]) -> str:
    counted = Counter(row[1] for row in rows)
    told = [f"{word} {counted.pop(outcome)}" for outcome, word in WORDS.items() if counted[outcome]]
    told += [f"{outcome} {number}" for outcome, number in counted.items() if number]
    wrong = sum(not row[2] for row in rows)
    return f"{len(rows)} files: {', '.join(told)}" + (f"; NOT AS EXPECTED {wrong}" if wrong else "")
