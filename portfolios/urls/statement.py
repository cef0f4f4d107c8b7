"""The yearly statement that renews an award (scheme.md 22)."""

from django.urls import path

from portfolios.views.statement import (
    beginning,
    choosing,
    criteria,
    overview,
    sending,
    together,
)

urlpatterns = [
    path("organisations/<slug:slug>/renew/<uuid:award>/", beginning.renew, name="renewal-begin"),
    path("applications/<uuid:application>/statement/", overview.overview, name="statement"),
    path(
        "applications/<uuid:application>/statement/criteria/<str:code>/",
        criteria.criterion,
        name="statement-criterion",
    ),
    path(
        "applications/<uuid:application>/statement/criteria/<str:code>/evidence/",
        choosing.evidence,
        name="statement-evidence",
    ),
    path(
        "applications/<uuid:application>/statement/together/",
        together.together,
        name="statement-together",
    ),
    path("applications/<uuid:application>/statement/sign/", sending.sign, name="statement-sign"),
    path("applications/<uuid:application>/statement/check/", sending.check, name="statement-check"),
]
