"""Eligibility and the registration form."""

from django.urls import path

from portfolios.views import eligibility
from portfolios.views.registration import beginning, items, sections, sending

urlpatterns = [
    path("start/", eligibility.start, name="start"),
    path("start/result/", eligibility.result, name="start-result"),
    path("start/<slug:slug>/", eligibility.question, name="start-question"),
    path("organisations/new/", beginning.new_organisation, name="organisation-new"),
    path(
        "organisations/<slug:slug>/registration/begin/",
        beginning.begin_again,
        name="registration-begin",
    ),
    path(
        "officers/registrations/new/",
        beginning.enter_registration,
        name="officers-registration-new",
    ),
    path(
        "applications/<uuid:application>/registration/",
        sections.task_list,
        name="registration",
    ),
    path(
        "applications/<uuid:application>/registration/check/",
        sending.check,
        name="registration-check",
    ),
    path(
        "applications/<uuid:application>/registration/<slug:section>/",
        sections.section,
        name="registration-section",
    ),
    path(
        "applications/<uuid:application>/registration/<slug:section>/add/",
        items.add,
        name="registration-item-add",
    ),
    path(
        "applications/<uuid:application>/registration/<slug:section>/<uuid:item>/",
        items.change,
        name="registration-item",
    ),
    path(
        "applications/<uuid:application>/registration/<slug:section>/<uuid:item>/remove/",
        items.remove,
        name="registration-item-remove",
    ),
]
