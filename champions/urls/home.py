"""Where champions and organisations land, and one case."""

from django.urls import path

from champions.views import cases, home, load, record, withdrawing, work

urlpatterns = [
    path("organisations/<slug:slug>/", home.home, name="organisation"),
    path("applications/<uuid:application>/withdraw/", withdrawing.withdraw, name="withdraw"),
    path("champions/", work.work, name="champions"),
    path("champions/record/", record.own, name="champion-record"),
    path("officers/champions/load/", load.load, name="officers-load"),
    path("officers/champions/<uuid:champion>/remind/", load.remind, name="officers-remind"),
    path(
        "officers/champions/<uuid:champion>/record/",
        record.of_champion,
        name="officers-champion-record",
    ),
    path("cases/<uuid:uuid>/", cases.case, name="case"),
]
