"""Evidence of an organisation. Words with an address of their own come before ids."""

from django.urls import path

from portfolios.views.evidence import (
    capture,
    consent,
    files,
    items,
    library,
    register,
    restricting,
    several,
    shows,
)

urlpatterns = [
    path("organisations/<slug:slug>/evidence/", library.evidence, name="evidence"),
    path("organisations/<slug:slug>/evidence/capture/", capture.capture, name="evidence-capture"),
    path("organisations/<slug:slug>/evidence/upload/", capture.upload, name="evidence-upload"),
    path("organisations/<slug:slug>/evidence/add/", items.add, name="evidence-add"),
    path("organisations/<slug:slug>/evidence/several/", several.several, name="evidence-several"),
    path("organisations/<slug:slug>/consents/", register.register, name="consent-register"),
    path("evidence/<uuid:item>/", items.item, name="evidence-item"),
    path("evidence/<uuid:item>/change/", items.change, name="evidence-item-change"),
    path("evidence/<uuid:item>/leave-out/", items.leave_out, name="evidence-leave-out"),
    path("evidence/<uuid:item>/remove/", items.remove, name="evidence-remove"),
    path("evidence/<uuid:item>/files/", files.files, name="evidence-files"),
    path("evidence/<uuid:item>/files/upload/", files.upload, name="evidence-file-upload"),
    path("evidence/<uuid:item>/files/<uuid:file>/", files.download, name="evidence-file"),
    path("evidence/<uuid:item>/files/<uuid:file>/picture/", files.picture, name="evidence-picture"),
    path(
        "evidence/<uuid:item>/files/<uuid:file>/thumbnail/",
        files.thumbnail,
        name="evidence-thumbnail",
    ),
    path(
        "evidence/<uuid:item>/files/<uuid:file>/describe/",
        files.describe,
        name="evidence-file-describe",
    ),
    path(
        "evidence/<uuid:item>/files/<uuid:file>/remove/", files.remove, name="evidence-file-remove"
    ),
    path("evidence/<uuid:item>/shows/", shows.shows, name="evidence-shows"),
    path("evidence/<uuid:item>/consent/", consent.consent, name="evidence-consent"),
    path("evidence/<uuid:item>/withdraw/", consent.withdraw, name="evidence-withdraw"),
    path("evidence/<uuid:item>/restrict/", restricting.restrict, name="evidence-restrict"),
]
