"""Tables for spreadsheets (T-68)."""

import csv
import io
from collections.abc import Iterator

import pytest

from foundation.csv_export import csv_pieces, inert, stream_csv


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+44 121",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        "＋1",
        ";=1",
        '"=1+1',
        " =1",
        "',=1",
        "−1",
    ],
)
def test_formula_becomes_a_text(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Choir;=1+1", "Choir;'=1+1"),
        ("calm\n@x", "calm\n'@x"),
        ("=1;=1", "'=1;'=1"),
        ("\r\n=1", "'\r\n'=1"),
    ],
)
def test_formula_in_the_middle_becomes_a_text(cell, kept):
    assert inert(cell) == kept


@pytest.mark.parametrize("cell", ["", "Choir", "a=b", "1-2", "'quoted'", "Ayşe’s year", "O'Neil"])
def test_text_stays_as_it_is(cell):
    assert inert(cell) == cell


def test_table_is_read_back_as_it_was():
    rows = [["a", 'say "no"'], ["two\nlines", "a,b"], ["ਨਹੀਂ", ""]]
    content = b"".join(csv_pieces(rows))
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert read(content) == rows


def test_half_a_character_does_not_break_the_table():
    assert read(b"".join(csv_pieces([["a\ud800b", "c"]]))) == [["a?b", "c"]]


def test_rows_are_asked_for_one_at_a_time():
    asked = []

    def rows() -> Iterator[list[str]]:
        for number in range(3):
            asked.append(number)
            yield [str(number)]

    pieces = csv_pieces(rows())
    next(pieces)
    assert (next(pieces), asked) == (b"0\r\n", [0])


def test_answer_is_a_download_of_its_name():
    answer = stream_csv([["=1"]], filename="links-2026-11-23.csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="links-2026-11-23.csv"'
    assert read(answer.getvalue()) == [["'=1"]]
