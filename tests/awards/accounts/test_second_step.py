"""The second step: an app, recovery codes, passkeys."""

import json
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from awards.adapters import MFAAdapter
from awards.models import User
from foundation.models import AuditEvent
from tests.awards.accounts.steps import (
    app_code,
    code_in,
    confirm_it_is_me,
    mails,
    set_up_app,
    sign_in,
)

STEP = "/accounts/2fa/authenticate/"
CODES = "/accounts/2fa/recovery-codes/"


def later(minutes: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes))


def test_setting_up_an_app_needs_the_password_once_more(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    response = client.get("/accounts/2fa/totp/activate/")
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert client.post("/accounts/reauthenticate/", {"password": "wrong"}).status_code == 422


def test_app_is_set_up_by_a_picture_or_a_key_and_its_first_code(
    lead: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    response = client.get("/accounts/2fa/totp/activate/")
    page = response.content.decode()
    secret = response.context["form"].secret
    assert "<svg" in page
    assert "data:image" not in page
    assert f"{secret[:4]} {secret[4:8]}" in page
    wrong = client.post("/accounts/2fa/totp/activate/", {"code": "000000"})
    assert wrong.status_code == 422
    # The key stays the same, so that what was scanned is still right.
    assert wrong.context["form"].secret == secret
    with django_capture_on_commit_callbacks(execute=True):
        right = client.post("/accounts/2fa/totp/activate/", {"code": app_code(secret)})
    assert right["Location"] == CODES
    assert AuditEvent.objects.filter(event="account.app_added", actor=lead).count() == 1
    assert [mail.subject for mail in mails()] == [
        "An app that makes codes was added to your account: was it you?"
    ]


def test_sign_in_then_asks_for_a_code_of_the_app(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    secret = set_up_app(client)
    with later(5):
        phone = Client()
        assert sign_in(phone, lead.email)["Location"] == STEP
        assert "_auth_user_id" not in phone.session
        assert phone.post(STEP, {"code": "000000"}).status_code == 422
        assert phone.post(STEP, {"code": app_code(secret)})["Location"] == "/dashboard/"
        assert phone.session["_auth_user_id"] == str(lead.pk)
    assert AuditEvent.objects.filter(event="account.second_step_refused").count() == 1
    assert AuditEvent.objects.latest("pk").details == {"by": "password, mfa"}
    used = AuditEvent.objects.filter(event="account.second_step_used", actor=lead)
    assert [event.details for event in used] == [{"kind": "totp", "to_confirm": False}]


def test_app_code_of_the_half_minute_before_still_fits(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    secret = set_up_app(client)
    with later(5):
        phone = Client()
        sign_in(phone, lead.email)
        assert phone.post(STEP, {"code": app_code(secret, -1)}).status_code == 302


def test_app_code_opens_once_even_while_it_is_still_shown(lead: User, client: Client) -> None:
    """T-08."""
    sign_in(client, lead.email)
    secret = set_up_app(client)
    with later(5) as clock:
        code = app_code(secret, 1)
        first = Client()
        sign_in(first, lead.email)
        assert first.post(STEP, {"code": code}).status_code == 302
        clock.shift(timedelta(seconds=35))
        second = Client()
        sign_in(second, lead.email)
        response = second.post(STEP, {"code": code})
        assert response.status_code == 422
        assert "This code has been used" in response.content.decode()


def test_app_code_cannot_be_guessed(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    set_up_app(client)
    phone = Client()
    sign_in(phone, lead.email)
    codes = [phone.post(STEP, {"code": f"{number:06}"}).status_code for number in range(6)]
    assert codes == [422] * 5 + [429]


def test_code_by_mail_does_not_go_round_the_second_step(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    set_up_app(client)
    phone = Client()
    phone.post("/accounts/login/code/", {"email": lead.email})
    code = code_in(mails("account_sign_in_code")[0])
    assert phone.post("/accounts/login/code/confirm/", {"code": code})["Location"] == STEP


def test_recovery_codes_are_shown_once_and_can_be_saved(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    set_up_app(client)
    codes = client.get(CODES).context["codes"]
    assert len(codes) == 10
    file = client.get(f"{CODES}download/")
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert all(code in file.content.decode() for code in codes)
    elsewhere = Client()
    with later(5):
        sign_in(elsewhere, lead.email)
        elsewhere.post(STEP, {"code": codes[0]})
        confirm_it_is_me(elsewhere)
        assert codes[1] not in elsewhere.get(CODES).content.decode()
        assert elsewhere.get(f"{CODES}download/").status_code == 403
    with later(11):
        confirm_it_is_me(client)
        assert client.get(CODES).context["codes"] == []


def test_recovery_code_lets_in_once(lead: User, client: Client) -> None:
    """T-08."""
    sign_in(client, lead.email)
    set_up_app(client)
    code = client.get(CODES).context["codes"][3]
    for expected in (302, 422):
        phone = Client()
        sign_in(phone, lead.email)
        assert phone.post(STEP, {"code": code}).status_code == expected
    assert "9 left" in client.get("/accounts/security/").content.decode()


def test_new_recovery_codes_replace_the_old_ones(
    lead: User, client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    sign_in(client, lead.email)
    set_up_app(client)
    old = client.get(CODES).context["codes"]
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(f"{CODES}generate/")["Location"] == CODES
    new = client.get(CODES).context["codes"]
    assert len(new) == 10
    assert set(new).isdisjoint(old)
    assert AuditEvent.objects.filter(event="account.recovery_codes_made").count() == 1


def test_recovery_codes_of_somebody_without_them_are_not_there(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    assert client.get(CODES).status_code == 404
    assert client.get(f"{CODES}download/").status_code == 404


def test_removing_the_app_is_told_and_written_down(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    set_up_app(client)
    assert client.get("/accounts/2fa/totp/deactivate/").status_code == 200
    assert Authenticator.objects.filter(user=lead).count() == 2
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=lead).count() == 0
    assert AuditEvent.objects.filter(event="account.app_removed").count() == 1
    assert (
        mails()[-1].subject == "The app that makes codes was removed from your account: was it you?"
    )
    assert sign_in(Client(), lead.email)["Location"] == "/dashboard/"


def test_secrets_are_sealed_in_the_database(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    secret = set_up_app(client)
    codes = client.get(CODES).context["codes"]
    kept = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not any(code in kept for code in codes)


def test_sealed_secret_opens_with_an_older_key_and_with_no_other(settings: Settings) -> None:
    adapter = MFAAdapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    old = settings.SECRET_KEY
    settings.SECRET_KEY = "another-key"
    settings.SECRET_KEY_FALLBACKS = [old]
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"
    settings.SECRET_KEY_FALLBACKS = []
    lost = {adapter.decrypt(sealed) for _ in range(3)}
    assert len(lost) == 3
    assert "JBSWY3DPEHPK3PXP" not in lost


def test_passkey_page_carries_what_the_script_needs_and_no_inline_script(
    lead: User, client: Client
) -> None:
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    response = client.get("/accounts/2fa/webauthn/add/")
    page = response.content.decode()
    assert response.status_code == 200
    assert "data-passkey-options=" in page
    assert "&quot;challenge&quot;" in page
    assert "js/passkeys.js" in page
    assert "needs JavaScript" in page


MADE_UP = {"id": "AAAA", "rawId": "AAAA", "type": "public-key"}


@pytest.mark.parametrize(
    "credential",
    [
        "",
        "{}",
        "[]",
        '"x"',
        "not json",
        '{"id": "a"}',
        "[" * 15_000,
        "[" * 500_000,
        json.dumps(MADE_UP | {"response": {}}),
        json.dumps(MADE_UP | {"response": {"userHandle": "MQ", "clientDataJSON": "AAAA"}}),
        json.dumps(MADE_UP | {"response": {"attestationObject": "oA", "clientDataJSON": "e30"}}),
        json.dumps(
            MADE_UP
            | {
                "response": {
                    "userHandle": "MQ",
                    "clientDataJSON": "eyJ0eXBlIjoieCIsImNoYWxsZW5nZSI6IngifQ",
                    "authenticatorData": "AAAA",
                    "signature": "AAAA",
                }
            }
        ),
    ],
)
def test_made_up_passkey_is_refused(lead: User, client: Client, credential: str) -> None:
    data = {"credential": credential}
    assert client.post("/accounts/2fa/webauthn/login/", data)["Location"] == "/accounts/login/"
    assert "_auth_user_id" not in client.session
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    client.get("/accounts/2fa/webauthn/add/")
    assert client.post("/accounts/2fa/webauthn/add/", data).status_code == 422
    assert Authenticator.objects.count() == 0


def test_passkey_of_somebody_else_is_not_there(lead: User, stranger: User, client: Client) -> None:
    """T-24."""
    theirs = Authenticator.objects.create(
        user=stranger, type=Authenticator.Type.WEBAUTHN, data={"name": "Canary", "credential": {}}
    )
    sign_in(client, lead.email)
    confirm_it_is_me(client)
    for verb in ("remove", "edit"):
        response = client.get(f"/accounts/2fa/webauthn/keys/{theirs.pk}/{verb}/")
        assert response.status_code == 404
        assert "Canary" not in response.content.decode()
        assert client.post(f"/accounts/2fa/webauthn/keys/{theirs.pk}/{verb}/").status_code == 404
    assert Authenticator.objects.get() == theirs


def test_options_for_a_passkey_are_given_before_sign_in(client: Client, db: None) -> None:
    response = client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    options = response.json()["request_options"]["publicKey"]
    assert options["userVerification"] == "required"
    assert not options.get("allowCredentials")
