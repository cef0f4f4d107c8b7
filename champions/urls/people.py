"""Champions themselves: their service, and what ties them."""

from django.urls import path

from champions.views import people

urlpatterns = [
    path("officers/champions/", people.champions, name="officers-champions"),
    path("officers/champions/appoint/", people.appoint, name="officers-champions-appoint"),
    path("officers/champions/<uuid:champion>/end/", people.end, name="officers-champions-end"),
]
