"""Who must have a second step, and what is open to them until they do."""

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import Tags, run_checks
from django.test import Client
from pytest_django import Settings

from awards.models import Organisation, User
from awards.services import second_factor
from tests.awards.accounts.steps import set_up_app, sign_in
from tests.conftest import make_user

HUB = "/accounts/security/"


@pytest.fixture
def champion(db: None) -> User:
    return make_user("Chloe Champion", is_champion=True)


def is_led_away(client: Client, address: str = "/dashboard/") -> bool:
    response = client.get(address)
    return response.status_code == 302 and response["Location"] == HUB


@pytest.mark.parametrize(
    ("roles", "led"),
    [
        ([], set()),
        (["officer"], {"officer"}),
        (["officer", "champion"], {"officer", "champion"}),
        (["lead"], {"lead"}),
        (["member"], {"colleague"}),
        (["lead", "member"], {"lead", "colleague"}),
    ],
)
def test_only_the_named_roles_are_led_to_set_one_up(
    settings: Settings,
    roles: list[str],
    led: set[str],
    officer: User,
    champion: User,
    lead: User,
    colleague: User,
) -> None:
    settings.SECOND_FACTOR_ROLES = roles
    people = {"officer": officer, "champion": champion, "lead": lead, "colleague": colleague}
    found = set()
    for name, user in people.items():
        client = Client()
        sign_in(client, user.email)
        if is_led_away(client):
            found.add(name)
    assert found == led


def test_set_up_opens_the_way(settings: Settings, officer: User, client: Client) -> None:
    settings.SECOND_FACTOR_ROLES = ["officer"]
    sign_in(client, officer.email)
    assert is_led_away(client)
    assert "Your role needs a second step" in client.get(HUB).content.decode()
    set_up_app(client)
    assert not is_led_away(client)
    assert "Your role needs a second step" not in client.get(HUB).content.decode()


def test_recovery_codes_alone_are_no_second_step(officer: User) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert not second_factor.has_one(officer)


def test_passkey_is_a_second_step(officer: User) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.WEBAUTHN, data={})
    assert second_factor.has_one(officer)


@pytest.mark.parametrize(
    "address",
    ["/accounts/logout/", "/privacy/", "/accessibility/", "/cookies/", "/contact/", "/concern/",
     "/your-data/", "/take-down/", "/healthz/"],
)  # fmt: skip
def test_help_and_the_way_out_stay_open(
    settings: Settings, officer: User, client: Client, address: str
) -> None:
    settings.SECOND_FACTOR_ROLES = ["officer"]
    sign_in(client, officer.email)
    assert not is_led_away(client, address)


def test_posts_are_led_away_as_well(settings: Settings, officer: User, client: Client) -> None:
    settings.SECOND_FACTOR_ROLES = ["officer"]
    sign_in(client, officer.email)
    assert client.post("/officers/people/")["Location"] == HUB


def test_role_that_begins_or_ends_counts_from_the_next_page(
    settings: Settings, lead: User, client: Client
) -> None:
    """T-32."""
    settings.SECOND_FACTOR_ROLES = ["officer"]
    sign_in(client, lead.email)
    assert not is_led_away(client)
    User.objects.filter(pk=lead.pk).update(is_officer=True)
    assert is_led_away(client)
    User.objects.filter(pk=lead.pk).update(is_officer=False)
    assert not is_led_away(client)


def test_role_of_a_membership_counts_until_it_ends(
    settings: Settings, organisation: Organisation, lead: User
) -> None:
    settings.SECOND_FACTOR_ROLES = ["lead"]
    assert second_factor.is_missing(lead)
    organisation.memberships.all().delete()
    assert not second_factor.is_missing(lead)


@pytest.mark.parametrize(
    ("roles", "problems"),
    [
        ([], ["awards.E010"]),
        (["champion"], ["awards.E010"]),
        (["officer"], []),
        (["officer", "champion"], []),
        (["officer", "boss"], ["awards.E011"]),
    ],
)
def test_deployment_check_wants_officers_to_have_one(
    settings: Settings, roles: list[str], problems: list[str]
) -> None:
    settings.SECOND_FACTOR_ROLES = roles
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    assert [each.id for each in found if str(each.id).startswith("awards.E01")] == problems
