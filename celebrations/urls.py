from django.urls import path

from celebrations.views import public, review, writing
from celebrations.views.events import replies

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
    path("officers/spotlights/", review.listing, name="spotlights-review"),
    path("officers/spotlights/<uuid:uuid>/", review.detail, name="spotlight-review"),
    # Answering by the private link.
    path("recognition/<str:token>/", replies.reply, name="event-reply"),
]
