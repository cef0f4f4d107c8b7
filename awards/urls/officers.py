"""Officers' pages about people. Where organisations stand is in the reports room."""

from django.urls import path

from awards.views import concerns, extensions, officers, revocations

urlpatterns = [
    path("officers/people/", officers.people, name="officers-people"),
    path("officers/people/appoint/", officers.appoint, name="officers-appoint"),
    path("officers/people/<uuid:member>/end/", officers.end, name="officers-end"),
    path(
        "officers/organisations/<slug:slug>/hand-over/",
        officers.hand_over,
        name="officers-hand-over",
    ),
    path(
        "officers/organisations/<slug:slug>/extend/<slug:stage>/",
        extensions.extend,
        name="officers-extend",
    ),
    path(
        "officers/organisations/<slug:slug>/renewal/<uuid:award>/more-time/",
        extensions.extend_renewal,
        name="officers-extend-renewal",
    ),
    path(
        "officers/organisations/<slug:slug>/take-back/<uuid:award>/",
        revocations.propose,
        name="officers-take-back",
    ),
    path("officers/taken-back/", revocations.listing, name="officers-revocations"),
    path("officers/taken-back/<uuid:revocation>/", revocations.detail, name="officers-revocation"),
    path(
        "officers/taken-back/<uuid:revocation>/turn-down/",
        revocations.turn_down,
        name="officers-revocation-turn-down",
    ),
    path("officers/concerns/", concerns.listing, name="concerns"),
    path("officers/concerns/<uuid:concern>/", concerns.detail, name="concern-detail"),
    path(
        "officers/concerns/<uuid:concern>/organisation/",
        concerns.organisation,
        name="concern-organisation",
    ),
]
