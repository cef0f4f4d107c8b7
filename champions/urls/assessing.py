"""What each champion finds alone, and all of it side by side."""

from django.urls import path

from champions.views import assessments, cases, plain

urlpatterns = [
    path("cases/<uuid:uuid>/assessment/", assessments.assessment, name="assessment"),
    path(
        "cases/<uuid:uuid>/assessment/strategies/",
        assessments.strategies,
        name="assessment-strategies",
    ),
    path("cases/<uuid:uuid>/assessment/check/", assessments.check, name="assessment-check"),
    path(
        "cases/<uuid:uuid>/assessment/<str:code>/", assessments.question, name="assessment-question"
    ),
    path("cases/<uuid:uuid>/plain/", plain.start, name="assessment-plain"),
    path("cases/<uuid:uuid>/plain/check/", plain.check, name="assessment-plain-check"),
    path("cases/<uuid:uuid>/plain/<int:step>/", plain.step, name="assessment-plain-step"),
    path("cases/<uuid:uuid>/findings/", cases.findings, name="case-findings"),
]
