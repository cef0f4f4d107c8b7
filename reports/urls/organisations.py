"""Officers: every organisation, and the machinery."""

from django.urls import path

from reports.views import machinery, organisations

urlpatterns = [
    path("officers/", organisations.listing, name="officers"),
    path("officers/organisations/<slug:slug>/", organisations.detail, name="officers-organisation"),
    path(
        "officers/organisations/<slug:slug>/printed-name/",
        organisations.printed_name,
        name="officers-printed-name",
    ),
    path("officers/mail/", machinery.mail, name="officers-mail"),
    path("officers/mail/retry/", machinery.retry_all_mail, name="officers-mail-retry-all"),
    path("officers/mail/<uuid:message>/retry/", machinery.retry_mail, name="officers-mail-retry"),
]
