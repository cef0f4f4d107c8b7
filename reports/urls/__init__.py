"""The addresses of this room: nouns, then a verb."""

from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls.organisations")),
    path("", include("reports.urls.running")),
    path("", include("reports.urls.wordings")),
    path("", include("reports.urls.privacy_home")),
    path("", include("reports.urls.privacy_requests")),
    path("", include("reports.urls.privacy_access")),
    path("", include("reports.urls.privacy_retention")),
    path("", include("reports.urls.privacy_erasures")),
]
