"""Who sits on a panel, who offers to, and who leaves it."""

from django.urls import path

from champions.views import cases, panels

urlpatterns = [
    path("cases/<uuid:uuid>/panel/", panels.panel, name="case-panel"),
    path(
        "cases/<uuid:uuid>/panel/<uuid:champion>/interest/",
        cases.late_interest,
        name="case-interest",
    ),
]
