"""What applications of every stage have."""

from django.urls import path

from portfolios.views import copies

urlpatterns = [
    path("applications/<uuid:application>/", copies.form, name="application"),
    path("applications/<uuid:application>/sent/", copies.sent, name="application-sent"),
    path("applications/<uuid:application>/copy/", copies.copy, name="application-copy"),
    path("applications/<uuid:application>/changes/", copies.changes, name="application-changes"),
]
