"""All evidence as one zip: what is in it, what is left out and said, and who gets it."""

import csv
import io
import tracemalloc
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.urls import reverse

from foundation.models import AuditEvent, PrivateFile
from foundation.zips import zip_pieces
from portfolios.rendering.portfolio_index import HEADINGS, Line, index_csv, inert
from portfolios.services.evidence import withdraw_consent
from portfolios.services.portfolio.zips import pack_portfolio
from tests.support.evidence import clean_file, evidence
from tests.support.judging import judging, quarantined_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(organisation, lead, officer, now, time_machine):
    time_machine.move_to(now)
    return judging(organisation, lead=lead, officer=officer, at=now)


def mine(scene) -> str:
    return reverse("portfolio-zip", args=[scene.application.uuid])


def theirs(scene) -> str:
    return reverse("case-zip", args=[scene.application.uuid])


def opened(client, address) -> ZipFile:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def index_of(zipped) -> list[dict[str, str]]:
    text = zipped.read("index.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


class TestWhatIsInIt:
    def test_files_lie_in_folders_of_their_piece(self, scene, lead, sign_in):
        zipped = opened(sign_in(lead), mine(scene))
        assert zipped.namelist() == [
            "README.txt",
            "index.csv",
            "evidence/E001 Garden day/garden.jpg",
            "evidence/E002 Minutes of the autumn forum/forum.jpg",
        ]
        with scene.file.file.store.open(scene.file.file.storage_key) as stored:
            assert zipped.read("evidence/E001 Garden day/garden.jpg") == stored.read()
        assert zipped.testzip() is None

    def test_index_says_what_each_file_is(self, scene, lead, sign_in):
        row = index_of(opened(sign_in(lead), mine(scene)))[0]
        assert tuple(row) == HEADINGS
        assert row["Number"] == "E1"
        assert row["Title"] == "Garden day"
        assert row["What it is"] == "Photograph"
        assert row["What it shows"] == "Voice; Listened to and heard"
        assert row["File"] == "evidence/E001 Garden day/garden.jpg"
        assert row["SHA-256 of the file"] == scene.file.file.sha256
        assert row["Who may see it"].startswith("Assessors only")
        assert row["Note"] == ""

    def test_readme_says_what_may_not_be_done(self, scene, lead, sign_in):
        words = opened(sign_in(lead), mine(scene)).read("README.txt").decode()
        assert "Acorn Lane School" in words
        assert "Never share a picture of a child" in words
        assert "\r\n" in words
        assert "Left out" not in words

    def test_where_the_forms_are_kept_is_not_in_it(self, scene, lead, sign_in):
        zipped = opened(sign_in(lead), mine(scene))
        for name in ("README.txt", "index.csv"):
            assert b"Blue folder" not in zipped.read(name)

    def test_same_names_are_both_there_and_the_index_knows(self, scene, lead, now, sign_in):
        """T-62"""
        clean_file(scene.item, lead=lead, at=now, name="GARDEN.jpg")
        zipped = opened(sign_in(lead), mine(scene))
        rows = index_of(zipped)
        listed = [row["File"] for row in rows if row["Number"] == "E1"]
        assert listed == [
            "evidence/E001 Garden day/garden.jpg",
            "evidence/E001 Garden day/GARDEN (2).jpg",
        ]
        assert set(listed) < set(zipped.namelist())

    def test_names_stay_inside_their_folder(self, organisation, lead, officer, now, sign_in):
        """T-57"""
        item = evidence(
            organisation, "gold.voice", lead=lead, at=now, file=False, title="../../etc/CON"
        )
        clean_file(item, lead=lead, at=now, name="..\\..\\evil.jpg")
        scene = judging(organisation, lead=lead, officer=officer, at=now)
        names = opened(sign_in(lead), mine(scene)).namelist()
        assert all(".." not in name.split("/") for name in names)
        assert all(name.count("/") == 2 for name in names if name.startswith("evidence/"))

    def test_a_link_is_listed_without_a_file(self, scene, lead, now, sign_in):
        evidence(
            scene.application.organisation,
            "gold.voice",
            lead=lead,
            at=now,
            file=False,
            kind="recording",
            url="https://video.example/1",
            captioned="yes",
        )
        rows = index_of(opened(sign_in(lead), mine(scene)))
        assert "https://video.example/1" in [row["Note"] for row in rows]


class TestWhatIsLeftOut:
    def test_nothing_without_consent(self, scene, lead, now, sign_in):
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        for client, address in (
            (sign_in(lead), mine(scene)),
            (sign_in(scene.chair), theirs(scene)),
        ):
            zipped = opened(client, address)
            assert not any("Garden" in name for name in zipped.namelist())
            row = next(r for r in index_of(zipped) if r["Title"] == "Garden day")
            assert row["File"] == ""
            assert "consent has ended" in row["Note"]
            assert b"Left out: 1." in zipped.read("README.txt")
            assert b"garden.jpg" not in zipped.read("index.csv")

    def test_nothing_whose_consent_goes_while_it_is_sent(
        self, scene, lead, now, sign_in, time_machine
    ):
        answer = iter(sign_in(scene.chair).get(theirs(scene)).streaming_content)
        sent = [next(answer)]
        withdraw_consent(item=scene.item, note="", actor=lead, at=now)
        time_machine.move_to(now + timedelta(seconds=30))
        zipped = ZipFile(io.BytesIO(b"".join([*sent, *answer])))
        assert "evidence/E001 Garden day/garden.jpg" not in zipped.namelist()
        name = "evidence/E001 Garden day/garden.jpg is not here.txt"
        assert b"consent has ended" in zipped.read(name)

    def test_nothing_that_is_not_clean(self, scene, lead, now, sign_in):
        """T-49"""
        quarantined_file(scene.item, lead=lead, at=now)
        zipped = opened(sign_in(lead), mine(scene))
        assert not any("waiting" in name for name in zipped.namelist())
        row = next(r for r in index_of(zipped) if r["File"] == "waiting.jpg")
        assert row["Note"] == "Still being checked, so it is not in here."

    def test_what_the_store_has_lost_is_said(self, scene, lead, sign_in):
        """F-06"""
        scene.file.file.store.delete(scene.file.file.storage_key)
        zipped = opened(sign_in(lead), mine(scene))
        assert "garden.jpg" in zipped.read("MISSING.txt").decode()

    def test_panel_gets_what_was_sent_and_nothing_later(self, scene, lead, now, sign_in):
        clean_file(scene.item, lead=lead, at=now, name="later.jpg")
        evidence(
            scene.application.organisation, "gold.voice", lead=lead, at=now, title="Later piece"
        )
        names = opened(sign_in(lead), mine(scene)).namelist()
        assert any("later.jpg" in name for name in names)
        assert any("Later piece" in name for name in names)
        zipped = opened(sign_in(scene.chair), theirs(scene))
        assert not any("ater" in name for name in zipped.namelist() if "evidence" in name)
        assert "As sent on 23 November 2026" in zipped.read("README.txt").decode()

    def test_a_piece_that_was_left_out_is_not_in_it(self, scene, lead, sign_in):
        scene.item.left_out = True
        scene.item.save()
        names = opened(sign_in(lead), mine(scene)).namelist()
        assert not any("Garden" in name for name in names)


class TestWho:
    def test_members_take_theirs_and_officers_what_was_sent(
        self, scene, colleague, officer, sign_in
    ):
        opened(sign_in(colleague), mine(scene))
        opened(sign_in(officer), theirs(scene))
        client = sign_in(officer)
        assert client.get(mine(scene)).status_code == 403
        page = reverse("portfolio-print", args=[scene.application.uuid])
        assert mine(scene) not in client.get(page).text
        assert mine(scene) in sign_in(colleague).get(page).text

    def test_everybody_else_gets_nothing(self, scene, stranger, lead, sign_in):
        assert sign_in(stranger).get(mine(scene)).status_code == 404
        assert sign_in(scene.chair).get(mine(scene)).status_code == 404
        assert sign_in(lead).get(theirs(scene)).status_code == 404

    def test_each_is_written_down_with_its_count(self, scene, lead, sign_in):
        opened(sign_in(lead), mine(scene))
        event = AuditEvent.objects.get(event="evidence.packed")
        assert event.actor == lead
        assert event.details["files"] == 2
        assert event.details["left_out"] == 0

    def test_more_than_ten_an_hour_are_too_many(self, scene, lead, sign_in):
        client = sign_in(lead)
        codes = [client.get(mine(scene)).status_code for _ in range(11)]
        assert codes == [200] * 10 + [429]

    @pytest.mark.parametrize("more", [0, 6])
    def test_queries_stay_the_same(
        self, scene, lead, now, more, sign_in, django_assert_num_queries
    ):
        for number in range(more):
            evidence(
                scene.application.organisation, "gold.voice", lead=lead, at=now, title=str(number)
            )
        client = sign_in(lead)
        with django_assert_num_queries(30):
            opened(client, mine(scene))


def test_memory_stays_flat(scene, lead, now):
    """Forty megabytes go out, and a few are ever held."""
    for number in range(4):
        item = evidence(
            scene.application.organisation,
            "gold.voice",
            lead=lead,
            at=now,
            file=False,
            title=f"Large {number}",
        )
        clean_file(item, lead=lead, at=now, name="large.bin", content=bytes(10_000_000))
    entries = pack_portfolio(application=scene.application, actor=lead, at=now)
    tracemalloc.start()
    size = sum(len(piece) for piece in zip_pieces(entries))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 40_000_000
    assert peak < 5_000_000
    assert PrivateFile.objects.filter(size=10_000_000).count() == 4


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("  =1+1", "'=1+1"),
        ("+44 121", "'+44 121"),
        ("-5", "'-5"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1+1", "'=1+1"),
        ("\r=1+1", "'=1+1"),
        ("＝1+1", "'＝1+1"),
        ("a;=1+1", "a;'=1+1"),
        ('a"=1+1', "a\"'=1+1"),
        ("'=1+1", "''=1+1"),
        ("Garden day, 3 May", "Garden day, 3 May"),
        ("Co-production", "Co-production"),
    ],
)
def test_no_cell_is_a_formula(text, kept):
    """T-68"""
    assert inert(text) == kept


def test_index_is_rfc_4180_and_says_that_it_is_utf_8():
    content = index_csv([Line("E1", 'A "quoted", title\nover lines', note="ünïcode")])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 2
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert rows[1][1] == 'A "quoted", title over lines'
    assert rows[1][-1] == "ünïcode"
