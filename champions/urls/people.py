"""Champions themselves: their service, and what ties them."""

from django.urls import path

from champions.views import interests, people, profile

urlpatterns = [
    path("champions/me/", profile.profile, name="champion-profile"),
    path("champions/me/away/", profile.away, name="champion-away"),
    path("champions/me/away/<uuid:uuid>/remove/", profile.away_remove, name="champion-away-remove"),
    path("interests/", interests.interests, name="interests"),
    path("interests/add/", interests.add, name="interests-add"),
    path("interests/<uuid:uuid>/end/", interests.end, name="interests-end"),
    path("officers/champions/", people.champions, name="officers-champions"),
    path("officers/champions/appoint/", people.appoint, name="officers-champions-appoint"),
    path("officers/champions/<uuid:champion>/", people.champion, name="officers-champion"),
    path(
        "officers/champions/<uuid:champion>/change/",
        people.change,
        name="officers-champion-change",
    ),
    path(
        "officers/champions/<uuid:champion>/training/",
        people.training,
        name="officers-champion-training",
    ),
    path(
        "officers/champions/<uuid:champion>/interest/",
        interests.of_champion,
        name="officers-champion-interest",
    ),
    path("officers/champions/<uuid:champion>/end/", people.end, name="officers-champions-end"),
    path("officers/interests/", interests.register, name="officers-interests"),
    path("officers/interests.csv", interests.register_csv, name="officers-interests-csv"),
]
