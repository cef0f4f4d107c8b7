"""How long things are kept, and what must not be deleted."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
