import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from foundation.client import client_address, truncated
from foundation.models import AuditEvent
from tests.support.people import somebody

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.support.sample_pages")]

OURS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
}


@pytest.fixture
def signed_in(client):
    client.force_login(somebody())
    return client


def headers(answer):
    return {name: answer.get(name) for name in OURS}


@pytest.mark.parametrize("address", ["/", "/nowhere/", "/sample/refuse/late/", "/?q=%00"])
def test_every_answer_is_private_and_guarded(client, address):
    """T-19, T-21: errors too."""
    answer = client.get(address)
    assert headers(answer) == OURS
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_public_page_may_be_kept_by_caches(client):
    answer = client.get("/sample/public/")
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer["Vary"]


def test_public_page_of_somebody_signed_in_may_not(signed_in):
    assert signed_in.get("/sample/public/")["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("verb", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"])
def test_odd_verbs_are_refused(client, verb):
    """T-23."""
    answer = client.generic(verb, "/")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD, POST")


def test_get_of_a_button_has_a_page(client):
    """T-16."""
    answer = client.get("/sample/button/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert b"Nothing was changed" in answer.content


@pytest.mark.parametrize("address", ["/a%00b/", "/?q=a%00", "/?a%00=1"])
def test_nul_in_an_address_is_refused(client, address):
    """T-83."""
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("cookie", ['"a\\000bcdefghijk"', '"\\000"'])
def test_nul_in_a_cookie_is_refused(client, settings, cookie):
    answer = client.get("/", HTTP_COOKIE=f"{settings.SESSION_COOKIE_NAME}={cookie}")
    assert answer.status_code == 400


@pytest.mark.parametrize("path", ["/%ff%fe/", "/" + "a" * 9000 + "/", "/%ED%A0%80/"])
def test_strange_addresses_are_not_found(client, path):
    assert client.get(path).status_code == 404


def test_body_too_large_is_413(signed_in):
    """T-84."""
    answer = signed_in.post("/sample/echo/", {"text": "x" * (1024 * 1024 + 1)})
    assert answer.status_code == 413
    assert b"too much" in answer.content


def test_too_many_fields_is_400(signed_in):
    answer = signed_in.post("/sample/echo/", {f"f{n}": "" for n in range(1001)})
    assert answer.status_code == 400


def test_too_many_files_is_413(signed_in):
    files = {f"f{n}": SimpleUploadedFile("a.txt", b"a") for n in range(21)}
    assert signed_in.post("/sample/echo/", files).status_code == 413


def test_garbled_multipart_is_400(signed_in):
    answer = signed_in.generic(
        "POST", "/sample/echo/", b"nonsense", content_type="multipart/form-data; boundary="
    )
    assert answer.status_code == 400


def test_deep_json_is_no_fault(signed_in):
    deep = "[" * 50_000 + "]" * 50_000
    answer = signed_in.post("/sample/echo/", deep, content_type="application/json")
    assert (answer.status_code, answer.content) == (200, b"")


def test_unknown_host_is_400(client):
    """T-17."""
    assert client.get("/", HTTP_HOST="evil.example").status_code == 400


def test_request_number_links_page_and_event(signed_in):
    answer = signed_in.get("/nowhere/", REMOTE_ADDR="198.51.100.77")
    event = AuditEvent.objects.get()
    assert event.request_id == answer["X-Request-ID"]
    assert event.ip_truncated == "198.51.100.0"
    assert "nowhere" not in json.dumps(event.details)


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("198.51.100.77", "198.51.100.0"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::"),
        ("::ffff:198.51.100.77", "198.51.100.0"),
        ("fe80::1%eth0", "fe80::"),
        ("unknown", ""),
        ("", ""),
    ],
)
def test_truncated_address_names_no_household(address, network):
    assert truncated(address) == network


@pytest.mark.parametrize(
    ("proxies", "forwarded", "believed"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", ""),
        (1, "<script>", ""),
    ],
)
def test_only_our_own_proxies_are_believed(rf, settings, proxies, forwarded, believed):
    settings.TRUSTED_PROXY_COUNT = proxies
    request = rf.get("/", REMOTE_ADDR="198.51.100.1", HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == believed


def test_staying_signed_in_moves_the_end_of_the_session(signed_in, time_machine):
    """T-14."""
    before = Session.objects.get().expire_date
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    assert signed_in.post("/session/stay/").status_code == 204
    assert Session.objects.get().expire_date - before >= timedelta(hours=1)


def test_staying_signed_in_is_nothing_for_strangers(client):
    assert client.post("/session/stay/").status_code == 403


def test_staying_signed_in_is_no_get(signed_in):
    assert signed_in.get("/session/stay/").status_code == 405
