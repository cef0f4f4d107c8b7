"""F-01 to F-03, F-23 from outside: the database stops, stalls or refuses while somebody presses save."""

import http.client
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, connections, transaction
from django.urls import reverse

from awards.models import Invitation, Membership
from certificates.models import Certificate
from foundation.models import AuditEvent, OutboxMessage, PrivateFile
from portfolios.models import EvidenceItem, RegistrationForm
from tests.conftest import make_user
from tests.support.champions import bring_to_decision, ensure_signatory, make_champion
from tests.support.evidence import CHILDREN, evidence
from tests.support.pictures import picture, sent
from tests.support.portfolios import form_of, registration_of, send_registration
from tests.support.processes import start, wait_until

TEXT = "Half an hour of writing"


@contextmanager
def audit_trail_refuses():
    """Every new audit event fails inside the database, as with a full disk or a broken index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER no_audit BEFORE INSERT ON foundation_auditevent"
                " BEGIN SELECT RAISE(ABORT, 'no room'); END"
            )
        else:
            cursor.execute(
                "CREATE FUNCTION no_audit() RETURNS trigger AS"
                " $$ BEGIN RAISE EXCEPTION 'no room'; END $$ LANGUAGE plpgsql"
            )
            cursor.execute(
                "CREATE TRIGGER no_audit BEFORE INSERT ON foundation_auditevent"
                " FOR EACH ROW EXECUTE FUNCTION no_audit()"
            )
    try:
        yield
    finally:
        let_it_write()


def let_it_write():
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON foundation_auditevent"
        cursor.execute(f"DROP TRIGGER no_audit{on}")
        if on:
            cursor.execute("DROP FUNCTION no_audit")


def pressed(client, address, data):
    client.raise_request_exception = False
    with audit_trail_refuses(), transaction.atomic():
        return client.post(address, data)


@pytest.mark.django_db
class TestAuditTrailFails:
    """F-23: what cannot be written down does not happen, and the page says that something is wrong."""

    def test_section_is_not_saved(self, application, lead, sign_in):
        address = reverse("registration-section", args=[application.uuid, "about"])
        answer = pressed(sign_in(lead), address, {"version": 0, "description": TEXT})
        assert answer.status_code in (500, 503)
        assert not RegistrationForm.objects.filter(description=TEXT).exists()

    def test_invitation_is_not_made_and_not_sent(self, organisation, lead, sign_in):
        address = reverse("people-invite", args=[organisation.slug])
        answer = pressed(sign_in(lead), address, {"email": "a@b.example", "role": "lead"})
        assert answer.status_code in (500, 503)
        assert not Invitation.objects.exists()
        assert not OutboxMessage.objects.exists()

    def test_colleague_is_not_removed(self, organisation, lead, colleague, sign_in):
        address = reverse("people-remove", args=[organisation.slug, colleague.uuid])
        assert pressed(sign_in(lead), address, {}).status_code in (500, 503)
        assert Membership.objects.filter(user=colleague).exists()

    def test_officer_is_not_appointed(self, officer, lead, sign_in):
        answer = pressed(sign_in(officer), reverse("officers-appoint"), {"email": lead.email})
        assert answer.status_code in (500, 503)
        lead.refresh_from_db()
        assert not lead.is_officer

    def test_concern_is_not_lost_silently(self, officer, client):
        answer = pressed(client, reverse("concern"), {"about": "other", "what": TEXT})
        assert answer.status_code in (500, 503)
        assert not OutboxMessage.objects.exists()

    def test_file_is_not_kept(self, organisation, lead, sign_in):
        address = reverse("evidence-upload", args=[organisation.slug])
        data = {"key": str(uuid4()), "file": sent("garden.jpg", picture("JPEG"))}
        assert pressed(sign_in(lead), address, data).status_code in (500, 503)
        assert not EvidenceItem.objects.exists()
        assert not PrivateFile.objects.exists()

    def test_consent_is_not_taken_back_half_way(self, organisation, lead, sign_in, now):
        """Whoever pressed reads that it did not work, and presses again."""
        item = evidence(organisation, "gold.voice", lead=lead, at=now, consent=CHILDREN)
        address = reverse("evidence-withdraw", args=[item.uuid])
        client = sign_in(lead)
        assert pressed(client, address, {"note": ""}).status_code in (500, 503)
        assert EvidenceItem.objects.shown(now.date()).exists()
        assert client.post(address, {"note": ""}).status_code == 302
        assert not EvidenceItem.objects.shown(now.date()).exists()

    def test_certificate_is_not_issued(self, lead, officer, sign_in, now, time_machine):
        ensure_signatory(officer, at=now)
        chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
        application = registration_of("Acorn Lane School", lead=lead, at=now)
        send_registration(application, lead=lead, at=now)
        decision = bring_to_decision(
            application, lead=lead, champions=[chair], officer=officer, at=now
        )
        time_machine.move_to(now + timedelta(days=20))
        address = reverse("case-release", args=[application.uuid])
        client = sign_in(officer)
        data = {"version": decision.version, "read": "on"}
        assert pressed(client, address, data).status_code in (500, 503)
        application.refresh_from_db()
        assert application.status == "in_review"
        assert not Certificate.objects.exists()
        assert not OutboxMessage.objects.filter(message="decision_letter").exists()
        assert client.post(address, data).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_refusal_stays_a_refusal_without_its_event(organisation, stranger, sign_in):
    """F-23: what changes nothing is refused as ever."""
    client = sign_in(stranger)
    with audit_trail_refuses():
        answer = client.get(reverse("organisation", args=[organisation.slug]))
    assert answer.status_code == 404
    assert not AuditEvent.objects.filter(outcome="refused").exists()


def held_up(application, client, address, data, *, wait, meanwhile):
    """The post meets a row that somebody else holds; `meanwhile` is done to its connection."""
    answers = []

    def post():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, false)", [wait])
                cursor.execute("SELECT pg_backend_pid()")
                pids.append(cursor.fetchone()[0])
            answers.append(client.post(address, data))
        finally:
            connections.close_all()

    pids: list[int] = []
    with transaction.atomic():
        type(application).objects.select_for_update().get(pk=application.pk)
        thread = threading.Thread(target=post)
        thread.start()
        meanwhile(pids)
        thread.join(30)
    return answers[0]


def kill(pids):
    with connection.cursor() as cursor:

        def waits():
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid = ANY(%s)", [pids]
            )
            return cursor.fetchone()[0] == 1

        wait_until(waits)
        cursor.execute("SELECT pg_terminate_backend(pid) FROM unnest(%s) AS pid", [pids])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("wait", "meanwhile"),
    [("20s", kill), ("300ms", lambda pids: None)],
    ids=["connection is cut", "lock is held"],
)
def test_text_survives_a_database_that_stops_or_stalls(application, lead, sign_in, wait, meanwhile):
    """F-01, F-03: 503 with the typed text on it, nothing half written; the next try is saved."""
    client = sign_in(lead)
    address = reverse("registration-section", args=[application.uuid, "about"])
    data = {"version": 0, "description": TEXT}
    answer = held_up(application, client, address, data, wait=wait, meanwhile=meanwhile)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert TEXT in answer.text
    assert "terminating connection" not in answer.text
    assert not RegistrationForm.objects.exists()
    assert client.post(address, data).status_code == 302
    assert form_of(application).description == TEXT


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_web_process_outlives_a_database_that_hangs_up():
    """F-02: every connection is cut, five times over; each time one request at most pays for it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = start(
        "runserver",
        "--noreload",
        "--nothreading",
        f"127.0.0.1:{port}",
        DJANGO_SETTINGS_MODULE="config.settings.dev",
        CONN_MAX_AGE="60",
    )

    def answers() -> int:
        asked = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        try:
            asked.request("GET", "/verify/AAAA/")
            return asked.getresponse().status
        except OSError:
            return 0
        finally:
            asked.close()

    try:
        wait_until(lambda: answers() == 200)
        for _ in range(5):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            assert answers() in (200, 503)
            assert answers() == 200
    finally:
        server.kill()
        server.wait()


PRODUCTION = {
    "DATABASE_URL": "postgres://x:x@localhost/x",
    "SECRET_KEY": "s" * 60,
    "ALLOWED_HOSTS": "award.example",
    "BASE_URL": "https://award.example",
    "EMAIL_URL": "smtp://localhost:25",
    "CERTIFICATE_KEY_FILE": "key.p12",
    "CERTIFICATE_KEY_PASSPHRASE": "passphrase",
}


def production(script: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings.production as s; {script}"],
        env={"PATH": os.environ["PATH"]} | PRODUCTION | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_production_waits_for_nothing_longer_than_five_seconds():
    """F-03: statements, locks and idle transactions have an end; a lost server is noticed."""
    run = production("print(s.DATABASES['default']['OPTIONS'], s.DATABASES['default'])")
    assert run.returncode == 0, run.stderr
    for words in (
        "statement_timeout=5000",
        "lock_timeout=4000",
        "idle_in_transaction_session_timeout=15000",
        "'connect_timeout': 4",
        "'CONN_HEALTH_CHECKS': True",
    ):
        assert words in run.stdout


@pytest.mark.parametrize(
    ("name", "value"),
    [
        *((name, "") for name in PRODUCTION),
        ("DATABASE_URL", "sqlite:///x"),
        ("BASE_URL", "http://a"),
    ],
)
def test_production_does_not_start_half_configured(name, value):
    """T-12, T-22: it says what is missing, and shows no secret while doing so."""
    run = production("", **{name: value})
    assert run.returncode != 0
    assert "ImproperlyConfigured" in run.stderr
    assert "passphrase" not in run.stderr.splitlines()[-1]
