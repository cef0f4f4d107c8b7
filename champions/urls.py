"""The addresses of this room. A case carries the uuid of its application."""

from django.urls import path

from champions.views import (
    assessments,
    case_challenges,
    cases,
    challenges,
    changes,
    decisions,
    home,
    meetings,
    organisation,
    panels,
    people,
    prints,
    work,
)

urlpatterns = [
    path("organisations/<slug:slug>/", home.home, name="organisation"),
    path("champions/", work.work, name="champions"),
    path("cases/<uuid:uuid>/", cases.case, name="case"),
    path("cases/<uuid:uuid>/panel/", panels.panel, name="case-panel"),
    path(
        "cases/<uuid:uuid>/panel/<uuid:champion>/interest/",
        cases.late_interest,
        name="case-interest",
    ),
    path("cases/<uuid:uuid>/meeting/", meetings.meeting, name="case-meeting"),
    path("cases/<uuid:uuid>/meeting/offer/", meetings.offer, name="case-meeting-offer"),
    path("cases/<uuid:uuid>/meeting/move/", meetings.move, name="case-meeting-move"),
    path("cases/<uuid:uuid>/meeting/place/", meetings.place, name="case-meeting-place"),
    path("cases/<uuid:uuid>/meeting/cancel/", meetings.cancel, name="case-meeting-cancel"),
    path("cases/<uuid:uuid>/meeting/minutes/", meetings.minutes, name="case-meeting-minutes"),
    path("cases/<uuid:uuid>/assessment/", assessments.assessment, name="assessment"),
    path("cases/<uuid:uuid>/changes/", changes.changes, name="case-changes"),
    path("cases/<uuid:uuid>/print/", prints.print_plan, name="case-print"),
    path("cases/<uuid:uuid>/print/file/", prints.plan_file, name="case-print-file"),
    path("cases/<uuid:uuid>/findings/", cases.findings, name="case-findings"),
    path("cases/<uuid:uuid>/decision/", decisions.decision, name="case-decision"),
    path("cases/<uuid:uuid>/release/", decisions.release, name="case-release"),
    path("cases/<uuid:uuid>/release/letter/", decisions.letter, name="case-letter"),
    path("cases/<uuid:uuid>/release/give-back/", decisions.give_back, name="case-give-back"),
    path("cases/<uuid:uuid>/challenges/", case_challenges.challenges, name="case-challenges"),
    path(
        "cases/<uuid:uuid>/challenges/raise/",
        case_challenges.raise_one,
        name="case-challenge-raise",
    ),
    path(
        "cases/<uuid:uuid>/challenges/<uuid:challenge>/",
        case_challenges.challenge,
        name="case-challenge",
    ),
    path(
        "cases/<uuid:uuid>/challenges/<uuid:challenge>/show/",
        case_challenges.show,
        name="case-challenge-show",
    ),
    path(
        "cases/<uuid:uuid>/challenges/<uuid:challenge>/close/",
        case_challenges.close,
        name="case-challenge-close",
    ),
    path("applications/<uuid:uuid>/challenges/", challenges.challenges, name="challenges"),
    path("challenges/<uuid:uuid>/", challenges.challenge, name="challenge"),
    path("applications/<uuid:uuid>/meeting/", organisation.meeting, name="meeting"),
    path(
        "applications/<uuid:uuid>/meeting/other-times/",
        organisation.other_times,
        name="meeting-other",
    ),
    path("officers/champions/", people.champions, name="officers-champions"),
    path("officers/champions/appoint/", people.appoint, name="officers-champions-appoint"),
    path("officers/champions/<uuid:champion>/end/", people.end, name="officers-champions-end"),
]
