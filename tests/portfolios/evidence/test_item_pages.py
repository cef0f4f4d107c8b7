"""One piece of evidence on its pages: everything about it, one next step, and nothing lost (T-44)."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from foundation.dates import london_date
from foundation.drafts import draft_for, save_draft
from portfolios.models import Consent, EvidenceFile, EvidenceItem
from portfolios.services import evidence as services
from tests.portfolios.evidence.pages import of, page, told
from tests.support.evidence import CHILDREN, evidence, hold_silver, portfolio_for, send_portfolio

pytestmark = pytest.mark.usefixtures("that_day")

LATER = {"action": "later"}


@pytest.fixture
def item(organisation, lead, now):
    return evidence(organisation, "gold.voice", "principle.4", lead=lead, at=now)


def change(client, item, **typed):
    answers = told(**typed) | {"version": typed.get("version", 1)}
    return client.post(page(item, "evidence-item-change"), answers)


class TestOnePage:
    def test_shows_everything(self, client, item):
        text = client.get(page(item)).text
        for words in (
            "Minutes of the autumn forum",
            "In your portfolio",
            "What it is",
            "Minutes of a meeting",
            "23 November 2026",
            "Six pupils of Year 9",
            "What it shows",
            "Voice",
            "Article 31",
            "People in it",
            "No, nobody",
            "forum.jpg",
            "Pupils around a table",
            "Nothing is missing here",
        ):
            assert words in text, words
        for name in ("item-change", "shows", "consent", "withdraw", "remove", "files"):
            assert page(item, f"evidence-{name}") in text, name

    def test_leads_on_one_step_at_a_time(self, client, organisation, lead, now):
        item = evidence(organisation, lead=lead, at=now, who="", file=False)
        Consent.objects.filter(item=item).update(shows_people="")
        other = evidence(organisation, lead=lead, at=now, title="Another one")

        def step():
            return client.get(page(item)).context["next"]

        assert step().url == page(item, "evidence-item-change")
        EvidenceItem.objects.filter(pk=item.pk).update(who="Six pupils")
        assert step().url == page(item, "evidence-files")
        EvidenceItem.objects.filter(pk=item.pk).update(url="https://video.example/1")
        assert step().url == page(item, "evidence-shows")
        item.tags.create(code="gold.voice")
        assert step().url == page(item, "evidence-consent")
        Consent.objects.filter(item=item).update(shows_people="nobody")
        assert step().url == page(other)
        other.delete()
        assert step() is None

    def test_says_of_people_what_they_agreed_to(self, client, organisation, lead, now):
        said = CHILDREN | {"given_on": date(2026, 11, 2)}
        item = evidence(organisation, "gold.voice", lead=lead, at=now, consent=said)
        text = client.get(page(item)).text
        for words in ("Children", "The school office", "Blue folder", "2 November 2026"):
            assert words in text, words
        assert "No end was agreed" in text

    def test_a_link_is_shown_in_its_own_words_and_never_embedded(
        self, client, organisation, lead, now
    ):
        address = "https://video.example/watch?v=1&t=2"
        item = evidence(organisation, "gold.voice", lead=lead, at=now, url=address, file=False)
        text = client.get(page(item)).text
        shown = address.replace("&", "&amp;")
        assert f'href="{shown}" rel="noreferrer noopener">{shown}</a>' in text
        for tag in ("<iframe", "<video", "<embed", "<object"):
            assert tag not in text
        EvidenceItem.objects.filter(pk=item.pk).update(url="javascript:alert(1)")
        assert 'href="javascript:' not in client.get(page(item)).text

    def test_says_where_it_was_sent(self, client, organisation, lead, officer, now):
        hold_silver(organisation, lead=lead, officer=officer, at=now)
        send_portfolio(portfolio_for(organisation, lead=lead, at=now), lead=lead, at=now)
        item = EvidenceItem.objects.get()
        text = client.get(page(item)).text
        assert "Sent with your Gold portfolio on 23 November 2026" in text
        assert "What was sent stays as it was." in text
        remove = client.get(page(item, "evidence-remove")).text
        assert "with your Gold portfolio on 23 November 2026" in remove
        client.post(page(item, "evidence-remove"))
        assert EvidenceItem.objects.get().removed_at is not None
        assert client.get(page(item)).status_code == 404
        assert client.get(page(item, "evidence-file", item.files.get())).status_code == 404

    def test_hints_stand_beside_the_way_to_report_a_concern(self, client, organisation, lead, now):
        """T-94."""
        item = evidence(organisation, lead=lead, at=now, about="NHS number 943 476 5919")
        text = client.get(page(item)).text
        assert "Please look again" in text
        assert "NHS number" in text
        assert 'href="/concern/">Report a concern</a>' in text

    def test_costs_the_same_for_one_file_and_for_three(
        self, client, item, lead, now, django_assert_num_queries
    ):
        from tests.support.evidence import clean_file

        # Session, person, the piece with its consent; tags and files for the record; edition twice;
        # role; sent; where it is chosen; files; plan; the next in the tray.
        for _ in range(2):
            with django_assert_num_queries(14):
                client.get(page(item))
            clean_file(item, lead=lead, at=now)
            clean_file(item, lead=lead, at=now)


class TestHidden:
    @pytest.fixture
    def hidden(self, item, lead, now):
        services.withdraw_consent(item=item, note="", actor=lead, at=now)
        return item

    def test_only_its_title_and_why(self, client, hidden):
        text = client.get(page(hidden)).text
        assert "Minutes of the autumn forum" in text
        assert "Consent was taken back on 23 November 2026" in text
        assert "Record a new consent" in text
        for words in ("Six pupils", "forum.jpg", "Pupils around", "calm after lunch", "Voice"):
            assert words not in text, words

    def test_when_consent_has_run_out(self, client, item, now):
        Consent.objects.filter(item=item).update(expires_on=london_date(now) - timedelta(days=1))
        text = client.get(page(item)).text
        assert "Consent ended on 22 November 2026" in text
        assert "Six pupils" not in text

    def test_nothing_of_it_is_handed_out_or_changed(self, client, officer, sign_in, hidden):
        file = hidden.files.get()
        for browser in (client, sign_in(officer)):
            for name in ("file", "picture", "thumbnail"):
                assert browser.get(page(hidden, f"evidence-{name}", file)).status_code == 404
        for name in ("item-change", "files"):
            answer = client.get(page(hidden, f"evidence-{name}"))
            assert answer.status_code == 409
            assert "Six pupils" not in answer.text
        for name in ("file-describe", "file-remove"):
            answer = client.get(page(hidden, f"evidence-{name}", file))
            assert answer.status_code == 409
            assert "forum.jpg" not in answer.text
        upload = client.post(page(hidden, "evidence-file-upload"), {})
        assert upload.status_code == 409
        assert "consent for it is gone" in upload.json()["message"]

    def test_can_be_removed_without_showing_what_goes(self, client, hidden):
        text = client.get(page(hidden, "evidence-remove")).text
        assert "1 file" in text
        assert "forum.jpg" not in text
        client.post(page(hidden, "evidence-remove"))
        assert not EvidenceItem.objects.exists()


class TestChanging:
    def test_saves_and_leads_to_what_is_missing_next(self, client, organisation, lead, now):
        item = evidence(organisation, lead=lead, at=now)
        answer = change(client, item, title="Autumn forum", day=date(2026, 11, 3))
        assert answer.url == page(item, "evidence-shows")
        item.refresh_from_db()
        assert (item.title, item.happened_on) == ("Autumn forum", date(2026, 11, 3))

    def test_later_saves_and_goes_to_the_list(self, client, organisation, item):
        answer = client.post(
            page(item, "evidence-item-change"), told(title="Half") | {"version": 1} | LATER
        )
        assert answer.url == of(organisation)
        item.refresh_from_db()
        assert item.title == "Half"

    def test_two_texts_are_both_shown(self, client, colleague, sign_in, item):
        change(sign_in(colleague), item, about="My colleague’s words")
        answer = change(client, item, about="My own words")
        assert answer.status_code == 409
        assert "My colleague’s words" in answer.text
        assert "My own words" in answer.text

    def test_the_draft_comes_back_and_goes_once_it_is_saved(self, client, lead, item, now):
        from django.http import QueryDict

        key = services.draft_key(item.organisation, item.uuid, "item")
        data = QueryDict("about=Half+a+thought&version=1")
        save_draft(owner=lead, key=key, data=data, at=now)
        assert "Half a thought" in client.get(page(item, "evidence-item-change")).text
        change(client, item)
        assert draft_for(lead, key) is None

    @pytest.mark.parametrize(
        ("typed", "says"),
        [
            ("http://video.example/1", "begins with https"),
            ("javascript:alert(1)", "begins with https"),
            ("https://me:secret@video.example/", "leave the user name and the password out"),
            ("https://@video.example/", "leave the user name"),
            ("https://", "enter a web address"),
            ("https://no dots", "enter a web address"),
            ("https://[::1", "enter a web address"),
            ("https://video.example/" + "x" * 500, "500 characters"),
        ],
    )
    def test_a_link_must_be_one_that_anybody_can_be_sent_to(self, client, item, typed, says):
        for more in ({}, LATER):
            answer = client.post(
                page(item, "evidence-item-change"), told(url=typed) | {"version": 1} | more
            )
            assert answer.status_code == 422
            assert says in answer.text
            assert "Autumn forum" in answer.text
        item.refresh_from_db()
        assert item.url == ""

    def test_a_good_link_is_kept(self, client, item):
        change(client, item, url=" https://video.example/a?b=c#d ", captioned="yes")
        item.refresh_from_db()
        assert (item.url, item.captioned) == ("https://video.example/a?b=c#d", "yes")

    def test_writes_no_other_column(self, client, item, stranger):
        """T-26."""
        theirs = stranger.memberships.get().organisation
        change(
            client,
            item,
            left_out="on",
            organisation=theirs.pk,
            removed_at="2026-01-01",
            ladder_ours="ladder.coercion",
            uuid=str(uuid4()),
        )
        fresh = EvidenceItem.objects.get(pk=item.pk)
        assert fresh.organisation_id == item.organisation_id
        assert fresh.uuid == item.uuid
        assert (fresh.left_out, fresh.removed_at, fresh.ladder_ours) == (False, None, "")


class TestAdding:
    def test_a_second_click_adds_nothing(self, client, organisation):
        typed = told(url="https://video.example/1") | {"key": str(uuid4()), "version": 0}
        for _ in range(2):
            answer = client.post(of(organisation, "evidence-add"), typed)
            item = EvidenceItem.objects.get()
            assert answer.url == page(item, "evidence-shows")

    def test_without_a_link_it_asks_for_a_file(self, client, organisation):
        typed = told() | {"key": str(uuid4()), "version": 0}
        answer = client.post(of(organisation, "evidence-add"), typed)
        assert answer.url == page(EvidenceItem.objects.get(), "evidence-files")

    def test_saving_demands_nothing(self, client, organisation):
        client.post(of(organisation, "evidence-add"), {"key": str(uuid4()), "version": 0})
        assert str(EvidenceItem.objects.get()) == "Evidence without a title"
        assert "Evidence without a title" in client.get(of(organisation)).text


class TestLeavingOutAndRemoving:
    def test_left_out_and_taken_in(self, client, item):
        leave = page(item, "evidence-leave-out")
        answer = client.post(leave, {"out": "yes"}, follow=True)
        assert "Left out" in answer.text
        assert "Take it in again" in answer.text
        answer = client.post(leave, {"out": "no"}, follow=True)
        assert "In your portfolio" in answer.text

    def test_no_other_answer_takes_it_in(self, client, item):
        """T-25"""
        leave = page(item, "evidence-leave-out")
        client.post(leave, {"out": "yes"})
        for data in ({"out": "maybe"}, {}):
            assert client.post(leave, data).status_code == 409
        item.refresh_from_db()
        assert item.left_out

    def test_remove_says_what_goes(self, client, organisation, item):
        text = client.get(page(item, "evidence-remove")).text
        assert "Remove Minutes of the autumn forum?" in text
        assert "the file forum.jpg" in text
        assert client.post(page(item, "evidence-remove")).url == of(organisation)
        assert not EvidenceFile.objects.exists()
        assert client.post(page(item, "evidence-remove")).status_code == 404


PAGES = ("item", "item-change", "files", "remove")


class TestWho:
    @pytest.mark.parametrize("name", PAGES)
    def test_a_stranger_finds_nothing(self, item, stranger, sign_in, client, name):
        answer = sign_in(stranger).get(page(item, f"evidence-{name}"))
        assert answer.status_code == 404
        assert "Minutes of the autumn forum" not in answer.text
        client.logout()
        assert client.get(page(item, f"evidence-{name}")).status_code == 302

    def test_an_officer_looks_and_changes_nothing(self, item, officer, sign_in):
        """T-31."""
        browser = sign_in(officer)
        text = browser.get(page(item)).text
        assert "Six pupils" in text
        for words in ("Leave it out", "Add files", "What is next"):
            assert words not in text, words
        for name in ("item-change", "files", "remove"):
            assert browser.get(page(item, f"evidence-{name}")).status_code == 403
        for name in ("leave-out", "remove", "file-upload"):
            assert browser.post(page(item, f"evidence-{name}"), {"out": "yes"}).status_code == 403
        item.refresh_from_db()
        assert not item.left_out

    def test_a_member_writes_as_well(self, item, colleague, sign_in):
        assert change(sign_in(colleague), item, title="Ours").status_code == 302
