"""A story for everybody: written on a phone, changed, approved, seen, and down when consent goes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from celebrations.models import Spotlight
from portfolios.services.evidence import withdraw_consent
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import hold
from tests.support.spotlights import WORDS, photo

pytestmark = pytest.mark.journey


def test_a_story_from_the_first_word_until_consent_goes(walker, organisation, lead, officer):
    at = timezone.now() - timedelta(days=3)
    hold(organisation, "bronze", lead=lead, officer=officer, at=at)
    picture = photo(organisation, lead=lead, at=at)
    telling = walker("lead", phone=True)
    sign_in(telling, lead.email)
    telling.follow("Your spotlight: write it, or see where it stands")
    telling.shot("before")
    telling.press("Tell your story")
    telling.shot("tasks")
    telling.follow("Your story")
    telling.type("Headline", WORDS["title"])
    telling.type("What is it about, in one or two sentences?", WORDS["summary"])
    telling.type("Your story", "It began on Acorn Lane, with a question.")
    telling.type("What is different now because of it?", WORDS["changed"])
    telling.shot("story")
    telling.press("Save and continue")
    telling.tick(picture.caption)
    telling.shot("pictures")
    telling.press("Save and continue")
    telling.follow("Check it and send it")
    telling.shot("check")
    telling.press("Send to SEND officers")
    telling.sees("Tick the box when everybody in the pictures knows it.")
    telling.tick("Nobody can tell from our words who a child is")
    telling.tick("Everybody in these pictures knows")
    telling.press("Send to SEND officers")
    telling.sees("A SEND officer reads it next")
    telling.shot("sent")
    the_worker_works()
    reading = walker("officer")
    sign_in(reading, officer.email)
    reading.follow("Spotlights to read")
    reading.shot("list")
    reading.follow(WORDS["title"])
    reading.shot("read")
    reading.choose("Ask for changes")
    reading.type("What should be changed?", "Please leave out the name of the street.")
    reading.press("Send the answer")
    telling.go(f"/organisations/{organisation.slug}/spotlight/")
    telling.sees("Please leave out the name of the street.")
    telling.shot("changes")
    telling.follow("Your story")
    telling.type("Your story", "It began with a question in the forum.")
    telling.press("Save and come back later")
    telling.follow("Check it and send it")
    telling.tick("Nobody can tell from our words who a child is")
    telling.tick("Everybody in these pictures knows")
    telling.press("Send to SEND officers")
    reading.go("/officers/spotlights/")
    reading.follow(WORDS["title"])
    reading.choose("Approve: show it to everybody now")
    reading.press("Send the answer")
    the_worker_works()
    story = Spotlight.objects.get()
    for phone in (True, False):
        anybody = walker(f"anybody-{'phone' if phone else 'desktop'}", phone=phone)
        anybody.go("/")
        anybody.follow("tell how they work together")
        anybody.sees(WORDS["summary"])
        anybody.shot("all")
        anybody.follow(WORDS["title"])
        anybody.sees("It began with a question in the forum.")
        pictures = anybody.page.locator("img.award-story__picture")
        assert pictures.evaluate("picture => picture.complete && picture.naturalWidth") > 0
        anybody.shot("story")
    anybody.go("/spotlights/embed/")
    anybody.shot("embed")
    withdraw_consent(item=picture.item, note="", actor=lead, at=timezone.now())
    assert anybody.page.goto(anybody.page.url.replace("embed", str(story.uuid))).status == 404
    telling.go(f"/organisations/{organisation.slug}/spotlight/")
    telling.sees("Not shown: consent is gone")
    telling.shot("gone")
