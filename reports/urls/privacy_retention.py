"""How long things are kept, and what must not be deleted."""

from django.urls import path

from reports.views import holds, retention

urlpatterns = [
    path("officers/privacy/retention/", retention.table, name="officers-retention"),
    path("officers/privacy/holds/", holds.listing, name="officers-holds"),
    path("officers/privacy/holds/add/", holds.add, name="officers-hold-add"),
    path("officers/privacy/holds/<uuid:hold>/end/", holds.end, name="officers-hold-end"),
]
