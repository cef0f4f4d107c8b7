"""What people ask about their own data, and pictures to take down."""

from django.urls import path

from reports.views import requests, take_down, your_data

OFFICERS = "officers/privacy/requests/"
ONE = f"{OFFICERS}<uuid:privacy_request>/"
PIECE = f"{ONE}pieces/<uuid:item>/"

urlpatterns = [
    path("your-data/", your_data.your_data, name="your-data"),
    path("your-data/ask/", your_data.ask, name="ask-about-data"),
    path("your-data/received/", your_data.received, name="data-received"),
    path("take-down/", your_data.take_down, name="take-down"),
    path(OFFICERS, requests.listing, name="officers-requests"),
    path(f"{OFFICERS}add/", requests.add, name="officers-request-add"),
    path(ONE, requests.detail, name="officers-request"),
    path(f"{ONE}acknowledge/", requests.acknowledge, name="officers-request-acknowledge"),
    path(f"{ONE}note/", requests.note, name="officers-request-note"),
    path(f"{ONE}extend/", requests.extend, name="officers-request-extend"),
    path(f"{ONE}link/", requests.link, name="officers-request-link"),
    path(f"{ONE}name/", requests.name, name="officers-request-name"),
    path(f"{ONE}close/", requests.close, name="officers-request-close"),
    path(f"{ONE}pieces/", take_down.pieces, name="officers-request-pieces"),
    path(f"{PIECE}hide/", take_down.hide, name="officers-request-hide"),
    path(f"{PIECE}decide/", take_down.decide, name="officers-request-decide"),
]
