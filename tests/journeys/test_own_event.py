"""An event of their own: recorded on a phone, told to everybody, and gone when consent goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from celebrations.models import Spotlight
from foundation.dates import london_date
from portfolios.services.evidence import withdraw_consent
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import hold
from tests.support.spotlights import photo

pytestmark = pytest.mark.journey
SENTENCE = "About an event: The day of the green door"


def test_an_event_from_the_first_word_until_consent_goes(walker, organisation, lead, officer):
    at = timezone.now() - timedelta(days=3)
    hold(organisation, "bronze", lead=lead, officer=officer, at=at)
    picture = photo(organisation, lead=lead, at=at)
    day = london_date(at)
    telling = walker("lead", phone=True)
    sign_in(telling, lead.email)
    telling.follow("Your events: record one, or see them")
    telling.shot("none")
    telling.follow("Record an event")
    telling.type("What was it called?", "The day of the green door")
    telling.press("Save")
    telling.sees("Enter the day.")
    telling.type("Day", str(day.day))
    telling.type("Month", str(day.month))
    telling.type("Year", str(day.year))
    telling.type("Where was it? (optional)", "School hall")
    telling.type("What happened? (optional)", "The forum unveiled a door that pupils had painted.")
    telling.type("How many people came? (optional)", "85")
    telling.type("Who came? (optional)", "pupils of all years, parents, two governors")
    telling.shot("form")
    telling.press("Save")
    telling.sees("Your event is recorded.")
    telling.shot("recorded")
    telling.follow("Tell everybody")
    telling.press("Tell everybody of this event")
    telling.shot("tasks")
    telling.follow("Your story")
    telling.type("What is it about, in one or two sentences?", "A door, painted by pupils.")
    telling.type("What is different now because of it?", "Nobody walks past it.")
    telling.press("Save and continue")
    telling.tick(picture.caption)
    telling.press("Save and continue")
    telling.follow("Check it and send it")
    telling.sees(SENTENCE)
    telling.shot("check")
    telling.tick("Nobody can tell from our words who a child is")
    telling.tick("Everybody in these pictures knows")
    telling.press("Send to SEND officers")
    telling.sees("A SEND officer reads it next")
    the_worker_works()
    reading = walker("officer")
    sign_in(reading, officer.email)
    reading.follow("Spotlights to read")
    reading.shot("list")
    reading.follow("The day of the green door")
    reading.sees(SENTENCE)
    reading.shot("read")
    reading.follow("Read what they recorded of it")
    reading.sees("two governors")
    reading.shot("record")
    story = Spotlight.objects.get()
    reading.go(f"/officers/spotlights/{story.uuid}/")
    reading.choose("Approve: show it to everybody now")
    reading.press("Send the answer")
    for phone in (True, False):
        anybody = walker(f"anybody-{'phone' if phone else 'desktop'}", phone=phone)
        anybody.go(f"/register/{organisation.slug}/")
        anybody.sees("A door, painted by pupils.")
        anybody.shot("register")
        anybody.follow("The day of the green door")
        anybody.sees(SENTENCE)
        pictures = anybody.page.locator("img.award-story__picture")
        assert pictures.evaluate("picture => picture.complete && picture.naturalWidth") > 0
        anybody.shot("story")
    telling.go(f"/organisations/{organisation.slug}/events/")
    telling.sees("On the website")
    telling.shot("told")
    withdraw_consent(item=picture.item, note="", actor=lead, at=timezone.now())
    anybody.go(f"/register/{organisation.slug}/")
    assert anybody.page.get_by_text("A door, painted by pupils.").count() == 0
    address = anybody.page.url.split("/register/")[0]
    assert anybody.page.goto(f"{address}/spotlights/{story.uuid}/").status == 404
    telling.go(f"/own-events/{story.event.uuid}/spotlight/")
    telling.sees("Not shown: consent is gone")
    telling.shot("gone")
