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
from awards.services.holds import end_hold, place_hold
from certificates.services import issue_certificate
from foundation.models import AuditEvent, OutboxMessage
from foundation.refusals import Refused
from reports.models import Erasure
from reports.services.erasure import carry_out, confirm_erasure, order_erasure
from tests.conftest import PASSWORD, make_user
from tests.support.awards import holder
from tests.support.champions import ensure_signatory, send
from tests.support.evidence import evidence
from tests.support.jobs import run_waiting_jobs
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
    """T-48: what can be closed is a challenge, or a request. Deletions are ordered, and there are no others.

    A story that nobody outside has seen is a draft; an event is recorded by those who held it.
    """
    found = {name for name in names() if "delete" in name or "close" in name or "erase" in name}
    assert found == {
        "case-challenge-close",
        "officers-request-close",
        "officers-erase-person",
        "officers-erase-organisation",
        "officers-erase-name",
        "spotlight-delete",
        "own-event-delete",
        "event-close",
    }


@pytest.fixture
def holder_of_bronze(officer, now):
    """With a certificate, which everybody can look up."""
    ensure_signatory(officer, at=now)
    award = holder("Elm Row Nursery", officer=officer, at=now)
    return award, issue_certificate(
        award=award, printed_name="Elm Row Nursery", at=now, actor=officer
    )


def order_by_page(client, organisation, **answers):
    address = reverse("officers-erase-organisation", args=[organisation.slug])
    return client.post(address, {"with_name": "no", "why": "They have closed."} | answers)


def test_one_officer_alone_deletes_no_organisation(holder_of_bronze, officer, sign_in):
    """T-48, T-39: whoever ordered it cannot also confirm it; until another does, nothing happens."""
    award, _ = holder_of_bronze
    client = sign_in(officer)
    assert order_by_page(client, award.organisation).status_code == 302
    address = reverse("officers-erasure", args=[Erasure.objects.get().uuid])
    assert client.post(address, {"act": "confirm"}).status_code == 403
    run_waiting_jobs()
    award.organisation.refresh_from_db()
    assert award.organisation.erased_at is None
    assert award.organisation.memberships.exists()


def test_deleted_organisation_stays_in_the_public_register(
    holder_of_bronze, client, officer, sign_in
):
    """T-48: unless it asked for its name to go; then the page says that the award has ended."""
    award, certificate = holder_of_bronze
    public = reverse("verify-code", args=[certificate.shown_code])
    second = sign_in(make_user("Odette Officer", is_officer=True))
    for with_name in ("no", "yes"):
        order_by_page(sign_in(officer), award.organisation, with_name=with_name)
        order = Erasure.objects.exclude(state="done").get()
        address = reverse("officers-erasure", args=[order.uuid])
        assert second.post(address, {"act": "confirm"}).status_code == 302
        run_waiting_jobs()
        order.refresh_from_db()
        award.organisation.refresh_from_db()
        award.refresh_from_db()
        assert order.state == "done"
        assert not award.organisation.memberships.exists()
        page = client.get(public)
        assert page.status_code == 200
        assert ("Elm Row" in page.text) == (with_name == "no")
        assert (award.revoked_on is None) == (with_name == "no")


def test_organisation_under_a_hold_or_with_open_work_is_not_deleted(
    holder_of_bronze, application, lead, officer, sign_in, now
):
    """T-48: 409, whoever asks; nothing is ordered."""
    award, _ = holder_of_bronze
    client = sign_in(officer)
    place_hold(organisation=award.organisation, reason="An appeal.", actor=officer, at=now)
    send(application, lead, at=now)
    for organisation in (award.organisation, application.organisation):
        assert order_by_page(client, organisation).status_code == 409
    assert not Erasure.objects.exists()


def test_organisation_held_after_the_order_stays(holder_of_bronze, officer, sign_in, now):
    """T-48: also when the second officer has confirmed it before the hold came."""
    award, _ = holder_of_bronze
    order_by_page(sign_in(officer), award.organisation)
    order = Erasure.objects.get()
    second = make_user("Odette Officer", is_officer=True)
    confirm_erasure(erasure=order, actor=second, at=now)
    place_hold(organisation=award.organisation, reason="An appeal.", actor=officer, at=now)
    with pytest.raises(Refused, match="legal hold"):
        carry_out.call(str(order.uuid))
    award.organisation.refresh_from_db()
    assert award.organisation.erased_at is None


@pytest.mark.parametrize("typed", ["Maya Okonkwo\n" * 400, "Maya\0Okonkwo"])
def test_names_that_are_too_long_or_no_text_are_not_looked_for(
    lead, colleague, officer, sign_in, django_assert_max_num_queries, typed
):
    """T-83, T-84: every column is searched for each name, so the form says so before anything is."""
    client = sign_in(officer)
    for address in (
        reverse("officers-erase-name"),
        reverse("officers-erase-person", args=[colleague.uuid]),
    ):
        with django_assert_max_num_queries(30):
            answer = client.post(address, {"terms": typed, "act": "look"})
        assert answer.status_code in (400, 422)
        assert "Where it stands now" not in answer.text
    assert client.post(address, {"terms": "Maya", "act": "look"}).status_code == 200


def test_evidence_of_an_organisation_under_a_hold_goes_with_no_name(
    organisation, lead, officer, now
):
    """T-48: nor when its hold came after the second officer, before the job."""
    piece = evidence(organisation, lead=lead, at=now, file=False, title="Maya Okonkwo paints")
    order = {"terms": ["Maya Okonkwo"], "items": [piece], "why": "Asked.", "at": now}
    held = place_hold(organisation=organisation, reason="An appeal.", actor=officer, at=now)
    with pytest.raises(Refused, match="legal hold"):
        order_erasure(**order, actor=officer)
    end_hold(hold=held, actor=officer, at=now)
    erasure = order_erasure(**order, actor=officer)
    confirm_erasure(erasure=erasure, actor=make_user("Odette Officer", is_officer=True), at=now)
    place_hold(organisation=organisation, reason="Another.", actor=officer, at=now)
    with pytest.raises(Refused, match="legal hold"):
        carry_out.call(str(erasure.uuid))
    piece.refresh_from_db()
    assert piece.title == "Maya Okonkwo paints"
    assert piece.consent.forgotten_at is None


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
