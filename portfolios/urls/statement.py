"""The yearly statement that renews an award (scheme.md 22)."""

from django.urls import path

from portfolios.selectors.forms import STATEMENT
from portfolios.views.portfolio import printing, zips
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
    path(
        "applications/<uuid:application>/statement/print/",
        printing.print_portfolio,
        {"form": STATEMENT},
        name="statement-print",
    ),
    path(
        "applications/<uuid:application>/statement/print/<uuid:printout>/",
        printing.printout,
        {"form": STATEMENT},
        name="statement-printout",
    ),
    path(
        "applications/<uuid:application>/statement/print/<uuid:printout>/file/",
        printing.printout_file,
        {"form": STATEMENT},
        name="statement-printout-file",
    ),
    path(
        "applications/<uuid:application>/statement/files.zip",
        zips.portfolio_zip,
        {"form": STATEMENT},
        name="statement-zip",
    ),
]
