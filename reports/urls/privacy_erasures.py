"""Deleting a person or an organisation."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
