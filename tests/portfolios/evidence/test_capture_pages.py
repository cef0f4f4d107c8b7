"""Many files at once: each with a plain result of its own; good ones are kept in any case (T-59)."""

import json
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.test import Client

from foundation.files import check_file
from foundation.models import PrivateFile
from foundation.throttling import hit
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.services.evidence import bytes_kept
from tests.conftest import PASSWORD
from tests.portfolios.evidence.pages import batch, of, page, pdf, photo
from tests.support.clamd import EICAR
from tests.support.clamd import scanner as scanner
from tests.support.evidence import evidence
from tests.support.pictures import sent

pytestmark = pytest.mark.usefixtures("that_day")


def send(client, organisation, *files, **typed):
    return client.post(of(organisation, "evidence-capture"), batch(*files, **typed))


def send_one(client, organisation, file, **typed):
    data = {"file": file, "key": str(uuid4())} | typed
    return client.post(of(organisation, "evidence-upload"), data)


class TestOneForm:
    def test_says_limits_beforehand_and_offers_the_camera(self, client, organisation):
        text = client.get(of(organisation, "evidence-capture")).text
        assert "A file can be up to 25 MB." in text
        assert "You can send up to 20 files at once" in text
        assert 'accept="image/*,' in text
        assert " multiple" in text

    def test_each_file_is_a_piece_of_its_own(self, client, organisation):
        answer = send(client, organisation, photo("forum.jpg"), pdf("notes.pdf"))
        assert answer.status_code == 200
        assert "2 of 2 kept" in answer.text
        assert answer.text.count("Kept, being checked now") == 2
        items = {item.title: item for item in EvidenceItem.objects.all()}
        assert sorted(items) == ["forum", "notes"]
        assert items["forum"].kind == "photo"
        assert page(items["notes"]) in answer.text
        assert items["notes"].consent.shows_people == ""
        assert {file.file.state for file in EvidenceFile.objects.all()} == {"quarantined"}

    def test_good_files_are_kept_when_others_are_refused(self, client, organisation):
        answer = send(
            client,
            organisation,
            photo("one.jpg"),
            sent("empty.jpg", b""),
            sent("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(64), "video/mp4"),
            sent("tool.exe", b"MZ" + bytes(64), "application/pdf"),
            photo("two.jpg"),
            title="Autumn forum",
        )
        assert answer.status_code == 200
        assert "2 of 5 kept" in answer.text
        for words in (
            "“empty.jpg” is empty.",
            "“film.mp4” is sound or film.",
            "“tool.exe” is a program",
        ):
            assert words in answer.text
        assert 'value="Autumn forum"' in answer.text
        assert EvidenceFile.objects.count() == 2
        assert PrivateFile.objects.count() == 2

    def test_all_files_of_one_piece(self, client, organisation):
        answer = send(
            client, organisation, photo("a.jpg"), photo("b.jpg"), together="one", title="Forum"
        )
        assert "2 of 2 kept" in answer.text
        item = EvidenceItem.objects.get()
        assert item.title == "Forum"
        assert item.files.count() == 2

    def test_one_piece_without_a_title_takes_the_first_name(self, client, organisation):
        send(client, organisation, photo("garden.jpg"), photo("b.jpg"), together="one")
        assert EvidenceItem.objects.get().title == "garden"

    def test_one_piece_of_which_nothing_can_be_kept_is_not_made(self, client, organisation):
        answer = send(client, organisation, sent("a.jpg", b""), together="one", title="Forum")
        assert answer.status_code == 422
        assert "0 of 1 kept" in answer.text
        assert not EvidenceItem.objects.exists()

    def test_one_piece_has_room_for_twelve(self, client, organisation):
        files = [photo(f"{number}.jpg") for number in range(13)]
        answer = send(client, organisation, *files, together="one", title="Forum")
        assert "12 of 13 kept" in answer.text
        assert "room for 12 files" in answer.text
        assert EvidenceItem.objects.get().files.count() == 12

    def test_another_title_on_the_same_page_is_another_piece(self, client, organisation):
        piece = str(uuid4())
        for title in ("Forum", "Visit", "Forum"):
            send(client, organisation, photo(), together="one", title=title, piece=piece)
        counts = {item.title: item.files.count() for item in EvidenceItem.objects.all()}
        assert counts == {"Forum": 2, "Visit": 1}

    def test_the_same_form_twice_keeps_every_file_once(self, client, organisation):
        """T-43; and T-62: two equal files of one form are both kept."""
        keys = {"key": str(uuid4()), "piece": str(uuid4())}
        for _ in range(2):
            answer = send(client, organisation, photo("a.jpg"), photo("a.jpg"), pdf(), **keys)
            assert "3 of 3 kept" in answer.text
        assert EvidenceFile.objects.count() == EvidenceItem.objects.count() == 3

    def test_nothing_chosen_says_what_to_do(self, client, organisation):
        answer = send(client, organisation, together="one", title="Forum")
        assert answer.status_code == 422
        assert "Choose one or more files." in answer.text
        assert 'value="Forum"' in answer.text

    def test_what_was_typed_comes_back_after_signing_in_again(self, organisation, lead):
        """T-14: files are never kept for later, and the page says to choose them again."""
        browser, page = Client(), of(organisation, "evidence-capture")
        for _ in range(2):
            browser.post("/accounts/login/", {"login": lead.email, "password": PASSWORD})
            answer = browser.get(page)
            if answer.context["form"].is_bound:
                break
            browser.session.flush()
            typed = batch(photo(), together="one", title="Autumn forum")
            assert browser.post(page, typed, HTTP_ORIGIN="http://testserver").status_code == 302
        assert 'value="Autumn forum"' in answer.text
        assert "Choose one or more files." in answer.text
        assert not EvidenceItem.objects.exists()

    def test_a_broken_page_is_asked_to_open_again(self, client, organisation):
        for name in ("key", "piece"):
            answer = send(client, organisation, photo(), **{name: "nonsense"})
            assert answer.status_code == 422
            assert "This page is out of date." in answer.text
        assert not EvidenceItem.objects.exists()

    def test_too_many_files_are_cut_and_what_was_sent_before_stays(self, client, organisation):
        send(client, organisation, photo())
        answer = send(client, organisation, *[photo(f"{n}.jpg") for n in range(21)])
        assert answer.status_code == 413
        assert EvidenceFile.objects.count() == 1

    def test_a_name_that_tells_too_much_is_pointed_out(self, client, organisation):
        """T-94: a hint, never a block, and the way to report a concern beside it."""
        answer = send(client, organisation, photo("NHS 943 476 5919.jpg"))
        assert "NHS number" in answer.text
        assert "Report a concern" in answer.text.split("Kept, being checked")[1]

    def test_strange_names_become_harmless_titles(self, client, organisation):
        """T-57, T-58."""
        send(
            client, organisation, photo("..\\..\\evil\u202egpj.exe.jpg"), photo(f"{'x' * 300}.jpg")
        )
        titles = sorted(EvidenceItem.objects.values_list("title", flat=True))
        assert titles[0] == "evilgpj.exe"
        assert len(titles[1]) <= 200


class TestOneByOne:
    def test_a_file_is_kept_and_named(self, client, organisation):
        answer = send_one(client, organisation, photo("forum.jpg"))
        assert answer.status_code == 201
        item = EvidenceItem.objects.get()
        assert answer.json() == {
            "name": "forum.jpg",
            "state": "checking",
            "url": page(item),
            "hints": [],
        }

    def test_a_retry_under_the_same_key_never_makes_two(self, client, organisation):
        for _ in range(3):
            answer = send_one(client, organisation, photo(), key="0" * 31 + "1")
            assert answer.status_code == 201
        assert EvidenceItem.objects.count() == EvidenceFile.objects.count() == 1

    def test_files_of_one_piece_come_one_by_one(self, client, organisation):
        piece = str(uuid4())
        refused = send_one(client, organisation, sent("a.jpg", b""), piece=piece, title="Forum")
        assert refused.status_code == 422
        for name in ("b.jpg", "c.jpg"):
            send_one(client, organisation, photo(name), piece=piece, title="Forum")
        item = EvidenceItem.objects.get()
        assert (item.title, item.files.count()) == ("Forum", 2)

    def test_refusals_are_sentences(self, client, organisation):
        answer = send_one(client, organisation, sent("empty.jpg", b""))
        assert answer.status_code == 422
        assert answer.json() == {
            "name": "empty.jpg",
            "message": "“empty.jpg” is empty. Choose another file.",
        }
        nothing = client.post(of(organisation, "evidence-upload"), {"key": str(uuid4())})
        assert (nothing.status_code, nothing.json()["message"]) == (422, "Choose a file.")
        assert send_one(client, organisation, photo(), key="x").status_code == 422

    def test_the_key_of_somebody_else_is_refused(
        self, client, organisation, stranger, sign_in, now
    ):
        """T-25."""
        theirs = stranger.memberships.get().organisation
        mine = evidence(theirs, lead=stranger, at=now)
        for typed in (
            {"key": str(mine.uuid)},
            {"key": str(mine.files.get().uuid)},
        ):
            answer = send_one(client, organisation, photo(), **typed)
            assert answer.status_code == 409, typed
            assert "out of date" in answer.json()["message"]
        assert EvidenceFile.objects.count() == 1

    def test_space_that_is_used_up(self, client, organisation, settings):
        """T-60: what was kept stays."""
        send_one(client, organisation, photo())
        settings.EVIDENCE_QUOTA = bytes_kept(organisation) + 10
        answer = send_one(client, organisation, photo(size=(60, 40)))
        assert answer.status_code == 422
        assert "has used its" in answer.json()["message"]
        assert EvidenceFile.objects.count() == 1

    def test_a_refused_file_takes_no_space(self, client, organisation):
        send_one(client, organisation, photo())
        PrivateFile.objects.update(state="refused", storage_key="", reason="A virus.")
        assert bytes_kept(organisation) == 0

    def test_three_hundred_an_hour(self, client, organisation, lead, now):
        for _ in range(298):
            hit(f"evidence-upload:{lead.pk}", limit=300, seconds=3600, now=now)
        codes = [send_one(client, organisation, photo()).status_code for _ in range(3)]
        assert codes == [201, 201, 429]
        last = send_one(client, organisation, photo())
        assert 3500 < int(last["Retry-After"]) <= 3600
        assert "Send this one in 60 minutes." in last.json()["message"]
        form = send(client, organisation, photo("late.jpg"))
        assert form.status_code == 422
        assert "Send this one in 60 minutes." in form.text

    def test_signed_out_says_so_and_how_to_go_on(self, client, organisation):
        client.logout()
        answer = send_one(client, organisation, photo())
        assert answer.status_code == 401
        assert answer.json()["sign_in"] == "/accounts/login/"
        assert not EvidenceItem.objects.exists()

    def test_officers_and_strangers_send_nothing(self, organisation, officer, stranger, sign_in):
        answer = send_one(sign_in(officer), organisation, photo())
        assert answer.status_code == 403
        assert "Only people of this organisation" in answer.json()["message"]
        assert send_one(sign_in(stranger), organisation, photo()).status_code == 404
        assert sign_in(officer).get(of(organisation, "evidence-capture")).status_code == 403
        assert sign_in(stranger).get(of(organisation, "evidence-capture")).status_code == 404
        assert not EvidenceItem.objects.exists()

    def test_a_form_of_another_site_is_refused(self, organisation, lead):
        """T-23."""
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(lead, backend="awards.backends.Backend")
        assert send_one(browser, organisation, photo()).status_code == 403
        assert not EvidenceItem.objects.exists()


def test_what_was_sent_is_checked_by_a_real_scanner(client, organisation, scanner):
    """T-49: a virus is never served, and its own organisation is told which file it was."""
    send(
        client,
        organisation,
        photo("good.jpg"),
        pdf("notes.pdf"),
        sent("bad.txt", EICAR, "text/plain"),
    )
    for file in PrivateFile.objects.all():
        check_file.func(str(file.uuid))
    states = {each.display_name: each.state for each in PrivateFile.objects.all()}
    assert states["good.jpg"] == "clean"
    assert states["bad.txt"] == "refused"
    good, bad = (EvidenceItem.objects.get(title=title) for title in ("good", "bad"))
    picture = client.get(page(good, "evidence-picture", good.files.get()))
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/jpeg")
    small = client.get(page(good, "evidence-thumbnail", good.files.get()))
    assert small.status_code == 200
    assert client.get(page(bad, "evidence-file", bad.files.get())).status_code == 409
    text = client.get(page(bad)).text
    assert "Refused" in text
    assert bad.files.get().file.reason in text
    assert "A file was refused" in client.get(of(organisation, state="refused")).text


def test_json_of_an_answer_is_plain(client, organisation):
    """A hostile name is data and no markup (T-69)."""
    answer = send_one(client, organisation, photo("<img src=x onerror=1>.jpg"))
    assert answer["Content-Type"] == "application/json"
    assert json.loads(answer.content)["name"].endswith(".jpg")


class TestForOneThing:
    """From the page of a question: "Send photos or files for this"."""

    def test_files_are_placed_there(self, client, organisation):
        address = f"{of(organisation, 'evidence-capture')}?shows=gold.voice"
        assert "They will be placed under" in client.get(address).text
        assert client.post(address, batch(photo("vote.jpg"))).status_code == 200
        (item,) = EvidenceItem.objects.all()
        assert [tag.code for tag in item.tags.all()] == ["gold.voice"]

    def test_file_of_a_script_is_placed_there(self, client, organisation):
        address = f"{of(organisation, 'evidence-upload')}?shows=principle.2"
        answer = client.post(address, {"file": photo("more.jpg"), "key": str(uuid4())})
        assert answer.status_code == 201
        assert EvidenceItem.objects.get().tags.get().code == "principle.2"

    def test_link_is_placed_there(self, client, organisation):
        address = f"{of(organisation, 'evidence-add')}?shows=gold.training"
        assert "It will be placed under" in client.get(address).text
        client.post(address, {"title": "A film", "version": "0", "key": str(uuid4())})
        assert EvidenceItem.objects.get(title="A film").tags.get().code == "gold.training"

    @pytest.mark.parametrize("code", ["crc.12", "gold.nothing", "action:x", "'><script>"])
    def test_what_is_no_thing_to_show_places_nothing(self, client, organisation, code):
        """T-25: rights follow from principles; the rest is not in the edition or the plan."""
        address = f"{of(organisation, 'evidence-upload')}?{urlencode({'shows': code})}"
        answer = client.post(address, {"file": photo("a.jpg"), "key": str(uuid4())})
        assert answer.status_code == 201
        assert EvidenceItem.objects.get().tags.count() == 0
