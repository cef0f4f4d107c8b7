"""Platinum, whole: it goes on with what Gold has gathered, asks for what is new, and is awarded.

The lead writes at a desk without a mouse's help from what was told for Gold; a colleague adds a link from a
phone; the same panel looks at it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import MembershipRole
from awards.models import Application, Membership
from awards.services.organisations import create_organisation
from certificates.models import Certificate
from champions.choices import Perspective
from foundation.dates import london_date
from portfolios.models import EvidenceItem, Narrative
from tests.conftest import make_user
from tests.journeys.assessing import answer_and_send
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import ensure_signatory, make_champion
from tests.support.evidence import evidence, hold_gold, tell_all

pytestmark = pytest.mark.journey

PANEL = {
    "Cherry Chair": Perspective.PROFESSIONAL,
    "Yusuf Young": Perspective.YOUNG_PERSON,
    "Pari Parent": Perspective.PARENT_CARER,
}


@pytest.fixture
def gold(db):
    at = timezone.now() - timedelta(days=120)
    lead, officer = make_user("Lena Lead"), make_user("Olive Officer", is_officer=True)
    organisation = create_organisation(
        name="Acorn Lane School",
        sector="education",
        kind="school",
        postcode="B1 1BB",
        actor=lead,
        at=at,
    )
    organisation.printed_name = organisation.name
    organisation.save()
    Membership.objects.create(
        organisation=organisation,
        user=make_user("Colin Colleague"),
        role=MembershipRole.MEMBER,
        joined_at=at,
    )
    hold_gold(organisation, lead=lead, officer=officer, at=at)
    for name, perspective in PANEL.items():
        make_champion(
            make_user(name),
            officer=officer,
            at=at,
            perspective=perspective,
            turns_18_on=london_date(at) + timedelta(days=900) if "Young" in name else None,
        )
    ensure_signatory(officer, at=at)
    return organisation


def some_days_ago(walker, legend: str) -> None:
    day = london_date(timezone.now()) - timedelta(days=40)
    walker.date(legend, day.day, day.month, day.year)


def begin(lead) -> Application:
    lead.go("/dashboard/")
    lead.sees("Next comes Platinum")
    lead.shot("home")
    lead.press("Begin Platinum")
    lead.sees("Your portfolio for Platinum")
    lead.shot("portfolio")
    return Application.objects.get(stage="platinum")


def go_on_with_gold(lead, application: Application) -> None:
    """What was told for Gold is there; what is new is asked (scheme.md 16)."""
    answers = f"/applications/{application.uuid}/portfolio/answers"
    lead.go(f"{answers}/platinum.training/")
    lead.sees("From your Gold portfolio")
    lead.sees("What we tell about training.")
    lead.shot("carried")
    lead.type("How do you show this?", "We now train two other schools, led by our parents.")
    lead.press("Save and continue")
    lead.go(f"{answers}/platinum.training/")
    lead.does_not_see("From your Gold portfolio")
    lead.go(f"/applications/{application.uuid}/portfolio/sustain/")
    lead.shot("sustain")
    lead.go(f"{answers}/sustain.networks/")
    lead.type("How do you share", "A page each term for the city’s parent carer forum.")
    lead.press("Save and continue")
    lead.go(f"/applications/{application.uuid}/portfolio/law/")
    lead.shot("law")
    lead.go(f"{answers}/law.cfa/")
    lead.tick("Yes, it applies to our work")
    lead.type("Which of your plans", "Our inclusion policy was written with parents in spring.")
    lead.shot("law-answer")
    lead.press("Save and continue")
    row = Narrative.objects.get(application=application, code="law.cfa")
    assert row.applies == "yes"


def add_a_link(colleague, organisation) -> None:
    colleague.go(f"/organisations/{organisation.slug}/evidence/add/")
    colleague.type("What is it called?", "Parents tell how they train others")
    colleague.choose("Link to video or sound")
    some_days_ago(colleague, "When was it?")
    colleague.type("What does it tell?", "Three parents tell what they do and why.")
    colleague.type("Who was involved?", "Three parents and a teacher.")
    colleague.type("What changed because of it?", "Two schools have begun to train with parents.")
    colleague.type("Where can the video or sound be found?", "https://video.example/parents")
    colleague.choose("Yes, it has captions or a transcript")
    colleague.shot("link")
    colleague.press("Save and continue")
    item = EvidenceItem.objects.get(url="https://video.example/parents")
    colleague.go(f"/evidence/{item.uuid}/shows/")
    colleague.tick("Promotion")
    colleague.tick("6. Empowered")
    colleague.shot("shows")
    colleague.press("Save and continue")
    colleague.go(f"/evidence/{item.uuid}/consent/")
    colleague.choose("Yes", exact=True)
    colleague.tick("Adults")
    colleague.type("Who holds the signed forms?", "The school office")
    some_days_ago(colleague, "When did they agree?")
    colleague.choose("Everybody, on public websites")
    colleague.press("Save and continue")
    colleague.shot("item")


def test_platinum(walker, gold):
    lead, colleague = walker("1-lead"), walker("2-colleague", phone=True)
    sign_in(lead, "lena.lead@people.example")
    sign_in(colleague, "colin.colleague@people.example")
    application = begin(lead)
    go_on_with_gold(lead, application)
    add_a_link(colleague, gold)
    lead.go(f"/applications/{application.uuid}/portfolio/gaps/")
    lead.shot("gaps")
    at = timezone.now()
    codes = tell_all(application, lead=application.created_by, at=at)
    evidence(gold, *codes, lead=application.created_by, at=at, title="Our inclusion policy")
    lead.go(f"/applications/{application.uuid}/portfolio/coverage/")
    lead.shot("coverage")
    lead.go(f"/applications/{application.uuid}/portfolio/check/")
    lead.shot("check")
    lead.press("Send the portfolio")
    lead.sees(application.reference)

    officer = walker("3-officer")
    sign_in(officer, "olive.officer@people.example")
    officer.go(f"/cases/{application.uuid}/panel/")
    for name in PANEL:
        officer.tick(name)
    officer.select("Who is the chair?", "Cherry Chair")
    officer.press("Choose this panel")
    panel = [walker("4-chair"), walker("5-young", phone=True), walker("6-parent", phone=True)]
    for champion, name in zip(panel, PANEL, strict=True):
        sign_in(champion, f"{name.lower().replace(' ', '.')}@people.example")
        champion.go(f"/cases/{application.uuid}/")
        champion.choose("No, I have no link with them")
        champion.press("Send my answer")
        champion.go(f"/cases/{application.uuid}/evidence/?shows=platinum.promotion")
        champion.sees("Parents tell how they train others")
        champion.shot("evidence")
        champion.go(f"/cases/{application.uuid}/assessment/")
        answer_and_send(champion)
    chair = panel[0]
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "It is how you work now, and it will last.")
    chair.press("Check the letter")
    chair.press("Record the decision")
    officer.go(f"/cases/{application.uuid}/release/")
    officer.tick("I have read the letter")
    officer.press("Release the decision")
    the_worker_works()

    lead.go("/dashboard/")
    lead.sees("You hold Platinum")
    lead.shot("you-hold-platinum")
    lead.follow("Platinum certificate and logo pack")
    lead.download("Download the certificate").save_as(lead.folder / "certificate.pdf")
    certificate = Certificate.objects.get()
    assert (certificate.stage, certificate.award.valid_until is not None) == ("platinum", True)
