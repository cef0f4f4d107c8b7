"""What the pages of a registration have in common."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from awards.models import Application
from portfolios.choices import SectionCode
from portfolios.selectors.registration.reading import STAGE
from portfolios.views import loading
from portfolios.views.loading import need_open


def load(request: HttpRequest, application: UUID) -> Application:
    return loading.load(request, application, stage=STAGE)


def load_for_writing(request: HttpRequest, application: UUID) -> Application:
    """The same for a page that writes."""
    found = load(request, application)
    need_open(request, found)
    return found


def section_or_404(code: str) -> SectionCode:
    try:
        return SectionCode(code)
    except ValueError:
        raise Http404 from None


def next_page(request: HttpRequest, application: Application, section: SectionCode) -> str:
    """Where "Save and continue" leads: back to the check if one came from there, or one section on."""
    if request.GET.get("from") == "check":
        return reverse("registration-check", args=[application.uuid])
    order = list(SectionCode)
    place = order.index(section) + 1
    if place == len(order):
        return reverse("registration-check", args=[application.uuid])
    return reverse("registration-section", args=[application.uuid, order[place].value])
