"""Officers' page of mail: finding one, and sending all again that only failed because the server was away."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.urls import reverse

from foundation.models import AuditEvent, OutboxMessage
from reports.selectors.mail import Filters, mails
from tests.foundation.mail import queued
from tests.support.jobs import run_waiting_jobs

Status, Fault = OutboxMessage.Status, OutboxMessage.Fault


@pytest.fixture
def write(now):
    def make(number=0, status=Status.FAILED, fault=Fault.AWAY, **more):
        fields = {
            "key": f"mail:{number}",
            "subject": f"News <{number}>",
            "status": status,
            "reason": "The mail server was away." if status == Status.FAILED else "",
            "fault": fault if status == Status.FAILED else "",
            "sent_at": now if status == Status.SENT else None,
            "created_at": now + timedelta(minutes=number),
            "next_try_at": None,
        }
        return queued(f"reader{number}@people.example", **(fields | more))

    return make


@pytest.fixture
def page(officer, sign_in):
    def get(name="officers-mail", **asked):
        answer = sign_in(officer).get(reverse(name), asked)
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def test_what_failed_comes_first_then_the_newest(page, write):
    write(1)
    write(2, Status.SENT)
    write(3, Status.SENT)
    text = page()
    places = [text.index(f"News &lt;{number}&gt;") for number in (1, 3, 2)]
    assert places == sorted(places)


def test_states_are_counted_and_explained(page, write):
    for number, status in enumerate([Status.HELD, Status.HELD, Status.DRAFT]):
        write(number, status)
    text = page()
    for words in (
        "Waiting for the daily e-mail (2)",
        "Draft (1)",
        "Sent (0)",
        "can wait until 5pm",
    ):
        assert words in text


def test_mail_is_found_by_kind_and_by_a_part_of_the_address(page, write):
    write(1, message="stage_due")
    write(2, message="invitation")
    assert "News &lt;2&gt;" not in page(kind="stage_due")
    assert "News &lt;1&gt;" in page(kind="stage_due")
    assert "News &lt;1&gt;" not in page(to="READER2@")
    assert "News &lt;2&gt;" in page(to="READER2@")
    assert "No e-mails here." in page(to="%")
    for nonsense in ({"kind": "no such"}, {"state": "x"}, {"to": "\x07"}):
        text = page(**nonsense)
        assert "News &lt;1&gt;" in text


def test_only_what_failed_while_the_server_was_away_goes_again(page, write, officer, sign_in, now):
    away = [write(number, message="stage_due") for number in (1, 2)]
    left = [
        write(3, fault=Fault.ADDRESS),
        write(4, fault=""),
        write(5, body_text="", body_html=""),
        write(6, Status.DRAFT),
        write(7, Status.HELD),
    ]
    assert "2 e-mails could not be sent because the mail server was away" in page()
    shown = page("officers-mail-retry-all")
    for words in ("Send 2 e-mails again", "A stage is due soon", "23 November 2026"):
        assert words in shown
    client = sign_in(officer)
    address = reverse("officers-mail-retry-all")
    assert "On their way again: 2." in client.post(address, follow=True).content.decode()
    run_waiting_jobs()
    for row in away:
        row.refresh_from_db()
        assert (row.status, row.fault, row.reason, row.attempts) == (Status.SENT, "", "", 1)
    for row in left:
        before = (row.status, row.fault)
        row.refresh_from_db()
        assert (row.status, row.fault) == before
    event = AuditEvent.objects.get(event="mail.retried_all")
    assert (event.actor, event.details) == (officer, {"mails": 2, "fault": "away"})
    assert client.post(address).status_code == 409


def test_what_goes_with_an_e_mail_of_the_day_leads_to_that_one(page, write, officer, sign_in):
    digest = write(1, fault=Fault.ADDRESS, message="digest")
    row = write(2, fault="", digest=digest)
    text = page()
    leads_to = f"?state=failed&amp;kind=digest&amp;to={quote(digest.to)}"
    assert text.count(leads_to) == 1
    assert reverse("officers-mail-retry", args=[digest.uuid]) in text
    again = reverse("officers-mail-retry", args=[row.uuid])
    assert again not in text
    assert sign_in(officer).post(again).status_code == 409
    assert "News &lt;1&gt;" in page(state="failed", kind="digest", to=digest.to)
    OutboxMessage.objects.filter(pk=digest.pk).empty()
    assert again in page()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three(
    write, officer, sign_in, count, django_assert_num_queries
):
    for number in range(count):
        write(number, fault="", digest=write(number + 10, message="digest"))
    client = sign_in(officer)
    # Session and person, number of rows, rows, states, those that would be sent again.
    with django_assert_num_queries(6):
        assert client.get(reverse("officers-mail")).status_code == 200


@pytest.mark.postgres
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: mails(Filters())[:50], "outbox_page"),
        (lambda: mails(Filters(kind="stage_due"))[:50], "outbox_page"),
        (
            lambda: OutboxMessage.objects.filter(message="stage_due").order_by("-created_at")[:1],
            "outbox_kind",
        ),
    ],
)
def test_database_reads_the_page_in_order_and_sorts_nothing(rows, index):
    """The index holds the order of the page: two files say it, and only the database can compare them."""
    with connection.cursor() as cursor:
        # An empty table is quicker to read whole and to sort: what cannot be sorted for must be indexed.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
    plan = rows().explain()
    assert index in plan
    assert "Sort" not in plan


def test_nothing_to_send_again_says_so(page):
    assert "No e-mail has failed" in page("officers-mail-retry-all")


def test_mail_whose_text_is_deleted_is_not_sent_again(write, officer, sign_in, mailoutbox):
    row = write(body_text="", body_html="")
    answer = sign_in(officer).post(reverse("officers-mail-retry", args=[row.uuid]))
    assert answer.status_code == 409
    assert "has been deleted" in answer.content.decode()
    run_waiting_jobs()
    assert mailoutbox == []


@pytest.mark.parametrize("count", [1, 3])
def test_retry_page_asks_the_same_for_one_and_three(
    write, officer, sign_in, count, django_assert_num_queries
):
    for number in range(count):
        write(number, message=["stage_due", "invitation", "concern"][number])
    client = sign_in(officer)
    # Session and person, kinds, days.
    with django_assert_num_queries(4):
        client.get(reverse("officers-mail-retry-all"))


def test_nobody_else_comes_here(lead, stranger, sign_in, client, write):
    write()
    address = reverse("officers-mail-retry-all")
    for user in (lead, stranger):
        someone = sign_in(user)
        assert (someone.get(address).status_code, someone.post(address).status_code) == (403, 403)
    assert client.get(address).status_code == 302
    assert OutboxMessage.objects.failed().count() == 1
