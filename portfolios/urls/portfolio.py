"""Gold and Platinum. Addresses with a word of their own come before those with any section."""

from django.urls import path

from portfolios.views.portfolio import answers, choosing, overview, report, sections, sending

urlpatterns = [
    path(
        "organisations/<slug:slug>/gold/begin/",
        overview.begin,
        {"stage": "gold"},
        name="gold-begin",
    ),
    path(
        "organisations/<slug:slug>/platinum/begin/",
        overview.begin,
        {"stage": "platinum"},
        name="platinum-begin",
    ),
    path("applications/<uuid:application>/portfolio/", overview.overview, name="portfolio"),
    path("applications/<uuid:application>/portfolio/check/", sending.check, name="portfolio-check"),
    path(
        "applications/<uuid:application>/portfolio/answers/<str:code>/",
        answers.answer,
        name="portfolio-answer",
    ),
    path(
        "applications/<uuid:application>/portfolio/answers/<str:code>/evidence/",
        choosing.evidence,
        name="portfolio-answer-evidence",
    ),
    path(
        "applications/<uuid:application>/portfolio/report/actions/<uuid:action>/",
        report.action,
        name="portfolio-action",
    ),
    path(
        "applications/<uuid:application>/portfolio/report/measures/<uuid:measure>/",
        report.measure,
        name="portfolio-measure",
    ),
    path(
        "applications/<uuid:application>/portfolio/<slug:section>/",
        sections.section,
        name="portfolio-section",
    ),
]
