"""Every address of the service, room by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from awards.views import public
from config import views
from foundation.views.components import components

urlpatterns = [
    path("", public.home, name="home"),
    path("dashboard/", views.dashboard, name="dashboard"),
    path("", include("foundation.urls")),
    path("", include("awards.urls")),
    path("", include("certificates.urls")),
    path("", include("portfolios.urls")),
    path("", include("champions.urls")),
    path("", include("reports.urls")),
]

if settings.ADMIN_ADDRESS:
    urlpatterns.append(path(f"{settings.ADMIN_ADDRESS}/", admin.site.urls))

if settings.DEVELOPMENT_PAGES:
    urlpatterns.append(path("components/", components, name="components"))

handler400 = "foundation.views.errors.bad_request"
handler403 = "foundation.views.errors.forbidden"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.server_error"
# django-allauth asks for it when somebody tries too often (T-02).
handler429 = "awards.views.security.too_many"
