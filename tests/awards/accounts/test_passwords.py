"""T-09: long enough, not endless, and nothing that everybody here would guess."""

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from awards.models import User
from awards.passwords import left_over
from tests.awards.accounts.steps import CountingHasher, sign_in, sign_up
from tests.conftest import PASSWORD

GOOD = "jugular tidy moss kettle"


@pytest.mark.parametrize("password", [GOOD, "x7" + "q9wKz" * 12 + "ab", (GOOD * 6)[:128]])
def test_password_of_15_to_128_characters_is_accepted(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize(
    "password",
    [
        "tidy moss kettl"[:14],
        (GOOD * 6)[:129],
        "Birmingham2026!",
        "B1rm1ngh@m-2027-B1rm1ngh@m",
        "co-production award 2026",
        "SENDawardBirmingham1",
        "Silver Gold Platinum 1999",
        "aaaaaaaaaaaaaaaaaaaa",
        "121212121212121212",
    ],
)
def test_password_that_is_short_endless_or_guessed_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize("password", ["123456789012345", "passwordpassword", "qwertyuiopasdfgh"])
def test_common_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_words_of_the_award_may_occur_in_a_password_that_has_enough_else() -> None:
    assert left_over("please send 2 toads") == "please2toads"
    validate_password("please send 2 toads")


def test_own_address_is_refused(lead: User) -> None:
    with pytest.raises(ValidationError):
        validate_password("lena.lead@people.example", lead)


@pytest.mark.django_db
def test_sign_up_with_14_characters_shows_the_rule_and_keeps_the_answers(client: Client) -> None:
    response = sign_up(client, "new@people.example", password1="fourteen chars")
    assert response.status_code == 422
    page = response.content.decode()
    assert "15 characters or more. You have used 14." in page
    assert 'value="new@people.example"' in page
    assert User.objects.count() == 0


def test_endless_password_is_never_hashed(hashing: type[CountingHasher], lead: User) -> None:
    hashing.calls = 0
    endless = "a1b2c" * 2000
    assert sign_in(Client(), lead.email, endless).status_code == 422
    assert sign_up(Client(), "new@people.example", password1=endless).status_code == 422
    assert hashing.calls == 0


def test_password_box_never_cuts_off_what_is_pasted(client: Client, db: None) -> None:
    for address in ("/accounts/login/", "/accounts/signup/"):
        page = client.get(address).content.decode()
        box = page[page.index('type="password"') - 40 :][:300]
        assert "maxlength" not in box
        assert len(PASSWORD) > 15
