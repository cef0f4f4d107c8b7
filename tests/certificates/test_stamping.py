"""Time stamps (RFC 3161) from a service that listens on a port of this machine (F-21)."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django_tasks_db.models import DBTaskResult
from pyhanko.sign.timestamps import DummyTimeStamper

from certificates.checks import check_addresses
from certificates.inspection import inspect
from certificates.models import Certificate
from certificates.rendering.certificate import certificate_pdf
from certificates.signing import load_signer, sign
from certificates.stamping import TimeStampUnavailable
from foundation.jobs import USUAL_ATTEMPTS, in_words
from foundation.models import DeadLetter
from tests.certificates.conftest import content_of
from tests.certificates.samples import facts
from tests.support.jobs import run_waiting_jobs
from tests.support.pdfs import tool

STAMPED = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)


class Service:
    """Gives real stamps, or answers in another way that a test wants."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.stamper = DummyTimeStamper(
            tsa_cert=asn1.Certificate.load(_certificate(key)),
            tsa_key=keys.PrivateKeyInfo.load(
                key.private_bytes(
                    serialization.Encoding.DER,
                    serialization.PrivateFormat.PKCS8,
                    serialization.NoEncryption(),
                )
            ),
            fixed_dt=STAMPED,
        )
        self.asked = 0
        self.mood = "well"

    def answer(self, body: bytes) -> tuple[int, bytes]:
        self.asked += 1
        if self.mood == "broken":
            return 503, b"sorry"
        if self.mood == "noise":
            return 200, b"<html>not a stamp</html>"
        request = tsp.TimeStampReq.load(body)
        if self.mood == "other bytes":
            imprint = request["message_imprint"]
            imprint["hashed_message"] = bytes(32)
        response = self.stamper.request_tsa_response(request)
        return 200, response.dump()


def _certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A time-stamp service")])
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(STAMPED - timedelta(days=1000))
        .not_valid_after(STAMPED + timedelta(days=1000))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.DER)
    )


@pytest.fixture
def service(settings) -> Iterator[Service]:
    made = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, content = made.answer(body)
            self.send_response(status)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    settings.TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield made
    server.shutdown()
    server.server_close()
    thread.join()


def look(content: bytes):
    return inspect(content, known_certificates=[load_signer().certificate_pem])


@pytest.mark.sqlite
def test_stamped_file_is_sound_and_says_when(service) -> None:
    signed = sign(certificate_pdf(facts()), key=load_signer())
    found = look(signed)
    assert found.sound
    assert found.stamped_at == STAMPED
    assert service.asked >= 1
    assert "PDF version:     1.7" in tool(signed, "pdfinfo", "{file}")
    assert "Signature is Valid." in tool(signed, "pdfsig", "{file}")
    assert not look(signed + b"\n%").sound


@pytest.mark.sqlite
def test_without_a_service_nobody_is_asked(settings, service) -> None:
    settings.TIMESTAMP_URL = ""
    found = look(sign(certificate_pdf(facts()), key=load_signer()))
    assert (found.sound, found.stamped_at, service.asked) == (True, None, 0)


@pytest.mark.sqlite
@pytest.mark.parametrize("mood", ["broken", "noise", "other bytes"])
def test_bad_stamp_is_no_certificate(service, mood: str) -> None:
    service.mood = mood
    with pytest.raises(TimeStampUnavailable):
        sign(certificate_pdf(facts()), key=load_signer())


@pytest.mark.sqlite
def test_silent_address_is_no_certificate(settings) -> None:
    settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(TimeStampUnavailable):
        sign(certificate_pdf(facts()), key=load_signer())


@pytest.mark.django_db
def test_job_waits_for_the_service_and_then_the_page_tells_the_day(
    client, service, certificate
) -> None:
    service.mood = "broken"
    run_waiting_jobs()
    certificate.refresh_from_db()
    assert certificate.file is None
    row = DBTaskResult.objects.get(task_path="certificates.tasks.make_certificate")
    assert row.status == "READY"
    service.mood = "well"
    DBTaskResult.objects.filter(pk=row.pk).update(run_after=datetime(2020, 1, 1, tzinfo=UTC))
    run_waiting_jobs()
    made = Certificate.objects.get()
    assert look(content_of(made)).stamped_at == STAMPED


@pytest.mark.django_db
def test_job_that_waits_too_long_is_laid_out_for_officers(service, certificate) -> None:
    service.mood = "broken"
    for _ in range(USUAL_ATTEMPTS):
        DBTaskResult.objects.filter(status="READY").update(
            run_after=datetime(2020, 1, 1, tzinfo=UTC)
        )
        run_waiting_jobs()
    letter = DeadLetter.objects.get()
    assert letter.error_class == "TimeStampUnavailable"
    assert in_words(letter.error_class) == "The time-stamp service did not answer as it must."
    certificate.refresh_from_db()
    assert certificate.file is None


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("url", "site", "ids"),
    [
        ("", "", []),
        ("https://stamps.example/", "https://council.example/", []),
        ("http://stamps.example/", "", ["certificates.W004"]),
        ("stamps.example", "", ["certificates.E005"]),
        ("", "http://council.example/", ["certificates.E006"]),
        ("", "javascript:alert(1)", ["certificates.E006"]),
    ],
)
def test_addresses_are_looked_at_before_going_live(settings, url, site, ids) -> None:
    settings.TIMESTAMP_URL, settings.COUNCIL_SITE_ADDRESS = url, site
    assert [each.id for each in check_addresses()] == ids
