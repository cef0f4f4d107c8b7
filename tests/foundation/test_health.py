from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from foundation import health
from foundation.beats import beat, late_beats
from foundation.jobs import enqueue
from foundation.models import Beat
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
