"""Evidence as champions and officers look at it: what was sent, and nothing that came later (T-29)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from awards.choices import Role
from champions.forms.evidence import EvidenceFilterForm
from champions.selectors.evidence import (
    SHOWN_TYPES,
    Judged,
    challenges_about,
    file_judged,
    judged_portfolio,
    ladder_difference,
)
from champions.views.case_challenges import OPEN_FOR_CHALLENGES
from champions.views.loading import Case, load_open
from champions.views.ways import way_back
from foundation import audit
from foundation.dates import london_date
from foundation.files import serve
from foundation.models import PrivateFile
from foundation.pagination import querystring_without_page
from portfolios.models import EvidenceItem
from portfolios.records import ItemRecord
from portfolios.selectors.evidence.looks import looks_at
from portfolios.selectors.portfolio.display import item_rows
from portfolios.selectors.sent import need_contents
from portfolios.services.evidence.looks import note_look

PER_PAGE = 30


def judged_or_404(case: Case) -> Judged:
    """For pages about evidence: stages that have none have no such page."""
    need_contents(case.application)
    judged = judged_portfolio(case.facts, on=london_date(case.now), eyes=case.eyes)
    if judged is None:
        raise Http404
    return judged


@require_safe
@login_required
def evidence(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """By criterion: what they say, and what they have to show. Whoever filters gets a list."""
    case = load_open(request, uuid)
    judged = judged_or_404(case)
    form = EvidenceFilterForm(request.GET, subjects=judged.subjects)
    context = {"case": case, "judged": judged, "form": form, "way": way_back(request, case)}
    filters = form.filters()
    if not filters.is_narrowed and request.GET.get("view") != "list":
        groups = judged.groups()
        shown = {item.id: item for group in groups for item in group.items}
        cards = {card.item.id: card for card in judged.cards(shown.values())}
        context["groups"] = [
            {"group": group, "cards": [cards[item.id] for item in group.items]} for group in groups
        ]
        context["others"] = len(judged.others())
        return render(request, "champions/case_evidence.html", context)
    page = Paginator(judged.matching(filters), PER_PAGE).get_page(request.GET.get("page"))
    context |= {
        "page_obj": page,
        "cards": judged.cards(page.object_list),
        "querystring": querystring_without_page(request),
        "names": [judged.name_of(code) for code in (filters.shows, filters.also) if code],
    }
    return render(request, "champions/case_evidence_list.html", context)


@require_safe
@login_required
def item(request: HttpRequest, uuid: UUID, item: UUID) -> HttpResponse:
    """Everything about one piece of evidence; of one that is no longer shown, its title."""
    case = load_open(request, uuid)
    judged = judged_or_404(case)
    found = judged.record.item(str(item))
    if found is None:
        raise Http404
    restricted = _restricted(case, item) if found.restricted else {}
    rows = item_rows(judged.record, judged.scheme, found)
    context = {
        "case": case,
        "judged": judged,
        "way": way_back(request, case),
        "item": found,
        **restricted,
        "number": judged.numbers[found.id],
        # The files stand by themselves, and so does the address.
        "rows": [row for row in rows if row["code"] not in ("files", "url")],
        "address": found.url if found.url.startswith(("https://", "http://")) else "",
        "files": _files(judged, found),
        "difference": ladder_difference(judged.scheme, found),
        "challenges": challenges_about(case.facts, case.user, found.id),
        "asks": case.seat is not None and case.application.status in OPEN_FOR_CHALLENGES,
    }
    return render(request, "champions/case_evidence_item.html", context)


def _restricted(case: Case, item: UUID) -> dict[str, object]:
    """Why it is, and to officers who has looked; and that this person looks now."""
    row = EvidenceItem.objects.select_related("organisation").get(uuid=item)
    note_look(row, what="page", actor=case.user, role=role_of(case), at=case.now)
    seen = looks_at(row, names_panel=True) if case.user.is_officer else []
    return {"why": row.restricted_why, "looks": seen}


def _files(judged: Judged, item: ItemRecord) -> list[dict[str, object]]:
    if item.hidden:
        return []
    return [{"file": file, "is_shown": file.content_type in SHOWN_TYPES} for file in item.files]


@require_safe
@login_required
def file(request: HttpRequest, uuid: UUID, item: UUID, file: UUID) -> HttpResponseBase:
    return serve(_opened(load_open(request, uuid), item, file, how="download"))


@require_safe
@login_required
def picture(request: HttpRequest, uuid: UUID, item: UUID, file: UUID) -> HttpResponseBase:
    """A picture in its full size, on our own page."""
    return serve(_opened(load_open(request, uuid), item, file, how="picture"), inline=True)


@require_safe
@login_required
def thumbnail(request: HttpRequest, uuid: UUID, item: UUID, file: UUID) -> HttpResponseBase:
    """Too small to be written down each time; unless it is restricted."""
    case = load_open(request, uuid)
    stored, found = _file(case, item, file)
    if not stored.thumbnail_key:
        raise Http404
    note_look(found, what="thumbnail", actor=case.user, role=role_of(case), at=case.now, file=file)
    return serve(stored, thumbnail=True)


def _file(case: Case, item: UUID, file: UUID) -> tuple[PrivateFile, EvidenceItem]:
    """A file that was sent and may still be shown; everything else is not there."""
    row = file_judged(case.facts, item=item, file=file, on=london_date(case.now), eyes=case.eyes)
    if row is None or row.file.file is None:
        raise Http404
    return row.file.file, row.file.item


def _opened(case: Case, item: UUID, file: UUID, *, how: str) -> PrivateFile:
    """Who looked at what of somebody else's is written down."""
    stored, found = _file(case, item, file)
    if found.restricted_at is not None:
        note_look(found, what=how, actor=case.user, role=role_of(case), at=case.now, file=file)
        return stored
    audit.record(
        "evidence.opened",
        actor=case.user,
        target=found,
        at=case.now,
        role=role_of(case),
        acting_for=case.application.organisation.uuid,
        details={
            "file": str(file),
            "how": how,
            "change": case.facts.judged.pk if case.facts.judged else None,
        },
    )
    return stored


def role_of(case: Case) -> Role:
    """In what capacity this person looks at the case."""
    if case.seat is None:
        return Role.OFFICER
    return Role.CHAIR if case.is_chair else Role.CHAMPION
