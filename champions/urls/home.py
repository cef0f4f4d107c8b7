"""Where champions and organisations land, and one case."""

from django.urls import path

from champions.views import cases, home, work

urlpatterns = [
    path("organisations/<slug:slug>/", home.home, name="organisation"),
    path("champions/", work.work, name="champions"),
    path("cases/<uuid:uuid>/", cases.case, name="case"),
]
