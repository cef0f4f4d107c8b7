"""What the panel decides, its letter, and an appeal against it."""

from django.urls import path

from champions.views import decisions

urlpatterns = [
    path("cases/<uuid:uuid>/decision/", decisions.decision, name="case-decision"),
    path("cases/<uuid:uuid>/release/", decisions.release, name="case-release"),
    path("cases/<uuid:uuid>/release/letter/", decisions.letter, name="case-letter"),
    path("cases/<uuid:uuid>/release/give-back/", decisions.give_back, name="case-give-back"),
]
