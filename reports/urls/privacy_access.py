"""Subject access: what is held about one person, as a zip."""

from django.urls import path

from reports.views import access

urlpatterns = [
    path("officers/privacy/access/", access.access, name="officers-access"),
    path("officers/privacy/access/ask/<uuid:member>/", access.ask, name="officers-access-ask"),
    path("officers/privacy/access/<uuid:package>/", access.package, name="officers-access-package"),
    path(
        "officers/privacy/access/<uuid:package>/package.zip",
        access.package_file,
        name="officers-access-file",
    ),
]
