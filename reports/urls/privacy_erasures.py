"""Deleting a person or an organisation."""

from django.urls import path

from reports.views import erasures

urlpatterns = [
    path("officers/privacy/erasures/", erasures.listing, name="officers-erasures"),
    path("officers/privacy/erase/person/", erasures.erase_name, name="officers-erase-name"),
    path(
        "officers/privacy/erase/person/<uuid:member>/",
        erasures.erase_person,
        name="officers-erase-person",
    ),
    path(
        "officers/privacy/erase/organisation/<slug:slug>/",
        erasures.erase_organisation,
        name="officers-erase-organisation",
    ),
    path("officers/privacy/erasures/<uuid:erasure>/", erasures.detail, name="officers-erasure"),
]
