"""“Is everything running?”: what officers see of worker, clock, duties and the queue (F-13, F-14, F-16)."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from config.duties import DUTIES
from foundation.beats import beat
from foundation.clock import Duty, run_duties
from foundation.jobs import enqueue
from foundation.mail_server import SILENCES, answered, was_silent
from foundation.models import DeadLetter, DutyState
from tests.support.sample_jobs import leave_a_mark

SEAL = "seal the audit trail"
CALM = [Duty(duty.name, lambda context: 0) for duty in DUTIES]


@pytest.fixture(autouse=True)
def still(now, time_machine):
    time_machine.move_to(now, tick=False)


@pytest.fixture
def all_well(db, now):
    for name in ("worker", "clock"):
        beat(name, at=now)
    run_duties(CALM, now=now, dry_run=False)


@pytest.fixture
def page(officer, sign_in):
    def get(name="officers-running"):
        answer = sign_in(officer).get(reverse(name))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def breaks(context):
    raise OSError("no room on the disk")


def some_fail(context):
    context.failed.append("portfolios.consent 7 could not be forgotten.")
    return 2


def test_all_is_well(page, all_well):
    text = page()
    assert "Everything runs as it should." in text
    assert "Silent" not in text
    assert text.count(">Fine<") == len(DUTIES)
    assert "None in the last 90 days." in text
    assert "Nothing waits, and nothing has failed." in text
    assert "not running as it should" not in page("officers")


@pytest.mark.parametrize(
    ("name", "waits"), [("worker", "E-mails, certificates"), ("clock", "Reminders")]
)
def test_silent_process_is_named_with_what_waits(page, all_well, now, name, waits):
    beat(name, at=now - timedelta(hours=1))
    text = page()
    assert f"The {name} has shown no sign of life since" in text
    assert f"{waits}" in text
    assert "1 thing needs a look" in text
    assert "not running as it should" in page("officers")


def test_nothing_ever_ran(page):
    text = page()
    assert text.count("has never shown a sign of life") == 2
    assert text.count(">Not yet run<") == len(DUTIES)


def test_failing_duty_says_why_and_since_when_and_stands_first(page, all_well, now):
    last = DUTIES[-1].name
    for minutes in range(4):
        run_duties([Duty(last, breaks)], now=now + timedelta(minutes=minutes), dry_run=False)
    text = page()
    assert "OSError: no room on the disk" in text
    assert "4 times in a row" in text
    table = text[text.index('id="duties"') :]
    assert table.index("Fails") < table.index(DUTIES[0].name.capitalize())
    # Written down once, not each minute.
    assert text[text.index('id="failures"') :].count("no room on the disk") == 1


def test_duty_that_could_not_do_all_says_which(page, all_well, now):
    run_duties([Duty(DUTIES[0].name, some_fail)], now=now, dry_run=False)
    text = page()
    assert "portfolios.consent 7 could not be forgotten." in text
    assert "(2 done all the same)" in text
    run_duties([Duty(DUTIES[0].name, lambda context: 3)], now=now, dry_run=False)
    assert "Everything runs as it should." in page()
    assert "3 things" in page()


def test_duty_that_was_left_out_is_late(page, all_well, now):
    DutyState.objects.filter(duty=SEAL).update(last_run_at=now - timedelta(hours=2))
    text = page()
    assert f"“{SEAL.capitalize()}” has not run since" in text
    assert text.count(">Late<") == 1


def test_queue_says_how_much_waits_and_of_what(page, all_well, now):
    path = "foundation.outbox.deliver_mail"
    for _ in range(3):
        enqueue(leave_a_mark, uuid4())
    rows = list(DBTaskResult.objects.all())
    DBTaskResult.objects.update(task_path=path)
    DBTaskResult.objects.filter(pk=rows[0].pk).update(status="RUNNING", started_at=now)
    DBTaskResult.objects.filter(pk=rows[1].pk).update(run_after=now + timedelta(minutes=5))
    DeadLetter.objects.create(
        job_id=uuid4(), task_path=path, args=[], error_class="OSError", attempts=6, died_at=now
    )
    text = page()
    start = text.index("Send an e-mail")
    line = text[start : text.index("</tr>", start)]
    # One each: waiting, being done, to be tried again, failed.
    assert [line.count(f">{number}<") for number in (1, 0)] == [4, 0]
    assert path not in text


def test_nobody_else_comes_here(lead, stranger, sign_in, client):
    address = reverse("officers-running")
    assert {sign_in(each).get(address).status_code for each in (lead, stranger)} == {403}
    assert client.get(address).status_code == 302


def test_mail_server_that_answers_nothing_is_named(page, all_well, now):
    for _ in range(SILENCES - 1):
        was_silent(at=now)
    assert "Everything runs as it should." in page()
    was_silent(at=now)
    text = page()
    assert "1 thing needs a look" in text
    assert "The mail server has answered nothing since" in text
    assert "not running as it should" in page("officers")
    answered()
    assert "Everything runs as it should." in page()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_the_same_for_one_and_three(
    count, all_well, now, officer, sign_in, django_assert_num_queries
):
    for number in range(count):
        enqueue(leave_a_mark, uuid4())
        DeadLetter.objects.create(
            job_id=uuid4(), task_path=f"a.b{number}", error_class="E", attempts=3, died_at=now
        )
        run_duties([Duty(DUTIES[number].name, breaks)], now=now, dry_run=False)
    client = sign_in(officer)
    # Session and person; beats, duties, late jobs, mail server; the queue, dead letters, failures.
    with django_assert_num_queries(9):
        assert client.get(reverse("officers-running")).status_code == 200
