"""A panel of three takes a Gold case to its award: a visit, an interview, a disagreement, changes.

Everybody has a browser of their own, and nothing is done behind their backs once the portfolio was sent.
The young person is under 18 and answers in small steps on a phone; a parent chairs, on a phone too.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from awards.models import Application
from certificates.models import Certificate
from champions.choices import Perspective
from tests.conftest import make_user
from tests.journeys.panel import (
    DAY,
    PANEL,
    PARENT,
    PROFESSIONAL,
    YOUNG,
    address,
    assess_fully,
    assess_plainly,
    champion_with_training,
    check_the_letter,
    declare_no_link,
    gold_sent,
    mails,
    panel_of_three,
    record,
    release,
    school_with_silver,
    settle_as_proposed,
    the_clock_ticks,
)
from tests.journeys.panel import clock as clock
from tests.journeys.people import the_worker_works
from tests.journeys.visiting import (
    BARRIERS,
    EVERYBODY,
    LEAD,
    OFFICER,
    WHY_NOT,
    People,
    arrange,
    see_and_hear,
    show_the_visit,
    take_a_photo,
    write_up_the_interview,
    write_up_the_visit,
)
from tests.support.clamd import scanner as scanner

pytestmark = pytest.mark.journey

POINT = "Say how parents who work in the evening take part."
# The answer that was changed, and the checks that rest on it.
TOUCHED = [BARRIERS, "Fits the city’s plans", "Measurable impact"]
DISSENT = "Prue Professional saw this met: twelve more parents came."
PANELS, ALL = "The panel and SEND officers", "The organisation too"
# Of each title who can see that it happened; the newest first.
TOLD = [
    ("The letter was released", ALL),
    ("Awarded", ALL),
    ("The panel decided “award”", PANELS),
    *[("An assessment was sent", PANELS)] * 3,
    ("It was sent again", ALL),
    (f"Answered: {BARRIERS}", ALL),
    ("The letter was released", ALL),
    (f"Asked: {BARRIERS}", ALL),
    ("Changes were asked for", ALL),
    ("The panel decided “ask for changes”", PANELS),
    *[("An assessment was sent", PANELS)] * 3,
    ("The organisation was shown what was found at the visit", ALL),
    ("The interview was written up", PANELS),
    ("A photo of the visit was added", PANELS),
    ("The visit was written up", PANELS),
    ("A time for an interview was agreed", ALL),
    ("A time for a visit was agreed", ALL),
    ("Times for an interview were offered", ALL),
    ("Times for a visit were offered", ALL),
    *[(f"{name} has no link with the organisation", PANELS) for name in reversed(PANEL)],
    *[(f"{name} joined the panel", PANELS) for name in (PROFESSIONAL, YOUNG, PARENT)],
    ("The panel was chosen", ALL),
    ("It was sent", ALL),
]


@pytest.fixture
def case(db, scanner) -> Application:
    """Sent two days ago; somebody else could sit too, and is not needed."""
    at = timezone.now() - 2 * DAY
    lead, officer = make_user(LEAD), make_user(OFFICER, is_officer=True)
    school = school_with_silver(lead=lead, officer=officer, at=at - 200 * DAY)
    panel_of_three(officer, at=at - 90 * DAY)
    spare = champion_with_training(
        "Sam Spare", Perspective.PROFESSIONAL, officer=officer, at=at - 90 * DAY
    )
    spare.sector = "health"
    spare.save()
    return gold_sent(school, lead=lead, at=at)


def assess(people: People, case: Application) -> None:
    """The young person in small steps, the others by the full page; two do not agree."""
    young, chair, professional = people.young, people.chair, people.professional
    young.go("/champions/")
    young.shot("my-work")
    young.follow(case.organisation.name)
    young.go(f"/cases/{case.uuid}/plain/")
    young.shot("plain-start")
    young.press("Start")
    asked = assess_plainly(
        young, words={1: "They ask us what we want, and then do it."}, shots=(1, 11)
    )
    young.sees(f"You have answered {asked} of {asked}")
    young.shot("plain-check")
    young.press("Send what I said")
    young.sees("Thank you")
    young.go(f"/cases/{case.uuid}/")

    chair.go(f"/cases/{case.uuid}/assessment/?way=full")
    assess_fully(chair, other={BARRIERS: ("Partly", WHY_NOT)})
    professional.go(f"/cases/{case.uuid}/findings/")
    professional.does_not_see(WHY_NOT)
    professional.go(f"/cases/{case.uuid}/assessment/?way=full")
    assess_fully(professional, other={BARRIERS: ("Strong", "Twelve more parents came.")})
    assert mails("assessments_in") == [address(PARENT)]


def disagree(people: People, case: Application) -> None:
    for walker in (people.chair, people.young):
        walker.go(f"/cases/{case.uuid}/findings/")
        walker.sees("3 of 3 assessments are in")
        walker.sees("You do not all agree")
        walker.sees(WHY_NOT)
        walker.shot("findings")


def ask_for_changes(people: People, case: Application) -> None:
    """Where they differ nothing is chosen for the chair."""
    chair = people.chair
    chair.go(f"/cases/{case.uuid}/decision/")
    barriers = chair.page.get_by_role("group", name=BARRIERS).get_by_role("radio")
    assert not any(radio.is_checked() for radio in barriers.all())
    chair.shot("decision")
    barriers.nth(1).check(force=True)
    chair.page.locator("#id_note_gold_barriers").fill(
        "We are not sure yet that everybody can come."
    )
    chair.page.locator("#id_dissent_gold_barriers").fill(DISSENT)
    chair.choose("Ask for changes", exact=True)
    chair.type("What do you want to say", "We liked the garden. One thing is not clear to us yet.")
    chair.select("Point 1: what is it about?", BARRIERS)
    chair.type("Point 1: what should they change?", POINT)
    check_the_letter(chair)
    chair.sees(POINT)
    chair.sees(DISSENT)
    letter = chair.page.locator(".award-panel").inner_text()
    assert DISSENT not in letter
    chair.shot("letter-preview")
    record(chair)
    assert mails("decision_recorded") == [address(OFFICER)]


def let_it_out(people: People, case: Application) -> None:
    people.lead.go("/dashboard/")
    people.lead.does_not_see(POINT)
    people.officer.go(f"/cases/{case.uuid}/release/")
    people.officer.shot("release")
    release(people.officer, case)


def change_and_send_again(people: People, case: Application) -> None:
    """The lead reads, answers, changes what was asked, and sends."""
    lead = people.lead
    assert mails("decision_letter") == [address(LEAD)]
    lead.go("/dashboard/")
    lead.sees("We liked the garden.")
    lead.does_not_see(DISSENT)
    lead.shot("letter")
    lead.follow("Make the changes")
    lead.shot("changes-asked")
    lead.go(f"/applications/{case.uuid}/portfolio/answers/gold.barriers/")
    lead.type("How do you show this?", "Parents on shifts send their view by voice message.")
    lead.press("Save and continue")
    lead.go(f"/applications/{case.uuid}/challenges/")
    lead.follow(BARRIERS)
    lead.choose("We changed it")
    lead.type("What did you change", "Parents on shifts now send a voice message, and we play it.")
    lead.press("Send the answer")
    lead.go(f"/applications/{case.uuid}/portfolio/check/")
    lead.press("Send the portfolio")
    lead.sees(case.reference)
    the_clock_ticks()
    assert mails("changes_sent") == EVERYBODY


def assess_what_is_new(people: People, case: Application) -> None:
    """Only what was touched is asked; the rest is marked as kept."""
    young, chair, professional = people.young, people.chair, people.professional
    young.go("/champions/")
    young.follow(case.organisation.name)
    young.go(f"/cases/{case.uuid}/plain/")
    young.sees("It may take you about 10 minutes.")
    young.shot("plain-again")
    young.press("Start")
    assert assess_plainly(young) == len(TOUCHED)
    young.shot("plain-check-again")
    young.press("Send what I said")
    young.sees("Thank you")
    for walker in (chair, professional):
        walker.go(f"/cases/{case.uuid}/changes/")
        walker.sees("voice message")
        walker.go(f"/cases/{case.uuid}/assessment/?way=full")
        walker.shot("assessment-again")
        walker.sees("What is left takes about 10 minutes.")
        walker.sees("is kept: 8 of 11 questions")
        assert walker.page.get_by_text("Kept from before").count() == 8
        assert assess_fully(walker) == TOUCHED


def award(people: People, case: Application) -> None:
    chair = people.chair
    chair.go(f"/cases/{case.uuid}/findings/")
    assert chair.page.get_by_text("Kept from the version before").count() == 3 * 7
    chair.go(f"/cases/{case.uuid}/decision/")
    chair.sees("You all agree on what is met")
    chair.shot("decision-again")
    chair.choose("Award", exact=True)
    chair.type("What do you want to say", "Families shape this school, and it shows.")
    check_the_letter(chair)
    record(chair)


def the_timeline(people: People, case: Application) -> None:
    """Every act, the newest first, each with who can see it; people of the panel read the same."""
    for walker in (people.officer, people.chair):
        walker.go(f"/cases/{case.uuid}/")
        entries = walker.page.locator(".award-timeline__item").all_text_contents()
        told = [[line.strip() for line in entry.splitlines() if line.strip()] for entry in entries]
        seen = [line for lines in told for line in lines if line.startswith("Who can see it: ")]
        assert [lines[0] for lines in told] == [title for title, _ in TOLD]
        assert [each.removeprefix("Who can see it: ") for each in seen] == [who for _, who in TOLD]
    people.officer.open("Show what happened before")
    people.officer.shot("timeline")


def the_end(people: People, case: Application) -> None:
    lead = people.lead
    the_worker_works()
    lead.go("/dashboard/")
    lead.sees("You hold Gold")
    lead.shot("you-hold-gold")
    lead.follow("Gold certificate and logo pack")
    lead.download("Download the certificate").save_as(lead.folder / "certificate.pdf")
    assert (lead.folder / "certificate.pdf").read_bytes().startswith(b"%PDF")
    assert mails("decision_letter") == [address(LEAD)] * 2
    assert Certificate.objects.get().stage == "gold"
    for walker in people.panel:
        walker.go("/champions/")
        walker.sees("You have no case now.")
    people.young.shot("my-work-empty")


def test_panel_of_three_awards_gold(walker, case, clock):
    people = People(walker)
    people.sign_in()
    settle_as_proposed(people.officer, case, chair=PARENT)
    assert mails("panel_assigned") == EVERYBODY
    for champion in people.panel:
        declare_no_link(champion, case)
    _, interview = arrange(people, case)
    see_and_hear(people, case)
    clock.move_to(interview + timedelta(hours=3))
    people.sign_in()
    write_up_the_visit(people, case)
    take_a_photo(people, case)
    write_up_the_interview(people, case)
    show_the_visit(people, case)
    assess(people, case)
    disagree(people, case)
    ask_for_changes(people, case)
    let_it_out(people, case)
    change_and_send_again(people, case)
    assess_what_is_new(people, case)
    award(people, case)
    release(people.officer, case)
    the_end(people, case)
    the_timeline(people, case)
