"""A person's dates: on a page of their own, and by a private link in the calendar they use anyway."""

from hashlib import sha256
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.views.decorators.http import require_POST, require_safe

from awards.views.person import person
from champions.calendars import feed_file
from champions.models import CalendarLink
from champions.selectors.calendar_feed import address_of_feed, entries_of, owner_of
from champions.services.calendars import renew_link, stop_link
from foundation.dates import london_date
from foundation.throttling import hit, hit_from


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    user, now = person(request), timezone.now()
    link = CalendarLink.objects.filter(user=user).first()
    address = address_of_feed(link) if link else ""
    today = london_date(now)
    context = {
        "link": link,
        "address": address,
        # Phones and computers open their calendar for it.
        "opens": urlsplit(address)._replace(scheme="webcal").geturl() if address else "",
        "entries": [entry for entry in entries_of(user, at=now) if entry.day >= today],
    }
    return render(request, "champions/calendar.html", context)


@require_POST
@login_required
def renew(request: HttpRequest) -> HttpResponse:
    user, now = person(request), timezone.now()
    hit(f"calendar-link:{user.pk}", limit=20, seconds=3600, now=now)
    link = renew_link(actor=user, at=now)
    if link.renewed_at:
        messages.success(request, "You have a new link. The old one has stopped.")
    else:
        messages.success(request, "Your link is ready. Add it to your calendar.")
    return redirect("calendar")


@require_POST
@login_required
def stop(request: HttpRequest) -> HttpResponse:
    stop_link(actor=person(request), at=timezone.now())
    messages.success(request, "Your link has stopped. You can make a new one at any time.")
    return redirect("calendar")


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """For a program that cannot sign in. Nobody knows how often a calendar looks; twice a minute is plenty.

    There is no `Last-Modified`: a date that is called off leaves nothing that could tell when.
    """
    owner, now = owner_of(token), timezone.now()
    if owner is None:
        hit_from(request, "calendar-wrong", limit=30, seconds=60)
        raise Http404
    hit(f"calendar:{owner.pk}", limit=120, seconds=3600, now=now)
    content = feed_file(entries_of(owner, at=now))
    etag = quote_etag(sha256(content).hexdigest())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'attachment; filename="co-production-award.ics"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return get_conditional_response(request, etag=etag, response=response) or response
