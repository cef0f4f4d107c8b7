"""What each champion finds alone, and all of it side by side."""

from django.urls import path

from champions.views import assessments, cases

urlpatterns = [
    path("cases/<uuid:uuid>/assessment/", assessments.assessment, name="assessment"),
    path("cases/<uuid:uuid>/findings/", cases.findings, name="case-findings"),
]
