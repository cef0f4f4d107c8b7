"""A lost phone: an officer checks who asks, writes down how, and opens the account again."""

from datetime import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from awards.models import User
from awards.services.second_factor import reset_second_factor
from foundation.models import AuditEvent
from foundation.refusals import NotAllowed, Refused
from tests.awards.accounts.steps import mails, set_up_app, sign_in

CHECK = "Rang the school's own number and spoke to her there."


@pytest.fixture
def locked_out(lead: User) -> Client:
    """The lead's other computer, where she is still signed in."""
    client = Client()
    sign_in(client, lead.email)
    set_up_app(client)
    return client


def address(user: User) -> str:
    return f"/officers/people/{user.uuid}/reset-second-factor/"


def test_reset_takes_every_second_step_off_and_ends_sessions(
    locked_out: Client, lead: User, officer: User, now: datetime
) -> None:
    reset_second_factor(person=lead, officer=officer, how_checked=CHECK, at=now)
    assert Authenticator.objects.count() == 0
    assert locked_out.get("/accounts/security/").status_code == 302
    event = AuditEvent.objects.get(event="account.second_factor_reset")
    assert (event.actor, event.target_id, event.role) == (officer, str(lead.pk), "officer")
    assert event.reason == CHECK
    [mail] = mails("account_second_factor_reset")
    assert mail.to == lead.email
    assert CHECK not in mail.body_text
    assert sign_in(Client(), lead.email)["Location"] == "/dashboard/"


def test_reset_needs_an_officer(
    locked_out: Client, lead: User, stranger: User, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        reset_second_factor(person=lead, officer=stranger, how_checked=CHECK, at=now)
    assert Authenticator.objects.count() == 2


def test_reset_of_oneself_is_refused(officer: User, now: datetime) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(NotAllowed):
        reset_second_factor(person=officer, officer=officer, how_checked=CHECK, at=now)
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("words", ["", "   ", "phoned" + " " * 30])
def test_reset_without_a_recorded_check_is_refused(
    locked_out: Client, lead: User, officer: User, now: datetime, words: str
) -> None:
    with pytest.raises(Refused):
        reset_second_factor(person=lead, officer=officer, how_checked=words, at=now)
    assert Authenticator.objects.count() == 2


def test_reset_of_nothing_is_refused(lead: User, officer: User, now: datetime) -> None:
    with pytest.raises(Refused):
        reset_second_factor(person=lead, officer=officer, how_checked=CHECK, at=now)


def test_page_asks_how_the_officer_checked(locked_out: Client, lead: User, officer: User) -> None:
    client = Client()
    sign_in(client, officer.email)
    assert client.get(address(lead)).status_code == 200
    empty = client.post(address(lead), {"how_checked": "phoned"})
    assert empty.status_code == 422
    assert Authenticator.objects.count() == 2
    done = client.post(address(lead), {"how_checked": CHECK})
    assert done["Location"] == "/officers/people/"
    assert Authenticator.objects.count() == 0


def test_page_a_second_time_says_that_it_is_done(
    locked_out: Client, lead: User, officer: User
) -> None:
    client = Client()
    sign_in(client, officer.email)
    client.post(address(lead), {"how_checked": CHECK})
    assert client.post(address(lead), {"how_checked": CHECK}).status_code == 409


def test_page_tells_nobody_else_who_exists(lead: User, stranger: User) -> None:
    """The same answer for a person that exists and one that does not."""
    client = Client()
    sign_in(client, stranger.email)
    made_up = "/officers/people/00000000-0000-4000-8000-000000000000/reset-second-factor/"
    assert client.get(address(lead)).status_code == 403
    assert client.get(made_up).status_code == 403
    assert Client().get(address(lead)).status_code == 302


def test_officer_whose_appointment_ends_is_refused_at_once(lead: User, officer: User) -> None:
    """T-32."""
    client = Client()
    sign_in(client, officer.email)
    assert client.get(address(lead)).status_code == 200
    User.objects.filter(pk=officer.pk).update(is_officer=False)
    assert client.get(address(lead)).status_code == 403


def test_unknown_person_is_not_there(officer: User, client: Client) -> None:
    sign_in(client, officer.email)
    made_up = "/officers/people/00000000-0000-4000-8000-000000000000/reset-second-factor/"
    assert client.get(made_up).status_code == 404
