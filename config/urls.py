"""Every address of the service, room by room."""

from allauth.account.decorators import secure_admin_login
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
    path("", include("celebrations.urls")),
    path("", include("reports.urls")),
]

if settings.ADMIN_ADDRESS:
    # The admin's own sign-in page knows no second factor and no limits (T-35).
    admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]
    urlpatterns.append(path(f"{settings.ADMIN_ADDRESS}/", admin.site.urls))

if settings.DEVELOPMENT_PAGES:
    urlpatterns.append(path("components/", components, name="components"))

handler400 = "foundation.views.errors.bad_request"
handler403 = "foundation.views.errors.forbidden"
handler404 = "foundation.views.errors.not_found"
handler500 = "foundation.views.errors.server_error"
# django-allauth asks for it when somebody tries too often (T-02).
handler429 = "awards.views.security.too_many"
