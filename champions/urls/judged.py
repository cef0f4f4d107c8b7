"""What is judged: as it was sent, its evidence, its changes."""

from django.urls import path

from champions.views import changes, coverage, evidence, prints, zips

urlpatterns = [
    path("cases/<uuid:uuid>/changes/", changes.changes, name="case-changes"),
    path("cases/<uuid:uuid>/print/", prints.print_sent, name="case-print"),
    path("cases/<uuid:uuid>/print/file/", prints.sent_file, name="case-print-file"),
    path("cases/<uuid:uuid>/evidence/", evidence.evidence, name="case-evidence"),
    path(
        "cases/<uuid:uuid>/evidence/<uuid:item>/",
        evidence.item,
        name="case-evidence-item",
    ),
    path(
        "cases/<uuid:uuid>/evidence/<uuid:item>/files/<uuid:file>/",
        evidence.file,
        name="case-evidence-file",
    ),
    path(
        "cases/<uuid:uuid>/evidence/<uuid:item>/files/<uuid:file>/picture/",
        evidence.picture,
        name="case-evidence-picture",
    ),
    path(
        "cases/<uuid:uuid>/evidence/<uuid:item>/files/<uuid:file>/thumbnail/",
        evidence.thumbnail,
        name="case-evidence-thumbnail",
    ),
    path("cases/<uuid:uuid>/coverage/", coverage.coverage, name="case-coverage"),
    path("cases/<uuid:uuid>/files.zip", zips.case_zip, name="case-zip"),
]
