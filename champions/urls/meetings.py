"""Meetings, visits and interviews, on both sides."""

from django.urls import path

from champions.views import meetings, organisation, photos, visit_notes, visits, visits_organisation

urlpatterns = [
    path("cases/<uuid:uuid>/meeting/", meetings.meeting, name="case-meeting"),
    path("cases/<uuid:uuid>/meeting/offer/", meetings.offer, name="case-meeting-offer"),
    path("cases/<uuid:uuid>/meeting/move/", meetings.move, name="case-meeting-move"),
    path("cases/<uuid:uuid>/meeting/place/", meetings.place, name="case-meeting-place"),
    path("cases/<uuid:uuid>/meeting/cancel/", meetings.cancel, name="case-meeting-cancel"),
    path("cases/<uuid:uuid>/meeting/minutes/", meetings.minutes, name="case-meeting-minutes"),
    path("applications/<uuid:uuid>/meeting/", organisation.meeting, name="meeting"),
    path(
        "applications/<uuid:uuid>/meeting/other-times/",
        organisation.other_times,
        name="meeting-other",
    ),
    path("cases/<uuid:uuid>/visits/", visits.visits, name="case-visits"),
    path("cases/<uuid:uuid>/visits/offer/", visits.offer, name="case-visit-offer"),
    path("cases/<uuid:uuid>/visits/<uuid:appointment>/", visits.visit, name="case-visit"),
    *(
        path(f"cases/<uuid:uuid>/visits/<uuid:appointment>/{act}/", view, name=f"case-visit-{act}")
        for act, view in (
            ("move", visits.move),
            ("place", visits.place),
            ("cancel", visits.cancel),
            ("checklist", visit_notes.checklist),
            ("write-up", visit_notes.notes),
            ("show", visit_notes.show),
        )
    ),
    path(
        "cases/<uuid:uuid>/visits/<uuid:appointment>/photos/add/",
        photos.add,
        name="case-visit-photo-add",
    ),
    *(
        path(
            f"cases/<uuid:uuid>/visits/<uuid:appointment>/photos/<uuid:photo>/{end}",
            view,
            name=name,
        )
        for end, view, name in (
            ("", photos.picture, "case-visit-photo"),
            ("thumbnail/", photos.thumbnail, "case-visit-photo-thumbnail"),
            ("remove/", photos.remove, "case-visit-photo-remove"),
        )
    ),
    path("applications/<uuid:uuid>/visits/", visits_organisation.visits, name="visits"),
    path("visits/<uuid:appointment>/", visits_organisation.visit, name="visit"),
    path(
        "visits/<uuid:appointment>/other-times/",
        visits_organisation.other_times,
        name="visit-other",
    ),
]
