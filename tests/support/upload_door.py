"""A service that only takes files, for gunicorn: what the door does while bytes come in."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, JsonResponse
from django.urls import include, path

django.setup()
# Nothing here asks the database.
settings.MIDDLEWARE = []
settings.ROOT_URLCONF = "tests.support.upload_door"
settings.FILE_UPLOAD_TEMP_DIR = os.environ["FILE_UPLOAD_TEMP_DIR"]
application = WSGIHandler()


def take(request: HttpRequest) -> JsonResponse:
    return JsonResponse({name: file.size for name, file in request.FILES.items()})


urlpatterns = [path("take/", take), path("", include("config.urls"))]
handler400 = "foundation.views.errors.bad_request"
