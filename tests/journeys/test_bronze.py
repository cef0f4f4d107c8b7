"""Bronze, whole: from a stranger's first click to a signed certificate that anyone can check.

Four people: a lead, a colleague, a champion, an officer; and at the end anybody at all. It goes two
ways: with nothing but the keyboard, and without JavaScript.
"""

import subprocess
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Application
from certificates.models import Certificate
from champions.models import Appointment
from foundation.dates import london_date
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.journeys.assessing import answer_and_send
from tests.journeys.people import create_account, sign_in, the_worker_works

pytestmark = pytest.mark.journey

NAME = "Łódź & Sons"
LEVELS = {
    "Board": "Two parents are trustees.",
    "Senior leadership team": "They meet our young people each term.",
    "Operational delivery team": "Every new carer is chosen with a family.",
    "Community groups": "The Polish parents’ group tries our forms first.",
    "Parents and carers": "They wrote our welcome pack.",
    "Children and young people": "They choose the outings and lead the interviews.",
}
DESCRIPTION = "We give short breaks to 60 disabled children in Erdington and their families."
COMMITMENT = "Families choose who cares for their children, and what we do together."


def find_out_and_begin(lead) -> None:
    """From the first page to a task list of one's own."""
    lead.go("/")
    lead.shot("home")
    lead.follow("Start now")
    lead.follow("Check if you can take part")
    for answer in ("Yes, we are based in Birmingham", "Social care", "Yes", "Yes"):
        lead.choose(answer)
        lead.shot("question")
        lead.press("Continue")
    lead.sees("You can apply")
    lead.shot("you-can-apply")
    lead.follow("Create an account")
    create_account(lead, name="Lena Kowalska", email="lena@lodz.example")
    lead.type("Name of your organisation", NAME)
    lead.select("Kind of organisation", "Care provider")
    lead.type("Postcode", "b1 1bb")
    lead.press("Save and continue")
    lead.shot("task-list-empty")


def invite_a_colleague(lead, slug: str) -> str:
    """The address of the invitation, as it stands in the mail."""
    lead.go(f"/organisations/{slug}/people/")
    lead.follow("Invite a colleague")
    lead.type("Their e-mail address", "colin@lodz.example")
    lead.choose("Member")
    lead.press("Send the invitation")
    lead.sees("colin@lodz.example")
    lead.shot("people")
    mail = OutboxMessage.objects.get(message="invitation")
    return next(word for word in mail.body_text.split() if "/invitations/" in word)


def write_as_a_colleague(colleague, invitation: str) -> None:
    colleague.go(invitation)
    colleague.follow("Create an account")
    create_account(colleague, name="Colin Brown", email="colin@lodz.example")
    colleague.sees(f"Join {NAME}")
    colleague.press("Join")
    colleague.shot("organisation-home")
    colleague.follow("Go on writing")
    colleague.follow("Contact")
    colleague.type("E-mail address", "office@lodz.example")
    colleague.type("Telephone number", "0121 496 0000")
    colleague.press("Save and continue")
    colleague.go_back_to_the_list()
    colleague.follow("Who you involve")
    colleague.choose_each("Yes, we involve them now")
    for level, text in LEVELS.items():
        colleague.type(f"How, or what do you plan? ({level})", text)
    colleague.shot("levels")
    colleague.press("Save and continue")
    colleague.go_back_to_the_list()
    colleague.follow("Partners")
    colleague.follow("Add a partner")
    colleague.type("Name of the partner", "Polish Parents of Erdington")
    colleague.choose("Outside")
    colleague.type("How do you work together?", "They try everything that we write first.")
    colleague.press("Save and continue")
    colleague.shot("partners")


def finish_and_send(lead, application: Application) -> None:
    lead.go(f"/applications/{application.uuid}/registration/")
    lead.follow("Organisation details")
    lead.type("Address line 1", "12 Canal Street")
    lead.type("Town or city", "Birmingham")
    lead.shot("organisation")
    lead.press("Save and continue")
    lead.go_back_to_the_list()
    lead.follow("Co-production leads")
    lead.follow("Add a lead")
    lead.type("Full name", "Lena Kowalska")
    lead.type("Role in your organisation", "Director")
    lead.type("E-mail address", "lena@lodz.example")
    lead.press("Save and continue")
    lead.go_back_to_the_list()
    lead.follow("About you")
    lead.type("Describe your organisation", DESCRIPTION)
    lead.type("How is your organisation committed", COMMITMENT)
    lead.shot("about")
    lead.press("Save and continue")
    lead.go_back_to_the_list()
    lead.follow("Name on the certificate")
    lead.type("Name for the certificate", NAME)
    lead.press("Save and continue")
    lead.go_back_to_the_list()
    lead.follow("Sign the commitment")
    lead.type("Full name of the person who signs", "Lena Kowalska")
    lead.type("Their role", "Director")
    for level in LEVELS:
        lead.tick(level)
    lead.tick("I sign this for my organisation")
    lead.shot("commitment")
    lead.press("Sign the commitment")
    lead.go_back_to_the_list()
    lead.shot("task-list-done")
    lead.follow("Check and send")
    lead.shot("check")
    lead.press("Send the registration")
    application.refresh_from_db()
    lead.sees(application.reference)
    lead.shot("sent")


def choose_a_panel(officer, application: Application) -> None:
    officer.go("/officers/champions/")
    officer.follow("Appoint")
    officer.type("Their e-mail address", "cherry.champion@people.example")
    officer.choose("Parent or carer")
    officer.press("Appoint")
    officer.shot("champions")
    officer.go("/officers/signatories/")
    officer.follow("Add a signatory")
    officer.type("Name", "Amina Okafor", exact=True)
    officer.type("Role", "Director of SEND and Inclusion", exact=True)
    officer.date("First day they sign", 1, 1, 2026)
    officer.press("Add the signatory")
    officer.shot("signatories")
    officer.go("/officers/")
    officer.shot("organisations")
    officer.follow(NAME)
    officer.shot("organisation")
    officer.follow("Bronze", exact=True)
    officer.follow("Choose the panel")
    officer.tick("Cherry Champion")
    officer.select("Who is the chair?", "Cherry Champion")
    officer.shot("panel")
    officer.press("Choose this panel")
    officer.shot("case")


def offer_a_meeting(champion) -> None:
    champion.go("/champions/")
    champion.shot("my-work")
    champion.follow(NAME)
    champion.does_not_see(DESCRIPTION)
    champion.choose("No, I have no link with them")
    champion.shot("interest")
    champion.press("Send my answer")
    champion.sees(DESCRIPTION)
    champion.shot("case")
    champion.follow("Arrange the meeting")
    champion.follow("Offer times")
    day = london_date(timezone.now() + timedelta(days=8))
    champion.date("First time", day.day, day.month, day.year)
    champion.type("Time", "2:30pm", exact=True)
    champion.choose("Video call")
    champion.type("Link to the video call", "https://meet.example/lodz")
    champion.shot("offer")
    champion.press("Offer these times")
    champion.shot("offered")


def agree_to_meet(lead, application: Application) -> None:
    lead.go("/dashboard/")
    lead.shot("your-turn")
    lead.follow("Choose a time")
    lead.page.get_by_role("radio").first.wait_for(state="attached")
    lead.choose("2:30pm")
    lead.type("What do people need", "A Polish interpreter for one mother.")
    lead.shot("choose-a-time")
    lead.press("Agree this time")
    lead.shot("meeting-agreed")
    calendar = OutboxMessage.objects.filter(message="meeting_agreed").first()
    assert "BEGIN:VCALENDAR" in calendar.attachments[0]["content"]


def a_week_goes_by(application: Application) -> None:
    """Nobody waits eight days for a test: the meeting that was agreed moves to yesterday."""
    meeting = Appointment.objects.get(application=application)
    yesterday = timezone.now() - timedelta(days=1)
    Appointment.objects.filter(pk=meeting.pk).update(starts_at=yesterday)


def meet_assess_and_decide(champion, application: Application) -> None:
    champion.go("/champions/")
    champion.follow("Write up the meeting")
    champion.tick("Cherry Champion")
    champion.tick("Lena Kowalska")
    champion.type("What did you talk about?", "How families choose who cares for their child.")
    champion.type("How do you see their commitment", "It is in how they hire and how they plan.")
    champion.type("What are the next steps?", "They begin their delivery plan in January.")
    champion.choose("Yes, the champions can now assess")
    champion.shot("minutes")
    champion.press("Save the notes")
    champion.go(f"/cases/{application.uuid}/")
    champion.follow("Write your assessment")
    answer_and_send(champion, shots=True)
    champion.go(f"/cases/{application.uuid}/")
    champion.follow("Record the decision")
    champion.unfold_each()
    champion.choose_each("Yes, met")
    champion.choose("Award", exact=True)
    champion.type("What do you want to say", "You listen, and you let families decide.")
    champion.shot("decision")
    champion.press("Check the letter")
    champion.press("Record the decision")
    champion.shot("decided")


def nothing_is_visible_before_release(lead) -> None:
    lead.go("/dashboard/")
    lead.sees("They will write to you.")
    lead.does_not_see("let families decide")
    lead.does_not_see("You hold Bronze")
    assert not OutboxMessage.objects.filter(message="decision_letter").exists()


def release(officer, application: Application) -> None:
    officer.go(f"/cases/{application.uuid}/")
    officer.follow("Read the letter and release it")
    officer.sees("let families decide")
    officer.tick("I have read the letter")
    officer.shot("release")
    officer.press("Release the decision")
    officer.shot("released")


def celebrate(lead, folder) -> Certificate:
    """The ring closes; the certificate and the logos come down."""
    lead.go("/dashboard/")
    lead.sees("You hold Bronze")
    lead.shot("you-hold-bronze")
    lead.follow("Bronze certificate and logo pack")
    lead.shot("certificate")
    pdf = lead.download("Download the certificate")
    pdf.save_as(folder / "certificate.pdf")
    pack = lead.download("Download the logo pack")
    pack.save_as(folder / "logo-pack.zip")
    names = zipfile.ZipFile(folder / "logo-pack.zip").namelist()
    assert {name.rsplit(".", 1)[-1] for name in names} >= {"svg", "png", "pdf", "txt"}
    return Certificate.objects.get()


def check_as_anybody(anybody, certificate: Certificate, folder) -> None:
    anybody.go("/verify/")
    anybody.type("The code on the certificate", certificate.shown_code.lower().replace("-", " "))
    anybody.shot("verify")
    anybody.press("Check the code")
    assert anybody.page.locator("[data-state=in-force]").count() == 1
    anybody.sees(NAME)
    anybody.does_not_see("Lena")
    anybody.shot("in-force")
    anybody.go("/verify/")
    anybody.page.get_by_label("The certificate as a PDF file").set_input_files(
        folder / "certificate.pdf"
    )
    anybody.press("Check the file")
    assert anybody.page.locator("[data-state=in-force]").count() == 1
    altered = folder / "altered.pdf"
    bytes_ = (folder / "certificate.pdf").read_bytes()
    altered.write_bytes(bytes_ + b"\n% one line more\n")
    anybody.go("/verify/")
    anybody.page.get_by_label("The certificate as a PDF file").set_input_files(altered)
    anybody.press("Check the file")
    assert anybody.page.locator("[data-state=altered]").count() == 1
    anybody.shot("altered")


@pytest.mark.parametrize("way", ["keyboard", "no-scripts"])
def test_bronze(walker, way):
    hands = {"keyboard": way == "keyboard", "scripts": way != "no-scripts"}
    make_user("Olive Officer", is_officer=True)
    make_user("Cherry Champion")

    lead = walker("1-lead", **hands)
    find_out_and_begin(lead)
    application = Application.objects.select_related("organisation").get()
    slug = application.organisation.slug
    invitation = invite_a_colleague(lead, slug)
    colleague = walker("2-colleague", phone=True, **hands)
    write_as_a_colleague(colleague, invitation)
    finish_and_send(lead, application)

    officer = walker("3-officer", **hands)
    sign_in(officer, "olive.officer@people.example")
    choose_a_panel(officer, application)
    champion = walker("4-champion", phone=True, **hands)
    sign_in(champion, "cherry.champion@people.example")
    offer_a_meeting(champion)
    agree_to_meet(lead, application)
    a_week_goes_by(application)
    meet_assess_and_decide(champion, application)
    nothing_is_visible_before_release(lead)
    release(officer, application)
    the_worker_works()

    certificate = celebrate(lead, lead.folder)
    check_as_anybody(walker("5-anybody", phone=True, **hands), certificate, lead.folder)
    subprocess.run(
        [
            "pdftoppm",
            "-r",
            "80",
            "-png",
            lead.folder / "certificate.pdf",
            lead.folder / "certificate",
        ],
        check=True,
    )
