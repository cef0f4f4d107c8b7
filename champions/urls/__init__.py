"""The addresses of this room. A case carries the uuid of its application."""

from champions.urls import (
    assessing,
    calendar,
    challenges,
    deciding,
    home,
    judged,
    meetings,
    panels,
    people,
)

urlpatterns = [
    *home.urlpatterns,
    *people.urlpatterns,
    *panels.urlpatterns,
    *assessing.urlpatterns,
    *judged.urlpatterns,
    *meetings.urlpatterns,
    *calendar.urlpatterns,
    *deciding.urlpatterns,
    *challenges.urlpatterns,
]
