from django.urls import include, path

from celebrations.views import own_events, public, register, review, writing
from celebrations.views.events import (
    attendance,
    due,
    invitations,
    inviting,
    order,
    planning,
    prints,
    replies,
    replies_list,
)

urlpatterns = [
    path("spotlights/", public.listing, name="spotlights"),
    path("spotlights/feed.json", public.feed_json, name="spotlights-json"),
    path("spotlights/feed.xml", public.feed_rss, name="spotlights-rss"),
    path("spotlights/embed/", public.embed, name="spotlights-embed"),
    path("spotlights/pictures/<uuid:uuid>.jpg", public.picture, name="spotlight-picture"),
    path("spotlights/pictures/<uuid:uuid>/words/", writing.words, name="spotlight-picture-words"),
    path("spotlights/<uuid:uuid>/", public.spotlight, name="spotlight"),
    path("spotlights/<uuid:uuid>/story/", writing.story, name="spotlight-story"),
    path("spotlights/<uuid:uuid>/pictures/", writing.pictures, name="spotlight-pictures"),
    path("spotlights/<uuid:uuid>/check/", writing.check, name="spotlight-check"),
    path("spotlights/<uuid:uuid>/preview/", writing.preview, name="spotlight-preview"),
    path("spotlights/<uuid:uuid>/take-back/", writing.take_back, name="spotlight-take-back"),
    path("spotlights/<uuid:uuid>/delete/", writing.delete, name="spotlight-delete"),
    path("spotlights/<uuid:uuid>/take-down/", writing.take_down, name="spotlight-take-down"),
    path("organisations/<slug:slug>/spotlight/", writing.home, name="spotlight-home"),
    path("organisations/<slug:slug>/events/", own_events.own_events, name="own-events"),
    path("organisations/<slug:slug>/events/new/", own_events.new, name="own-event-new"),
    path("own-events/<uuid:uuid>/", own_events.own_event, name="own-event"),
    path("own-events/<uuid:uuid>/change/", own_events.change, name="own-event-change"),
    path("own-events/<uuid:uuid>/delete/", own_events.delete, name="own-event-delete"),
    path("own-events/<uuid:uuid>/spotlight/", writing.event_home, name="event-spotlight"),
    # The rest of the register is in certificates/; its page of an organisation shows stories, too.
    path("register/<slug:slug>/", register.holder_page, name="register-holder"),
    path("officers/spotlights/", review.listing, name="spotlights-review"),
    path("officers/spotlights/<uuid:uuid>/", review.detail, name="spotlight-review"),
    # Planning the yearly event, and inviting to it.
    path("officers/events/", planning.listing, name="events"),
    path("officers/events/new/", planning.new, name="event-new"),
    path("officers/events/<uuid:uuid>/", planning.detail, name="event"),
    path("officers/events/<uuid:uuid>/change/", planning.change, name="event-change"),
    path("officers/events/<uuid:uuid>/due/", due.due, name="event-due"),
    path("officers/events/<uuid:uuid>/invite/", inviting.invite, name="event-invite"),
    path("officers/events/<uuid:uuid>/call-off/", planning.call_off, name="event-call-off"),
    # Answering by the private link.
    path("recognition/<str:token>/", replies.reply, name="event-reply"),
    path("recognition/<str:token>/answer/", replies.answer, name="event-reply-answer"),
    path("recognition/<str:token>/guests/add/", replies.guest_add, name="event-reply-guest-add"),
    path(
        "recognition/<str:token>/guests/<uuid:guest>/",
        replies.guest_change,
        name="event-reply-guest",
    ),
    path(
        "recognition/<str:token>/guests/<uuid:guest>/remove/",
        replies.guest_remove,
        name="event-reply-guest-remove",
    ),
    path("organisations/<slug:slug>/invitations/", invitations.listing, name="event-invitations"),
    path(
        "officers/events/<uuid:event>/invitations/<uuid:invitation>/",
        include(
            [
                path("", invitations.invitation, name="event-invitation"),
                path("answer/", invitations.answer, name="event-invitation-answer"),
                path("guests/add/", invitations.guest_add, name="event-invitation-guest-add"),
                path(
                    "guests/<uuid:guest>/",
                    invitations.guest_change,
                    name="event-invitation-guest",
                ),
                path(
                    "guests/<uuid:guest>/remove/",
                    invitations.guest_remove,
                    name="event-invitation-guest-remove",
                ),
                path("link/", invitations.new_link, name="event-invitation-link"),
                path("remind/", invitations.remind, name="event-invitation-remind"),
            ]
        ),
    ),
    # The evening itself: replies, running order, lists, attendance.
    path("officers/events/<uuid:uuid>/replies/", replies_list.replies_list, name="event-replies"),
    path(
        "officers/events/<uuid:uuid>/replies.csv",
        replies_list.replies_csv,
        name="event-replies-csv",
    ),
    path("officers/events/<uuid:uuid>/order/", order.order, name="event-order"),
    path("officers/events/<uuid:uuid>/lists/", prints.lists, name="event-lists"),
    path("officers/events/<uuid:uuid>/lists/<uuid:print>/", prints.one, name="event-list"),
    path(
        "officers/events/<uuid:uuid>/lists/<uuid:print>/list.pdf",
        prints.file,
        name="event-list-file",
    ),
    path("officers/events/<uuid:uuid>/attendance/", attendance.attendance, name="event-attendance"),
    path("officers/events/<uuid:uuid>/close/", attendance.close, name="event-close"),
    path("officers/events/<uuid:uuid>/summary/", attendance.summary, name="event-summary"),
    path(
        "officers/events/<uuid:uuid>/summary.csv", attendance.summary_csv, name="event-summary-csv"
    ),
]
