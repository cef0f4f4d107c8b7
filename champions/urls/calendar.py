"""Somebody's own calendar: the page about it, and what a calendar reads."""

from django.urls import path

from champions.views import calendar_feed

urlpatterns = [
    path("calendar/", calendar_feed.calendar, name="calendar"),
    path("calendar/link/", calendar_feed.renew, name="calendar-renew"),
    path("calendar/stop/", calendar_feed.stop, name="calendar-stop"),
    path("calendar/<str:token>.ics", calendar_feed.feed, name="calendar-feed"),
]
