"""Files that are made of what people typed: zips, tables and prints (T-57, T-64, T-68)."""

import csv
import io
import json
import re
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest
from icalendar import Calendar

from tests.support.pdfs import objects_of, text_of, tool
from tests.threats.texts import MARKUP, RAW
from tests.threats.walked.test_markup import live_parts

pytestmark = pytest.mark.django_db

# What a spreadsheet would work out, also behind blanks, quotation marks and separators.
FORMULA = re.compile(r"[\s\"';,|]*[=+\-@\t\r＝＋－＠]")


@pytest.fixture(scope="module")
def files(pages):
    def of(*routes):
        found = [p for p in pages if p.route in routes and p.status == 200 and not p.is_html]
        assert {page.route for page in found} == set(routes)
        return found

    return of


@pytest.fixture
def zips(files):
    return [ZipFile(io.BytesIO(page.content)) for page in files("portfolio-zip", "case-zip")]


def test_zip_unpacks_into_its_own_folder(zips):
    """T-57: titles and file names that lead elsewhere lead nowhere."""
    pictures = 0
    for zipped in zips:
        assert zipped.testzip() is None
        for name in zipped.namelist():
            path = PurePosixPath(name)
            assert not path.is_absolute(), name
            assert ".." not in path.parts, name
            assert not re.search(r'[<>:"|?*\\\x00-\x1f]', name), name
            if name not in ("README.txt", "index.csv"):
                assert (len(path.parts), path.parts[0]) == (3, "evidence"), name
                pictures += 1
        assert len(set(map(str.casefold, zipped.namelist()))) == len(zipped.namelist())
    assert pictures > 4


def test_table_of_a_zip_runs_no_formula(zips):
    """T-68: one row for each line that was written, and each cell a text."""
    for zipped in zips:
        rows = list(csv.reader(io.StringIO(zipped.read("index.csv").decode("utf-8-sig"))))
        assert len({len(row) for row in rows}) == 1
        assert any("1+1" in cell for row in rows for cell in row)
        assert inert(rows)
        there = {row[rows[0].index("File")] for row in rows[1:]}
        assert {name for name in zipped.namelist() if "/" in name} <= {
            cell.lstrip("'") for cell in there
        }


def test_table_of_the_rights_runs_no_formula(files):
    """T-68."""
    for page in files("portfolio-rights"):
        rows = list(csv.reader(io.StringIO(page.content.decode("utf-8-sig"))))
        assert any("1+1" in cell for row in rows for cell in row)
        assert inert(rows)


def inert(rows) -> bool:
    """An apostrophe stands before whatever could begin a formula."""
    return not any(FORMULA.match(cell) and not cell.startswith("'") for row in rows for cell in row)


def test_prints_say_what_was_typed_and_fetch_nothing(files):
    """T-64. A page that asks for anything from elsewhere is not printed at all."""
    for page in files("case-print-file", "portfolio-printout-file"):
        told = "".join(text_of(page.content).split())
        for words in (f"Kestrel answers {MARKUP}", f"Kestrel tells {MARKUP}"):
            assert "".join(words.split()) in told, words
        found = objects_of(page.content)
        for trace in ("/EmbeddedFile", "/Filespec", "/Launch", "/JavaScript", "/SubmitForm"):
            assert trace not in found, trace
        attached = tool(page.content, "qpdf", "--json", "--json-key=attachments", "{file}")
        assert '"attachments": {}' in attached


def test_package_of_subject_access_runs_nothing_and_unpacks_into_its_own_folder(files):
    """T-57, T-69: read from a disk, where no policy of ours protects it; with the names of others in it."""
    (page,) = files("officers-access-file")
    zipped = ZipFile(io.BytesIO(page.content))
    assert zipped.testzip() is None
    for name in zipped.namelist():
        path = PurePosixPath(name)
        assert not path.is_absolute(), name
        assert ".." not in path.parts, name
        assert not re.search(r'[<>:"|?*\\\x00-\x1f]', name), name
    told = zipped.read("index.html").decode()
    assert told.count("&lt;script&gt;alert(1)") > 100
    assert [raw for raw in RAW if raw in told] == []
    assert [part for part in live_parts(told) if part != "inline style"] == []
    assert MARKUP in json.dumps(json.loads(zipped.read("data.json"))).replace('\\"', '"')


def test_calendar_holds_no_line_of_an_attacker(files):
    """What people typed is a value, and never becomes an entry or a line of its own."""
    for page in files("calendar-feed"):
        events = Calendar.from_ical(page.content).walk("VEVENT")
        assert page.content.count(b"BEGIN:VEVENT") == len(events) > 10
        assert all(len(line) <= 75 for line in page.content.split(b"\r\n"))
        assert any(RAW[0] in str(event["summary"]) for event in events)
