"""Spotlights for everybody. No page of these is kept by a cache: consent may go at any moment."""

from uuid import UUID

from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from awards.models import User
from celebrations.models import Spotlight, SpotlightPicture
from celebrations.rendering.feeds import JSON_TYPE, RSS_TYPE, json_feed, rss
from celebrations.selectors.public import FEED_LENGTH, entries
from celebrations.selectors.spotlights import published
from certificates.views.machines import for_all_sites
from foundation.dates import london_date
from foundation.files import serve
from foundation.framing import FRAMED
from foundation.pagination import page_of, querystring_without_page
from foundation.throttling import hit_from
from portfolios.selectors.evidence.public import public_pictures

A_MINUTE = 60
# Per sender; a website that shows the feed keeps it for a while.
FEEDS_A_MINUTE = 60
# Consent can end in the next second.
NEVER_KEPT = "no-store"


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    page = page_of(published(london_date(timezone.now())), request)
    context = {"page_obj": page, "querystring": querystring_without_page(request)}
    return render(request, "celebrations/spotlights.html", context)


@require_safe
def spotlight(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = get_object_or_404(published(london_date(timezone.now())), uuid=uuid)
    return render(request, "celebrations/spotlight.html", {"spotlight": found})


@require_safe
def picture(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """The copy for the web: to everybody while it is public, before that to who may see the story."""
    on = london_date(timezone.now())
    fine = SpotlightPicture.objects.filter(file__in=public_pictures(on), copy__isnull=False)
    found = get_object_or_404(fine.select_related("copy"), uuid=uuid)
    if Spotlight.objects.public(on).filter(pk=found.spotlight_id).exists():
        public = True
    else:
        user = request.user if isinstance(request.user, User) else AnonymousUser()
        get_object_or_404(Spotlight.objects.visible_to(user), pk=found.spotlight_id)
        public = False
    assert found.copy is not None  # noqa: S101 - the query says so; for the type checker
    response = serve(found.copy, inline=True)
    if public:
        # Pages of the Local Offer show it, too.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def feed_json(request: HttpRequest) -> HttpResponse:
    hit_from(request, "spotlight-feed", limit=FEEDS_A_MINUTE, seconds=A_MINUTE)
    found = entries(on=london_date(timezone.now()))
    response = JsonResponse(
        json_feed(found), content_type=JSON_TYPE, json_dumps_params={"ensure_ascii": False}
    )
    return for_all_sites(response, name="spotlights.json", kept=NEVER_KEPT)


@require_safe
def feed_rss(request: HttpRequest) -> HttpResponse:
    hit_from(request, "spotlight-feed", limit=FEEDS_A_MINUTE, seconds=A_MINUTE)
    response = HttpResponse(rss(entries(on=london_date(timezone.now()))), content_type=RSS_TYPE)
    return for_all_sites(response, name="spotlights.xml", kept=NEVER_KEPT)


@require_safe
@xframe_options_exempt
@csp_replace(FRAMED)
def embed(request: HttpRequest) -> HttpResponse:
    """For a frame on another website: no session, no cookie, nothing to fill in."""
    hit_from(request, "spotlight-feed", limit=FEEDS_A_MINUTE, seconds=A_MINUTE)
    found = published(london_date(timezone.now()))[:FEED_LENGTH]
    return render(None, "celebrations/embed.html", {"spotlights": found})
