"""Signing up and in, and a person's own keys. django-allauth's pages, and ours before them."""

from django.urls import include, path
from django.views.generic import RedirectView

from awards.views import security

to_security = RedirectView.as_view(pattern_name="security")

urlpatterns = [
    path("accounts/security/", security.security, name="security"),
    # One page shows all keys, so allauth's lists lead there.
    path("accounts/2fa/", to_security, name="mfa_index"),
    path("accounts/2fa/webauthn/", to_security, name="mfa_list_webauthn"),
    path("accounts/2fa/recovery-codes/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "accounts/2fa/recovery-codes/download/",
        security.recovery_codes_file,
        name="mfa_download_recovery_codes",
    ),
    path("accounts/", include("allauth.urls")),
    path(
        "officers/people/<uuid:member>/reset-second-factor/",
        security.reset_second_factor,
        name="reset-second-factor",
    ),
]
