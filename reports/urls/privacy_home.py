"""Officers: privacy, all of it on one page; who agreed to what."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
