"""Subject access: what is held about one person, as a zip."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
