"""What the panel decides, its letter, and an appeal against it."""

from django.urls import path

from champions.views import appeals, decisions

urlpatterns = [
    path("cases/<uuid:uuid>/decision/", decisions.decision, name="case-decision"),
    path("cases/<uuid:uuid>/decision/check/", decisions.check, name="case-decision-check"),
    path("cases/<uuid:uuid>/release/", decisions.release, name="case-release"),
    path("cases/<uuid:uuid>/release/letter/", decisions.letter, name="case-letter"),
    path("cases/<uuid:uuid>/release/give-back/", decisions.give_back, name="case-give-back"),
    path("letters/<uuid:decision>/appeal/", appeals.make, name="appeal-make"),
    path("appeals/<uuid:uuid>/", appeals.appeal, name="appeal"),
    path("officers/appeals/", appeals.officers_appeals, name="officers-appeals"),
    path("officers/appeals/<uuid:uuid>/", appeals.officers_appeal, name="officers-appeal"),
]
