from django.urls import path

from certificates.views import (
    badges,
    certificates,
    keys,
    print_runs,
    publicity,
    register,
    register_embeds,
    signatories,
    verify,
    verify_machines,
)

urlpatterns = [
    path("verify/", verify.verify, name="verify"),
    path("verify/file.json", verify_machines.verify_file_json, name="verify-file-json"),
    path("verify/<str:code>.json", verify_machines.verify_code_json, name="verify-code-json"),
    path("verify/<str:code>/", verify.verify_code, name="verify-code"),
    path("verify/<str:code>/picture.png", verify.picture, name="verify-picture"),
    path("verify/<str:code>/badge", badges.badge, name="badge"),
    path("verify/<str:code>/badge.png", badges.badge_picture, name="badge-picture"),
    path("badges/issuer/", badges.issuer, name="badge-issuer"),
    path("badges/keys/", badges.keys, name="badge-keys"),
    path("badges/keys/<slug:key_id>/", badges.key, name="badge-key"),
    path("badges/status/<int:number>/", badges.status, name="badge-status"),
    path(
        "badges/achievements/<slug:edition_code>/<slug:stage>/",
        badges.achievement,
        name="badge-achievement",
    ),
    path(
        "badges/achievements/<slug:edition_code>/<slug:stage>/badge.png",
        badges.image,
        name="badge-image",
    ),
    path("register/", register.register, name="register"),
    path("register.csv", register.register_csv, name="register-csv"),
    path("register.json", register.register_json, name="register-json"),
    path("register/embed/", register_embeds.register_embed, name="register-embed"),
    path("register/share/", register.register_share, name="register-share"),
    path("register/<slug:slug>/", register.register_holder, name="register-holder"),
    path("register/<slug:slug>/award.svg", register_embeds.register_award, name="register-award"),
    path(
        "register/<slug:slug>/embed/",
        register_embeds.register_holder_embed,
        name="register-holder-embed",
    ),
    path("register/<slug:slug>/widget/", register.register_widget, name="register-widget"),
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
    path("officers/signing-keys/", keys.listing, name="signing-keys"),
    path("officers/signing-keys/<uuid:key>/", keys.detail, name="signing-key"),
    path("officers/signing-keys/<uuid:key>/lost/", keys.lost, name="signing-key-lost"),
    path("officers/print-runs/", print_runs.print_runs, name="print-runs"),
    path("officers/print-runs/new/", print_runs.new, name="print-run-new"),
    path("officers/print-runs/check/", print_runs.check, name="print-run-check"),
    path("officers/print-runs/<uuid:uuid>/", print_runs.print_run, name="print-run"),
    path("officers/print-runs/<uuid:uuid>/pages.pdf", print_runs.book, name="print-run-book"),
    path(
        "officers/print-runs/<uuid:uuid>/signed.zip", print_runs.signed_files, name="print-run-zip"
    ),
]
