"""Meetings, visits and interviews, on both sides."""

from django.urls import path

from champions.views import meetings, organisation

urlpatterns = [
    path("cases/<uuid:uuid>/meeting/", meetings.meeting, name="case-meeting"),
    path("cases/<uuid:uuid>/meeting/offer/", meetings.offer, name="case-meeting-offer"),
    path("cases/<uuid:uuid>/meeting/move/", meetings.move, name="case-meeting-move"),
    path("cases/<uuid:uuid>/meeting/place/", meetings.place, name="case-meeting-place"),
    path("cases/<uuid:uuid>/meeting/cancel/", meetings.cancel, name="case-meeting-cancel"),
    path("cases/<uuid:uuid>/meeting/minutes/", meetings.minutes, name="case-meeting-minutes"),
    path("applications/<uuid:uuid>/meeting/", organisation.meeting, name="meeting"),
    path(
        "applications/<uuid:uuid>/meeting/other-times/",
        organisation.other_times,
        name="meeting-other",
    ),
]
