"""Silver, whole: from an empty plan to the certificate, with one round of changes.

A lead at a desk and a colleague on a phone write it together and meet once in the same page. A chair and
a young champion challenge it, it comes back with one action open, and the second version makes it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import MembershipRole
from awards.models import Application, Challenge, Membership, StatusChange
from awards.services.organisations import create_organisation
from certificates.models import Certificate
from champions.choices import Perspective
from foundation.dates import london_date, months_later
from foundation.models import OutboxMessage
from portfolios.models import Action
from tests.conftest import make_user
from tests.journeys import silver_plan as plan
from tests.journeys.assessing import answer_and_send
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import hold
from tests.support.champions import ensure_signatory, make_champion

pytestmark = pytest.mark.journey

NAME = "Acorn Lane School"


@pytest.fixture
def bronze(db):
    """The school holds Bronze; a lead, a colleague, two champions and an officer have accounts."""
    at = timezone.now() - timedelta(days=30)
    lead, officer = make_user("Lena Lead"), make_user("Olive Officer", is_officer=True)
    colleague = make_user("Colin Colleague")
    organisation = create_organisation(
        name=NAME, sector="education", kind="school", postcode="B1 1BB", actor=lead, at=at
    )
    organisation.printed_name = NAME
    organisation.save()
    Membership.objects.create(
        organisation=organisation, user=colleague, role=MembershipRole.MEMBER, joined_at=at
    )
    hold(organisation, lead=lead, officer=officer, at=at)
    make_champion(make_user("Cherry Chair"), officer=officer, at=at)
    make_champion(
        make_user("Yusuf Young"),
        officer=officer,
        at=at,
        perspective=Perspective.YOUNG_PERSON,
        turns_18_on=london_date(at) + timedelta(days=400),
    )
    ensure_signatory(officer, at=at)
    return organisation


def begin(lead) -> Application:
    lead.go("/dashboard/")
    lead.sees("Next comes Silver")
    lead.shot("home")
    lead.press("Begin Silver")
    lead.sees("Send your delivery plan by")
    lead.shot("plan-empty")
    lead.follow("See what is missing")
    lead.sees("Missing")
    lead.shot("gap-check-empty")
    return Application.objects.get(stage="silver")


def write_the_lists(walker, application: Application) -> None:
    """Partners and measures first: the actions point at them."""
    walker.go(f"/applications/{application.uuid}/plan/partners/")
    walker.follow("Add a partner")
    name, kind, how = plan.PARTNER
    walker.type("Name of the partner", name)
    walker.choose(kind)
    walker.type("How do you work together?", how)
    walker.press("Save and continue")
    walker.go(f"/applications/{application.uuid}/plan/measures/")
    walker.follow("Add a measure")
    walker.choose("An impact measure of our own")
    for label, text in plan.MEASURE.items():
        walker.type(label, text)
    walker.shot("measure")
    walker.press("Save and continue")
    walker.shot("measures")


def write_an_action(walker, application: Application, four_c: str, *, shots: bool = False) -> None:
    """All the pages of one action, one after the other, as "Save and continue" leads."""
    walker.go(f"/applications/{application.uuid}/plan/actions/")
    walker.follow(f"Add an action under {four_c}")
    walker.type("What do you call this action?", plan.ACTIONS[four_c])
    if shots:
        # The gap check follows what is typed, before anything is saved.
        walker.page.locator("[data-gaps]").get_by_text("As you have it now").wait_for()
        walker.shot("gap-check-typing")
    for label, text in plan.WHAT.items():
        walker.type(label, text)
    if shots:
        walker.shot("action-what")
    walker.press("Save and continue")
    for label, text in plan.WHO.items():
        walker.type(label, text)
    walker.tick(plan.PARTNER[0])
    walker.press("Save and continue")
    walker.tick("Listened to and heard")
    walker.choose("Co-production", exact=True)
    walker.type("Which children, young people, parents and carers agreed", plan.AGREED)
    agreed = london_date(timezone.now()) - timedelta(days=20)
    walker.date("When did they agree?", agreed.day, agreed.month, agreed.year)
    if shots:
        walker.shot("action-ladder")
    walker.press("Save and continue")
    first = london_date(timezone.now()) + timedelta(days=40)
    last = months_later(first, 6)
    walker.date("When does it start?", first.day, first.month, first.year)
    walker.date("When does it end?", last.day, last.month, last.year)
    walker.type("Why can you keep to these dates?", plan.TIMESCALE)
    walker.press("Save and continue")
    for number, months in ((12, 2), (24, 5)):
        walker.follow("Add a")
        walker.type("What will have happened?", f"{number} families have taken part")
        due = months_later(first, months)
        walker.date("When is it due?", due.day, due.month, due.year)
        walker.press("Save and continue")
    if shots:
        walker.shot("action-milestones")
    walker.follow("Continue", exact=True)
    for label, text in plan.RESOURCES.items():
        walker.type(label, text)
    walker.choose("Yes, all of it is confirmed")
    walker.press("Save and continue")
    walker.tick("Pupils who say that lunch feels calm")
    walker.type("How will you review it", plan.REVIEW)
    walker.press("Save and continue")
    if shots:
        walker.shot("action-done")


def meet_in_one_page(lead, colleague, application: Application) -> None:
    """Both have it open; the colleague saves first, and nothing of either is lost (T-44)."""
    action = Action.objects.get(application=application, title=plan.ACTIONS["Co-design"])
    page = f"/applications/{application.uuid}/plan/actions/{action.uuid}/who/"
    lead.go(page)
    colleague.go(page)
    colleague.type("Who leads it?", "Deputy head")
    colleague.press("Save and continue")
    lead.type("Which agencies take part?", "An occupational therapist draws with them.")
    lead.press("Save and continue")
    lead.sees("Somebody else has changed this")
    lead.sees("An occupational therapist draws with them.")
    lead.sees("Deputy head")
    lead.shot("clash")
    lead.follow("Open the page again")
    lead.sees("Deputy head")
    lead.type("Which agencies take part?", "An occupational therapist draws with them.")
    lead.type("Who leads it?", "Deputy head")
    lead.press("Save and continue")
    action.refresh_from_db()
    assert (action.agencies, action.owner) == (
        "An occupational therapist draws with them.",
        "Deputy head",
    )


def write_the_rest(walker, application: Application) -> None:
    walker.go(f"/applications/{application.uuid}/plan/barriers/")
    walker.follow("Add a barrier")
    for label, text in plan.BARRIER.items():
        walker.type(label, text)
    walker.choose(plan.ACTIONS["Co-commissioning"])
    walker.shot("barrier")
    walker.press("Save and continue")
    walker.go(f"/applications/{application.uuid}/plan/levels/")
    walker.choose_each("Yes, we involve them now")
    for level, text in plan.LEVELS.items():
        walker.type(f"How, or what do you plan? ({level})", text)
    walker.press("Save and continue")
    walker.type("Birmingham SEND Strategy", "It answers the priority of hearing families early.")
    walker.press("Save and continue")


def look_and_print(lead, application: Application) -> None:
    lead.go(f"/applications/{application.uuid}/plan/")
    lead.shot("plan-done")
    lead.follow("The timeline")
    lead.shot("timeline")
    lead.go(f"/applications/{application.uuid}/plan/print/")
    lead.press("PDF")
    the_worker_works()
    lead.page.reload()
    lead.look()
    lead.shot("printed")
    lead.download("Download").save_as(lead.folder / "plan.pdf")
    assert (lead.folder / "plan.pdf").read_bytes().startswith(b"%PDF-")


def send(lead, application: Application) -> None:
    lead.go(f"/applications/{application.uuid}/plan/check/")
    lead.shot("check")
    lead.press("Send the delivery plan")
    lead.sees(application.reference)
    lead.shot("sent")


def settle(officer, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/")
    officer.follow("Choose the panel")
    officer.sees("The panel we propose")
    officer.tick("Cherry Chair")
    officer.untick("Yusuf Young")
    officer.select("Who is the chair?", "Cherry Chair")
    officer.press("Choose this panel")
    # Silver is decided with lived experience and a professional at the table (scheme.md 3).
    officer.sees("The panel needs")
    officer.tick("Yusuf Young")
    officer.press("Choose this panel")
    officer.shot("panel")


def declare(champion, application: Application) -> None:
    champion.go(f"/cases/{application.uuid}/")
    champion.choose("No, I have no link with them")
    champion.press("Send my answer")
    champion.sees(plan.ACTIONS["Co-design"])
    champion.shot("case")


def assess(champion, application: Application) -> None:
    champion.go(f"/cases/{application.uuid}/assessment/")
    answer_and_send(champion)


def challenge(chair, young, application: Application) -> None:
    """One point about one action, seen by the panel only until the letter goes out."""
    chair.go(f"/cases/{application.uuid}/challenges/raise/")
    chair.select("What is it about?", f"Action: {plan.ACTIONS['Co-assessment']}")
    chair.type("What do you ask?", "How do pupils who do not speak take part?")
    chair.shot("challenge")
    chair.press("Ask this")
    chair.shot("challenges")
    young.go(f"/cases/{application.uuid}/challenges/")
    young.sees("How do pupils who do not speak take part?")
    young.shot("challenges")


def ask_for_changes(chair, application: Application) -> None:
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Ask for changes", exact=True)
    chair.type("What do you want to say", "A strong plan. One thing is not clear to us yet.")
    chair.tick("How do pupils who do not speak take part?")
    chair.shot("decision")
    chair.press("Check the letter")
    chair.press("Record the decision")


def release(officer, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/release/")
    officer.tick("I have read the letter")
    officer.press("Release the decision")


def change_what_was_asked(lead, application: Application) -> None:
    """Only the challenged action is open; it is changed, the point answered, and all sent again."""
    lead.go("/dashboard/")
    lead.shot("changes-asked")
    lead.follow("Make the changes")
    lead.sees("Only what the champions asked about is open")
    lead.shot("plan-in-changes")
    other = Action.objects.get(application=application, title=plan.ACTIONS["Co-design"])
    lead.page.goto(f"/applications/{application.uuid}/plan/actions/{other.uuid}/what/")
    lead.look()
    lead.sees("The champions did not ask for a change here")
    asked = Action.objects.get(application=application, title=plan.ACTIONS["Co-assessment"])
    lead.go(f"/applications/{application.uuid}/plan/actions/{asked.uuid}/who/")
    lead.type(
        "Which people who use your service", "Six pupils with symbol boards, and their parents."
    )
    lead.press("Save and continue")
    lead.go(f"/applications/{application.uuid}/plan/check/")
    lead.sees("Answer what the champions asked")
    lead.shot("check-unanswered")
    point = Challenge.objects.get(application=application)
    lead.go(f"/challenges/{point.uuid}/")
    lead.choose("We changed it")
    lead.type("What did you change", "Pupils who do not speak use symbol boards to judge.")
    lead.shot("answer")
    lead.press("Send the answer")
    lead.go(f"/applications/{application.uuid}/changes/")
    lead.sees("Six pupils with symbol boards")
    lead.shot("changes")
    send(lead, application)


def close_and_award(chair, young, application: Application) -> None:
    chair.go(f"/cases/{application.uuid}/")
    chair.follow("See what they changed")
    chair.sees("Six pupils with symbol boards")
    chair.shot("changes")
    point = Challenge.objects.get(application=application)
    chair.go(f"/cases/{application.uuid}/challenges/{point.uuid}/")
    chair.follow("Close this challenge")
    chair.type("What settled it?", "That is clear now. Thank you.")
    chair.press("Close it")
    assess(chair, application)
    assess(young, application)
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "Your plan shares power, and it says how.")
    chair.press("Check the letter")
    chair.press("Record the decision")


def celebrate_and_go_on(lead, colleague, application: Application) -> None:
    lead.go("/dashboard/")
    lead.sees("You hold Silver")
    lead.shot("you-hold-silver")
    lead.follow("Silver certificate and logo pack")
    pdf = lead.download("Download the certificate")
    pdf.save_as(lead.folder / "certificate.pdf")
    lead.download("Download the logo pack").save_as(lead.folder / "logo-pack.zip")
    colleague.go(f"/applications/{application.uuid}/plan/progress/")
    colleague.shot("progress")
    colleague.follow("Report on 12 families have taken part")
    colleague.choose("Late")
    colleague.type("What happened?", "The room is ready two weeks later than we thought.")
    due = london_date(timezone.now()) + timedelta(days=150)
    colleague.date("By when do you now expect it?", due.day, due.month, due.year)
    colleague.shot("report")
    colleague.press("Save", exact=True)
    colleague.sees("now expected by")
    colleague.shot("progress-reported")


def test_silver(walker, bronze):
    lead, colleague = walker("1-lead"), walker("2-colleague", phone=True)
    sign_in(lead, "lena.lead@people.example")
    sign_in(colleague, "colin.colleague@people.example")
    application = begin(lead)
    write_the_lists(lead, application)
    write_an_action(lead, application, "Co-commissioning", shots=True)
    write_an_action(colleague, application, "Co-design", shots=True)
    meet_in_one_page(lead, colleague, application)
    write_an_action(lead, application, "Co-delivery")
    write_an_action(colleague, application, "Co-assessment")
    write_the_rest(colleague, application)
    look_and_print(lead, application)
    send(lead, application)

    officer = walker("3-officer")
    sign_in(officer, "olive.officer@people.example")
    settle(officer, application)
    chair, young = walker("4-chair"), walker("5-young", phone=True)
    sign_in(chair, "cherry.chair@people.example")
    sign_in(young, "yusuf.young@people.example")
    for champion in (chair, young):
        declare(champion, application)
    challenge(chair, young, application)
    for champion in (chair, young):
        assess(champion, application)
    ask_for_changes(chair, application)
    lead.go("/dashboard/")
    lead.does_not_see("pupils who do not speak")
    release(officer, application)
    change_what_was_asked(lead, application)
    close_and_award(chair, young, application)
    release(officer, application)
    the_worker_works()
    celebrate_and_go_on(lead, colleague, application)

    names = StatusChange.objects.filter(application=application).values_list("name", flat=True)
    assert list(names) == [
        "submit",
        "start_review",
        "request_changes",
        "resubmit",
        "approve",
    ]
    assert Certificate.objects.get().stage == "silver"
    assert OutboxMessage.objects.filter(message="decision_letter").count() == 2
