"""T-02 to T-04: who tries too often waits; nobody else does."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from awards.models import User
from config.settings import base
from foundation.models import AuditEvent
from tests.awards.accounts.steps import CountingHasher, code_in, mails, sign_in
from tests.conftest import PASSWORD

WRONG = "not the password at all"


def flood(email: str, tries: int) -> list[int]:
    return [
        sign_in(Client(), email, WRONG, REMOTE_ADDR=f"10.1.{place}.7").status_code
        for place in range(tries)
    ]


def test_sixth_wrong_password_is_told_to_wait_and_not_hashed(
    hashing: type[CountingHasher], lead: User
) -> None:
    assert flood(lead.email, 5) == [422] * 5
    hashing.calls = 0
    response = sign_in(Client(), lead.email, WRONG, REMOTE_ADDR="10.9.9.9")
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 301
    assert hashing.calls == 0
    # Also the right password waits: the answer must not say which it was.
    assert sign_in(Client(), lead.email, REMOTE_ADDR="10.9.9.8").status_code == 429
    assert hashing.calls == 0
    assert AuditEvent.objects.filter(outcome="refused").count() == 7


def test_right_password_works_after_the_wait(lead: User, client: Client) -> None:
    flood(lead.email, 5)
    wait = int(sign_in(client, lead.email)["Retry-After"])
    with time_machine.travel(timezone.now() + timedelta(seconds=wait)):
        assert sign_in(client, lead.email)["Location"] == "/dashboard/"


def test_code_by_mail_works_while_the_password_waits(lead: User, client: Client) -> None:
    flood(lead.email, 8)
    client.post("/accounts/login/code/", {"email": lead.email})
    response = client.post("/accounts/login/code/confirm/", {"code": code_in(mails()[0])})
    assert response["Location"] == "/dashboard/"


@pytest.mark.parametrize("spelling", ["LENA.LEAD@people.example", "ｌｅｎａ.lead@people.example "])
def test_other_spelling_counts_for_the_same_account(lead: User, spelling: str) -> None:
    """T-05."""
    flood(spelling, 5)
    assert sign_in(Client(), lead.email, REMOTE_ADDR="10.9.9.9").status_code == 429


def test_unknown_address_is_told_to_wait_as_well(db: None) -> None:
    """T-01."""
    assert flood("nobody@people.example", 6) == [422] * 5 + [429]


def test_flood_on_one_account_leaves_the_others_alone(lead: User, stranger: User) -> None:
    """T-03, even from the same address."""
    for _ in range(30):
        sign_in(Client(), lead.email, WRONG)
    assert sign_in(Client(), stranger.email)["Location"] == "/dashboard/"


def test_one_sender_cannot_make_us_hash_for_ever(hashing: type[CountingHasher], db: None) -> None:
    """T-04."""
    codes = [
        sign_in(Client(), f"somebody{number}@people.example", WRONG).status_code
        for number in range(20)
    ]
    assert codes == [422] * 10 + [429] * 10
    assert hashing.calls == 10


def test_signing_in_rightly_uses_nothing_up(lead: User) -> None:
    assert [sign_in(Client(), lead.email).status_code for _ in range(12)] == [302] * 12


def test_codes_cannot_be_asked_for_without_end(lead: User, client: Client) -> None:
    codes = [
        Client().post("/accounts/login/code/", {"email": lead.email}).status_code for _ in range(4)
    ]
    assert codes == [302, 302, 302, 429]
    assert len(mails()) == 3


def test_reset_links_cannot_be_asked_for_without_end(lead: User) -> None:
    codes = [
        Client().post("/accounts/password/reset/", {"email": lead.email}).status_code
        for _ in range(6)
    ]
    assert codes == [302] * 5 + [429]
    assert len(mails()) == 5


def test_password_cannot_be_guessed_on_the_change_page(lead: User, client: Client) -> None:
    sign_in(client, lead.email)
    answers = {"oldpassword": WRONG, "password1": "jugular tidy moss kettle"}
    codes = [client.post("/accounts/password/change/", answers).status_code for _ in range(6)]
    assert codes == [422] * 5 + [429]
    lead.refresh_from_db()
    assert lead.check_password(PASSWORD)


def test_limits_hold_in_the_cache_of_a_real_installation(
    settings: Settings, lead: User, stranger: User
) -> None:
    """The other tests count in memory; several web processes share a table."""
    settings.CACHES = base.CACHES
    call_command("createcachetable")
    assert flood(lead.email, 6) == [422] * 5 + [429]
    assert sign_in(Client(), stranger.email)["Location"] == "/dashboard/"
