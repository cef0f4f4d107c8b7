"""Gold and Platinum. Addresses with a word of their own come before those with any section."""

from django.urls import path

from portfolios.views.portfolio import (
    answers,
    choosing,
    coverage,
    gaps,
    overview,
    printing,
    report,
    rules,
    sections,
    sending,
    typed,
    zips,
)

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
    path("stages/<slug:stage>/gap-check/", rules.portfolio_rules, name="portfolio-rules"),
    path("applications/<uuid:application>/portfolio/", overview.overview, name="portfolio"),
    path("applications/<uuid:application>/portfolio/gaps/", gaps.gaps, name="portfolio-gaps"),
    path(
        "applications/<uuid:application>/portfolio/coverage/",
        coverage.coverage,
        name="portfolio-coverage",
    ),
    path(
        "applications/<uuid:application>/portfolio/rights/",
        coverage.rights,
        name="portfolio-rights",
    ),
    path("applications/<uuid:application>/portfolio/check/", sending.check, name="portfolio-check"),
    path(
        "applications/<uuid:application>/portfolio/gaps/typed/",
        typed.typed,
        name="portfolio-gaps-typed",
    ),
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
        "applications/<uuid:application>/portfolio/print/",
        printing.print_portfolio,
        name="portfolio-print",
    ),
    path(
        "applications/<uuid:application>/portfolio/print/<uuid:printout>/",
        printing.printout,
        name="portfolio-printout",
    ),
    path(
        "applications/<uuid:application>/portfolio/print/<uuid:printout>/file/",
        printing.printout_file,
        name="portfolio-printout-file",
    ),
    path(
        "applications/<uuid:application>/portfolio/files.zip",
        zips.portfolio_zip,
        name="portfolio-zip",
    ),
    path(
        "applications/<uuid:application>/portfolio/<slug:section>/",
        sections.section,
        name="portfolio-section",
    ),
]
