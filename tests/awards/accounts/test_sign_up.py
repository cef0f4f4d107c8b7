"""An account is made with a name, an address and a password, and opened by a code."""

from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from awards.models import User
from foundation.models import AuditEvent
from tests.awards.accounts.steps import CountingHasher, code_in, mails, sign_in, sign_up

pytestmark = pytest.mark.django_db
CONFIRM = "/accounts/confirm-email/"


def test_sign_up_is_finished_by_the_code_from_the_mail(client: Client) -> None:
    response = sign_up(client, " Nadia@People.EXAMPLE ")
    assert response.status_code == 302
    assert response["Location"] == CONFIRM
    [mail] = mails()
    assert (mail.message, mail.to) == ("account_confirm_sign_up", "nadia@people.example")
    assert "_auth_user_id" not in client.session

    response = client.post(CONFIRM, {"code": code_in(mail)})
    assert response.status_code == 302
    assert response["Location"] == "/dashboard/"
    user = User.objects.get()
    assert (user.name, user.email) == ("Nadia New", "nadia@people.example")
    assert EmailAddress.objects.get(user=user).verified
    assert client.session["_auth_user_id"] == str(user.pk)
    events = set(AuditEvent.objects.values_list("event", flat=True))
    assert events == {"account.created", "account.email_confirmed", "account.signed_in"}


def test_code_is_taken_without_its_dash_in_small_letters_and_with_spaces(client: Client) -> None:
    sign_up(client, "nadia@people.example")
    code = f" {code_in(mails()[0]).replace('-', '').lower()} "
    assert client.post(CONFIRM, {"code": code}).status_code == 302
    assert EmailAddress.objects.get().verified


def test_sign_up_needs_every_answer(client: Client) -> None:
    response = client.post("/accounts/signup/", {})
    assert response.status_code == 422
    page = response.content.decode()
    for sentence in ("Enter your full name.", "Enter your e-mail address.", "Enter your password."):
        assert sentence in page


def test_sign_up_with_a_known_address_looks_the_same_and_costs_the_same(
    hashing: type[CountingHasher], lead: User
) -> None:
    """T-01: the owner of the address is told; whoever typed it learns nothing."""
    answers = []
    for email in ("fresh@people.example", lead.email):
        hashing.calls = 0
        client = Client()
        response = sign_up(client, email)
        page = client.get(CONFIRM)
        answers.append(
            (
                response.status_code,
                response["Location"],
                sorted(response.headers),
                page.status_code,
                hashing.calls,
            )
        )
    assert answers[0] == answers[1]
    assert answers[0][-1] == 1
    assert [(mail.message, mail.to) for mail in mails()] == [
        ("account_confirm_sign_up", "fresh@people.example"),
        ("account_exists", lead.email),
    ]
    assert User.objects.filter(email=lead.email).get().name == lead.name


@pytest.mark.parametrize("spelling", ["LENA.LEAD@people.example", "ｌｅｎａ.lead@people.example"])
def test_other_spelling_of_a_known_address_makes_no_second_account(
    lead: User, client: Client, spelling: str
) -> None:
    """T-05."""
    sign_up(client, spelling)
    assert User.objects.count() == 1
    assert [mail.message for mail in mails()] == ["account_exists"]


def test_wrong_codes_end_the_attempt_after_five(client: Client) -> None:
    """T-08."""
    sign_up(client, "nadia@people.example")
    code = code_in(mails()[0])
    for _ in range(4):
        assert client.post(CONFIRM, {"code": "XXXX-XXXX"}).status_code == 422
    assert client.post(CONFIRM, {"code": "XXXX-XXXX"})["Location"] == "/accounts/login/"
    assert client.post(CONFIRM, {"code": code})["Location"] == "/accounts/login/"
    assert not EmailAddress.objects.get().verified
    assert AuditEvent.objects.filter(event="account.code_refused", outcome="refused").count() == 5


def test_code_that_is_11_minutes_old_is_refused(client: Client) -> None:
    """T-08."""
    sign_up(client, "nadia@people.example")
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        response = client.post(CONFIRM, {"code": code_in(mails()[0])})
        assert response["Location"] == "/accounts/login/"
    assert not EmailAddress.objects.get().verified


def test_code_of_another_attempt_is_refused(client: Client) -> None:
    """T-08."""
    sign_up(client, "nadia@people.example")
    other = Client()
    sign_up(other, "omar@people.example")
    assert other.post(CONFIRM, {"code": code_in(mails()[0])}).status_code == 422


def test_new_code_can_be_asked_for_and_the_old_one_stops(client: Client) -> None:
    sign_up(client, "nadia@people.example")
    with time_machine.travel(timezone.now() + timedelta(seconds=30)):
        client.post(CONFIRM, {"action": "resend"})
        first, second = mails()
        assert client.post(CONFIRM, {"code": code_in(first)}).status_code == 422
        assert client.post(CONFIRM, {"code": code_in(second)})["Location"] == "/dashboard/"


def test_unconfirmed_account_is_asked_for_a_code_at_sign_in(client: Client) -> None:
    sign_up(client, "nadia@people.example")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        later = Client()
        assert sign_in(later, "nadia@people.example")["Location"] == CONFIRM
        assert "_auth_user_id" not in later.session
        assert len(mails()) == 2


def test_code_page_says_what_belongs_in_the_box(client: Client) -> None:
    """WCAG 3.3.8: one box, pasting allowed, known to password managers."""
    sign_up(client, "nadia@people.example")
    page = client.get(CONFIRM).content.decode()
    assert page.count('autocomplete="one-time-code"') == 1
    assert "onpaste" not in page


def test_name_with_a_line_break_is_refused(client: Client) -> None:
    """T-72."""
    assert (
        sign_up(client, "nadia@people.example", name="Nadia\nBcc: x@y.example").status_code == 422
    )
    assert User.objects.count() == 0
