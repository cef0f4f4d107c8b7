"""Messages from us: what e-mails said, for reading again, and how often they come."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from foundation.models import AuditEvent, OutboxMessage
from foundation.outbox import queue_mail
from tests.foundation.mail import letters as letters
from tests.foundation.mail import queued

Status = OutboxMessage.Status
TEXT = "Hello Lee,\n\nPlease look.\nSee http://testserver/a/, too.\n\nRead it: http://testserver/b/"


@pytest.fixture
def write(lead):
    def make(number=0, *, to=None, **more):
        reader = to or lead
        fields = {
            "key": f"inbox:{number}",
            "recipient": reader,
            "subject": f"Subject <{number}>",
            "body_text": TEXT,
            "created_at": timezone.now() + timedelta(minutes=number),
        }
        return queued(reader.email, **(fields | more))

    return make


@pytest.fixture
def show(lead, sign_in):
    def get(name="inbox", *args, user=None, **asked):
        answer = sign_in(user or lead).get(reverse(name, args=args), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def unread(user):
    return OutboxMessage.objects.unread().filter(recipient=user).count()


def test_inbox_lists_the_newest_first_and_says_what_is_unread(show, write):
    assert "There are no messages yet." in show()
    write(1, read_at=timezone.now())
    write(2)
    text = show()
    assert text.index("Subject &lt;2&gt;") < text.index("Subject &lt;1&gt;")
    assert text.count(">Unread<") == 1
    assert "1 unread" in text
    assert "deleted after 90 days" in text


def test_inbox_is_of_one_person(show, write, lead, stranger, officer, sign_in):
    mine = write(1)
    for somebody in (stranger, officer):
        assert "Subject" not in show(user=somebody)
        address = reverse("inbox-message", args=[mine.uuid])
        assert sign_in(somebody).get(address).status_code == 404
    assert sign_in(lead).get(reverse("inbox-message", args=[uuid4()])).status_code == 404
    assert unread(lead) == 1


def test_inbox_has_pages(show, write):
    for number in range(21):
        write(number)
    assert "Subject &lt;0&gt;" not in show()
    assert "Subject &lt;0&gt;" in show(page="2")
    assert "Subject &lt;20&gt;" in show(page="nonsense")


def test_inbox_costs_the_same_for_one_message_and_for_twenty(
    write, lead, sign_in, django_assert_num_queries
):
    client = sign_in(lead)
    write(0)
    for _ in range(2):
        # Session, person with the number of unread ones, messages: counted and read.
        with django_assert_num_queries(4):
            client.get(reverse("inbox"))
        for number in range(1, 20):
            write(number + 100 * unread(lead))


def test_head_of_every_page_counts_without_a_query_of_its_own(
    write, lead, sign_in, django_assert_num_queries
):
    client = sign_in(lead)
    for number, said in enumerate(["Messages</a>", "1<span", "2<span"]):
        with django_assert_num_queries(3):
            assert said in client.get(reverse("accessibility")).content.decode()
        write(number)


def test_opening_is_reading(show, write, lead):
    message = write()
    text = show("inbox-message", message.uuid)
    message.refresh_from_db()
    first = message.read_at
    assert first is not None
    assert "unread" not in text
    show("inbox-message", message.uuid)
    message.refresh_from_db()
    assert message.read_at == first


def test_message_repeats_the_mail_and_links_only_to_us(show, write):
    text = show(
        "inbox-message",
        write(body_text=f"{TEXT}\n\n<b>x</b> http://evil.example/ http://testserver.evil/x").uuid,
    )
    assert '<a class="govuk-link" href="http://testserver/b/">Read it</a>' in text
    assert 'href="http://testserver/a/"' in text
    assert "&lt;b&gt;x&lt;/b&gt;" in text
    assert 'href="http://evil' not in text
    assert 'href="http://testserver.evil' not in text


def test_deleted_text_leaves_the_line_and_says_so(show, write):
    message = write(body_text="", body_html="")
    assert "Subject &lt;0&gt;" in show()
    assert "The text of this message has been deleted." in show("inbox-message", message.uuid)


def test_mail_that_could_not_be_sent_can_still_be_read(show, write, now):
    message = write(status=Status.FAILED, reason="no")
    assert "Not sent by e-mail" in show()
    text = show("inbox-message", message.uuid)
    assert "Please look." in text
    assert reverse("account_email") in text


def test_drafts_are_not_there_before_they_are_released(show, write, lead, sign_in):
    message = write(status=Status.DRAFT)
    assert "Subject" not in show()
    address = reverse("inbox-message", args=[message.uuid])
    assert sign_in(lead).get(address).status_code == 404
    assert unread(lead) == 0


def test_all_can_be_marked_as_read(write, lead, stranger, sign_in):
    for number in range(3):
        write(number)
    write(9, to=stranger)
    answer = sign_in(lead).post(reverse("inbox-read-all"), follow=True)
    assert "Marked as read: 3." in answer.content.decode()
    assert (unread(lead), unread(stranger)) == (0, 1)


@pytest.mark.usefixtures("letters")
def test_mail_finds_its_reader_by_any_spelling_of_the_address(lead, now):
    def reader(message, to):
        return queue_mail(
            key="k", message=message, to=to, context={"name": "Lee"}, at=now
        ).recipient

    assert reader("hello", lead.email.upper()) == lead
    assert reader("hello", "nobody@people.example") is None
    assert reader("key", lead.email) is None


def test_codes_and_links_to_sign_in_are_in_nobodys_inbox(client, lead, show):
    client.post(reverse("account_request_login_code"), {"email": lead.email})
    sent = OutboxMessage.objects.filter(to=lead.email, message__startswith="account_")
    assert sent.exists()
    assert not sent.exclude(recipient=None).exists()
    assert "There are no messages yet." in show()


@pytest.mark.parametrize("rhythm", list(User.MailRhythm))
def test_people_choose_how_often(lead, sign_in, rhythm):
    client = sign_in(lead)
    answer = client.post(reverse("inbox-preferences"), {"rhythm": rhythm.value}, follow=True)
    assert "You get" in answer.content.decode()
    lead.refresh_from_db()
    assert lead.mail_rhythm == rhythm
    events = AuditEvent.objects.filter(event="mail.rhythm_chosen", actor=lead)
    assert events.count() == (rhythm == User.MailRhythm.DAILY)


def test_choice_must_be_one_of_the_two(lead, sign_in):
    for typed in ({}, {"rhythm": "never"}):
        answer = sign_in(lead).post(reverse("inbox-preferences"), typed)
        assert answer.status_code == 422
    lead.refresh_from_db()
    assert lead.mail_rhythm == User.MailRhythm.AT_ONCE


def test_choosing_at_once_says_that_what_waited_comes_today(lead, sign_in, write):
    User.objects.update(mail_rhythm=User.MailRhythm.DAILY)
    held = write(status=Status.HELD, next_try_at=None)
    client = sign_in(lead)
    answer = client.post(reverse("inbox-preferences"), {"rhythm": "at-once"}, follow=True)
    assert "What has waited so far still comes at about 5pm." in answer.content.decode()
    held.refresh_from_db()
    assert held.status == Status.HELD


def test_strangers_to_the_service_are_asked_to_sign_in(client):
    for name in ("inbox", "inbox-preferences"):
        assert client.get(reverse(name)).status_code == 302
    assert client.post(reverse("inbox-read-all")).status_code == 302
