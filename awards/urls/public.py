"""Pages for everybody: the promises in the footer, and how to tell us of a concern."""

from django.urls import path

from awards.views import concerns, public

urlpatterns = [
    path("accessibility/", public.accessibility, name="accessibility"),
    path("contact/", public.contact, name="contact"),
    path("concern/", concerns.report, name="concern"),
    path("concern/received/", concerns.received, name="concern-received"),
]
