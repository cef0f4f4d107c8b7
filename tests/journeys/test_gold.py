"""Gold, whole: photographs from a phone, a portfolio that covers the criteria, a panel of three, an award.

A colleague sends pictures from an event on a 320 px phone; a lead places them and tells the story at a desk.
A young champion reads the evidence on a phone, one piece is challenged, its consent is taken back, and the
second version makes it.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.choices import MembershipRole
from awards.models import Application, Challenge, Membership, StatusChange
from awards.services.organisations import create_organisation
from certificates.models import Certificate
from champions.choices import Perspective
from foundation.dates import london_date
from portfolios.models import EvidenceFile, EvidenceItem
from portfolios.selectors.portfolio.reading import approved_plan
from tests.conftest import make_user
from tests.journeys.assessing import answer_and_send
from tests.journeys.people import sign_in, the_worker_works
from tests.support.champions import ensure_signatory, make_champion
from tests.support.clamd import EICAR
from tests.support.clamd import scanner as scanner
from tests.support.evidence import evidence, hold_silver, report_all, tell_all
from tests.support.pictures import CANARY, jpeg_with_everything, picture

pytestmark = pytest.mark.journey

NAME = "Acorn Lane School"
PANEL = {
    "Cherry Chair": Perspective.PROFESSIONAL,
    "Yusuf Young": Perspective.YOUNG_PERSON,
    "Pari Parent": Perspective.PARENT_CARER,
}


@pytest.fixture
def silver(db, scanner):
    """The school holds Silver with a plan; everybody of the story has an account."""
    at = timezone.now() - timedelta(days=200)
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
    hold_silver(organisation, lead=lead, officer=officer, at=at)
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


def capture_on_the_phone(colleague, organisation) -> None:
    """Three files in one go: two are kept, one holds a virus and says so in plain words."""
    colleague.go("/dashboard/")
    colleague.follow("evidence")
    colleague.shot("evidence-empty")
    colleague.follow("Add photos or files")
    colleague.shot("capture")
    colleague.page.set_input_files(
        "input[type=file]",
        [
            {
                "name": "garden day.jpg",
                "mimeType": "image/jpeg",
                "buffer": jpeg_with_everything(size=(1200, 900)),
            },
            {
                "name": "the vote.jpg",
                "mimeType": "image/jpeg",
                "buffer": picture("JPEG", size=(900, 1200)),
            },
            {
                "name": "notes.txt",
                "mimeType": "text/plain",
                "buffer": b"Notes of the day: " + EICAR,
            },
            {"name": "film.mp4", "mimeType": "video/mp4", "buffer": b"\0\0\0\x18ftypmp42" * 9},
        ],
    )
    if colleague.page.get_by_role("button", name="Send the files").is_visible():
        colleague.page.get_by_role("button", name="Send the files").click()
    colleague.sees("3 of 4 kept")
    colleague.sees("film.mp4")
    colleague.look()
    colleague.shot("captured")
    colleague.go(f"/organisations/{organisation.slug}/evidence/")
    colleague.sees("Still being checked")
    the_worker_works()
    colleague.go(f"/organisations/{organisation.slug}/evidence/")
    colleague.sees("3 things wait to be placed")
    colleague.shot("tray")
    kept = EvidenceFile.objects.get(file__display_name="garden day.jpg")
    assert kept.file.state == "clean"
    assert CANARY not in kept.file.store.open(kept.file.storage_key).read()
    colleague.follow("Tell about many at once")
    colleague.tick("the vote")
    some_days_ago(colleague, "When was it?")
    colleague.type("Who was involved?", "31 pupils of Years 7 to 9.")
    colleague.tick("Nobody is pictured or quoted in any of them")
    colleague.shot("several")
    colleague.press("Save for all that are ticked")
    colleague.sees("Saved for 1 piece of evidence.")
    assert EvidenceItem.objects.get(title="the vote").consent.shows_people == "nobody"
    virus = EvidenceFile.objects.get(file__display_name="notes.txt")
    colleague.go(f"/evidence/{virus.item.uuid}/")
    colleague.sees("virus")
    colleague.shot("virus")
    colleague.follow("Remove it")
    colleague.press("Remove")


def describe_and_place(colleague) -> EvidenceItem:
    """On the same phone, later: what it is, what it shows, who is in it."""
    item = EvidenceItem.objects.get(title="garden day")
    colleague.go(f"/evidence/{item.uuid}/")
    colleague.shot("item-new")
    colleague.follow("Change what it is")
    colleague.type("What is it called?", "Planting day in the calm garden")
    colleague.choose("Photograph")
    some_days_ago(colleague, "When was it?")
    colleague.type("What does it tell?", "Pupils and parents plant the beds that they have drawn.")
    colleague.type("Who was involved?", "Nine pupils of Years 7 to 9, four parents, the gardener.")
    colleague.type(
        "What changed because of it?", "24 of 31 pupils now say lunch feels calm. It was 9 of 31."
    )
    colleague.shot("item-form")
    colleague.press("Save and continue")
    colleague.go(f"/evidence/{item.uuid}/shows/")
    colleague.tick("Voice")
    colleague.tick("Better outcomes")
    colleague.tick("1. Trusted and able to trust")
    colleague.shot("shows")
    colleague.press("Save and continue")
    colleague.go(f"/evidence/{item.uuid}/consent/")
    colleague.choose("Yes", exact=True)
    colleague.tick("Children")
    colleague.tick("No child or young person is named")
    colleague.type("Who holds the signed forms?", "The school office")
    some_days_ago(colleague, "When did they agree?")
    colleague.shot("consent")
    colleague.press("Save and continue")
    colleague.go(f"/evidence/{item.uuid}/files/")
    colleague.shot("files")
    item.refresh_from_db()
    assert item.tags.count() == 3
    return item


def begin(lead) -> Application:
    lead.go("/dashboard/")
    lead.sees("Next comes Gold")
    lead.shot("home")
    lead.press("Begin Gold")
    lead.sees("Your portfolio for Gold")
    lead.shot("portfolio-begun")
    return Application.objects.get(stage="gold")


def report_on_the_plan(lead, application: Application) -> None:
    """One milestone, one action and one measure by hand; then the rest."""
    plan = approved_plan(application.organisation)
    lead.go(f"/applications/{application.uuid}/portfolio/report/")
    lead.shot("report")
    action = plan.actions.first()
    lead.follow(action.title)
    lead.shot("report-action")
    milestone = action.milestones.first()
    lead.follow(f"Report on {milestone.name}")
    lead.choose("Done", exact=True)
    today = london_date(timezone.now())
    lead.date("On which day", today.day, today.month, today.year)
    lead.press("Save", exact=True)
    lead.sees("What became of it")
    lead.choose("Done, but late")
    lead.date("When was it done?", today.day, today.month, today.year)
    lead.type("What did you do?", "Six parents and six pupils decide on £900 each term.")
    lead.type("If it was late", "The first vote had to wait for the new term.")
    lead.press("Save and continue")
    measure = plan.measures.first()
    lead.go(f"/applications/{application.uuid}/portfolio/report/measures/{measure.uuid}/")
    lead.type("Where are you now?", "24 of 31 pupils in June 2026.")
    lead.choose("We reached it")
    lead.shot("report-measure")
    lead.press("Save and continue")
    at = timezone.now()
    report_all(application, lead=application.created_by, at=at)


def tell(lead, application: Application) -> None:
    """One criterion and one principle by hand, with evidence chosen from what is there."""
    lead.go(f"/applications/{application.uuid}/portfolio/criteria/")
    lead.shot("criteria")
    lead.follow("Voice")
    lead.type("How do you show this?", "Pupils drew the garden, chose the plants and judged it.")
    lead.shot("criterion")
    lead.press("Save and continue")
    lead.go(f"/applications/{application.uuid}/portfolio/answers/gold.training/evidence/")
    lead.tick("Planting day in the calm garden")
    lead.shot("choose-evidence")
    lead.press("Save", exact=True)
    lead.go(f"/applications/{application.uuid}/portfolio/answers/principle.1/")
    lead.type(
        "What has changed for people under this principle?", "Parents now come by themselves."
    )
    lead.type("How was it before?", "5 of 20 parents had ever come.")
    lead.type("How is it now?", "17 of 20 have come this year.")
    lead.shot("principle")
    lead.press("Save and continue")
    lead.go(f"/applications/{application.uuid}/portfolio/coverage/")
    lead.shot("coverage-gaps")
    lead.go(f"/applications/{application.uuid}/portfolio/gaps/")
    lead.sees("Missing")
    lead.shot("gaps")


def finish(application: Application) -> None:
    """All other answers, and evidence for everything that is not shown yet."""
    at, lead = timezone.now(), application.created_by
    codes = tell_all(application, lead=lead, at=at)
    evidence(application.organisation, *codes, lead=lead, at=at)


def look_at_it(lead, application: Application) -> None:
    lead.go(f"/applications/{application.uuid}/portfolio/")
    lead.shot("portfolio-done")
    lead.go(f"/applications/{application.uuid}/portfolio/coverage/")
    lead.shot("coverage")
    lead.select("Rows", "Rights of the child")
    lead.press("Show")
    lead.shot("coverage-rights")
    lead.go(f"/applications/{application.uuid}/portfolio/rights/")
    lead.shot("rights")
    lead.go(f"/organisations/{application.organisation.slug}/evidence/")
    lead.shot("evidence")
    lead.go(f"/applications/{application.uuid}/portfolio/print/")
    lead.press("PDF")
    the_worker_works()
    lead.page.reload()
    lead.look()
    lead.download("Download").save_as(lead.folder / "portfolio.pdf")
    lead.go(f"/applications/{application.uuid}/portfolio/")
    lead.download("All files as a zip").save_as(lead.folder / "portfolio.zip")


def send(lead, application: Application) -> None:
    lead.go(f"/applications/{application.uuid}/portfolio/check/")
    lead.shot("check")
    lead.press("Send the portfolio")
    lead.sees(application.reference)
    lead.shot("sent")


def settle(officer, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/")
    officer.shot("case")
    officer.follow("Choose the panel")
    officer.shot("panel-proposed")
    officer.untick("Pari Parent")
    officer.select("Who is the chair?", "Cherry Chair")
    officer.press("Choose this panel")
    # Gold is decided with a young person and a parent or carer (scheme.md 3).
    officer.sees("The panel needs")
    for name in PANEL:
        officer.tick(name)
    officer.press("Choose this panel")


def read_the_evidence(champion, application: Application) -> None:
    champion.go(f"/cases/{application.uuid}/")
    champion.choose("No, I have no link with them")
    champion.press("Send my answer")
    champion.shot("case")
    champion.go(f"/cases/{application.uuid}/evidence/")
    champion.shot("evidence")
    champion.follow("Planting day in the calm garden")
    champion.sees("Pupils and parents plant the beds")
    champion.shot("item")
    champion.go(f"/cases/{application.uuid}/coverage/")
    champion.shot("coverage")


def challenge(chair, application: Application) -> None:
    item = EvidenceItem.objects.get(title="Planting day in the calm garden")
    chair.go(f"/cases/{application.uuid}/evidence/{item.uuid}/")
    chair.follow("Ask about this piece")
    chair.type("What do you ask?", "Who chose the plants?")
    chair.shot("challenge")
    chair.press("Ask this")


def assess(champion, application: Application) -> None:
    champion.go(f"/cases/{application.uuid}/assessment/")
    answer_and_send(champion, shots=True)


def ask_for_changes(chair, application: Application) -> None:
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Ask for changes", exact=True)
    chair.type("What do you want to say", "Strong work. One thing is not clear to us yet.")
    chair.tick("Who chose the plants?")
    chair.press("Check the letter")
    chair.press("Record the decision")


def release(officer, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/release/")
    officer.tick("I have read the letter")
    officer.press("Release the decision")


def answer_and_send_again(lead, application: Application) -> None:
    lead.go("/dashboard/")
    lead.shot("changes-asked")
    lead.follow("Make the changes")
    lead.shot("portfolio-in-changes")
    point = Challenge.objects.get(application=application)
    lead.go(f"/challenges/{point.uuid}/")
    lead.choose("We explain why not")
    lead.type("What did you change", "The pupils did, with picture cards.")
    lead.press("Send the answer")
    send(lead, application)


def take_consent_back(colleague, chair, application: Application) -> None:
    """A parent changes their mind: from that moment nobody sees it, the panel is told (T-94's neighbour)."""
    item = EvidenceItem.objects.get(title="Planting day in the calm garden")
    picture_url = (
        f"/cases/{application.uuid}/evidence/{item.uuid}/files/{item.files.get().uuid}/picture/"
    )
    assert chair.page.request.get(picture_url).status == 200
    colleague.go(f"/evidence/{item.uuid}/withdraw/")
    colleague.shot("withdraw")
    colleague.press("Hide it now")
    colleague.shot("hidden")
    assert chair.page.request.get(picture_url).status == 404
    chair.go(f"/cases/{application.uuid}/evidence/{item.uuid}/")
    chair.does_not_see("Pupils and parents plant the beds")
    chair.sees("consent has ended")
    chair.shot("hidden")


def close_and_award(panel, application: Application) -> None:
    chair = panel[0]
    point = Challenge.objects.get(application=application)
    chair.go(f"/cases/{application.uuid}/challenges/{point.uuid}/")
    chair.follow("Close this challenge")
    chair.type("What settled it?", "That is clear now. Thank you.")
    chair.press("Close it")
    for champion in panel:
        assess(champion, application)
    chair.go(f"/cases/{application.uuid}/decision/")
    chair.unfold_each()
    chair.choose_each("Yes, met")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "You work with people, and your evidence shows it.")
    chair.press("Check the letter")
    chair.press("Record the decision")


def test_gold(walker, silver):
    colleague, lead = walker("1-colleague", phone=True), walker("2-lead")
    sign_in(colleague, "colin.colleague@people.example")
    sign_in(lead, "lena.lead@people.example")
    capture_on_the_phone(colleague, silver)
    describe_and_place(colleague)
    application = begin(lead)
    report_on_the_plan(lead, application)
    tell(lead, application)
    finish(application)
    look_at_it(lead, application)
    send(lead, application)

    officer = walker("3-officer")
    sign_in(officer, "olive.officer@people.example")
    settle(officer, application)
    panel = [walker("4-chair"), walker("5-young", phone=True), walker("6-parent", phone=True)]
    for champion, name in zip(panel, PANEL, strict=True):
        sign_in(champion, f"{name.lower().replace(' ', '.')}@people.example")
        read_the_evidence(champion, application)
    challenge(panel[0], application)
    for champion in panel:
        assess(champion, application)
    ask_for_changes(panel[0], application)
    release(officer, application)
    answer_and_send_again(lead, application)
    take_consent_back(colleague, panel[0], application)
    close_and_award(panel, application)
    release(officer, application)
    the_worker_works()

    lead.go("/dashboard/")
    lead.sees("You hold Gold")
    lead.shot("you-hold-gold")
    names = StatusChange.objects.filter(application=application).values_list("name", flat=True)
    assert list(names) == ["submit", "start_review", "request_changes", "resubmit", "approve"]
    certificate = Certificate.objects.get()
    assert certificate.stage == "gold"
    assert certificate.award.valid_until is not None
