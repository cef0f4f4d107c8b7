"""One criterion, a year on: how it is, what is new, what shows it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Application
from awards.scheme import Criterion
from awards.views.person import person
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.layout import Include
from foundation.openings import Opening, opening_for
from portfolios.choices import UNNAMED, EvidenceKind, StatementSection
from portfolios.forms.saving import LATER
from portfolios.forms.statement import affirming
from portfolios.forms.statement.affirming import AffirmForm, CarriedPiece
from portfolios.models import EvidenceItem, EvidenceTag
from portfolios.records import AffirmationRecord, ItemRecord
from portfolios.selectors.evidence.reading import item_records
from portfolios.selectors.points import points_asked
from portfolios.selectors.statement.gaps import Place
from portfolios.selectors.statement.reading import affirmation_section
from portfolios.services import statement as services
from portfolios.services.statement.beginning import MOST_CARRIED
from portfolios.views.choosing import with_from
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.portfolio.evidence import line_of
from portfolios.views.statement.loading import (
    Writing,
    adding,
    caption,
    criterion_or_404,
    load_for_writing,
)

# What lies in the library for this criterion and was not chosen: so many are offered at once.
OFFERED = 6


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def criterion(request: HttpRequest, application: UUID, code: str) -> HttpResponse:
    writing = load_for_writing(request, application)
    found, asked = writing.application, criterion_or_404(writing, code)
    place = Place(StatementSection.CRITERIA, code=code)
    writing.need(place)
    told = writing.record.affirmation(code) or AffirmationRecord(code)
    items = {item.id: item for item in writing.record.portfolio.items}
    opening = opening_for(request, key=services.draft_key(found, "criterion", code))
    form = _form(request, writing, told, items, opening)
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.save_affirmation(
            application=found,
            code=code,
            values=form.values,
            still_true=form.still_true,
            taken_out=form.taken_out,
            chosen=form.chosen,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        if request.POST.get("action") == LATER:
            messages.success(request, "Saved. You can come back at any time.")
            return redirect("statement", found.uuid)
        return redirect(_more(request, found, code) or _onward(request, writing, asked))
    before = writing.whole.before
    context = {
        "application": found,
        "asked": asked,
        "caption": caption(writing),
        "before": before.told(code),
        "shown_before": [line_of(item) for item in before.items(code)[:MOST_CARRIED]],
        "awarded_on": writing.record.renews_awarded_on,
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(writing.gaps_at(place), here=request.path),
        "back": reverse("statement", args=[found.uuid]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/statement_criterion.html", context, status=status)


def _form(
    request: HttpRequest,
    writing: Writing,
    told: AffirmationRecord,
    items: dict[str, ItemRecord],
    opening: Opening,
) -> AffirmForm:
    pieces = [
        CarriedPiece(UUID(each.id), item.title or UNNAMED, _hint(item), each.still_true_on)
        for each in told.items
        if each.carried and not (item := items[each.id]).hidden
    ]
    return AffirmForm(
        opening.data,
        scheme=writing.scheme,
        pieces=pieces,
        offered=_offered(request, writing, told.code),
        new=_new(told, items),
        today=london_date(timezone.now()),
        awarded_on=writing.record.renews_awarded_on,
        initial={
            "version": writing.whole.version(affirmation_section(told.code)),
            "state": told.state,
            "text": told.text,
        },
    )


def _new(told: AffirmationRecord, items: dict[str, ItemRecord]) -> Include:
    chosen = [(each, items[each.id]) for each in told.items]
    shown = {
        "new": [line_of(item) for each, item in chosen if not each.carried and not item.hidden],
        "hidden": sum(item.hidden for _, item in chosen),
    }
    return Include("portfolios/_criterion_new.html", shown)


def _hint(item: ItemRecord) -> str:
    said = [
        str(EvidenceKind(item.kind).label) if item.kind else "",
        show_date(item.happened_on) if item.happened_on else "",
    ]
    return ", ".join(filter(None, said))


def _offered(request: HttpRequest, writing: Writing, code: str) -> list[tuple[str, str, str]]:
    """What is new in the library, and said to show this, but was not chosen. Four queries."""
    told = writing.record.affirmation(code)
    there = {each.id for each in told.items} if told else set()
    tags = EvidenceTag.objects.filter(item=OuterRef("pk"), code=code)
    rows = (
        EvidenceItem.objects.visible_to(person(request))
        .kept()
        .shown(london_date(timezone.now()))
        .filter(Exists(tags), organisation=writing.application.organisation_id, left_out=False)
        .exclude(uuid__in=there | writing.whole.before.sent)
    )
    on = london_date(timezone.now())
    records = item_records(rows[:OFFERED], on=on)
    return [(item.id, item.title or UNNAMED, _hint(item)) for item in records]


def _more(request: HttpRequest, application: Application, code: str) -> str:
    """Where evidence is found, for the buttons that save first."""
    match request.POST.get("action"):
        case affirming.CHOOSE:
            page = reverse("statement-evidence", args=[application.uuid, code])
            return with_from(request, page)
        case affirming.FILES:
            return adding(request, application, code, "evidence-capture")
        case affirming.WORDS:
            return adding(request, application, code, "evidence-add")
    return ""


def _onward(request: HttpRequest, writing: Writing, asked: Criterion) -> str:
    """Back to the check, on to the next criterion that is open, or to who made it with them."""
    check, uuid = back_to_check(request, writing.application), writing.application.uuid
    if check:
        return check
    criteria = list(writing.whole.criteria)
    for following in criteria[criteria.index(asked) + 1 :]:
        if writing.writes(Place(StatementSection.CRITERIA, code=following.code)):
            return reverse("statement-criterion", args=[uuid, following.code])
    if writing.writes(Place(StatementSection.TOGETHER)):
        return reverse("statement-together", args=[uuid])
    return reverse("statement", args=[uuid])
