"""The e-mail of the day: what can wait, in one mail, once; and what must be sent is sent."""

import threading
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from awards.models import User
from foundation import outbox
from foundation.clock import Duty, DutyContext, run_duties
from foundation.dates import LONDON, london_date
from foundation.digests import MOST, last_time, send_daily
from foundation.models import MailWording, OutboxMessage
from foundation.outbox import Attachment, queue_mail, retry
from foundation.refusals import Refused
from tests.foundation.mail import letters as letters
from tests.support.jobs import run_waiting_jobs
from tests.support.rough_smtp import Trouble, rough_server
from tests.support.tally import say

Status = OutboxMessage.Status
pytestmark = pytest.mark.usefixtures("letters")


def moment(day, hour, minute=0, month=3):
    return datetime(2027, month, day, hour, minute, tzinfo=LONDON)


@pytest.fixture
def daily(lead):
    lead.mail_rhythm = User.MailRhythm.DAILY
    lead.save()
    return lead


def write(reader, number=0, *, at, message="chat", **more):
    context = {"name": f"thing {number}"}
    key = f"{message}:{number}"
    return queue_mail(key=key, message=message, to=reader.email, context=context, at=at, **more)


def clock(at):
    return send_daily(DutyContext(now=at, today=london_date(at), dry_run=False))


def digests():
    return OutboxMessage.objects.filter(message="digest").order_by("pk")


def sent():
    run_waiting_jobs()
    return [each.subject for each in mail.outbox]


@pytest.mark.django_db
def test_what_can_wait_comes_once_a_day_in_one_mail(daily):
    rows = [write(daily, number, at=moment(3, 9 + number)) for number in range(3)]
    assert {row.status for row in rows} == {Status.HELD}
    assert clock(moment(3, 16, 59)) == 0
    assert sent() == []
    assert [clock(moment(3, 17, minute)) for minute in (0, 1, 30)] == [1, 0, 0]
    assert sent() == ["For you today: Welcome, thing 0, and 2 more"]
    digest = digests().get()
    for row in rows:
        row.refresh_from_db()
        assert (row.status, row.digest) == (Status.SENT, digest)
        assert row.sent_at == digest.sent_at or row.sent_at is not None
    assert digest.to == daily.email
    # It is itself in no inbox: what it tells of is.
    assert digest.recipient is None


@pytest.mark.django_db
def test_digest_says_each_subject_its_first_sentences_and_where_it_leads(daily):
    write(daily, 1, at=moment(3, 9))
    write(daily, "<b>2</b>", at=moment(3, 10))
    clock(moment(3, 17))
    digest = digests().get()
    for words in (
        "2 messages for you today",
        f"Hello {daily.get_short_name()},",
        "Welcome, thing 1",
        "Dear thing 1, hello. Tea is at four.",
        "Read the page: http://testserver/a-page/thing-1/",
        "You get this e-mail because you chose one e-mail a day.",
        f"http://testserver{reverse('inbox-preferences')}",
    ):
        assert words in digest.body_text
    html = digest.body_html
    assert "<h2>Welcome, thing 1</h2>" in html
    assert '<a href="http://testserver/a-page/thing-1/">Read the page</a>' in html
    assert "<b>2</b>" not in html
    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_officers_word_the_frame_and_what_messages_say_stays_as_it_was_written(daily, officer):
    """T-71: what somebody typed into a message is no placeholder and no markup of the daily e-mail."""
    MailWording.objects.create(
        message="digest",
        version=1,
        subject="((number)) for you: ((first subject))",
        body="# News\n\nDear ((name)),\n\n((messages))\n\n[All]((all messages)) [Rhythm]((how often))",
        changed_by=officer,
        changed_at=moment(1, 9),
    )
    write(daily, "((number)) [x]((how often)) # y", at=moment(3, 9))
    clock(moment(3, 17))
    digest = digests().get()
    assert digest.subject == "1 for you: Welcome, thing ((number)) [x]((how often)) # y"
    assert f"Dear {daily.get_short_name()}," in digest.body_text
    assert digest.body_text.count("((number)) [x]((how often)) # y") == 2
    assert digest.body_html.count("<h2>") == 1
    assert "for you today" not in digest.body_text
    # Neither names nor what messages say is kept for a preview.
    assert digest.values == {
        "number": "1",
        "others": "0",
        "several messages": "",
        "one message": "yes",
    }


@pytest.mark.django_db
def test_long_first_subject_leaves_room_for_how_many_there_are(daily):
    for number in range(3):
        write(daily, number, at=moment(3, 9))
    OutboxMessage.objects.update(subject="W" * 250)
    clock(moment(3, 17))
    assert digests().get().subject.endswith("WW…, and 2 more")


@pytest.mark.django_db
def test_what_must_be_sent_is_sent_at_once(daily):
    at = moment(3, 9)
    invitation = Attachment("day.ics", "text/calendar", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
    assert write(daily, at=at, message="hello").status == Status.QUEUED
    assert write(daily, at=at, message="key").status == Status.QUEUED
    assert write(daily, 2, at=at, attachments=[invitation]).status == Status.QUEUED
    assert write(daily, 3, at=at, hold=True).status == Status.DRAFT
    clock(moment(3, 17))
    assert len(sent()) == 3
    assert not digests().exists()


@pytest.mark.django_db
def test_whoever_chose_nothing_gets_each_at_once(lead):
    assert write(lead, at=moment(3, 9)).status == Status.QUEUED
    assert clock(moment(3, 17)) == 0
    assert sent() == ["Welcome, thing 0"]


@pytest.mark.django_db
def test_people_get_only_their_own(daily, stranger):
    User.objects.update(mail_rhythm=User.MailRhythm.DAILY)
    write(daily, 1, at=moment(3, 9))
    write(stranger, 2, at=moment(3, 9))
    assert clock(moment(3, 18)) == 2
    texts = dict(digests().values_list("to", "body_text"))
    assert "thing 2" not in texts[daily.email]
    assert "thing 1" not in texts[stranger.email]


@pytest.mark.django_db
def test_day_without_anything_new_brings_nothing(daily):
    write(daily, at=moment(3, 9))
    clock(moment(3, 17))
    assert clock(moment(4, 17)) == 0


@pytest.mark.django_db
def test_missed_days_come_in_one_mail_as_soon_as_the_clock_runs(daily):
    for day in (1, 3, 6):
        write(daily, day, at=moment(day, 9))
    write(daily, 8, at=moment(8, 8, 30))
    # After the 17:00 of the 7th, before the one of the 8th.
    assert clock(moment(8, 9)) == 1
    assert digests().get().key.endswith("2027-03-07")
    assert OutboxMessage.objects.filter(digest=digests().get()).count() == 4
    write(daily, 9, at=moment(8, 10))
    assert clock(moment(8, 10)) == 0
    assert clock(moment(8, 17)) == 1


@pytest.mark.django_db
def test_clock_set_back_by_a_day_sends_nothing_twice_and_loses_nothing(daily):
    write(daily, 1, at=moment(3, 9))
    assert clock(moment(3, 17)) == 1
    # It is the 2nd again, and a mail of that day is held.
    assert clock(moment(2, 18)) == 0
    write(daily, 2, at=moment(2, 18, 30))
    # The 3rd has had its own already.
    for at in (moment(2, 19), moment(3, 16), moment(3, 17), moment(4, 16)):
        assert clock(at) == 0
    assert clock(moment(4, 17)) == 1
    assert [each.key[-10:] for each in digests()] == ["2027-03-03", "2027-03-04"]
    assert not OutboxMessage.objects.held().exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("month", "day"), [(3, 28), (10, 31)])
def test_five_is_five_on_the_days_when_the_clocks_change(daily, month, day):
    """T-89."""
    write(daily, at=moment(day, 8, month=month))
    assert clock(moment(day, 16, 59, month=month)) == 0
    assert clock(moment(day, 17, month=month)) == 1
    before = last_time(moment(day, 16, 59, month=month))
    assert (before.hour, london_date(before)) == (17, moment(day - 1, 1, month=month).date())


@pytest.mark.django_db
def test_very_many_are_told_by_their_number(daily):
    for number in range(MOST + 2):
        write(daily, number, at=moment(3, 9))
    clock(moment(3, 17))
    assert "2 more are in your messages." in digests().get().body_text
    assert OutboxMessage.objects.filter(digest=digests().get()).count() == MOST + 2


@pytest.mark.django_db
def test_new_address_gets_what_was_held_for_the_old_one(daily):
    write(daily, at=moment(3, 9))
    User.objects.filter(pk=daily.pk).update(email="new@school.example")
    clock(moment(3, 17))
    assert digests().get().to == "new@school.example"


@pytest.mark.django_db
def test_mail_whose_reader_is_gone_goes_by_itself(daily):
    row = write(daily, at=moment(3, 9))
    OutboxMessage.objects.update(recipient=None)
    assert clock(moment(3, 17)) == 1
    row.refresh_from_db()
    assert (row.status, digests().count()) == (Status.QUEUED, 0)


@pytest.mark.django_db
def test_digest_that_cannot_leave_is_not_told_as_sent(daily, settings):
    """F-07: the mails in it are sent when it is, and not before."""
    settings.EMAIL_BACKEND = "foundation.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 20
    row = write(daily, at=moment(3, 9))
    clock(moment(3, 17))
    with rough_server(Trouble("DATA", "451 later")) as server:
        settings.EMAIL_PORT = server.port
        run_waiting_jobs()
        row.refresh_from_db()
        assert (row.status, row.sent_at) == (Status.HELD, None)
        assert clock(moment(4, 17)) == 0
        with time_machine.travel(timezone.now() + timedelta(minutes=10), tick=False):
            at = timezone.now()
            outbox.send_due_mail(DutyContext(now=at, today=london_date(at), dry_run=False))
            run_waiting_jobs()
        assert len(server.taken) == 1
    row.refresh_from_db()
    assert row.status == Status.SENT


@pytest.fixture
def refused(daily, settings):
    """A daily e-mail that tells of two mails, and whose address the server refuses for good."""
    settings.EMAIL_BACKEND = "foundation.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 20
    told_of = [write(daily, number, at=moment(3, 9)) for number in (1, 2)]
    clock(moment(3, 17))
    with rough_server(Trouble("RCPT", "550 no such person")) as server:
        settings.EMAIL_PORT = server.port
        run_waiting_jobs()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return digests().get(), told_of


def states(rows):
    for row in rows:
        row.refresh_from_db()
    return [row.status for row in rows]


@pytest.mark.django_db
def test_what_a_refused_digest_tells_of_is_not_sent_either_and_says_so(refused, daily):
    digest, told_of = refused
    assert (digest.status, digest.fault) == (Status.FAILED, OutboxMessage.Fault.ADDRESS)
    assert states(told_of) == [Status.FAILED] * 2
    assert {row.reason for row in told_of} == {outbox.NOT_WITH_DIGEST}
    # It is no mail that "send all again" would take: its digest is.
    assert not OutboxMessage.objects.failed_while_away().exists()
    assert OutboxMessage.objects.in_inbox_of(daily).count() == 2
    # The next day brings what is new, and these not again.
    assert clock(moment(4, 17)) == 0
    write(daily, 3, at=moment(4, 18))
    assert clock(moment(5, 17)) == 1
    assert "thing 1" not in digests().last().body_text


@pytest.mark.django_db
def test_digest_that_is_sent_again_takes_along_what_it_tells_of(refused, officer):
    digest, told_of = refused
    retry(digest, at=moment(4, 9), actor=officer)
    assert states(told_of) == [Status.HELD] * 2
    assert {row.reason for row in told_of} == {""}
    assert len(sent()) == 1
    assert states([digest, *told_of]) == [Status.SENT] * 3


@pytest.mark.django_db
def test_digest_that_is_refused_again_is_refused_with_all_of_it(refused, officer, settings):
    digest, told_of = refused
    settings.EMAIL_BACKEND = "foundation.smtp.Backend"
    retry(digest, at=timezone.now(), actor=officer)
    with rough_server(Trouble("RCPT", "550 no such person")) as server:
        settings.EMAIL_PORT = server.port
        run_waiting_jobs()
    assert states([digest, *told_of]) == [Status.FAILED] * 3


@pytest.mark.django_db
def test_what_a_digest_tells_of_is_not_sent_alone_as_long_as_that_can_be_sent(refused, officer):
    digest, (first, _) = refused
    states([first])
    with pytest.raises(Refused, match="Send that one again"):
        retry(first, at=moment(4, 9), actor=officer)
    assert sent() == []
    # Its text is deleted, so nothing can tell of it any more but this one.
    OutboxMessage.objects.filter(pk=digest.pk).empty()
    first = OutboxMessage.objects.get(pk=first.pk)
    retry(first, at=moment(4, 9), actor=officer)
    assert sent() == ["Welcome, thing 1"]


@pytest.mark.django_db
def test_digest_that_was_given_up_while_the_server_was_away_goes_with_all_of_it(daily, officer):
    row = write(daily, at=moment(3, 9))
    clock(moment(3, 17))
    digest = digests().get()
    OutboxMessage.objects.filter(pk=digest.pk).update(
        status=Status.FAILED, reason="Away.", fault=OutboxMessage.Fault.AWAY
    )
    outbox.fail_told_of(digests())
    assert states([row]) == [Status.FAILED]
    assert outbox.retry_all_away(at=moment(6, 9), actor=officer) == 1
    assert len(sent()) == 1
    assert states([row]) == [Status.SENT]


@pytest.mark.django_db
def test_year_of_days_tells_everything_once(daily, stranger, record_property):
    """A clock that runs each hour, misses a day a week and goes back by two hours on some days."""
    User.objects.update(mail_rhythm=User.MailRhythm.DAILY)
    people, written, number = (daily, stranger), 0, 0
    start = moment(1, 0)
    for hour in range(0, 120 * 24, 4):
        at = start + timedelta(hours=hour)
        if hour % 12 == 0:
            for person in people:
                written += 1
                write(person, written, at=at)
        if (hour // 24) % 7 == 5:
            continue
        number += clock(at)
        if (hour // 24) % 11 == 3:
            number += clock(at - timedelta(hours=2))
    number += clock(start + timedelta(days=121))
    assert number == digests().count()
    assert digests().values("key").distinct().count() == number
    told = OutboxMessage.objects.filter(message="chat").exclude(digest=None)
    assert told.count() == written
    assert not OutboxMessage.objects.held().exists()
    say(record_property, f"daily e-mail: {written} mails in {number} digests, each in one")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_write_one(daily):
    """F-16."""
    for number in range(5):
        write(daily, number, at=moment(3, 9))
    barrier, results = threading.Barrier(4), []

    def tick():
        try:
            barrier.wait(10)
            results.extend(
                run_duties([Duty("daily", send_daily)], now=moment(3, 17), dry_run=False)
            )
            results.append(clock(moment(3, 17, 1)))
        finally:
            connection.close()

    threads = [threading.Thread(target=tick) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 8
    assert digests().count() == 1
    assert OutboxMessage.objects.filter(digest=digests().get()).count() == 5
