"""docs/threats-covered.md tells the truth: its rows are complete and its tests are there."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TABLE = (ROOT / "docs" / "threats-covered.md").read_text()
PROMISED = {
    *range(1, 70), *range(71, 93), 94, 95,
}  # fmt: skip
FAULTS = {*range(1, 9), 10, 13, 14, 18, 19, 22, 23}


def test_every_promised_case_has_a_row():
    rows = re.findall(r"^\| ([TF])-(\d+) ", TABLE, re.MULTILINE)
    assert {int(number) for kind, number in rows if kind == "T"} >= PROMISED
    assert {int(number) for kind, number in rows if kind == "F"} >= FAULTS


def test_every_named_test_is_there():
    named = re.findall(r"`([\w/]+\.py)([\w:]*)[^`]*`", TABLE)
    assert len(named) > 250
    for path, parts in named:
        text = (ROOT / "tests" / path).read_text()
        for part in filter(None, parts.split("::")):
            assert re.search(rf"\b(def|class) {part}\b", text), f"{path}{parts}"
