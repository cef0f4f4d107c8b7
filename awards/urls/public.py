"""Pages for everybody: the promises in the footer, and how to tell us of a concern."""

from django.urls import path

from awards.views import concerns, public

urlpatterns = [
    path("privacy/", public.privacy, name="privacy"),
    path("accessibility/", public.accessibility, name="accessibility"),
    path("cookies/", public.cookies, name="cookies"),
    path("contact/", public.contact, name="contact"),
    path("concern/", concerns.report, name="concern"),
    path("concern/received/", concerns.received, name="concern-received"),
]
