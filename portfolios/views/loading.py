"""What the pages of a registration have in common."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from awards.choices import Role
from awards.models import Application
from awards.permissions import need_writer, role_in
from awards.views.person import person
from foundation.refusals import Link, Refused
from portfolios.choices import SectionCode
from portfolios.selectors.registrations import registration_of


def load(request: HttpRequest, application: UUID) -> Application:
    """The application, if it is theirs to see: to everybody else it is not there (T-24)."""
    try:
        found = registration_of(person(request), application)
    except Application.DoesNotExist:
        raise Http404 from None
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    return found


def load_for_writing(request: HttpRequest, application: UUID) -> Application:
    """The same for a page that writes."""
    found = load(request, application)
    need_open(request, found)
    return found


def need_open(request: HttpRequest, application: Application) -> None:
    """Tell at once who may not write here, or that it is too late, and not after typing."""
    need_writer(person(request), application)
    if not application.can_be_edited:
        link = Link("See where it stands", reverse("registration", args=[application.uuid]))
        raise Refused(
            f"This registration can’t be changed now: {application.status_enum.label.lower()}.",
            link=link,
        )


def role_for(request: HttpRequest, application: Application) -> Role | None:
    return role_in(person(request), application.organisation)


def may_write(application: Application, role: Role | None) -> bool:
    writes = role in (Role.LEAD, Role.MEMBER) or (
        role is Role.OFFICER and application.entered_by_officer
    )
    return writes and application.can_be_edited


def may_send(application: Application, role: Role | None) -> bool:
    return may_write(application, role) and role is not Role.MEMBER


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
