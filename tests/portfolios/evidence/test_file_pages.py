"""The files of one piece: adding and describing them; and nothing handed out before it is clean."""

from uuid import uuid4

import pytest

from foundation.models import AuditEvent, PrivateFile
from portfolios.models import EvidenceFile
from tests.portfolios.evidence.pages import page, pdf, photo
from tests.support.evidence import clean_file, evidence
from tests.support.pictures import sent

pytestmark = pytest.mark.usefixtures("that_day")
HANDED_OUT = ("file", "picture", "thumbnail")


@pytest.fixture
def item(organisation, lead, now):
    return evidence(organisation, "gold.voice", lead=lead, at=now, file=False)


@pytest.fixture
def file(item, lead, now):
    return clean_file(item, lead=lead, at=now, caption="")


def in_state(file, **values):
    PrivateFile.objects.filter(pk=file.file_id).update(made_by_us=False, **values)


def add(client, item, *files, key=None):
    return client.post(
        page(item, "evidence-files"), {"file": list(files), "key": key or str(uuid4())}
    )


def add_one(client, item, upload, **typed):
    data = {"file": upload, "key": str(uuid4())} | typed
    return client.post(page(item, "evidence-file-upload"), data)


class TestAdding:
    def test_in_one_form(self, client, item):
        answer = add(client, item, photo("a.jpg"), sent("b.jpg", b""), pdf("c.pdf"))
        assert "2 of 3 kept" in answer.text
        assert "“b.jpg” is empty." in answer.text
        assert "Still being checked" in answer.text
        assert [each.file.display_name for each in item.files.all()] == ["a.jpg", "c.pdf"]

    def test_one_by_one_and_the_same_key_once(self, client, item):
        key = str(uuid4())
        for _ in range(2):
            answer = add_one(client, item, photo("a.jpg"), key=key)
            assert answer.status_code == 201
            assert answer.json()["url"] == page(item)
        assert item.files.count() == 1

    def test_the_same_form_twice(self, client, item):
        key = str(uuid4())
        for _ in range(2):
            add(client, item, photo("a.jpg"), photo("a.jpg"), key=key)
        assert item.files.count() == 2

    def test_the_key_of_a_file_of_another_piece_is_refused(
        self, client, organisation, item, lead, now
    ):
        other = evidence(organisation, lead=lead, at=now)
        answer = add_one(client, item, photo(), key=str(other.files.get().uuid))
        assert answer.status_code == 409
        assert not item.files.exists()

    def test_twelve_are_the_most(self, client, item, lead, now):
        for _ in range(12):
            clean_file(item, lead=lead, at=now)
        assert "no room for more than 12 files" in client.get(page(item, "evidence-files")).text
        answer = add_one(client, item, photo())
        assert answer.status_code == 409
        assert "room for 12 files" in answer.json()["message"]

    def test_nothing_chosen(self, client, item):
        answer = add(client, item)
        assert answer.status_code == 422
        assert "Choose one or more files." in answer.text


class TestDescribing:
    def test_says_which_pictures_need_words(self, client, item, file):
        text = client.get(page(item, "evidence-files")).text
        assert "Nobody has said yet what can be seen in it." in text
        describe = page(item, "evidence-file-describe", file)
        assert describe in text
        assert "What can be seen in it?" in client.get(describe).text
        answer = client.post(describe, {"caption": "Pupils around a table"})
        assert answer.url == page(item, "evidence-files")
        file.refresh_from_db()
        assert file.caption == "Pupils around a table"

    def test_too_many_words_are_kept_on_the_page(self, client, item, file):
        answer = client.post(page(item, "evidence-file-describe", file), {"caption": "x" * 301})
        assert answer.status_code == 422
        assert "x" * 301 in answer.text

    def test_a_file_of_another_piece_is_not_there(self, client, organisation, item, lead, now):
        """T-25."""
        other = evidence(organisation, lead=lead, at=now).files.get()
        for name in ("describe", "remove"):
            assert client.get(page(item, f"evidence-file-{name}", other)).status_code == 404
        for name in HANDED_OUT:
            assert client.get(page(item, f"evidence-{name}", other)).status_code == 404


def test_removing_asks_first(client, item, file):
    remove = page(item, "evidence-file-remove", file)
    assert "Remove forum.jpg?" in client.get(remove).text
    assert "go for good" in client.get(remove).text
    assert client.post(remove).url == page(item, "evidence-files")
    assert not PrivateFile.objects.exists()
    assert client.post(remove).status_code == 404


class TestHandingOut:
    def test_a_clean_file_is_downloaded_and_a_picture_shown(self, client, item, file):
        answer = client.get(page(item, "evidence-file", file))
        assert answer["Content-Disposition"] == 'attachment; filename="forum.jpg"'
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer["Cache-Control"]
        shown = client.get(page(item, "evidence-picture", file))
        assert shown["Content-Disposition"] == 'inline; filename="forum.jpg"'
        assert shown["Content-Type"] == "image/jpeg"

    def test_only_pictures_are_shown(self, client, item, lead, now):
        """T-53, T-55."""
        for name, kind in (("a.pdf", "application/pdf"), ("b.csv", "text/plain; charset=utf-8")):
            row = clean_file(item, lead=lead, at=now, name=name, content=b"x", content_type=kind)
            assert client.get(page(item, "evidence-picture", row)).status_code == 409
            assert client.get(page(item, "evidence-thumbnail", row)).status_code == 409
            answer = client.get(page(item, "evidence-file", row))
            assert answer["Content-Disposition"].startswith("attachment")

    def test_what_is_being_checked_is_not_there_yet_and_has_not_failed(self, client, item, file):
        """T-49, peers.md."""
        in_state(file, state="quarantined")
        for name in HANDED_OUT:
            answer = client.get(page(item, f"evidence-{name}", file))
            assert answer.status_code == 409
            assert "still being checked" in answer.text
        text = client.get(page(item)).text
        assert "Still being checked" in text
        assert page(item, "evidence-file", file) + '"' not in text
        for words in ("failed", "Refused"):
            assert words not in text, words

    def test_what_was_refused_says_why(self, client, item, file):
        reason = "forum.jpg holds a virus. Scan your computer."
        in_state(file, state="refused", storage_key="", reason=reason)
        for name in HANDED_OUT:
            answer = client.get(page(item, f"evidence-{name}", file))
            assert answer.status_code == 409
            assert reason in answer.text
        text = client.get(page(item)).text
        assert reason in text
        assert page(item, "evidence-file-describe", file) not in text

    def test_who(self, client, item, file, officer, stranger, sign_in):
        for name in HANDED_OUT[:2]:
            address = page(item, f"evidence-{name}", file)
            assert sign_in(officer).get(address).status_code == 200
            assert sign_in(stranger).get(address).status_code == 404
        client.logout()
        assert client.get(page(item, "evidence-file", file)).status_code == 302

    def test_what_an_officer_opens_is_written_down(self, client, item, file, officer, sign_in):
        for name in HANDED_OUT[:2]:
            client.get(page(item, f"evidence-{name}", file))
        assert not AuditEvent.objects.filter(event="evidence.opened").exists()
        for name in HANDED_OUT[:2]:
            sign_in(officer).get(page(item, f"evidence-{name}", file))
        events = AuditEvent.objects.filter(event="evidence.opened", actor=officer)
        assert [event.details["how"] for event in events.order_by("pk")] == ["download", "picture"]
        assert {event.details["file"] for event in events} == {str(file.uuid)}

    def test_a_file_whose_bytes_are_forgotten_is_not_there(self, client, item, file):
        EvidenceFile.objects.filter(pk=file.pk).update(file=None)
        for name in HANDED_OUT:
            assert client.get(page(item, f"evidence-{name}", file)).status_code == 404
        assert client.get(page(item)).status_code == 200
        assert client.get(page(item, "evidence-files")).status_code == 200

    def test_posting_to_a_file_is_no_way(self, client, item, file):
        """T-16."""
        for name in HANDED_OUT:
            assert client.post(page(item, f"evidence-{name}", file)).status_code == 405
