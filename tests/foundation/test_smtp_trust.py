"""F-21: a mail server that cannot be found or trusted. Nothing leaves in clear, and no secret is told."""

import ssl
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from foundation.models import OutboxMessage
from foundation.outbox import deliver
from tests.foundation.mail import queued
from tests.foundation.mail import smtp as smtp
from tests.support.jobs import run_waiting_jobs
from tests.support.rough_smtp import Trouble, free_port, rough_server

Status, Fault = OutboxMessage.Status, OutboxMessage.Fault


@pytest.mark.django_db
def test_server_without_a_name_says_so_and_keeps_the_mail(smtp, settings):
    """F-21."""
    settings.EMAIL_HOST = "mail.invalid"
    smtp(free_port())
    row = queued("lead@school.example")
    deliver(row.uuid, at=timezone.now())
    row.refresh_from_db()
    assert row.status == Status.QUEUED
    assert row.reason == "The mail server could not be found by its name."


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("trouble", "fault"),
    [
        (Trouble("STARTTLS", "454 not now"), Fault.AWAY),
        (Trouble("STARTTLS", "554 never"), Fault.SETTINGS),
        (Trouble("STARTTLS", "drop"), Fault.AWAY),
        (Trouble("STARTTLS", "stall"), Fault.AWAY),
        # Says "go on", and then anything but a safe connection.
        (Trouble("STARTTLS", "220 go on"), Fault.SETTINGS),
    ],
)
def test_without_the_safe_connection_nothing_leaves(smtp, settings, trouble, fault):
    """F-21: never in clear, when the settings say that it must be safe."""
    settings.EMAIL_USE_TLS = True
    with rough_server(trouble, offers=("STARTTLS",)) as server:
        smtp(server)
        row = queued("lead@school.example")
        deliver(row.uuid, at=timezone.now())
    row.refresh_from_db()
    assert (row.status, row.fault, server.taken) == (Status.QUEUED, fault, [])


@pytest.mark.django_db
def test_server_that_offers_no_safe_connection_gets_nothing(smtp, settings):
    """T-17 of the way: somebody in between takes the offer out."""
    settings.EMAIL_USE_TLS = True
    with rough_server() as server:
        smtp(server)
        row = queued("lead@school.example")
        deliver(row.uuid, at=timezone.now())
    row.refresh_from_db()
    assert (row.status, row.fault, server.taken) == (Status.QUEUED, Fault.SETTINGS, [])
    assert "safe connection" in row.reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "fault"),
    [
        ("535 no, post.user with hunter2", Fault.SETTINGS),
        ("454 busy", Fault.AWAY),
        ("drop", "away"),
    ],
)
def test_refused_sign_in_keeps_the_mail_and_tells_no_secret(smtp, settings, caplog, act, fault):
    """F-21: a server may repeat the user name or the password in its answer."""
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "post.user", "hunter2"
    with rough_server(Trouble("AUTH", act), offers=("AUTH PLAIN",)) as server:
        smtp(server)
        row = queued("lead@school.example")
        run_waiting_jobs()
    row.refresh_from_db()
    assert (row.status, row.fault, server.taken) == (Status.QUEUED, fault, [])
    for secret in ("post.user", "hunter2"):
        assert secret not in row.reason + caplog.text


@pytest.mark.django_db
def test_certificate_of_somebody_else_gets_nothing(smtp, settings, tmp_path):
    """F-21: whoever answers in the name of our mail server."""
    settings.EMAIL_USE_TLS = True
    with rough_server(offers=("STARTTLS",), tls=strangers_certificate(tmp_path)) as server:
        smtp(server)
        row = queued("lead@school.example")
        deliver(row.uuid, at=timezone.now())
    row.refresh_from_db()
    assert (row.fault, server.taken) == (Fault.SETTINGS, [])
    assert row.reason.startswith("We could not be sure that it was our mail server")


def strangers_certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "stranger.example")])
    now = timezone.now()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "stranger.pem"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context
