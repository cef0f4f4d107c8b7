"""What the pages of one piece of evidence have in common."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
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
from portfolios.services.evidence.editing import LOOKED_INTO
from portfolios.services.evidence.looks import note_look
from portfolios.views.evidence.ways import find_way, way_of


def load_organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, if its evidence is theirs to see (T-24)."""
    found = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    request.organisation = found  # type: ignore[attr-defined]  # for the page's header
    request.way = find_way(request, found)  # type: ignore[attr-defined]
    return found


def load_item(request: HttpRequest, item: UUID) -> EvidenceItem:
    """The piece, if it is theirs to see: to everybody else it is not there (T-24, T-94)."""
    try:
        found = item_for(person(request), item)
    except EvidenceItem.DoesNotExist:
        raise Http404 from None
    return entered(request, found)


def entered(request: HttpRequest, found: EvidenceItem) -> EvidenceItem:
    """For the page's header, and the way back to where one came from.

    A look at what is restricted is written down, whatever the page is.
    """
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    request.way = find_way(request, found.organisation)  # type: ignore[attr-defined]
    look(request, found, what="page")
    return found


def look(request: HttpRequest, item: EvidenceItem, *, what: str, file: UUID | None = None) -> None:
    """No query for a piece that is not restricted."""
    if item.restricted_at is None:
        return
    user = person(request)
    role = role_in(user, item.organisation) or ""
    note_look(item, what=what, actor=user, role=role, at=timezone.now(), file=file)


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
    if found.consent.disputed_at is not None:
        raise looked_into(found)
    if is_hidden(found):
        raise Refused(
            "This piece is hidden, because consent for it is gone. "
            "Record a new consent before you change it.",
            link=Link("See where it stands", reverse("evidence-item", args=[found.uuid])),
        )
    return found


def looked_into(item: EvidenceItem) -> Refused:
    """Somebody asked to have it taken down; until that is decided nobody writes about it."""
    back = reverse("evidence-item", args=[item.uuid])
    return Refused(LOOKED_INTO, link=Link("See where it stands", back))


def is_hidden(item: EvidenceItem) -> bool:
    return item.consent.is_hidden(london_date(timezone.now()))


def writes(request: HttpRequest, organisation: Organisation) -> bool:
    """Its people; officers may look (T-31)."""
    return role_in(person(request), organisation) in (Role.LEAD, Role.MEMBER)


def left_for_later(request: HttpRequest, item: EvidenceItem) -> HttpResponse:
    """Back to all evidence, or to the criterion that one came from."""
    messages.success(request, "Saved. You can come back at any time.")
    way = way_of(request)
    return redirect(way.url) if way else redirect("evidence", item.organisation.slug)
