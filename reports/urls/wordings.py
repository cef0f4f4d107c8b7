"""Officers: the words of e-mails."""

from django.urls import path

from reports.views import wordings

urlpatterns = [
    path("officers/mail/wordings/", wordings.listing, name="officers-wordings"),
    path("officers/mail/wordings/<slug:kind>/", wordings.wording, name="officers-wording"),
    path(
        "officers/mail/wordings/<slug:kind>/history/",
        wordings.history,
        name="officers-wording-history",
    ),
    path(
        "officers/mail/wordings/<slug:kind>/restore/",
        wordings.restore,
        name="officers-wording-restore",
    ),
]
