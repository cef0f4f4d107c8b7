from django.urls import path

from certificates.views import certificates, publicity, signatories, verify

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("certificates/<uuid:uuid>/", certificates.certificate, name="certificate"),
    path(
        "certificates/<uuid:uuid>/certificate.pdf",
        certificates.certificate_pdf,
        name="certificate-pdf",
    ),
    path("certificates/<uuid:uuid>/logo-pack.zip", certificates.logo_pack, name="logo-pack"),
    path("certificates/<uuid:uuid>/publicity/", publicity.publicity, name="publicity"),
    path("certificates/<uuid:uuid>/publicity/ask/", publicity.ask, name="publicity-ask"),
    path(
        "certificates/<uuid:uuid>/publicity/pack.zip", publicity.download, name="publicity-pack"
    ),
    path("certificates/<uuid:uuid>/reissue/", certificates.reissue, name="certificate-reissue"),
    path("officers/signatories/", signatories.signatories, name="signatories"),
    path("officers/signatories/add/", signatories.add, name="signatory-add"),
    path("officers/signatories/<uuid:uuid>/end/", signatories.end, name="signatory-end"),
    path(
        "officers/signatories/<uuid:uuid>/picture/",
        signatories.picture,
        name="signatory-picture",
    ),
]
