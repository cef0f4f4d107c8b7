"""Visits and interviews of a panel in the browser: asked for, prepared, written up, with a photo, shown."""

from playwright.sync_api import expect

from awards.models import Application
from tests.journeys.panel import (
    INTERVIEW,
    PANEL,
    PARENT,
    PROFESSIONAL,
    VISIT,
    YOUNG,
    address,
    ask_for,
    choose_time,
    get_ready,
    in_days,
    mails,
    offer,
    open_appointment,
)
from tests.journeys.people import sign_in, the_worker_works
from tests.journeys.walking import Walker
from tests.support.pictures import picture

LEAD, OFFICER = "Lena Lead", "Olive Officer"
EVERYBODY = sorted(address(name) for name in PANEL)
BARRIERS = "Barriers overcome"
BEDS = "Four beds of herbs, each with a painted sign."
WHY_NOT = "Evening meetings do not work for parents on shifts."


class People:
    """Whoever has a part in the story, each with a browser of their own."""

    def __init__(self, walker) -> None:
        self.officer = walker("1-officer")
        self.young = walker("2-young", phone=True)
        self.chair = walker("3-parent", phone=True)
        self.professional = walker("4-professional")
        self.lead = walker("5-lead", phone=True)
        self.names = {
            self.officer: OFFICER,
            self.young: YOUNG,
            self.chair: PARENT,
            self.professional: PROFESSIONAL,
            self.lead: LEAD,
        }

    @property
    def panel(self):
        return [self.young, self.chair, self.professional]

    def sign_in(self) -> None:
        for walker, name in self.names.items():
            sign_in(walker, address(name))


def arrange(people: People, case: Application):
    """The chair offers a visit and an interview; the lead chooses on a phone."""
    chair, lead = people.chair, people.lead
    visit, interview = in_days(8, 10), in_days(9, 16)
    ask_for(
        chair,
        case,
        "Ask for a monitoring visit",
        times=[in_days(7, 14), visit],
        about="The garden at lunch, and where parents meet.",
        place="1 Acorn Lane, by the blue gate",
    )
    chair.shot("visit-offer")
    offer(chair)
    ask_for(
        chair,
        case,
        "Ask for an interview",
        times=[interview],
        about="How parents who cannot come to meetings take part.",
        place="The library, 1 Acorn Lane",
        group="Parents and carers",
    )
    offer(chair)
    assert mails("visit_offered") == [address(LEAD)] * 2
    lead.go("/dashboard/")
    lead.sees("The champions ask for 2 visits or interviews")
    lead.follow("Choose a time")
    lead.shot("visits-asked-for")
    lead.follow(VISIT)
    lead.shot("choose-a-time")
    choose_time(lead, visit, needs="Level access from the blue gate")
    lead.go(f"/applications/{case.uuid}/visits/")
    lead.follow(INTERVIEW)
    choose_time(lead, interview)
    lead.shot("time-agreed")
    assert mails("visit_agreed") == sorted([*EVERYBODY, address(LEAD)] * 2)
    for walker in people.panel:
        walker.go("/champions/")
        walker.sees("Your dates")
    people.young.shot("my-dates")
    return visit, interview


def see_and_hear(people: People, case: Application) -> None:
    """They get ready together; one writes up the visit, another the interview, without names."""
    chair, professional = people.chair, people.professional
    open_appointment(professional, case, VISIT)
    get_ready(professional)
    open_appointment(chair, case, INTERVIEW)
    get_ready(chair)


def write_up_the_visit(people: People, case: Application) -> None:
    professional = people.professional
    open_appointment(professional, case, VISIT)
    professional.follow("Write up the visit")
    for name in PANEL:
        professional.tick(name, exact=True)
    professional.tick(LEAD, exact=True)
    professional.type("What did you see and hear?", "Pupils showed us the beds that they drew.")
    professional.type("Voice", "Two pupils led the round and answered for themselves.")
    professional.shot("visit-notes")
    professional.press("Save the notes of the visit")
    professional.sees("The notes are saved.")
    professional.shot("visit-written-up")


def take_a_photo(people: People, case: Application) -> None:
    """The young person, on their phone: of the garden, with nobody in it."""
    young = people.young
    open_appointment(young, case, VISIT)
    young.follow("Add a photo")
    photo = {"name": "garden.jpg", "mimeType": "image/jpeg", "buffer": picture("JPEG")}
    young.page.get_by_label("Photo", exact=True).set_input_files([photo])
    young.type("What can be seen in it?", BEDS)
    young.choose("No", exact=True)
    young.shot("add-a-photo")
    young.press("Add the photo")
    young.sees("The photo is kept.")
    the_worker_works()
    open_appointment(young, case, VISIT)
    assert sees_picture(young, BEDS)


def sees_picture(walker: Walker, name: str) -> bool:
    shown = walker.page.get_by_alt_text(name)
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    return shown.evaluate("each => each.naturalWidth > 0")


def write_up_the_interview(people: People, case: Application) -> None:
    """A name slips in first: it is refused, and nothing that was typed is lost."""
    chair = people.chair
    said = "Six parents talked with us. Lena Lead rings those who cannot come."
    open_appointment(chair, case, INTERVIEW)
    chair.follow("Write up the interview")
    chair.tick(PARENT, exact=True)
    chair.tick(YOUNG, exact=True)
    chair.type("How many people did you talk with?", "6")
    chair.type("What did you see and hear?", said)
    chair.type(BARRIERS, WHY_NOT)
    chair.press("Save the notes of the interview")
    chair.sees("There is a problem")
    chair.sees("“Lena Lead” is the name of somebody in this case.")
    chair.shot("no-names")
    assert chair.page.get_by_label("What did you see and hear?").input_value() == said
    assert chair.page.get_by_label(BARRIERS).input_value() == WHY_NOT
    assert chair.page.get_by_label("How many people did you talk with?").input_value() == "6"
    chair.type("What did you see and hear?", said.replace(LEAD, "The school"))
    chair.press("Save the notes of the interview")
    chair.sees("The notes are saved.")
    chair.sees("6 (parents and carers), without names")
    chair.shot("interview-written-up")


def show_the_visit(people: People, case: Application) -> None:
    """The organisation reads what the chair shows; not the rest."""
    chair, lead = people.chair, people.lead
    lead.go(f"/applications/{case.uuid}/visits/")
    lead.follow(VISIT)
    lead.does_not_see("Pupils showed us the beds")
    open_appointment(chair, case, VISIT)
    chair.follow("Show this to the organisation")
    chair.sees(BEDS)
    chair.does_not_see(YOUNG)
    chair.shot("show-the-visit")
    chair.press("Show it")
    assert mails("visit_shown") == [address(LEAD)]
    lead.page.reload()
    lead.look()
    lead.sees("Pupils showed us the beds")
    assert sees_picture(lead, BEDS)
    lead.does_not_see(PROFESSIONAL)
    lead.shot("visit-shown")
    lead.go(f"/applications/{case.uuid}/visits/")
    lead.follow(INTERVIEW)
    lead.does_not_see("Six parents")
