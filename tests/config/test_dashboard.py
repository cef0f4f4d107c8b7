"""The one door after signing in sends everybody to their own landing."""

import pytest
from django.urls import reverse

from awards.services.organisations import create_organisation
from tests.conftest import make_user
from tests.support.champions import make_champion

DASHBOARD = "/dashboard/"


def landing(client):
    """Every page on the way, and the code of the last."""
    answer = client.get(DASHBOARD, follow=True)
    return [url for url, _ in answer.redirect_chain], answer.status_code


@pytest.fixture
def champion(officer, now):
    return make_champion(make_user("Chris Champion"), officer=officer, at=now)


def test_officer_lands_on_the_list(officer, sign_in):
    assert landing(sign_in(officer)) == ([reverse("officers")], 200)


def test_champion_lands_on_their_work(champion, sign_in):
    assert landing(sign_in(champion.user)) == ([reverse("champions")], 200)


def test_officer_who_is_also_a_champion_lands_on_the_list(champion, sign_in):
    champion.user.is_officer = True
    champion.user.save()
    assert landing(sign_in(champion.user)) == ([reverse("officers")], 200)


def test_lead_and_member_land_on_their_organisation(organisation, lead, colleague, sign_in):
    home = reverse("organisation", args=[organisation.slug])
    for user in (lead, colleague):
        assert landing(sign_in(user)) == ([reverse("organisations"), home], 200)


def test_whoever_acts_for_two_chooses(organisation, lead, now, sign_in):
    create_organisation(
        name="Beacon House",
        sector="voluntary",
        kind="charity",
        postcode="B1 1BB",
        actor=lead,
        at=now,
    )
    client = sign_in(lead)
    assert landing(client) == ([reverse("organisations")], 200)
    assert "Beacon House" in client.get(reverse("organisations")).content.decode()


def test_newcomer_is_told_how_to_begin(db, sign_in):
    assert landing(sign_in(make_user("Nora Newcomer"))) == ([reverse("organisations")], 200)


def test_signed_out_people_sign_in_first(client, db):
    answer = client.get(DASHBOARD)
    assert answer["Location"] == f"{reverse('account_login')}?next={DASHBOARD}"


def test_dashboard_only_shows_the_way(officer, sign_in):
    assert sign_in(officer).post(DASHBOARD).status_code == 405
