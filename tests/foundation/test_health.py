from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation import health
from foundation.beats import beat, late_beats
from foundation.clock import Duty, run_duties
from foundation.jobs import enqueue
from foundation.models import Beat, DutyState
from tests.support.processes import start, wait_until
from tests.support.sample_jobs import leave_a_mark


@pytest.fixture(autouse=True)
def fresh_probe():
    health.storage_probe.forget()
    yield
    health.storage_probe.forget()


@pytest.fixture
def alive():
    for name in ("worker", "clock"):
        beat(name, at=timezone.now())


def never_ready(at):
    return health.Check("letters", False, "Letters are being made.")


def broken(at):
    raise RuntimeError("secret-of-the-check")


def test_healthz_answers_without_the_database(client):
    """No database mark: a query would fail this test."""
    answer = client.get("/healthz/")
    assert (answer.status_code, answer.content) == (200, b"ok")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_healthz_refuses_post(client):
    assert client.post("/healthz/").status_code == 405


@pytest.mark.django_db
def test_readyz_is_ready_when_everything_runs(client, alive):
    answer = client.get("/readyz/")
    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert {name: check["ok"] for name, check in answer.json()["checks"].items()} == {
        "database": True,
        "storage": True,
        "worker": True,
        "clock": True,
        "duties": True,
        "jobs": True,
        "certificates": True,
        "files": True,
    }


@pytest.mark.django_db
def test_readyz_leaves_no_file_behind(client, alive):
    client.get("/readyz/")
    assert default_storage.listdir("ready")[1] == []


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "limit"), [("worker", 120), ("clock", 900)])
def test_readyz_misses_a_stopped_process(client, alive, name, limit):
    beat(name, at=timezone.now() - timedelta(seconds=limit + 5))
    answer = client.get("/readyz/")
    assert answer.status_code == 503
    assert answer.json()["checks"][name] == {
        "ok": False,
        "says": f"The {name} shows no sign of life.",
    }


@pytest.mark.django_db
def test_readyz_waits_for_the_first_sign_of_life(client):
    assert client.get("/readyz/").status_code == 503
    assert late_beats(at=timezone.now()) == ["worker", "clock"]


@pytest.mark.django_db
def test_readyz_sees_jobs_that_nobody_does(client, alive):
    enqueue(leave_a_mark, "late")
    assert client.get("/readyz/").status_code == 200
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    assert client.get("/readyz/").json()["checks"]["jobs"]["ok"] is False


@pytest.mark.django_db
def test_readyz_lets_a_job_pause_between_tries(client, alive):
    enqueue(leave_a_mark, "paused")
    DBTaskResult.objects.update(
        enqueued_at=timezone.now() - timedelta(hours=1),
        run_after=timezone.now() + timedelta(minutes=5),
    )
    assert client.get("/readyz/").status_code == 200


@pytest.mark.django_db
def test_readyz_sees_storage_that_cannot_be_written(client, alive, settings, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.write_text("a file where a folder should be")
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(blocked)},
        }
    }
    answer = client.get("/readyz/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["storage"]["ok"] is False
    assert str(tmp_path) not in answer.content.decode()


@pytest.mark.django_db
def test_readyz_asks_the_rooms_above(client, alive, settings):
    settings.READY_CHECKS = ["tests.foundation.test_health.never_ready"]
    answer = client.get("/readyz/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["letters"] == {"ok": False, "says": "Letters are being made."}


@pytest.mark.django_db
def test_readyz_survives_a_broken_check_and_tells_no_secret(client, alive, settings):
    settings.READY_CHECKS = ["tests.foundation.test_health.broken"]
    answer = client.get("/readyz/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["broken"]["ok"] is False
    assert "secret-of-the-check" not in answer.content.decode()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_readyz_says_so_when_the_database_is_away(client):
    real = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = "no_such_database"
    try:
        answer = client.get("/readyz/")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"]["ok"] is False
    assert "no_such_database" not in answer.content.decode()


@pytest.mark.django_db
def test_beat_moves_one_row():
    first = timezone.now()
    beat("worker", at=first)
    beat("worker", at=first + timedelta(seconds=20))
    assert Beat.objects.get().at == first + timedelta(seconds=20)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["worker", "clock"])
@pytest.mark.parametrize("ahead", [timedelta(hours=2), timedelta(days=1)])
def test_beat_from_the_future_is_no_sign_of_life(alive, name, ahead):
    """F-15: the machine's time was set back, and the process may have died since."""
    now = timezone.now()
    beat(name, at=now + ahead)
    assert late_beats(at=now) == [name]
    beat(name, at=now)
    assert late_beats(at=now) == []


def calm(context):
    return 0


def breaks(context):
    raise OSError("secret-of-the-duty")


CALM, BREAKS = [Duty("calm", calm)], [Duty("calm", breaks)]


@pytest.fixture
def one_duty(settings):
    settings.DUTIES = "tests.foundation.test_health.CALM"
    run_duties(CALM, now=timezone.now(), dry_run=False)


@pytest.mark.django_db
def test_readyz_misses_a_duty_that_the_clock_leaves_out(client, alive, one_duty):
    assert client.get("/readyz/").status_code == 200
    DutyState.objects.update(last_run_at=timezone.now() - timedelta(hours=2))
    answer = client.get("/readyz/")
    assert answer.status_code == 503
    assert answer.json()["checks"]["duties"] == {
        "ok": False,
        "says": "A duty of the clock has not run for too long.",
    }


@pytest.mark.django_db
def test_readyz_blames_a_dead_clock_once(client, alive, one_duty):
    DutyState.objects.update(last_run_at=timezone.now() - timedelta(hours=2))
    beat("clock", at=timezone.now() - timedelta(hours=2))
    checks = client.get("/readyz/").json()["checks"]
    assert (checks["clock"]["ok"], checks["duties"]["ok"]) == (False, True)


@pytest.mark.django_db
def test_readyz_forgives_a_failure_and_not_the_third_in_a_row(client, alive, one_duty):
    """F-14. The reason stays inside; officers read it on their page."""
    for count in (1, 2, 3):
        run_duties(BREAKS, now=timezone.now(), dry_run=False)
        answer = client.get("/readyz/")
        assert answer.status_code == (200 if count < 3 else 503)
    assert answer.json()["checks"]["duties"]["says"] == "A duty of the clock fails again and again."
    assert "secret-of-the-duty" not in answer.content.decode()
    run_duties(CALM, now=timezone.now(), dry_run=False)
    assert client.get("/readyz/").status_code == 200


def checks_in(delta):
    return {
        check.name: check.ok
        for check in health.readiness(at=timezone.now() + delta)
        if check.name in ("worker", "clock", "duties")
    }


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["worker", "clock"])
def test_readyz_notices_a_process_that_was_killed_and_its_return(name):
    """F-13, F-16: real processes, one of them killed in the middle of its work."""
    running = {each: start(each, "--interval", "0.2") for each in ("worker", "clock")}
    try:
        wait_until(lambda: all(checks_in(timedelta()).values()))
        running[name].kill()
        running[name].wait()
        Beat.objects.filter(name=name).update(at=timezone.now() - timedelta(minutes=20))
        found = checks_in(timedelta())
        assert found == {"worker": True, "clock": True, "duties": True} | {name: False}
        running[name] = start(name, "--interval", "0.2")
        wait_until(lambda: all(checks_in(timedelta()).values()))
    finally:
        for each in running.values():
            each.kill()
            each.wait()
    # Both gone, and the day goes on.
    late = checks_in(timedelta(hours=1))
    assert (late["worker"], late["clock"]) == (False, False)
