"""The addresses of this room: nouns, then a verb."""

from django.urls import include, path

urlpatterns = [
    path("", include("awards.urls.public")),
    path("", include("awards.urls.scheme_pages")),
    path("", include("awards.urls.accounts")),
    path("", include("awards.urls.inbox")),
    path("", include("awards.urls.organisations")),
    path("", include("awards.urls.officers")),
]
