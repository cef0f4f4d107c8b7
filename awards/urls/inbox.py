"""Messages from us."""

from django.urls import path

from awards.views import inbox

urlpatterns = [
    path("messages/", inbox.inbox, name="inbox"),
    path("messages/read/", inbox.read_all, name="inbox-read-all"),
    path("messages/how-often/", inbox.preferences, name="inbox-preferences"),
    path("messages/<uuid:message>/", inbox.message, name="inbox-message"),
]
