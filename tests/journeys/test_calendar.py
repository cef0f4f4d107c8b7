"""Somebody's own calendar: made by keyboard, renewed, stopped, and without JavaScript on a phone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from champions.models import CalendarLink
from champions.selectors.calendar_feed import address_of_feed
from tests.journeys.people import sign_in
from tests.support.awards import hold

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("way", "options"),
    [
        ("desk", {"keyboard": True}),
        ("phone", {"phone": True}),
        ("plain", {"phone": True, "scripts": False}),
    ],
)
def test_link_is_made_renewed_and_stopped(walker, organisation, lead, officer, way, options):
    at = timezone.now() - timedelta(days=30)
    hold(organisation, lead=lead, officer=officer, at=at)
    visitor = walker(way, **options)
    sign_in(visitor, lead.email)
    visitor.follow("See them in your own calendar")
    visitor.sees("Send your delivery plan: Acorn Lane School")
    visitor.shot("before")
    visitor.press("Make my link")
    visitor.sees("Your link is ready")
    first = address_of_feed(CalendarLink.objects.get())
    assert visitor.page.get_by_label("Your link").input_value() == first
    assert visitor.page.request.get(first).status == 200
    visitor.open("Google Calendar")
    visitor.shot("link")
    visitor.press("Make a new link")
    visitor.sees("The old one has stopped")
    assert visitor.page.request.get(first).status == 404
    second = visitor.page.get_by_label("Your link").input_value()
    answer = visitor.page.request.get(second)
    assert "Send your delivery plan" in answer.text().replace("\r\n ", "")
    visitor.press("Stop the link")
    visitor.sees("Make my link")
    assert visitor.page.request.get(second).status == 404
    visitor.shot("stopped")
