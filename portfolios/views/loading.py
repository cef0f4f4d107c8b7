"""What the pages of every stage's form have in common."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from awards.choices import Role
from awards.models import Application
from awards.permissions import need_writer, role_in
from awards.views.person import person
from foundation.refusals import Link, Refused
from portfolios.selectors.sent import application_of

# The first page of each stage's form.
FORMS = {"bronze": "registration", "silver": "plan"}


def load(request: HttpRequest, application: UUID, *, stage: str = "") -> Application:
    """The application, if it is theirs to see: to everybody else it is not there (T-24)."""
    try:
        found = application_of(person(request), application, stage=stage)
    except Application.DoesNotExist:
        raise Http404 from None
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    return found


def need_open(request: HttpRequest, application: Application) -> None:
    """Tell at once who may not write here, or that it is too late, and not after typing."""
    need_writer(person(request), application)
    if not application.can_be_edited:
        link = Link("See where it stands", reverse("application", args=[application.uuid]))
        raise Refused(
            f"This can’t be changed now: {application.status_enum.label.lower()}.", link=link
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
