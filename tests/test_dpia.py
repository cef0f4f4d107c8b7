"""The impact assessment says what shows each measure. Whatever it names is there."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs/dpia.md").read_text()
CASES = (ROOT / "docs/threats-covered.md").read_text()
TEST = re.compile(r"`(tests/[\w/]+\.py)::([\w:]+)`")
CASE = re.compile(r"\b[TF]-\d\d\b")
LEAST = 25


def risks() -> list[list[str]]:
    """The rows of the register, cell by cell."""
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.strip("| ").split(" | ")] for line in lines]


@cache
def names_in(path: str) -> frozenset[str]:
    """`test_name`, and `TestClass::test_name`."""
    found = set()
    for node in ast.parse((ROOT / path).read_text()).body:
        if isinstance(node, ast.FunctionDef):
            found.add(node.name)
        elif isinstance(node, ast.ClassDef):
            found |= {
                f"{node.name}::{each.name}"
                for each in node.body
                if isinstance(each, ast.FunctionDef)
            }
    return frozenset(found)


@pytest.mark.parametrize(("path", "name"), sorted(set(TEST.findall(TEXT))))
def test_named_test_is_there(path, name):
    assert (ROOT / path).is_file()
    assert name in names_in(path)


def test_every_test_is_named_in_a_form_that_is_checked():
    assert len(re.findall(r"tests/[\w/]+\.py::", TEXT)) == len(TEST.findall(TEXT)) >= 40


def test_named_cases_are_covered():
    covered = {
        case for line in CASES.splitlines() if line.startswith("| ") for case in CASE.findall(line)
    }
    asked = {case for row in risks() for case in CASE.findall(row[4])}
    assert len(asked) >= 20
    assert asked - covered == set()


def test_register_is_whole():
    rows = risks()
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert len(rows) >= LEAST
    for number, risk, before, measures, shown, remains, accepted in rows:
        likely, severe = before.split(", ")
        assert likely in ("remote", "possible", "probable"), number
        assert severe in ("minimal", "significant", "severe"), number
        assert remains.split(":")[0].split(",")[0].split(" ")[0] in ("low", "medium"), number
        assert TEST.search(shown) or CASE.search(shown), number
        assert all((risk, measures, accepted)), number


def test_what_is_not_ours_to_say_is_marked():
    assert TEXT.count("**For the council to decide") >= 15
    for fact in ("Data protection officer", "Measures approved by", "processor"):
        assert fact in TEXT
