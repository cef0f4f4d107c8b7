"""What everybody may read of how we treat their data; each statement has a test that holds it to the code."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors import scheme_in_force
from foundation.dates import london_date
from reports.selectors.cookies import cookies as all_cookies
from reports.services.retention import public_rows


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    context = {"scheme": scheme, "retention": public_rows()}
    return render(request, "reports/privacy_notice.html", context)


@require_safe
def children(request: HttpRequest) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    return render(request, "reports/privacy_children.html", {"scheme": scheme})


@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    return render(request, "reports/cookies.html", {"cookies": all_cookies()})
