"""What the page after sending says of the award: in time, in grace, after a lapse (scheme.md 22)."""

import pytest
from django.urls import reverse

from awards.choices import Status
from awards.models import Application
from tests.portfolios.statement.pages import page
from tests.support.statements import due_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def sends(award, whole, lead, sign_in, time_machine):
    """Sends it so many days before it is due, and reads the page that comes then."""

    def send(days):
        time_machine.move_to(due_for(award, days=days))
        client = sign_in(lead)
        form = client.get(page("statement-check", whole)).context["form"]
        typed = {"key": str(form.initial["key"]), "version": form.initial["version"]}
        response = client.post(page("statement-check", whole), typed, follow=True)
        assert response.redirect_chain[-1][0] == page("application-sent", whole)
        return response.text

    return send


def test_in_time_it_stays_in_force_and_goes_on_from_its_day(sends):
    text = sends(10)
    assert "You sent it in time. Gold stays in force until it is decided." in text
    assert "Your new year begins when this one ends, on 23 November 2027." in text


def test_in_grace_it_stays_in_force_and_loses_nothing(sends):
    text = sends(-10)
    assert "You sent it in the days of grace, and you lose nothing by it." in text
    assert "Gold stays in force until it is decided." in text
    assert "the day on which the old one ended, 23 November 2027." in text


def test_after_a_lapse_nothing_is_said_to_be_in_force(sends):
    text = sends(-40)
    assert "Gold counts again when it is renewed. You keep Bronze and Silver." in text
    assert "Your new year runs from the day of the decision." in text
    assert "in force" not in text


def test_nothing_is_said_of_it_once_it_is_decided(sends, whole, sign_in, lead):
    sends(10)
    Application.objects.filter(pk=whole.pk).update(status=Status.DECLINED)
    text = sign_in(lead).get(page("application-sent", whole)).text
    assert "Your award until then" not in text


def test_page_is_not_there_before_and_not_for_strangers(sends, whole, sign_in, stranger, lead):
    address = reverse("application-sent", args=[whole.uuid])
    assert sign_in(lead).get(address).status_code == 404
    sends(10)
    assert sign_in(stranger).get(address).status_code == 404
