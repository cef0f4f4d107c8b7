"""Who sits on a panel, who offers to, who leaves it, and if it goes to see whom it re-validates."""

from django.urls import path

from champions.views import claims, leaving, panels, rulings

urlpatterns = [
    path("cases/<uuid:uuid>/panel/", panels.panel, name="case-panel"),
    path(
        "cases/<uuid:uuid>/panel/<uuid:champion>/interest/",
        leaving.late_interest,
        name="case-interest",
    ),
    path("cases/<uuid:uuid>/panel/<uuid:champion>/take-off/", leaving.recuse, name="case-recuse"),
    path("cases/<uuid:uuid>/step-back/", leaving.back, name="case-step-back"),
    path("cases/<uuid:uuid>/visit-rule/", rulings.rule, name="case-visit-rule"),
    path("champions/offers/", claims.offers, name="champions-offers"),
    path("champions/offers/<uuid:application>/", claims.offer, name="champions-offer"),
]
