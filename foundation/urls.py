from django.urls import path

from foundation.views import drafts, health, kept_posts, session

urlpatterns = [
    path("healthz/", health.healthz, name="healthz"),
    path("readyz/", health.readyz, name="readyz"),
    path("session/stay/", session.stay, name="stay-signed-in"),
    path("drafts/<str:signed>/", drafts.autosave, name="autosave"),
    path("drafts/<str:signed>/discard/", drafts.discard, name="discard-draft"),
    path("kept/", kept_posts.show, name="kept-post"),
    path("kept/discard/", kept_posts.discard, name="discard-kept-post"),
]
