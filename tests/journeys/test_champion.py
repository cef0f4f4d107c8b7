"""A champion's work when it does not go straight: a link, other times, changes, and not yet."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions.models import Assignment
from foundation.dates import london_date
from tests.conftest import make_user
from tests.journeys.assessing import answer_again_and_send
from tests.journeys.people import sign_in
from tests.support.champions import (
    assess_all,
    bring_to_assessment,
    clear_all,
    make_champion,
    release,
    settle,
)
from tests.support.portfolios import fill_registration, send_registration

pytestmark = pytest.mark.journey

DAY = timedelta(days=1)
POINTS = ["Say how children take part.", "Name a lead for the board."]


@pytest.fixture
def sent(application, lead):
    at = timezone.now() - 20 * DAY
    fill_registration(application, lead=lead, at=at)
    send_registration(application, lead=lead, at=at)
    return application


@pytest.fixture
def champions(officer):
    at = timezone.now() - 30 * DAY
    names = ("Cherry Chair", "Yusuf Young")
    return [make_champion(make_user(name), officer=officer, at=at) for name in names]


def test_champion_with_a_link_is_kept_out(walker, sent, champions, officer):
    """T-36: what they say ends their place at once, and the case is gone from their work."""
    settle(sent, champions, officer, at=timezone.now())
    champion = walker("champion", phone=True)
    sign_in(champion, champions[1].user.email)
    champion.sees("Acorn Lane School")
    champion.follow("Acorn Lane School")
    champion.does_not_see("Canal Street")
    champion.choose("My child, or another child in my family, goes there")
    champion.shot("i-have-a-link")
    champion.press("Send my answer")
    champion.sees("Thank you for telling us")
    champion.does_not_see("Acorn Lane School")
    champion.shot("case-gone")
    assert Assignment.objects.active().count() == 1
    watcher = walker("officer")
    sign_in(watcher, officer.email)
    watcher.go(f"/cases/{sent.uuid}/")
    watcher.sees("My child, or another child in my family, goes there")
    watcher.shot("officer-sees-why")


def test_champion_and_organisation_find_a_time(walker, sent, champions, officer, lead):
    """The organisation cannot come at the times offered, offers others, and the champion takes one."""
    panel = settle(sent, champions[:1], officer, at=timezone.now())
    clear_all(panel, at=timezone.now())
    champion = walker("champion", phone=True)
    sign_in(champion, champions[0].user.email)
    champion.follow("Offer times to meet")
    day = london_date(timezone.now() + 9 * DAY)
    champion.date("First time", day.day, day.month, day.year)
    champion.type("Time", "10am", exact=True)
    champion.choose("Telephone")
    champion.press("Offer these times")
    organisation = walker("lead", phone=True)
    sign_in(organisation, lead.email)
    organisation.follow("Choose a time")
    organisation.follow("None of these suits us")
    other = london_date(timezone.now() + 11 * DAY)
    organisation.date("First time", other.day, other.month, other.year)
    organisation.type("Time", "quarter to nonsense", exact=True)
    organisation.press("Offer these times")
    organisation.sees("There is a problem")
    organisation.shot("what-time-is-that")
    organisation.type("Time", "3:45pm", exact=True)
    organisation.press("Offer these times")
    organisation.shot("other-times-offered")
    champion.go("/champions/")
    champion.follow("Choose a time to meet")
    champion.choose("3:45p")
    champion.press("Agree this time")
    champion.shot("agreed")
    organisation.go("/dashboard/")
    organisation.sees("You meet the champions on")
    organisation.shot("agreed")


def ask_and_support(champion, application) -> None:
    """A doubt stays within the panel; a word of praise is for everybody."""
    champion.go(f"/cases/{application.uuid}/")
    champion.follow("Support and challenge them")
    champion.shot("nothing-asked")
    champion.follow("Ask something")
    champion.press("Ask this")
    champion.sees("There is a problem")
    champion.select("What is it about?", "Signed up")
    champion.type("What do you ask?", POINTS[0])
    champion.shot("ask")
    champion.press("Ask this")
    champion.sees("Only the panel and SEND officers see this.")
    champion.type("Your message", "A warm start. Thank you.")
    champion.choose("The organisation sees this")
    champion.press("Send the message")
    champion.shot("asked-and-said")


def ask_for_changes(champion, application) -> None:
    champion.go(f"/cases/{application.uuid}/decision/")
    champion.unfold_each()
    champion.choose_each("No, not met yet")
    say_what_is_missing(champion)
    champion.choose("Ask for changes")
    champion.type("What do you want to say", "Nearly there.")
    champion.tick(POINTS[0])
    champion.select("Point 1: what is it about?", "Commitment")
    champion.type("Point 1: what should they change?", POINTS[1])
    champion.shot("ask-for-changes")
    champion.press("Check the letter")
    champion.sees("all of you had found it met")
    champion.tick("Yes, we talked about it, and this is what we agreed.")
    champion.shot("against-what-all-had-found")
    champion.press("Record the decision")


def say_what_is_missing(champion) -> None:
    """Beside each question that is not met; the letter tells them."""
    for note in champion.page.locator("textarea[name^=note_]").all():
        note.fill("We miss how parents decide.")


def answer_each(organisation, application) -> None:
    """Nothing goes back before every point has its answer."""
    for point, kind in zip(POINTS, ("We changed it", "We explain why not"), strict=True):
        organisation.follow("Answer what the champions asked")
        organisation.sees(point)
        organisation.choose(kind)
        organisation.type("What did you change, or why not?", f"Our answer: {point}")
        organisation.shot("answer")
        organisation.press("Send the answer")
        organisation.sees(f"Our answer: {point}")
        organisation.go(f"/applications/{application.uuid}/registration/check/")


def test_champion_asks_for_changes_then_says_not_yet(walker, sent, champions, officer, lead):
    """Asked, sent back, answered point by point, closed; nothing is typed again."""
    at = timezone.now() - 19 * DAY
    panel = bring_to_assessment(sent, lead=lead, champions=champions[:1], officer=officer, at=at)
    assess_all(panel, at=at + 10 * DAY)
    champion = walker("champion", phone=True)
    sign_in(champion, champions[0].user.email)
    ask_and_support(champion, sent)
    organisation = walker("lead")
    sign_in(organisation, lead.email)
    organisation.follow("What the champions ask, and messages")
    organisation.sees("A warm start. Thank you.")
    organisation.does_not_see(POINTS[0])
    organisation.type("Your message to the champions", "We liked the talk, too.")
    organisation.press("Send the message")
    organisation.shot("thread")
    ask_for_changes(champion, sent)
    organisation.go(f"/applications/{sent.uuid}/challenges/")
    organisation.does_not_see(POINTS[0])
    release(panel.decisions.get(), officer, at=timezone.now())
    organisation.go("/dashboard/")
    organisation.sees("The champions asked you 2 questions")
    organisation.shot("changes-asked")
    organisation.follow("Make the changes")
    for point in POINTS:
        organisation.sees(point)
    organisation.shot("points")
    organisation.follow("About you")
    organisation.type("Describe your organisation", "Children chair our meetings each month.")
    organisation.press("Save and continue")
    organisation.go(f"/applications/{sent.uuid}/registration/check/")
    organisation.sees("You cannot send it yet")
    organisation.shot("points-wait")
    answer_each(organisation, sent)
    organisation.shot("check-again")
    organisation.press("Send the registration")
    organisation.shot("sent-again")
    champion.go(f"/cases/{sent.uuid}/")
    champion.follow("Read what was asked and said")
    champion.sees(f"Our answer: {POINTS[0]}")
    champion.shot("answers")
    champion.follow("Open Signed up")
    champion.follow("Close this challenge")
    champion.type("What settled it?", "We see it now.")
    champion.shot("close")
    champion.press("Close it")
    champion.sees("Closed")
    champion.go("/champions/")
    champion.follow("Acorn Lane School")
    champion.sees("Children chair our meetings each month.")
    champion.follow("Write your assessment")
    answer_again_and_send(champion, level="Partly")
    champion.go(f"/cases/{sent.uuid}/decision/")
    champion.unfold_each()
    champion.choose_each("No, not met yet")
    champion.choose("Not yet", exact=True)
    champion.type("What do you want to say", "You are on the way.")
    champion.press("Check the letter")
    champion.sees("There is a problem")
    champion.sees("Say why “Commitment” is not met yet.")
    champion.shot("say-what-is-still-needed")
    say_what_is_missing(champion)
    champion.type("What to change, or what is still needed", "A second meeting with your board.")
    champion.press("Check the letter")
    champion.press("Record the decision")
    # Wait for it: the officer opens the release at once.
    champion.does_not_see("There is a problem")
    releasing = walker("officer")
    sign_in(releasing, officer.email)
    releasing.go(f"/cases/{sent.uuid}/release/")
    releasing.tick("I have read the letter")
    releasing.press("Release the decision")
    organisation.go("/dashboard/")
    organisation.sees("not yet")
    organisation.open("Bronze, ")
    organisation.sees("A second meeting with your board.")
    organisation.shot("not-yet")
    organisation.press("Begin Bronze again")
    organisation.sees("Your registration for Bronze")
    organisation.shot("begun-again")
