"""What people ask about their own data, and pictures to take down."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
