"""Zips made while they are sent: T-57, T-58, T-62, F-06."""

import io
import os
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest

from foundation.zips import ZipEntry, stream_zip, zip_name, zip_pieces
from tests.support.people import somebody
from tests.support.s3 import BUCKET
from tests.support.s3 import moto_server as moto_server
from tests.support.stores import body, clean_picture, pdf, picture_of
from tests.support.stores import folders as folders

pytestmark = pytest.mark.django_db
AT = datetime(2026, 7, 1, 23, 30, 10, tzinfo=UTC)


def entry(name, content, at=AT):
    return ZipEntry(name, content, at)


def opened(*entries):
    return zipfile.ZipFile(io.BytesIO(b"".join(zip_pieces(entries))))


def open_files():
    return len(os.listdir("/proc/self/fd"))


def names(*wanted):
    return opened(*(entry(name, [b"x"]) for name in wanted)).namelist()


def test_zip_holds_files_and_made_text_in_order(folders, tmp_path):
    picture, plan = clean_picture(), pdf()
    answer = stream_zip(
        [
            entry("Evidence/Us.png", picture),
            entry("Index.txt", [b"one ", b"two"]),
            entry("Plan.pdf", plan),
        ],
        filename="Łódź portfolio.zip",
    )
    path = tmp_path / "out.zip"
    path.write_bytes(body(answer))
    with zipfile.ZipFile(path) as zipped:
        assert zipped.testzip() is None
        assert zipped.namelist() == ["Evidence/Us.png", "Index.txt", "Plan.pdf"]
        assert zipped.read("Index.txt") == b"one two"
        assert zipped.read("Plan.pdf") == b"%PDF-1.7 a plan"
        assert len(zipped.read("Evidence/Us.png")) == picture.size
        assert {info.filename: info.compress_type for info in zipped.infolist()} == {
            "Evidence/Us.png": zipfile.ZIP_STORED,
            "Index.txt": zipfile.ZIP_DEFLATED,
            "Plan.pdf": zipfile.ZIP_STORED,
        }
        # On a clock in Birmingham; zips count in steps of two seconds.
        assert zipped.infolist()[0].date_time == (2026, 7, 2, 0, 30, 10)
    if shutil.which("unzip"):
        done = subprocess.run(["unzip", "-t", str(path)], capture_output=True, check=False)
        assert b"No errors detected" in done.stdout


def test_answer_is_a_guarded_download(folders):
    answer = stream_zip([entry("a.txt", [b"a"])], filename="Łódź.zip")
    assert answer.streaming
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%C5%81%C3%B3d%C5%BA.zip"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert not answer.has_header("Content-Length")


def test_nothing_in_it_is_a_zip_all_the_same():
    assert opened().namelist() == []


@pytest.mark.parametrize("damage", ["gone", "changed", "waiting"])
def test_file_that_cannot_be_had_is_left_out_and_named(folders, damage):
    """F-06: the rest is complete."""
    bad, good = pdf(), pdf(content=b"%PDF-good")
    path = folders["default"] / bad.storage_key
    if damage == "gone":
        path.unlink()
    elif damage == "changed":
        path.write_bytes(b"other")
    else:
        bad = picture_of(somebody())
    zipped = opened(entry("Bad.pdf", bad), entry("Good.pdf", good), entry("Last.txt", [b"x"]))
    assert zipped.testzip() is None
    assert zipped.namelist() == ["Good.pdf", "Last.txt", "MISSING.txt"]
    told = zipped.read("MISSING.txt").decode()
    assert "Bad.pdf: This file is" in told
    assert "Good.pdf" not in told


def test_nothing_missing_is_no_list_of_it(folders):
    assert opened(entry("a.pdf", pdf())).namelist() == ["a.pdf"]


def test_file_with_the_name_of_the_list_is_numbered(folders):
    assert names("missing.TXT") == ["missing (2).TXT"]


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\x.txt", "x.txt"),
        ("/abs/x.pdf", "abs/x.pdf"),
        ("C:\\x.pdf", "C-/x.pdf"),
        ("con.pdf", "_con.pdf"),
        ("Folder/NUL", "Folder/_NUL"),
        ("COM1.txt", "_COM1.txt"),
        ("consent.pdf", "consent.pdf"),
        ("a\0b.pdf", "ab.pdf"),
        ('who? "us" <x>|*.pdf', "who- -us- -x---.pdf"),
        ("evil\u202egpj.exe", "evilgpj.exe"),
        ("a\u200bb\r\nc.pdf", "ab c.pdf"),
        ("trailing. . ", "trailing"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("", "file"),
        ("///", "file"),
        ("Łódź 😊.pdf", "Łódź 😊.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("😊" * 100 + ".pdf", "😊" * 37 + ".pdf"),
    ],
)
def test_name_can_be_unpacked_anywhere(given, safe):
    """T-57, T-58."""
    assert zip_name(given) == safe


def test_same_names_are_numbered():
    """T-62: also those that only some systems call the same."""
    assert names("a.pdf", "a.pdf", "A.PDF", "b/a.pdf", "a", "a", "e\u0301.txt", "é.txt") == [
        "a.pdf",
        "a (2).pdf",
        "A (3).PDF",
        "b/a.pdf",
        "a",
        "a (2)",
        "é.txt",
        "é (2).txt",
    ]


def test_name_that_looks_numbered_already_is_not_taken_twice():
    assert names("a (2).pdf", "a.pdf", "a.pdf") == ["a (2).pdf", "a.pdf", "a (3).pdf"]


def test_dates_that_a_zip_does_not_know_are_moved():
    years = [
        opened(entry("a", [b""], datetime(year, 6, 1, tzinfo=UTC))).infolist()[0].date_time[0]
        for year in (1970, 2026, 2200)
    ]
    assert years == [1980, 2026, 2107]


def test_files_are_opened_one_at_a_time_and_closed_when_nobody_listens(folders):
    """Whoever stops the download in the middle leaves nothing open."""
    asked = []
    files = [pdf(content=bytes(600_000)) for _ in range(3)]

    def entries():
        for number, file in enumerate(files):
            asked.append(number)
            yield entry(f"{number}.pdf", file)

    before = open_files()
    pieces = zip_pieces(entries())
    next(pieces)
    assert (asked, open_files()) == ([0], before + 1)
    pieces.close()
    assert (asked, open_files()) == ([0], before)


def test_large_zips_have_large_offsets():
    """Zip64: more than 65,535 files, which no small zip can count."""
    count = 65_600
    zipped = opened(*(entry(f"{number}", [b""]) for number in range(count)))
    assert len(zipped.namelist()) == count


def test_files_in_a_bucket_are_zipped_too(moto_server, settings):
    moto_server.make_empty()
    moto_server.use(settings)
    kept, gone = clean_picture(), pdf()
    moto_server.client.delete_object(Bucket=BUCKET, Key=f"private/{gone.storage_key}")
    zipped = opened(entry("us.png", kept), entry("plan.pdf", gone))
    assert zipped.testzip() is None
    assert zipped.namelist() == ["us.png", "MISSING.txt"]
