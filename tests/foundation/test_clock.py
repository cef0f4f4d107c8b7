import signal
import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.duties import DUTIES
from config.management.commands.tick import moment
from foundation.beats import beat
from foundation.clock import Duty, DutyResult, run_duties, standings
from foundation.dates import LONDON
from foundation.models import Beat, DutyRun, DutyState, OutboxMessage
from tests.support.people import somebody
from tests.support.processes import start, wait_until

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def mark(context):
    """Due once: the second time it finds nothing."""
    if Beat.objects.filter(name="mark").exists():
        return 0
    beat("mark", at=context.now)
    return 1


def breaks(context):
    beat("half", at=context.now)
    raise ValueError("could not write to sam@school.example")


MARK, BREAKS = Duty("mark", mark), Duty("break", breaks)
TWO = [MARK, BREAKS]


def due_mail():
    return OutboxMessage.objects.create(
        key="k",
        message="m",
        to="a@school.example",
        subject="s",
        body_text="t",
        created_at=timezone.now() - timedelta(days=1),
        next_try_at=timezone.now() - timedelta(hours=1),
    )


@pytest.mark.django_db
def test_duties_run_once_and_again_do_nothing():
    assert run_duties([MARK], now=NOW, dry_run=False) == [DutyResult("mark", count=1)]
    assert run_duties([MARK], now=NOW, dry_run=False) == [DutyResult("mark", count=0)]
    run = DutyRun.objects.get()
    assert (run.duty, run.count, run.error) == ("mark", 1, "")
    assert DutyState.objects.get().last_run_at == NOW


@pytest.mark.django_db
def test_duty_that_fails_is_undone_recorded_and_stops_no_other():
    failed, fine = run_duties([BREAKS, MARK], now=NOW, dry_run=False)
    assert failed.error == "ValueError: could not write to [e-mail]"
    assert fine == DutyResult("mark", count=1)
    assert list(Beat.objects.values_list("name", flat=True)) == ["mark"]
    assert DutyRun.objects.get(duty="break").error == failed.error


@pytest.mark.django_db
def test_state_of_a_duty_counts_failures_until_it_is_well_again():
    """F-14: in a row, since when and why; the same failure is written down once an hour."""
    for minutes in range(3):
        run_duties([BREAKS], now=NOW + timedelta(minutes=minutes), dry_run=False)
    state = DutyState.objects.get()
    assert (state.failures, state.last_run_at) == (3, None)
    assert state.error == "ValueError: could not write to [e-mail]"
    assert timezone.now() - state.failing_since < timedelta(minutes=1)
    assert DutyRun.objects.count() == 1
    DutyRun.objects.update(started_at=timezone.now() - timedelta(hours=2))
    run_duties([BREAKS], now=NOW, dry_run=False)
    assert DutyRun.objects.count() == 2
    run_duties([Duty("break", lambda context: 4)], now=NOW, dry_run=False)
    state.refresh_from_db()
    assert (state.failures, state.failing_since, state.error) == (0, None, "")
    assert (state.last_run_at, state.did_at, state.did) == (NOW, NOW, 4)
    run_duties([Duty("break", lambda context: 0)], now=NOW + timedelta(hours=1), dry_run=False)
    state.refresh_from_db()
    assert (state.last_run_at, state.did_at, state.did) == (NOW + timedelta(hours=1), NOW, 4)


@pytest.mark.django_db
def test_rows_that_fail_count_as_a_failure_and_the_rest_is_done():
    def some(context):
        context.failed.append("One row could not be dealt with.")
        return 2

    for minutes in range(3):
        run_duties([Duty("some", some)], now=NOW + timedelta(minutes=minutes), dry_run=False)
    state = DutyState.objects.get()
    assert (state.failures, state.failing_since, state.did) == (3, NOW, 2)
    assert state.last_run_at == NOW + timedelta(minutes=2)


@pytest.mark.django_db
def test_standings_say_which_duty_is_late(settings, monkeypatch):
    settings.DUTIES = "tests.foundation.test_clock.TWO"
    run_duties([MARK], now=NOW, dry_run=False)

    def late(at):
        return [each.duty for each in standings(at=at) if each.is_late]

    hour = timedelta(seconds=settings.DUTY_LIMIT)
    assert late(NOW + hour) == []
    assert late(NOW + hour + timedelta(seconds=1)) == ["mark"]
    # The clock was set back since: what it did in the future is no sign of life (F-15).
    assert late(NOW - hour - timedelta(seconds=1)) == ["mark"]
    # A duty that never ran is missed once this process has seen that for long enough.
    monkeypatch.setattr("foundation.clock._begun", time.monotonic() - settings.DUTY_LIMIT - 1)
    assert late(NOW) == ["break"]


@pytest.mark.django_db
def test_dry_run_counts_and_changes_nothing():
    results = run_duties([MARK, BREAKS], now=NOW, dry_run=True)
    assert [(each.count, bool(each.error)) for each in results] == [(1, False), (0, True)]
    for model in (Beat, DutyRun, DutyState):
        assert not model.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "today"),
    [
        (datetime(2026, 3, 28, 23, 59, tzinfo=UTC), "2026-03-28"),
        (datetime(2026, 3, 29, 23, 30, tzinfo=UTC), "2026-03-30"),
        (datetime(2026, 12, 31, 23, 59, tzinfo=UTC), "2026-12-31"),
        (datetime(2028, 2, 29, 12, tzinfo=UTC), "2028-02-29"),
    ],
)
def test_today_is_the_date_in_london(now, today):
    """F-15: summer time, year's end, leap day."""
    seen = []
    run_duties([Duty("look", lambda context: seen.append(context) or 0)], now=now, dry_run=False)
    assert [each.today.isoformat() for each in seen] == [today]


@pytest.mark.django_db
def test_tick_prints_one_line_a_duty(capsys):
    due_mail()
    call_command("tick")
    lines = capsys.readouterr().out.splitlines()
    assert [line.rpartition(": ")[0] for line in lines] == [duty.name for duty in DUTIES]
    assert "send waiting mail: 1" in lines
    call_command("tick")
    assert "send waiting mail: 0" in capsys.readouterr().out.splitlines()
    assert DBTaskResult.objects.filter(task_path__startswith="foundation.outbox").count() == 1


@pytest.mark.django_db
def test_tick_dry_run_says_what_is_due_and_changes_nothing(capsys):
    message = due_mail()
    before = OutboxMessage.objects.values().get()
    call_command("tick", dry_run=True)
    assert "send waiting mail: 1 due" in capsys.readouterr().out.splitlines()
    assert OutboxMessage.objects.values().get(pk=message.pk) == before
    assert not DBTaskResult.objects.exists()
    assert not DutyState.objects.exists()


@pytest.mark.django_db
def test_tick_on_another_day_does_what_is_due_then(capsys):
    Session.objects.create(
        session_key="k", session_data="", expire_date=timezone.now() + timedelta(days=2)
    )
    UserSession.objects.create(
        user=somebody(), session_key="k", ip="198.51.100.7", user_agent="A browser"
    )
    call_command("tick")
    assert UserSession.objects.exists()
    call_command("tick", "--on", (timezone.now() + timedelta(days=3)).date().isoformat())
    assert "delete expired sign-ins: 1" in capsys.readouterr().out.splitlines()
    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-07-01", datetime(2026, 7, 1, 12, tzinfo=LONDON)),
        ("2026-07-01T00:30", datetime(2026, 7, 1, 0, 30, tzinfo=LONDON)),
        ("2026-07-01T00:30+00:00", datetime(2026, 7, 1, 0, 30, tzinfo=UTC)),
    ],
)
def test_moment_is_read_as_a_clock_in_england(typed, meant):
    assert moment(typed) == meant


def test_tick_refuses_a_day_that_is_none():
    with pytest.raises(CommandError, match="write it as 2026-09-01"):
        call_command("tick", "--on", "1st of May")


@pytest.mark.django_db
def test_tick_that_failed_says_so_at_the_end(monkeypatch, capsys):
    monkeypatch.setattr("config.management.commands.tick.DUTIES", [BREAKS, MARK])
    with pytest.raises(CommandError, match=r"These duties failed: break\."):
        call_command("tick")
    assert capsys.readouterr().out.splitlines()[1] == "mark: 1"


def _in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_clocks_at_once_do_a_duty_once():
    """F-16: while one is at it, the other passes on."""
    entered, leave = threading.Event(), threading.Event()

    def slow(context):
        entered.set()
        assert leave.wait(10)
        return mark(context)

    run_duties([Duty("mark", lambda context: 0)], now=NOW, dry_run=False)
    first = []
    thread = _in_thread(
        lambda: first.extend(run_duties([Duty("mark", slow)], now=NOW, dry_run=False))
    )
    try:
        assert entered.wait(10)
        second = run_duties([MARK], now=NOW, dry_run=False)
    finally:
        leave.set()
        thread.join()
    assert second == [DutyResult("mark", elsewhere=True)]
    assert first == [DutyResult("mark", count=1)]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_first_ticks_at_once_send_one_job():
    due_mail()
    barrier = threading.Barrier(4)

    def tick():
        barrier.wait(10)
        run_duties(DUTIES, now=timezone.now(), dry_run=False)

    threads = [_in_thread(tick) for _ in range(4)]
    for thread in threads:
        thread.join()
    assert DBTaskResult.objects.filter(task_path__startswith="foundation.outbox").count() == 1
    assert DutyRun.objects.filter(error__gt="").count() == 0


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_clock_ticks_shows_life_and_stops_when_asked():
    message = due_mail()
    clock = start("clock", "--interval", "0.1")
    try:
        wait_until(Beat.objects.filter(name="clock").exists)
        wait_until(DBTaskResult.objects.filter(args_kwargs__args=[str(message.uuid)]).exists)
        clock.send_signal(signal.SIGTERM)
        assert clock.wait(timeout=10) == 0
    finally:
        clock.kill()
        clock.wait()
