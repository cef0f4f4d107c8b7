"""F-07: a mail server that lets everybody wait holds up a few mails, and no other work."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from foundation import mail_server, outbox
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.mail_faults import NOT_ASKED
from foundation.mail_server import ASKED_EVERY, SILENCES, may_ask, silent_since, was_silent
from foundation.models import MailServer, OutboxMessage
from tests.foundation.mail import queued
from tests.foundation.mail import smtp as smtp
from tests.support.jobs import run_waiting_jobs
from tests.support.rough_smtp import Trouble, free_port, rough_server
from tests.support.tally import say

Status, Fault = OutboxMessage.Status, OutboxMessage.Fault
MANY = 12


def after(pause, now):
    """The clock and the worker, once that much later."""
    now.shift(pause + timedelta(seconds=1))
    at = timezone.now()
    outbox.send_due_mail(DutyContext(now=at, today=london_date(at), dry_run=False))
    run_waiting_jobs()


def rows():
    return OutboxMessage.objects.order_by("pk")


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["stall", "drip"])
def test_silent_server_is_asked_a_few_times_and_then_by_one_mail_at_a_time(
    smtp, record_property, act
):
    began = timezone.now()
    with (
        rough_server(*[Trouble("greeting", act)] * (SILENCES + 1)) as server,
        time_machine.travel(began, tick=False) as now,
    ):
        smtp(server)
        for number in range(MANY):
            queued(f"lead{number}@school.example")
        run_waiting_jobs()
        assert server.connections == SILENCES
        assert silent_since() == began
        assert {row.attempts for row in rows()} == {1}
        # Which of them asked is chance: all were queued at one instant.
        assert sum(row.reason == NOT_ASKED for row in rows()) == MANY - SILENCES
        assert {(row.status, row.fault) for row in rows()} == {(Status.QUEUED, Fault.AWAY)}
        # A minute later nobody asks; six minutes later one does, in vain; the next time all is well.
        after(outbox.PAUSES[0], now)
        assert server.connections == SILENCES
        after(ASKED_EVERY, now)
        assert server.connections == SILENCES + 1
        assert silent_since() == began
        after(outbox.PAUSES[2], now)
        assert silent_since() is None
    assert {row.status for row in rows()} == {Status.SENT}
    assert sorted(server.recipients()) == sorted(row.to for row in rows())
    say(
        record_property,
        f"mail: {act}: {MANY} mails cost {SILENCES} waits, then one at a time; 0 lost, 0 doubled",
    )


@pytest.mark.django_db
@pytest.mark.parametrize("act", ["drop", "421 closing", "babble"])
def test_server_that_answers_badly_but_at_once_is_asked_for_every_mail(smtp, act):
    with rough_server(*[Trouble("greeting", act)] * MANY) as server:
        smtp(server)
        for number in range(MANY):
            queued(f"lead{number}@school.example")
        run_waiting_jobs()
        assert server.connections == MANY
    assert silent_since() is None
    assert NOT_ASKED not in {row.reason for row in rows()}


@pytest.mark.django_db
def test_server_that_is_down_costs_no_wait(smtp):
    smtp(free_port())
    for number in range(MANY):
        queued(f"lead{number}@school.example")
    run_waiting_jobs()
    assert silent_since() is None


@pytest.mark.django_db
@pytest.mark.parametrize("between", ["sent", "554 never"])
def test_any_answer_begins_the_count_anew(smtp, between):
    stall = Trouble("greeting", "stall")
    good = Trouble("never", "drop") if between == "sent" else Trouble("RCPT", between)
    with rough_server(stall, stall, good, stall, stall) as server:
        smtp(server)
        for number in range(6):
            queued(f"lead{number}@school.example")
        run_waiting_jobs()
        assert server.connections == 6
    assert silent_since() is None


@pytest.mark.django_db
def test_mail_that_was_not_asked_for_ends_in_time_like_any_other(smtp):
    """Nothing waits for ever: after the same tries officers see it as not sent, and can send it again."""
    with time_machine.travel(timezone.now(), tick=False) as now:
        smtp(free_port())
        row = queued("lead@school.example", attempts=len(outbox.PAUSES))
        for _ in range(SILENCES):
            was_silent(at=timezone.now())
        run_waiting_jobs()
        row.refresh_from_db()
        assert (row.status, row.reason, row.fault) == (Status.FAILED, NOT_ASKED, Fault.AWAY)
        assert list(OutboxMessage.objects.failed_while_away()) == [row]
        after(ASKED_EVERY, now)


@pytest.mark.django_db
def test_code_is_tried_at_once_and_shows_that_the_server_is_back(smtp):
    """Whoever signs in does not wait because others met silence; the first answer is good for all."""
    for _ in range(SILENCES):
        was_silent(at=timezone.now())
    with rough_server() as server:
        smtp(server)
        row = queued("lead@school.example", message="account_sign_in_code")
        run_waiting_jobs()
        assert server.recipients() == ["lead@school.example"]
    row.refresh_from_db()
    assert row.status == Status.SENT
    assert silent_since() is None


@pytest.mark.django_db
def test_code_asks_a_silent_server_while_it_is_good_and_then_waits_like_any_other(smtp):
    stalls = [Trouble("greeting", "stall")] * (outbox.TRIED_ALONE + 1)
    with rough_server(*stalls) as server, time_machine.travel(timezone.now(), tick=False) as now:
        for _ in range(SILENCES):
            was_silent(at=timezone.now())
        smtp(server)
        row = queued("lead@school.example", message="account_reset_password")
        run_waiting_jobs()
        for pause in outbox.PAUSES[: outbox.TRIED_ALONE - 1]:
            after(pause, now)
        assert server.connections == outbox.TRIED_ALONE
        # Another mail asks for all when its next turn comes.
        now.shift(outbox.PAUSES[outbox.TRIED_ALONE - 1])
        assert may_ask(at=timezone.now())
        after(timedelta(0), now)
        assert server.connections == outbox.TRIED_ALONE
    row.refresh_from_db()
    assert (row.status, row.reason) == (Status.QUEUED, NOT_ASKED)


@pytest.mark.django_db
def test_mail_that_was_taken_is_marked_before_the_server_is(smtp, monkeypatch):
    """F-07: when the database fails just then, no second copy leaves."""

    def fails():
        raise OperationalError

    monkeypatch.setattr(mail_server, "answered", fails)
    with rough_server() as server:
        smtp(server)
        row = queued("lead@school.example")
        with pytest.raises(OperationalError):
            outbox.deliver(row.uuid, at=timezone.now())
        assert len(server.taken) == 1
    row.refresh_from_db()
    assert row.status == Status.SENT


@pytest.mark.django_db
def test_clock_set_back_does_not_keep_mail_waiting(now):
    """F-15."""
    for _ in range(SILENCES):
        was_silent(at=now)
    assert may_ask(at=now + ASKED_EVERY - timedelta(seconds=1)) is False
    assert may_ask(at=now - timedelta(days=3)) is True
    assert may_ask(at=now - timedelta(days=3)) is False


@pytest.mark.django_db
def test_row_knows_since_when_or_says_nothing(now):
    for fields in (
        {"silences": 1},
        {"silent_since": now},
        {"ask_again_at": now},
    ):
        with pytest.raises(IntegrityError, match="mail_server_silent_since"), transaction.atomic():
            MailServer.objects.create(name="mail", **fields)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_many_workers_one_asks(now):
    for _ in range(SILENCES):
        was_silent(at=now)
    barrier, asked = threading.Barrier(6), []

    def worker():
        try:
            barrier.wait(10)
            asked.append(may_ask(at=now + ASKED_EVERY))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(asked) == [False] * 5 + [True]
    mail_server.answered()
    assert may_ask(at=now) is True
