"""Two officers take an award back: the public check says so at once, and the lead sees why (T-82)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Award
from certificates.models import Certificate
from tests.conftest import make_user
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import bring_to_release, make_champion
from tests.support.portfolios import fill_registration, send_registration

pytestmark = pytest.mark.journey
REASON = "The young people’s forum has not met since May."
PUBLIC = "The forum does not meet any more."


@pytest.fixture
def certificate(application, lead, officer):
    at = timezone.now() - timedelta(days=30)
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=at)
    fill_registration(application, lead=lead, at=at)
    send_registration(application, lead=lead, at=at)
    bring_to_release(application, lead=lead, champions=[chair], officer=officer, at=at)
    the_worker_works()
    return Certificate.objects.get()


def test_two_officers_take_an_award_back(walker, certificate, officer, lead):
    second = make_user("Una Second", is_officer=True)
    organisation = certificate.award.organisation
    proposing = walker("officer", phone=True)
    sign_in(proposing, officer.email)
    proposing.go(f"/officers/organisations/{organisation.slug}/")
    proposing.follow("Take this award back")
    proposing.press("Continue")
    proposing.sees("Say why it should be taken back.")
    proposing.shot("take-back-errors")
    proposing.type("Why should it be taken back?", REASON)
    proposing.choose("Yes, a short one")
    proposing.type("What may everybody read?", PUBLIC)
    proposing.press("Continue")
    proposing.sees("Check before you propose")
    proposing.shot("take-back-check")
    proposing.press("Propose to take it back")
    proposing.sees("You proposed this")
    proposing.shot("take-back-proposed")

    anybody = walker("anybody", phone=True)
    anybody.go(f"/verify/{certificate.shown_code}/")
    assert anybody.page.locator("[data-state=in-force]").count() == 1

    deciding = walker("second", keyboard=True)
    sign_in(deciding, second.email)
    deciding.go("/officers/")
    deciding.follow("1 award to take back")
    deciding.shot("awards-to-take-back")
    deciding.follow(f"Bronze of {organisation.name}")
    deciding.sees("It is your turn")
    deciding.shot("take-back-to-decide")
    deciding.press("Take the award back")
    deciding.sees("The award is taken back, and its leads are told.")
    assert Award.objects.get().revoked_by == second

    anybody.go(f"/verify/{certificate.shown_code}/")
    assert anybody.page.locator("[data-state=revoked]").count() == 1
    anybody.sees(PUBLIC)
    anybody.shot("taken-back")

    holder = walker("lead", phone=True)
    sign_in(holder, lead.email)
    holder.go(f"/organisations/{organisation.slug}/")
    holder.sees("Your Bronze Award was taken back")
    holder.sees(REASON)
    holder.shot("taken-back-home")
    holder.follow("See what became of its certificate and logos")
    holder.sees("This logo may not be used any more")
    holder.shot("taken-back-certificate")
