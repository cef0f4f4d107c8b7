"""What anybody may ask, with or without an account; and what they, and others, learn from it."""

import re

import pytest
from django.urls import reverse

from foundation.models import AuditEvent, OutboxMessage
from reports.choices import EntryKind, RequestKind
from reports.models import PrivacyRequest, RequestEntry
from tests.support.requests import CONTACT, WHAT

pytestmark = pytest.mark.django_db
ASK = {
    "kind": "access",
    "asked_as": "self",
    "what": WHAT,
    "name": "Petra Public",
    "contact": CONTACT,
}
DOWN = {"asked_as": "parent", "what": WHAT, "where": "Acorn Lane School"}


@pytest.fixture(autouse=True)
def that_day(time_machine, now):
    time_machine.move_to(now, tick=False)


def key_of(client, page):
    return re.search(r'name="key" value="([^"]+)"', client.get(reverse(page)).text)[1]


def send(client, page="ask-about-data", **values):
    data = (ASK if page == "ask-about-data" else DOWN) | {"key": key_of(client, page)} | values
    return client.post(reverse(page), data)


@pytest.fixture(params=["ask-about-data", "take-down"])
def page(request):
    return request.param


def test_the_first_page_leads_to_both_forms(client):
    text = client.get(reverse("your-data")).text
    assert reverse("ask-about-data") in text
    assert reverse("take-down") in text
    assert "Information Commissioner" in text


def test_every_page_leads_there(client):
    text = client.get(reverse("home")).text
    assert text.count(f'href="{reverse("your-data")}"') == 1
    assert text.count(f'href="{reverse("take-down")}"') == 1


def test_a_concern_leads_to_the_other_page(client):
    text = client.get(reverse("concern")).text
    assert "picture" not in re.findall(r'name="about" value="([^"]+)"', text.replace("\n", " "))
    assert f'href="{reverse("take-down")}">Ask us to take it down' in text


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if kind != "take_down"])
def test_each_kind_is_received_without_an_account(client, officer, kind, now):
    answer = send(client, kind=kind.value)
    assert (answer.status_code, answer["Location"]) == (302, reverse("data-received"))
    row = PrivacyRequest.objects.get()
    assert (row.kind, row.asked_as, row.what, row.name, row.contact) == (
        kind, "self", WHAT, "Petra Public", CONTACT,
    )  # fmt: skip
    assert (row.received_at, row.entered_by, row.person, row.acknowledged_at) == (
        now, None, None, now,
    )  # fmt: skip
    assert re.fullmatch(r"DP-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", row.reference)
    kinds = RequestEntry.objects.values_list("kind", "actor")
    assert list(kinds) == [(EntryKind.RECEIVED, None), (EntryKind.ACKNOWLEDGED, None)]


def test_taking_down_asks_nobody_who_they_are(client, officer):
    assert send(client, "take-down").status_code == 302
    row = PrivacyRequest.objects.get()
    assert (row.kind, row.asked_as, row.where) == ("take_down", "parent", "Acorn Lane School")
    assert (row.name, row.contact, row.acknowledged_at) == ("", "", None)
    assert OutboxMessage.objects.filter(message="privacy_received").count() == 0


def test_taking_down_is_no_kind_of_the_other_page(client):
    answer = send(client, kind="take_down")
    assert answer.status_code == 422
    assert not PrivacyRequest.objects.exists()


def test_whatever_is_left_out_nothing_typed_is_lost(client, page):
    answer = client.post(reverse(page), {"what": "Heron by the canal", "contact": "nobody@nowhere"})
    assert answer.status_code == 422
    for words in ("Heron by the canal", "nobody@nowhere", "Choose who asks.", "Check the e-mail"):
        assert words in answer.text
    assert "<title>Error: " in answer.text
    assert not PrivacyRequest.objects.exists()


def test_an_answer_needs_a_name_and_a_way_to_reach_them(client):
    answer = send(client, name="", contact="")
    assert answer.status_code == 422
    assert "Enter your name." in answer.text
    assert "Enter an e-mail address or a telephone number." in answer.text


def test_a_second_click_finds_the_first_request(client, officer, page):
    """T-43."""
    key = key_of(client, page)
    assert [send(client, page, key=key).status_code for _ in range(3)] == [302] * 3
    assert PrivacyRequest.objects.count() == 1
    assert OutboxMessage.objects.filter(message="privacy_asked").count() == 1
    assert AuditEvent.objects.filter(event="privacy.request_received").count() == 1


def test_other_words_under_the_same_key_are_refused_and_shown(client, page):
    key = key_of(client, page)
    send(client, page, key=key)
    answer = send(client, page, key=key, what="Other words")
    assert answer.status_code == 409
    assert "Other words" in answer.text
    assert PrivacyRequest.objects.get().what == WHAT


def test_a_page_without_its_key_is_refused_with_what_was_typed(client, page):
    answer = send(client, page, key="nonsense")
    assert answer.status_code == 422
    assert WHAT in answer.text


def test_a_flood_is_slowed_down(client, page):
    codes = [send(client, page).status_code for _ in range(11)]
    assert codes == [302] * 10 + [429]
    assert PrivacyRequest.objects.count() == 10


def test_the_visitor_sees_their_own_reference_and_nobody_elses(client, sign_in, stranger):
    assert client.get(reverse("data-received"))["Location"] == reverse("your-data")
    send(client)
    mine = PrivacyRequest.objects.get()
    text = client.get(reverse("data-received")).text
    assert mine.reference in text
    assert "23 December 2026" in text
    assert not any(words in text for words in (WHAT, CONTACT, "Petra"))
    other = sign_in(stranger)
    assert other.get(reverse("data-received")).status_code == 302
    assert mine.reference not in other.get(reverse("data-received"), follow=True).text


def test_what_happens_to_a_picture_and_by_when(client):
    send(client, "take-down")
    text = client.get(reverse("data-received")).text
    assert "Tuesday 24 November 2026" in text
    assert "23 December 2026" in text
    assert "no way to reach you" in text


def test_the_answer_is_the_same_whether_anything_exists(client, organisation):
    """Nobody can find out here whether an organisation or a person is known to us."""
    pages = []
    for where, contact in (
        (organisation.name, "lena.lead@people.example"),
        ("Nowhere", "x@y.example"),
    ):
        client.cookies.clear()
        answer = send(client, "take-down", where=where, contact=contact)
        text = client.get(reverse("data-received")).text
        reference = PrivacyRequest.objects.latest("pk").reference
        pages.append((answer.status_code, answer["Location"], text.replace(reference, "")))
    assert pages[0] == pages[1]


class TestMail:
    def test_officers_hear_at_once_and_no_word_of_it(self, client, officer, page):
        send(client, page)
        row = PrivacyRequest.objects.get()
        mail = OutboxMessage.objects.get(message="privacy_asked")
        assert mail.to == officer.email
        text = mail.subject + mail.body_text + mail.body_html
        assert row.reference in text
        assert reverse("officers-request", args=[row.uuid]) in mail.body_text
        assert not any(word in text for word in ("Heron", "Petra", CONTACT, "Acorn"))

    def test_who_asks_gets_an_acknowledgement_with_nothing_that_was_typed(self, client, page):
        send(client, page, contact=CONTACT, name="Buy pills at evil.example")
        mail = OutboxMessage.objects.get(message="privacy_received")
        assert mail.to == CONTACT
        text = mail.subject + mail.body_text + mail.body_html
        assert PrivacyRequest.objects.get().reference in text
        assert "23 December 2026" in text
        assert not any(word in text for word in ("Heron", "evil.example", "Acorn"))

    def test_a_telephone_number_is_not_written_to(self, client):
        send(client, contact="0121 496 0000")
        assert OutboxMessage.objects.filter(message="privacy_received").count() == 0
        assert PrivacyRequest.objects.get().acknowledged_at is None

    def test_nobody_has_a_stranger_written_to_at_will(self, client):
        """After two mails a day the request is still received, and no mail goes out."""
        for contact in (CONTACT, CONTACT.upper(), CONTACT, CONTACT):
            assert send(client, contact=contact).status_code == 302
        assert PrivacyRequest.objects.count() == 4
        assert OutboxMessage.objects.filter(message="privacy_received").count() == 2

    def test_a_header_cannot_be_slipped_in(self, client):
        """T-72."""
        answer = send(client, contact="a@b.example\nBcc: c@d.example")
        assert answer.status_code == 422
        assert not OutboxMessage.objects.exists()


class TestSignedIn:
    def test_nobody_types_again_what_we_know(self, sign_in, lead, page):
        """WCAG 3.3.7."""
        text = sign_in(lead).get(reverse(page)).text
        assert 'value="Lena Lead"' in text
        assert 'value="lena.lead@people.example"' in text

    def test_about_oneself_it_is_linked_to_the_account(self, sign_in, lead):
        send(sign_in(lead))
        row = PrivacyRequest.objects.get()
        assert (row.entered_by, row.person) == (lead, lead)
        assert RequestEntry.objects.get(kind=EntryKind.RECEIVED).actor == lead

    def test_about_a_child_it_is_not(self, sign_in, lead):
        send(sign_in(lead), asked_as="parent")
        row = PrivacyRequest.objects.get()
        assert (row.entered_by, row.person) == (lead, None)


def test_the_audit_trail_has_no_word_of_it(client, page):
    send(client, page, contact=CONTACT)
    events = AuditEvent.objects.filter(event__startswith="privacy.")
    assert [event.event for event in events] == ["privacy.request_received"]
    said = str([event.details for event in events])
    assert not any(word in said for word in ("Heron", "Petra", CONTACT, "Acorn"))
