"""Who sits on a panel, who offers to, and who leaves it."""

from django.urls import path

from champions.views import claims, leaving, panels

urlpatterns = [
    path("cases/<uuid:uuid>/panel/", panels.panel, name="case-panel"),
    path(
        "cases/<uuid:uuid>/panel/<uuid:champion>/interest/",
        leaving.late_interest,
        name="case-interest",
    ),
    path("cases/<uuid:uuid>/panel/<uuid:champion>/take-off/", leaving.recuse, name="case-recuse"),
    path("cases/<uuid:uuid>/step-back/", leaving.back, name="case-step-back"),
    path("champions/offers/", claims.offers, name="champions-offers"),
    path("champions/offers/<uuid:application>/", claims.offer, name="champions-offer"),
]
