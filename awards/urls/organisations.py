"""An organisation's own pages. Each address carries the organisation (T-28)."""

from django.urls import path

from awards.views import organisations, people

urlpatterns = [
    path("organisations/", organisations.choose, name="organisations"),
    path("organisations/<slug:slug>/people/", people.people, name="people"),
    path("organisations/<slug:slug>/people/invite/", people.invite, name="people-invite"),
    path("organisations/<slug:slug>/people/leave/", people.leave, name="people-leave"),
    path(
        "organisations/<slug:slug>/people/<uuid:member>/role/",
        people.change_role,
        name="people-role",
    ),
    path(
        "organisations/<slug:slug>/people/<uuid:member>/remove/",
        people.remove,
        name="people-remove",
    ),
    path(
        "organisations/<slug:slug>/invitations/<uuid:invitation>/cancel/",
        people.cancel,
        name="invitation-cancel",
    ),
    path("invitations/<uuid:invitation>/", people.invitation, name="invitation"),
]
