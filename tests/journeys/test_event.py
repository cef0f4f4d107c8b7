"""The yearly recognition event: planned, chosen, invited to, moved, and called off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from celebrations.models import RecognitionEvent
from foundation.dates import london_date
from foundation.models import OutboxMessage
from tests.journeys.people import sign_in, the_worker_works
from tests.journeys.walking import Walker
from tests.support.awards import hold, holder

pytestmark = pytest.mark.journey

NAME = "Recognition Event of the Year"


def plan(officer: Walker) -> RecognitionEvent:
    """From the officers' page to the event's own page."""
    today = london_date(timezone.now())
    day, reply_by = today + timedelta(days=40), today + timedelta(days=30)
    officer.follow("Recognition events")
    officer.shot("none")
    officer.follow("Plan an event")
    officer.press("Save and continue")
    officer.sees("Enter what the event is called.")
    officer.shot("mistakes")
    officer.type("What is the event called?", NAME)
    officer.date("Date", day.day, day.month, day.year)
    officer.type("Time", "5:30pm")
    officer.type("Place", "Council House", exact=True)
    officer.type("Address of the place", "Victoria Square, Birmingham B1 1BB")
    officer.type("Who presents the emblems?", "the Lord Mayor")
    officer.type("Good to know", "There is a lift to every room.")
    officer.date("By when should they answer?", reply_by.day, reply_by.month, reply_by.year)
    officer.press("Save and continue")
    officer.sees("It is your turn: choose who is due an emblem")
    officer.shot("planned")
    return RecognitionEvent.objects.get()


def choose_and_invite(officer: Walker, *, but: str) -> None:
    officer.follow("See who is due")
    officer.untick(but)
    officer.shot("due")
    officer.press("Save the list")
    officer.sees("It is your turn: invite")
    officer.follow("Check whom you invite")
    officer.sees("The invitation goes to 1 organisation")
    officer.sees("what helps them to take part")
    officer.shot("invite")
    officer.press("Invite 1 organisation")
    officer.sees("are on their way")
    the_worker_works()
    officer.follow("Back to")
    officer.sees("It is the turn of those you invited")
    officer.shot("invited")


@pytest.mark.parametrize(
    "options",
    [{"keyboard": True}, {"phone": True}, {"phone": True, "scripts": False}],
    ids=["desk", "phone", "plain"],
)
def test_planned_chosen_invited_moved_and_called_off(walker, organisation, lead, officer, options):
    at = timezone.now() - timedelta(days=3)
    hold(organisation, lead=lead, officer=officer, at=at)
    # It sorts before the other one, so its emblem is the first on the page.
    holder("Abbey School", officer=officer, at=at)
    walking = walker("officer", **options)
    sign_in(walking, officer.email)
    event = plan(walking)
    choose_and_invite(walking, but="Bronze Award, given on")
    mail = OutboxMessage.objects.get(message="event_invitation")
    assert "/recognition/" in mail.body_text
    walking.follow("Details")
    walking.sees("1 organisation was invited.")
    walking.type("Place", "Town Hall", exact=True)
    walking.press("Save and continue")
    walking.sees("The event is changed.")
    the_worker_works()
    assert "Town Hall" in OutboxMessage.objects.get(message="event_changed").body_text
    walking.follow("Call the event off")
    walking.type("Why is it called off?", "The roof leaks.")
    walking.shot("call-off")
    walking.press("Call it off")
    walking.sees("The roof leaks.")
    walking.shot("called-off")
    the_worker_works()
    assert OutboxMessage.objects.filter(message="event_called_off").count() == 1
    walking.follow("Back to recognition events")
    walking.sees("Called off")
    walking.shot("list")
    event.refresh_from_db()
    assert event.cancelled_by == officer
