"""The evening of a recognition event: in order, printed, ticked at the door on a phone, closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from celebrations.models import Guest, Presentation
from tests.celebrations.events.room_rows import evening, guest, party
from tests.journeys.people import sign_in, the_worker_works
from tests.support.awards import hold, holder

pytestmark = pytest.mark.journey


def test_an_evening_from_the_running_order_until_it_is_closed(walker, organisation, lead, officer):
    at = timezone.now()
    event = evening(officer, starts_at=at - timedelta(minutes=5))
    acorn = party(event, hold(organisation, "bronze", lead=lead, officer=officer, at=at))
    guest(acorn, "Amina Yusuf", on_stage=True, access_needs="A place for my wheelchair")
    guest(acorn, "ڈاکٹر فاطمہ زہرا شیرازی", no_pictures=True)
    beacon = party(event, holder("Beacon Centre", officer=officer, at=at), guests=["Bea Brown"])
    party(event, holder("Cedar Trust", officer=officer, at=at), answer="not-coming")
    office = walker("officer")
    sign_in(office, officer.email)
    office.go(f"/officers/events/{event.uuid}/replies/")
    office.sees("Cedar Trust")
    office.shot("replies")
    office.follow("Running order")
    office.press("Put in the usual order")
    office.sees("The organisations are in the usual order.")
    office.type("Place of Beacon Centre", "1")
    office.page.get_by_role("button", name="Save the order").first.click()
    office.sees("The running order is saved.")
    beacon.refresh_from_db()
    assert beacon.place == 1
    office.shot("order")
    office.follow("Lists to print")
    office.shot("lists")
    office.press("Make the access list for the place")
    office.sees("It is written down who opens it.")
    office.shot("being-made")
    the_worker_works()
    office.go(office.page.url.removeprefix(office.page.url.split("/officers")[0]))
    office.sees("Ready")
    office.shot("ready")
    door = walker("door", phone=True)
    sign_in(door, officer.email)
    door.go(f"/officers/events/{event.uuid}/attendance/")
    door.shot("attendance")
    door.tick("Amina Yusuf came")
    door.page.get_by_role("group", name="Acorn Lane School").get_by_label("handed over").check()
    door.press("Save this page")
    door.sees("Saved.")
    assert Guest.objects.get(name="Amina Yusuf").came is True
    assert Presentation.objects.exclude(handed_over_at=None).get().invitation == acorn
    door.type("Organisation or guest", "beacon")
    door.press("Find")
    door.shot("found")
    door.go(f"/officers/events/{event.uuid}/attendance/")
    door.follow("When everything is written down, close the event")
    door.sees("These emblems stay due")
    door.shot("close")
    door.press("Close the event")
    door.sees("1 of 3 expected")
    door.shot("summary")
    office.go(f"/officers/events/{event.uuid}/summary/")
    office.sees("Cedar Trust")
    office.shot("summary")
