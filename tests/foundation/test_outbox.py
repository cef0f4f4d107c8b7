import socket
import threading
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation import outbox
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import AuditEvent, OutboxMessage
from foundation.outbox import Attachment, deliver, queue_mail, release_mail, retry
from foundation.refusals import Refused
from tests.foundation.mail import letters as letters
from tests.support.jobs import run_waiting_jobs
from tests.support.people import somebody
from tests.support.smtp import sink

Status = OutboxMessage.Status


pytestmark = pytest.mark.usefixtures("letters")


@pytest.fixture
def smtp(settings):
    def use(server):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 20
        return server

    return use


def write(key="welcome:1", to="lead@school.example", name="Łucja & Sons", **more):
    return queue_mail(
        key=key, message="hello", to=to, context={"name": name}, at=timezone.now(), **more
    )


def clock(at):
    return DutyContext(now=at, today=london_date(at), dry_run=False)


def let_time_pass(times):
    """The worker and the clock at work, through `times` pauses."""
    with time_machine.travel(timezone.now(), tick=False) as now:
        run_waiting_jobs()
        for pause in outbox.PAUSES[:times]:
            now.shift(pause + timedelta(seconds=1))
            outbox.send_due_mail(clock(timezone.now()))
            run_waiting_jobs()


@pytest.mark.django_db
def test_mail_leaves_when_the_worker_runs():
    message = write()
    assert (message.status, mail.outbox) == (Status.QUEUED, [])
    run_waiting_jobs()
    message.refresh_from_db()
    assert message.status == Status.SENT
    assert message.sent_at is not None
    sent = mail.outbox[0]
    assert (sent.to, sent.subject) == (["lead@school.example"], "Welcome, Łucja & Sons")
    assert "Dear Łucja & Sons, hello." in sent.body
    assert "http://testserver" in sent.body
    assert "Dear Łucja &amp; Sons" in sent.alternatives[0].content
    assert sent.extra_headers["Message-ID"] == f"<{message.uuid}@testserver>"


@pytest.mark.django_db
def test_same_key_and_recipient_is_one_mail():
    assert write() == write(name="Somebody else")
    run_waiting_jobs()
    assert write() == OutboxMessage.objects.get()
    run_waiting_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_same_key_reaches_each_recipient():
    write(to="a@school.example")
    write(to="b@school.example")
    run_waiting_jobs()
    assert sorted(each.to[0] for each in mail.outbox) == ["a@school.example", "b@school.example"]


@pytest.mark.django_db
def test_second_row_for_key_and_recipient_cannot_exist():
    row = write()
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMessage.objects.create(
            key=row.key, to=row.to, message="hello", subject="s", created_at=timezone.now()
        )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("outbox_sent_has_its_time", {"status": "sent", "sent_at": None}),
        ("outbox_failed_has_its_reason", {"status": "failed", "reason": ""}),
    ],
)
def test_row_must_be_consistent(name, fields):
    write()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        OutboxMessage.objects.update(**fields)


@pytest.mark.django_db
def test_mail_of_an_act_undone_never_leaves():
    @transaction.atomic
    def act():
        write()
        raise Refused("no")

    with pytest.raises(Refused):
        act()
    run_waiting_jobs()
    assert mail.outbox == []
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_draft_waits_for_its_release():
    message = write(hold=True)
    run_waiting_jobs()
    outbox.send_due_mail(clock(timezone.now() + timedelta(days=1)))
    run_waiting_jobs()
    assert (message.status, mail.outbox) == (Status.DRAFT, [])
    release_mail(message, at=timezone.now())
    release_mail(message, at=timezone.now())
    run_waiting_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to",
    ["a@school.example\nBcc: x@evil.example", "a@school.example,b@school.example", "", "a b@c.d"],
)
def test_address_that_is_not_one_address_is_refused(to):
    """T-72."""
    with pytest.raises(Refused):
        write(to=to)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["x\nBcc: x@evil.example", "x\r\ny", "x\x0by", "x\u2028y"])
def test_subject_with_a_line_break_is_refused(name):
    """T-72."""
    with pytest.raises(Refused):
        write(name=name)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_long_subject_is_cut():
    assert len(write(name="n" * 900).subject) == 250


@pytest.mark.django_db
def test_html_is_escaped_and_text_is_not():
    """T-69."""
    message = write(name="<script>alert(1)</script>")
    assert "<script>" not in message.body_html
    assert "Dear <script>alert(1)</script>, hello." in message.body_text


@pytest.mark.django_db
def test_real_server_gets_both_bodies_and_the_attachment(smtp):
    calendar = Attachment("meeting.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    with sink() as server:
        smtp(server)
        message = write(attachments=[calendar])
        run_waiting_jobs()
    got = server.received[0]
    assert got["Subject"] == "Welcome, Łucja & Sons"
    assert got["Message-ID"] == f"<{message.uuid}@testserver>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert "hello" in got.get_body(("plain",)).get_content()
    assert "<h1>Dear Łucja" in got.get_body(("html",)).get_content()
    assert [part.get_filename() for part in got.iter_attachments()] == ["meeting.ics"]


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["451 try later", "refuse:450 busy", "drop", "421 closing"])
def test_passing_trouble_delays_and_never_doubles(smtp, trouble):
    """F-07."""
    with sink(trouble, trouble) as server:
        smtp(server)
        message = write()
        run_waiting_jobs()
        message.refresh_from_db()
        assert message.status == Status.QUEUED
        assert message.reason
        let_time_pass(3)
    message.refresh_from_db()
    assert (message.status, message.reason, message.attempts) == (Status.SENT, "", 3)
    assert server.recipients == ["lead@school.example"]
    event = AuditEvent.objects.get()
    assert (event.event, event.target_id) == ("mail.sent", str(message.pk))
    assert event.details == {"mail": message.message, "uuid": str(message.uuid)}


@pytest.mark.django_db
@pytest.mark.parametrize("trouble", ["554 looks like spam", "refuse:550 no such person"])
def test_lasting_refusal_fails_at_once_with_its_reason(smtp, trouble):
    with sink(trouble) as server:
        smtp(server)
        message = write()
        let_time_pass(2)
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.FAILED, 1)
    assert trouble.removeprefix("refuse:")[:3] in message.reason
    assert list(OutboxMessage.objects.failed()) == [message]
    assert server.recipients == []


@pytest.mark.django_db
def test_server_that_stays_away_ends_in_a_reason_and_can_be_retried(smtp):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # Bound but not listening: refused.
        port = taken.getsockname()[1]
        smtp(type("Away", (), {"port": port}))
        message = write()
        let_time_pass(len(outbox.PAUSES))
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.FAILED, len(outbox.PAUSES) + 1)
    assert message.reason == "The mail server could not be reached, or stopped in the middle."
    officer = somebody()
    with sink() as server:
        smtp(server)
        retry(message, at=timezone.now(), actor=officer)
        assert (message.status, message.reason) == (Status.QUEUED, "")
        with pytest.raises(Refused):
            retry(message, at=timezone.now(), actor=officer)
        run_waiting_jobs()
    assert server.recipients == ["lead@school.example"]
    events = AuditEvent.objects.order_by("pk")
    assert [event.event for event in events] == ["mail.retried", "mail.sent"]


@pytest.mark.django_db
def test_server_that_says_nothing_is_given_up(smtp):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        smtp(type("Silent", (), {"port": silent.getsockname()[1]}))
        message = write()
        run_waiting_jobs()
    message.refresh_from_db()
    assert (message.status, message.attempts) == (Status.QUEUED, 1)


@pytest.mark.django_db
def test_batch_with_a_server_that_stumbles_loses_nothing_and_doubles_nothing(smtp):
    with sink("accept", "drop", "451 later", "accept", "refuse:450 busy") as server:
        smtp(server)
        for number in range(8):
            write(to=f"lead{number}@school.example")
        let_time_pass(3)
    assert sorted(server.recipients) == [f"lead{number}@school.example" for number in range(8)]
    assert not OutboxMessage.objects.waiting().exists()


@pytest.mark.django_db
def test_mail_whose_job_was_lost_is_found_by_the_clock():
    write()
    DBTaskResult.objects.all().delete()
    later = timezone.now() + outbox.SAFETY_NET + timedelta(minutes=1)
    assert outbox.send_due_mail(clock(later)) == 1
    assert outbox.send_due_mail(clock(later)) == 0
    run_waiting_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_claimed_mail_is_left_to_its_worker_and_freed_when_that_died():
    message = write()
    now = timezone.now()
    OutboxMessage.objects.update(claimed_until=now + outbox.CLAIM)
    assert deliver(message.uuid, at=now) is False
    assert mail.outbox == []
    assert deliver(message.uuid, at=now + outbox.CLAIM + timedelta(seconds=1)) is True
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_delivering_again_sends_nothing():
    message = write()
    assert deliver(message.uuid, at=timezone.now()) is True
    assert deliver(message.uuid, at=timezone.now()) is False
    run_waiting_jobs()
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_old_mail_keeps_who_and_when_and_loses_its_text():
    message = write()
    run_waiting_jobs()
    now = timezone.now()
    assert outbox.clear_old_mail(clock(now + timedelta(days=89))) == 0
    assert outbox.clear_old_mail(clock(now + timedelta(days=91))) == 1
    message.refresh_from_db()
    assert (message.body_text, message.body_html, message.attachments) == ("", "", [])
    assert (message.to, message.status) == ("lead@school.example", Status.SENT)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_many_workers_with_one_mail_send_it_once(smtp):
    """F-13."""
    with sink() as server:
        smtp(server)
        message = write()
        barrier, sent = threading.Barrier(6), []

        def work():
            try:
                barrier.wait(10)
                sent.append(deliver(message.uuid, at=timezone.now()))
            finally:
                connection.close()

        threads = [threading.Thread(target=work) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(sent) == [False] * 5 + [True]
    assert server.recipients == ["lead@school.example"]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_acts_with_one_key_at_once_write_one_mail():
    barrier = threading.Barrier(4)

    def act():
        try:
            barrier.wait(10)
            write()
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert OutboxMessage.objects.count() == 1
    assert DBTaskResult.objects.count() == 1
