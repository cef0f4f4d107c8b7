"""What the pages of one piece of evidence have in common."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from awards.choices import Role
from awards.models import Organisation
from awards.permissions import need_member, role_in
from awards.views.person import person
from foundation.dates import london_date
from foundation.refusals import Link, Refused
from portfolios.models import EvidenceItem
from portfolios.selectors.evidence.access import item_for, scheme_for
from portfolios.selectors.evidence.names import names_for


def load_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, if its evidence is theirs to see (T-24)."""
    found = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    request.organisation = found  # type: ignore[attr-defined]  # for the page's header
    return found


def load_item(request: HttpRequest, item: UUID) -> EvidenceItem:
    """The piece, if it is theirs to see: to everybody else it is not there (T-24)."""
    try:
        found = item_for(person(request), item)
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    return found


def asked_to_show(request: HttpRequest, organisation: Organisation) -> tuple[str, str] | None:
    """Code and name of what evidence was asked for on the page one came from (`?shows=`).

    Rights follow from principles, so nobody adds evidence for one of them alone.
    """
    code = request.GET.get("shows", "")
    if not code or code.startswith("crc."):
        return None
    names = names_for(organisation, scheme_for(organisation, on=london_date(timezone.now())))
    return (code, names.of(code)) if names.knows(code) else None


def load_for_writing(request: HttpRequest, item: UUID) -> EvidenceItem:
    """The same for a page that writes. Of a hidden piece nobody sees what could be changed."""
    found = load_item(request, item)
    need_member(person(request), found.organisation)
    if is_hidden(found):
        raise Refused(
            "This piece is hidden, because consent for it is gone. "
            "Record a new consent before you change it.",
            link=Link("See where it stands", reverse("evidence-item", args=[found.uuid])),
        )
    return found


def is_hidden(item: EvidenceItem) -> bool:
    return item.consent.is_hidden(london_date(timezone.now()))


def writes(request: HttpRequest, organisation: Organisation) -> bool:
    """Its people; officers may look (T-31)."""
    return role_in(person(request), organisation) in (Role.LEAD, Role.MEMBER)
