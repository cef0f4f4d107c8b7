"""Support and challenge, on both sides."""

from django.urls import path

from champions.views import case_challenges, challenges

urlpatterns = [
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
]
