"""What everybody may read about privacy; for officers, all of it on one page, and who agreed to what."""

from django.urls import path

from reports.views import consents, privacy, privacy_home

urlpatterns = [
    path("privacy/", privacy.privacy, name="privacy"),
    path("privacy/children/", privacy.children, name="privacy-children"),
    path("cookies/", privacy.cookies, name="cookies"),
    path("officers/privacy/", privacy_home.home, name="officers-privacy"),
    path("officers/privacy/consents/", consents.register, name="officers-consents"),
]
