"""A 16-year-old on a phone, and a parent without JavaScript: Gold, in small steps, with a break between."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from champions.choices import AssessmentState, Perspective
from champions.models import Assessment
from tests.conftest import make_user
from tests.journeys.people import sign_in
from tests.support.champions import make_champion
from tests.support.judging import judging

pytestmark = pytest.mark.journey

# As a browser with a voice of its own would have it; the one that tests run in has none.
VOICE = """
const said = [];
window.said = said;
const voice = { lang: "en-GB", localService: true, name: "Kate" };
const far = { lang: "en-GB", localService: false, name: "Far away" };
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => [far, voice],
  cancel: () => {},
  addEventListener: () => {},
  speak: (each) => {
    said.push([each.voice.name, each.text]);
    each.dispatchEvent(new Event("start"));
    if (said.length < 3) setTimeout(() => each.dispatchEvent(new Event("end")), 10);
  },
} });
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); this.text = text; }
};
"""


WERE_THEY_HEARD = "Were families heard all the way, from the first day to the last?"


@pytest.fixture
def champions(officer):
    at = timezone.now() - timedelta(days=9)
    turns_18_on = date(timezone.now().year + 2, 6, 1)
    cast = (
        ("Cherry Chair", Perspective.PROFESSIONAL, None),
        ("Parveen Parent", Perspective.PARENT_CARER, None),
        ("Yusuf Young", Perspective.YOUNG_PERSON, turns_18_on),
    )
    return [
        make_champion(
            make_user(name), officer=officer, at=at, perspective=perspective, turns_18_on=birthday
        )
        for name, perspective, birthday in cast
    ]


@pytest.fixture
def case(organisation, lead, officer, champions):
    at = timezone.now() - timedelta(days=8)
    judged = judging(organisation, lead=lead, officer=officer, at=at, champions=champions)
    return judged.application


def answers(walker):
    """Every page until the check: a picture each, and words for the first question."""
    shown = set()
    for _ in range(60):
        if walker.heading == "Check what you said":
            return
        choices = walker.page.get_by_role("radio")
        if choices.count():
            first = walker.page.get_by_role("radio", name="Yes").first
            walker._choose(first)
        place = walker.page.title().split(":")[0]
        if place not in shown:
            shown.add(place)
        elif walker.page.get_by_role("button", name="Go to the next question").count():
            walker.press("Go to the next question")
            continue
        walker.press("Save and go on")
    raise AssertionError(f"No end: {walker.page.url}")


def test_young_champion_assesses_gold_on_a_phone(walker, case, champions):
    young = walker("young", phone=True)
    sign_in(young, champions[2].user.email)
    young.go(f"/cases/{case.uuid}/plain/")
    young.shot("start")
    young.type("Does somebody help you", "Hana Helper")
    young.press("Start")
    young.sees("Question 1 of 15")
    young.open("See what they sent for this")
    expect(young.page.get_by_alt_text("Children plant beans")).to_be_visible()
    young.look()
    young.shot("what-they-sent")
    young.press("Save and go on")
    young.sees("Choose a picture")
    young.shot("choose")
    young.choose("A bit")
    young.look()
    young.shot("chosen")
    young.press("Save and go on")
    young.shot("why")
    young.type("Why do you think so?", "They ask us what we want.")
    with young.page.expect_navigation():
        young.page.get_by_role("button", name="Back").click()
    expect(young.page.get_by_role("radio", name="A bit")).to_be_checked()
    young.press("Save and go on")
    assert young.page.get_by_role("textbox").input_value() == "They ask us what we want."
    young.press("Save and go on")
    young.shot("good")
    young.type("What is good?", "The garden.")
    young.press("Save and go on")
    young.shot("better")
    young.type("What could be better?", "Ask more of us.")
    young.press("Save and stop for now")
    young.sees("You have answered 1 of 15")
    young.shot("a-break")
    # Another day.
    young.press("Go on")
    young.sees("Question 2 of 15")
    young.go(f"/cases/{case.uuid}/plain/21/")
    young.sees("Does their work fit it?")
    young.shot("a-plan-of-the-city")
    young.press("Save and stop for now")
    young.press("Go on")
    answers(young)
    young.shot("check")
    young.type("How many minutes", "40")
    young.press("Send what I said")
    young.sees("Thank you")
    young.shot("thank-you")
    mine = Assessment.objects.get(assignment__champion=champions[2])
    assert (mine.state, mine.minutes, mine.supporter) == (
        AssessmentState.SUBMITTED,
        40,
        "Hana Helper",
    )
    voice = mine.findings.get(code="gold.voice")
    told = (voice.level, voice.note, voice.strength, voice.challenge)
    assert told == ("partly", "They ask us what we want.", "The garden.", "Ask more of us.")


@pytest.mark.parametrize("hands", ["no-scripts", "keyboard"])
def test_parent_assesses_gold_without_scripts_or_without_a_mouse(walker, case, champions, hands):
    parent = walker("parent", scripts=hands == "keyboard", keyboard=hands == "keyboard")
    sign_in(parent, champions[1].user.email)
    parent.go(f"/cases/{case.uuid}/plain/")
    expect(parent.page.get_by_text("Read this page to me")).to_be_hidden()
    parent.press("Start")
    parent.choose("Yes, and very well")
    parent.shot("chosen")
    parent.press("Save and go on")
    parent.shot("why")
    parent.type("Why do you think so?", "We decide with them.")
    parent.press("Save this, and see all that they sent for this")
    parent.sees("Garden day")
    parent.go(f"/cases/{case.uuid}/plain/")
    parent.shot("begun")
    parent.press("Go on")
    answers(parent)
    parent.sees("We decide with them.")
    parent.shot("check")
    parent.press("Send what I said")
    parent.sees("Thank you")
    mine = Assessment.objects.get(assignment__champion=champions[1])
    assert mine.state == AssessmentState.SUBMITTED


def test_enter_goes_on_and_not_back(walker, case, champions):
    parent = walker("parent")
    sign_in(parent, champions[1].user.email)
    parent.go(f"/cases/{case.uuid}/plain/1/")
    parent.choose("Yes", exact=False)
    with parent.page.expect_navigation():
        parent.page.keyboard.press("Enter")
    parent.sees("Why do you think so?")


def test_page_is_read_aloud_by_a_voice_of_the_browser(walker, case, champions):
    """A voice that would send the page elsewhere is left alone."""
    young = walker("young", phone=True)
    young.page.add_init_script(VOICE)
    sign_in(young, champions[2].user.email)
    young.go(f"/cases/{case.uuid}/plain/1/")
    button = young.page.get_by_role("button", name="Read this page to me")
    button.click()
    expect(young.page.locator(".award-aloud-now")).to_have_text(WERE_THEY_HEARD)
    assert young.page.evaluate("window.said") == [
        ["Kate", "Acorn Lane School."],
        ["Kate", "Question 1 of 15."],
        ["Kate", WERE_THEY_HEARD],
    ]
    young.shot("read-aloud")
    young.look()
    young.page.get_by_role("button", name="Stop reading").click()
    expect(young.page.locator(".award-aloud-now")).to_have_count(0)
    expect(button).to_be_visible()
