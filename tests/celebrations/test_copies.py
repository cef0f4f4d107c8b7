"""Copies for the web: smaller, made by a job, and gone as soon as a picture may not be shown (T-52, F-10)."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from celebrations.models import Spotlight, SpotlightPicture
from celebrations.rendering.pictures import LONGEST, for_the_web
from celebrations.services.copies import keep_copies
from celebrations.services.telling import tell_of_spotlights_gone
from celebrations.tasks import make_copies
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.models import OutboxMessage, PrivateFile
from portfolios.models import Consent
from tests.support.jobs import run_waiting_jobs
from tests.support.pictures import picture
from tests.support.spotlights import send


def tick(duty, now):
    return duty(DutyContext(now=now, today=london_date(now), dry_run=False))


def copies():
    return PrivateFile.objects.filter(display_name__startswith="spotlight-")


class TestTheCopy:
    @pytest.mark.parametrize(
        ("size", "wanted"), [((4000, 2000), (1200, 600)), ((300, 200), (300, 200))]
    )
    def test_is_no_larger_than_a_page_needs(self, size, wanted):
        with Image.open(io.BytesIO(for_the_web(picture("JPEG", size=size)))) as made:
            assert (made.format, made.size) == ("JPEG", wanted)
        assert max(wanted) <= LONGEST

    def test_of_a_clear_picture_lies_on_white(self):
        clear = io.BytesIO()
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")
        with Image.open(io.BytesIO(for_the_web(clear.getvalue()))) as made:
            assert made.getpixel((5, 5)) == (255, 255, 255)

    def test_tells_nothing_of_the_camera(self):
        with Image.open(io.BytesIO(for_the_web(picture("JPEG")))) as made:
            assert not made.getexif()
            assert "icc_profile" not in made.info


class TestMaking:
    def test_when_it_is_sent(self, story, photo, lead, now):
        spotlight = story(photo())
        send(spotlight, lead=lead, at=now)
        assert copies().count() == 0
        run_waiting_jobs()
        (row,) = spotlight.pictures.all()
        assert row.copy == copies().get()

    def test_twice_makes_one(self, story, photo, lead, now):
        spotlight = story(photo())
        send(spotlight, lead=lead, at=now)
        for _ in range(2):
            make_copies.call(str(spotlight.uuid))
        assert copies().count() == 1

    def test_of_what_may_not_be_shown_makes_none(self, story, photo, lead, now):
        spotlight = story(photo())
        send(spotlight, lead=lead, at=now)
        Consent.objects.update(scope="assessors")
        run_waiting_jobs()
        assert copies().count() == 0

    def test_of_a_deleted_draft_makes_nothing(self, story):
        spotlight = story()
        Spotlight.objects.all().delete()
        make_copies.call(str(spotlight.uuid))


class TestTheClock:
    @pytest.fixture
    def spotlight(self, shown, photo):
        made = shown(photo())
        run_waiting_jobs()
        assert copies().count() == 1
        return made

    def test_takes_away_what_may_not_be_shown(self, spotlight, now):
        assert tick(keep_copies, now) == 0
        Consent.objects.update(scope="assessors")
        assert tick(keep_copies, now) == 1
        assert (copies().count(), SpotlightPicture.objects.get().copy) == (0, None)

    def test_makes_it_anew_when_it_may_be_again(self, spotlight, now):
        Consent.objects.update(scope="assessors")
        tick(keep_copies, now)
        Consent.objects.update(scope="web")
        assert tick(keep_copies, now) == 1
        # It is asked for once, until it is there.
        assert tick(keep_copies, now) == 0
        run_waiting_jobs()
        assert copies().count() == 1
        assert tick(keep_copies, now) == 0

    def test_tells_leads_once_that_it_is_down(self, spotlight, lead, now):
        assert tick(tell_of_spotlights_gone, now) == 0
        Consent.objects.update(scope="assessors")
        assert tick(tell_of_spotlights_gone, now) == 1
        assert tick(tell_of_spotlights_gone, now + timedelta(minutes=1)) == 0
        (mail,) = OutboxMessage.objects.filter(message="spotlight_gone")
        assert mail.to == lead.email

    def test_and_again_when_it_came_back_and_went_down(self, spotlight, now):
        for minute, scope in enumerate(["assessors", "web", "publicity"]):
            Consent.objects.update(scope=scope)
            tick(tell_of_spotlights_gone, now + timedelta(minutes=minute))
        assert OutboxMessage.objects.filter(message="spotlight_gone").count() == 2
