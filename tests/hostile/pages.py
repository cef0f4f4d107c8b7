"""The house's addresses, and four more that hand out any stored file to anybody who asks."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import include, path
from django.utils.html import format_html

from foundation.files import serve
from foundation.models import PrivateFile


def shown(request: HttpRequest, uuid: str) -> HttpResponseBase:
    return serve(get_object_or_404(PrivateFile, uuid=uuid), inline=True)


def bared(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """As if somebody forgot that it is to be downloaded: the other headers stand alone."""
    answer = serve(get_object_or_404(PrivateFile, uuid=uuid))
    answer["Content-Disposition"] = "inline"
    return answer


def downloaded(request: HttpRequest, uuid: str) -> HttpResponseBase:
    return serve(get_object_or_404(PrivateFile, uuid=uuid))


def hosting(request: HttpRequest, uuid: str) -> HttpResponse:
    """A page of ours that takes the file for a script, as an attacker would have it."""
    page = "<!doctype html><title>Ours</title><p>Ours</p><script src='/bared/{}/'></script>"
    return HttpResponse(format_html(page, uuid))


urlpatterns = [
    path("shown/<uuid:uuid>/", shown),
    path("bared/<uuid:uuid>/", bared),
    path("downloaded/<uuid:uuid>/", downloaded),
    path("hosting/<uuid:uuid>/", hosting),
    path("", include("config.urls")),
]
