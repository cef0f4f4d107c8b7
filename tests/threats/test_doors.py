"""Doors that are shut, and what stands in front of them: hosts, repair pages, noise, old cookies."""

import importlib.util
import logging
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.apps import apps
from django.conf import settings as project
from django.contrib import admin
from django.db.models import ProtectedError
from django.test import Client
from django.urls import get_resolver, reverse

from awards.models import Application, Organisation
from foundation.models import AuditEvent, OutboxMessage
from tests.conftest import PASSWORD, make_user
from tests.test_addresses import names

OURS = ("awards", "portfolios", "certificates", "champions", "reports", "foundation", "config")


# T-17: hosts


@pytest.mark.parametrize(
    "host",
    ["evil.example", "testserver.evil.example", "evil.example:80", "testserver@evil.example",
     "", "testserver, evil.example", "[::1", "%00", "a" * 300],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/accounts/login/", "/verify/", "/nowhere/"])
def test_foreign_host_is_turned_away(db, client, host, path):
    answer = client.get(path, HTTP_HOST=host)
    assert answer.status_code == 400
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "header", ["HTTP_X_FORWARDED_HOST", "HTTP_X_HOST", "HTTP_FORWARDED", "HTTP_X_ORIGINAL_URL"]
)
def test_forwarded_host_is_not_believed(organisation, lead, sign_in, header):
    """T-17: not on the page, not in where it leads, and not in the mail."""
    odd = {header: "host=evil.example" if header == "HTTP_FORWARDED" else "evil.example"}
    client = sign_in(lead)
    for path in ("/", "/dashboard/", "/accounts/login/?next=/dashboard/"):
        answer = client.get(path, follow=True, **odd)
        assert answer.status_code == 200
        assert "evil.example" not in answer.text
    address = reverse("people-invite", args=[organisation.slug])
    client.post(address, {"email": "new@people.example", "role": "member"}, **odd)
    mail = OutboxMessage.objects.get(message="invitation")
    assert "evil.example" not in mail.body_text + mail.body_html
    assert project.BASE_URL in mail.body_text


# T-92: noise

NOISE = (
    "/.git/config", "/.git/HEAD", "/.env", "/.env.production", "/wp-login.php", "/xmlrpc.php",
    "/phpmyadmin/", "/server-status", "/actuator/health", "/config.json", "/backup.zip",
    "/var/db.sqlite3", "/manage.py", "/requirements/base.txt", "/static/../manage.py",
    "/static/%2e%2e/manage.py", "/static/..%2f..%2fetc/passwd", "/media/", "/files/private/",
    "/cgi-bin/luci", "/vendor/phpunit/eval-stdin.php", "/admin/",
    "/admin/login/", "/api/", "/graphql", "/.well-known/security.txt.bak", "/%2e%2e/.git/HEAD",
)  # fmt: skip


def test_noise_is_not_found_and_costs_nothing(db, client, caplog, django_assert_num_queries):
    """T-92: 404, no query, no event, and nothing that an alarm for faults would hear."""
    with django_assert_num_queries(0), caplog.at_level(logging.ERROR):
        for path in NOISE:
            assert client.get(path).status_code == 404, path
        for number in range(300):
            assert client.get(f"/{number}.php").status_code == 404
    assert caplog.records == []
    assert AuditEvent.objects.count() == 0


def test_noise_is_answered_alike(db, client):
    """T-92: an answer tells nothing about what is there, and does not repeat the address."""
    answers = [client.get(path) for path in ("/.git/config", "/wp-login.php", "/zzz-canary/")]
    pages = {answer.text.replace("zzz-canary", "") for answer in answers}
    assert len(pages) == 1
    assert "zzz-canary" not in answers[-1].text


# T-35: repair pages


@pytest.fixture
def repair(settings, monkeypatch):
    """The addresses as an installation has them that set ADMIN_ADDRESS."""
    settings.ADMIN_ADDRESS = "repair"
    monkeypatch.setattr(admin.site, "login", admin.site.login)
    path = Path(settings.BASE_DIR) / "config" / "urls.py"
    spec = importlib.util.spec_from_file_location("addresses_with_repair", path)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "addresses_with_repair", module)
    spec.loader.exec_module(module)
    settings.ROOT_URLCONF = "addresses_with_repair"


def test_repair_pages_are_off_unless_asked_for():
    assert project.ADMIN_ADDRESS == ""
    assert "admin" not in {str(one.pattern) for one in get_resolver().url_patterns}
    assert not any(getattr(one, "app_name", "") == "admin" for one in get_resolver().url_patterns)


def test_repair_pages_have_no_sign_in_of_their_own(repair, db, client):
    """T-35: a password typed there opens nothing; the house's own page asks for it."""
    staff = make_user("Stan Staff", is_staff=True, is_superuser=True)
    for path in ("/repair/", "/repair/login/"):
        answer = client.get(path, follow=True)
        assert answer.redirect_chain[-1][0].startswith("/accounts/login/?next=")
    client.post("/repair/login/", {"username": staff.email, "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_repair_pages_are_for_staff_alone(repair, officer, lead, sign_in):
    for person in (officer, lead):
        assert sign_in(person).get("/repair/login/").status_code == 403
        assert sign_in(person).get("/repair/awards/", follow=True).status_code in (403, 404)


def test_repair_pages_want_a_second_step_whatever_the_roles_say(repair, db, sign_in, settings):
    """T-35: also where no role has to have one."""
    assert settings.SECOND_FACTOR_ROLES == []
    staff = make_user("Stan Staff", is_staff=True, is_superuser=True)
    client = sign_in(staff)
    assert client.get("/repair/").headers["Location"] == reverse("security")
    TOTP.activate(staff, generate_totp_secret())
    assert Authenticator.objects.filter(user=staff).exists()
    assert client.get("/repair/").status_code == 200


def test_repair_pages_change_nothing_that_has_a_workflow(repair, db, sign_in):
    """T-35: what they show of ours is read-only, also for a superuser."""
    staff = make_user("Stan Staff", is_staff=True, is_superuser=True)
    TOTP.activate(staff, generate_totp_secret())
    client = sign_in(staff)
    request = client.get("/repair/").wsgi_request
    request.user = staff
    for model, pages in admin.site._registry.items():
        if model._meta.app_label in OURS:
            assert not pages.has_add_permission(request), model
            assert not pages.has_change_permission(request), model
            assert not pages.has_delete_permission(request), model


# T-48, T-95: what is not offered


def test_nobody_acts_as_somebody_else():
    """T-95: no page, no library, no session key for it."""
    words = ("impersonat", "hijack", "loginas", "login-as", "act-as")
    found = [*names(), *(app.name for app in apps.get_app_configs())]
    assert [name for name in found if any(word in name for word in words)] == []


def test_no_page_deletes_an_organisation():
    """T-48: there is no button for it. What can be closed is a challenge."""
    found = {name for name in names() if "delete" in name or "close" in name or "erase" in name}
    assert found == {"case-challenge-close"}


def test_organisation_with_an_application_cannot_be_deleted_underneath(application):
    """T-48: the database keeps what an award rests on."""
    with pytest.raises(ProtectedError):
        application.organisation.delete()
    assert Organisation.objects.filter(pk=application.organisation_id).exists()
    assert Application.objects.filter(pk=application.pk).exists()


# F-22: cookies and keys that no longer fit


def test_new_secret_key_signs_out_politely(lead, settings):
    """F-22: a page to sign in, the same for everybody, and signing in works at once."""
    client = Client()
    client.post("/accounts/login/", {"login": lead.email, "password": PASSWORD})
    assert client.get("/dashboard/").status_code == 302
    settings.SECRET_KEY = "another-" + "k" * 60
    answer = client.get("/dashboard/")
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert client.get("/").status_code == 200
    client.post("/accounts/login/", {"login": lead.email, "password": PASSWORD})
    assert "/accounts/login/" not in client.get("/dashboard/").headers["Location"]


def test_new_secret_key_with_the_old_beside_it_signs_nobody_out(lead, settings):
    """F-22: SECRET_KEY_FALLBACKS."""
    client = Client()
    client.post("/accounts/login/", {"login": lead.email, "password": PASSWORD})
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "k" * 60
    assert "/accounts/login/" not in client.get("/dashboard/").headers["Location"]


def test_spoilt_session_is_nobody(lead, sign_in):
    """F-22: the row in the database is no longer readable."""
    from django.contrib.sessions.models import Session  # needs the app registry

    client = sign_in(lead)
    for spoilt in ("", "nonsense", "a:b:c", "\u202e" * 40):
        Session.objects.update(session_data=spoilt)
        answer = client.get("/dashboard/")
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/accounts/login/")


def test_session_of_a_person_who_is_gone_is_nobody(db, sign_in, now, time_machine):
    person = make_user("Gone Person")
    client = sign_in(person)
    person.delete()
    assert client.get("/dashboard/").headers["Location"].startswith("/accounts/login/")
    time_machine.move_to(now + timedelta(days=800))
    assert client.get("/dashboard/").headers["Location"].startswith("/accounts/login/")
