"""Officers' pages of mail and of unfinished work: what they show, what they never show, trying again."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from foundation.models import AuditEvent, DeadLetter, OutboxMessage
from tests.support.jobs import run_waiting_jobs

BODY = "Your code is AB12-CD34"
Status = OutboxMessage.Status


@pytest.fixture
def write(now):
    def make(number=0, status=Status.FAILED, **fields):
        return OutboxMessage.objects.create(
            key=f"test:{number}",
            message="test",
            to=f"reader{number}@people.example",
            subject=f"News <{number}>",
            body_text=BODY,
            body_html=f"<p>{BODY}</p>",
            attachments=[{"name": "secret.ics", "content_type": "text/calendar", "content": BODY}],
            status=status,
            reason="The mail server refused this address." if status == Status.FAILED else "",
            sent_at=now if status == Status.SENT else None,
            created_at=now + timedelta(minutes=number),
            **fields,
        )

    return make


@pytest.fixture
def bury(now):
    def make(number=0, **fields):
        return DeadLetter.objects.create(
            job_id=uuid4(),
            task_path="tests.support.sample_jobs.no_such_job" if number == 404 else
            "foundation.outbox.deliver_mail",
            args=[str(uuid4())],
            error_class="OSError",
            error_message=f"disk {number} is full",
            attempts=6,
            died_at=now + timedelta(minutes=number),
            **fields,
        )  # fmt: skip

    return make


@pytest.fixture
def page(officer, sign_in):
    def get(name, **asked):
        answer = sign_in(officer).get(reverse(name), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_mail_shows_state_and_reason_but_no_text(page, write):
    write()
    text = page("officers-mail")
    for words in ("News &lt;0&gt;", "reader0@people.example", "Not sent", "refused this address"):
        assert words in text
    assert "AB12" not in text
    assert "secret.ics" not in text


def test_mail_is_filtered_by_its_state(page, write):
    for number, status in enumerate(Status):
        write(number, status)
    for number, status in enumerate(Status):
        text = page("officers-mail", state=status.value)
        assert [f"reader{each}@" in text for each in range(5)] == [
            each == number for each in range(5)
        ]
        assert ("Try again" in text) is (status == Status.FAILED)
    everything = page("officers-mail", state="nonsense")
    assert all(f"reader{each}@" in everything for each in range(5))


def test_mail_is_tried_again_once(write, officer, sign_in, mailoutbox):
    message, client = write(), sign_in(officer)
    address = reverse("officers-mail-retry", args=[message.uuid])
    answer = client.post(address, follow=True)
    assert "The e-mail to reader0@people.example is on its way again." in answer.content.decode()
    assert client.post(address).status_code == 409
    run_waiting_jobs()
    message.refresh_from_db()
    assert (message.status, len(mailoutbox)) == (Status.SENT, 1)
    assert AuditEvent.objects.filter(event="mail.retried", actor=officer).count() == 1
    assert client.post(address).status_code == 409


def test_jobs_show_what_went_wrong_unanswered_first(page, bury, officer, now):
    assert "Nothing is unfinished." in page("officers-jobs")
    bury(1)
    bury(3, retried_at=now, retried_by=officer)
    bury(2)
    text = page("officers-jobs")
    places = [text.index(f"disk {number} is full") for number in (2, 1, 3)]
    assert places == sorted(places)
    assert text.count(">Try again") == 2
    assert "Tried again on 23" in text


def test_job_is_tried_again_once(bury, officer, sign_in):
    letter, client = bury(), sign_in(officer)
    address = reverse("officers-job-retry", args=[letter.uuid])
    assert "It is being tried again." in client.post(address, follow=True).content.decode()
    assert client.post(address).status_code == 409
    letter.refresh_from_db()
    assert letter.retried_by == officer
    assert AuditEvent.objects.filter(event="job.retried").count() == 1


def test_job_that_no_longer_exists_is_refused_and_stays(bury, officer, sign_in):
    letter = bury(404)
    answer = sign_in(officer).post(reverse("officers-job-retry", args=[letter.uuid]))
    assert answer.status_code == 409
    letter.refresh_from_db()
    assert letter.retried_at is None


def test_nobody_else_comes_here(write, bury, lead, stranger, sign_in, client):
    pages = [reverse("officers-mail"), reverse("officers-jobs")]
    buttons = [
        reverse("officers-mail-retry", args=[write().uuid]),
        reverse("officers-job-retry", args=[bury().uuid]),
    ]
    for user in (lead, stranger):
        someone = sign_in(user)
        assert {someone.get(address).status_code for address in pages} == {403}
        assert {someone.post(address).status_code for address in buttons} == {403}
    assert {client.get(address).status_code for address in pages} == {302}
    assert DeadLetter.objects.unanswered().count() == OutboxMessage.objects.failed().count() == 1


def test_unknown_ones_are_not_found(officer, sign_in):
    client = sign_in(officer)
    for name in ("officers-mail-retry", "officers-job-retry"):
        assert client.post(reverse(name, args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_for_one_and_three(
    write, bury, officer, sign_in, count, django_assert_num_queries
):
    for number in range(count):
        write(number)
        bury(number)
    client = sign_in(officer)
    # Session and person, count, page; for mail the numbers of each state and of those that can go
    # again; for jobs whom those of one kind are for.
    for name, queries in (("officers-mail", 6), ("officers-jobs", 5)):
        with django_assert_num_queries(queries):
            client.get(reverse(name))


@pytest.mark.parametrize("page_asked", ["-1", "abc", "9" * 30])
def test_pages_forgive_the_address(page, write, page_asked):
    for number in range(51):
        write(number)
    assert "reader" in page("officers-mail", page=page_asked)
