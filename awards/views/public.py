"""Pages for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.selectors import scheme_in_force
from foundation.dates import london_date


def _page(request: HttpRequest, template: str) -> HttpResponse:
    scheme = scheme_in_force(on=london_date(timezone.now()))
    return render(request, template, {"scheme": scheme})


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return _page(request, "awards/home.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, "awards/accessibility.html")


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    return _page(request, "awards/contact.html")
