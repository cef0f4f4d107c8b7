"""What was sent, for applications of every stage."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from awards.choices import Status
from awards.models import Application
from awards.scheme import edition
from awards.selectors.kinds import is_renewal, work_of
from awards.selectors.renewals import first_sent, renewals_of
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.pagination import querystring_without_page
from portfolios.selectors.comparing import compare
from portfolios.selectors.current import current_sections, sent_sections
from portfolios.selectors.forms import STATEMENT, form_of
from portfolios.selectors.portfolio.copied import pieces_sent
from portfolios.selectors.portfolio.display import portfolio_sent
from portfolios.selectors.sent import last_sent, sent_versions
from portfolios.selectors.statement.display import told_with_evidence
from portfolios.views.loading import load

# So many pieces of evidence stand on one page.
PIECES = 50
# When nothing was heard by then, something has gone wrong and people should ask.
ASK_AFTER = timedelta(days=14)
# What the edition tells of a re-validation begins before it is sent; this is what comes after.
AFTER_STATEMENT = (
    "A panel of the Champions Group reads what is new. Sometimes they come to see you first.",
    "The panel decides. You get a letter, whatever the answer is.",
)


@require_safe
@login_required
def form(request: HttpRequest, application: UUID) -> HttpResponse:
    """To what is written for this stage, so that nobody above needs to know which form that is."""
    found = load(request, application)
    return redirect(form_of(found), found.uuid)


@require_safe
@login_required
def sent(request: HttpRequest, application: UUID) -> HttpResponse:
    found = load(request, application)
    change = last_sent(found)
    if change is None:
        raise Http404
    context = {
        "application": found,
        "change": change,
        "work": work_of(found),
        "then": _then(found),
        "meanwhile": _meanwhile(found, on=london_date(timezone.now())),
        "ask_after": change.at + ASK_AFTER,
    }
    return render(request, "portfolios/sent.html", context)


def _then(application: Application) -> tuple[str, ...]:
    """What happens once it is sent; a SEND officer chooses champions first, whatever it is."""
    scheme = edition(application.edition)
    if not is_renewal(application):
        return scheme.stage(application.stage).then
    return AFTER_STATEMENT


def _meanwhile(application: Application, *, on: date) -> str:
    """What the award is until a statement is decided, and from when its new year runs; none after that."""
    if not is_renewal(application):
        return ""
    renewals = renewals_of(application.organisation, on=on)
    renewal = next((each for each in renewals if each.application == application), None)
    if renewal is None or not renewal.is_with_champions:
        return ""
    sent, due = first_sent(application), show_date(renewal.due_on)
    if renewal.is_lapsed or sent is None:
        return f"{renewal.meanwhile()} Your new year runs from the day of the decision."
    if sent > renewal.due_on:
        return (
            f"You sent it in the days of grace, and you lose nothing by it. {renewal.meanwhile()} "
            f"Your new year runs from the day on which the old one ended, {due}."
        )
    return (
        f"You sent it in time. {renewal.meanwhile()} "
        f"Your new year begins when this one ends, on {due}."
    )


@require_safe
@login_required
def copy(request: HttpRequest, application: UUID) -> HttpResponse:
    """As it was sent: from the snapshot, whatever was changed since."""
    found = load(request, application)
    change = last_sent(found)
    if change is None:
        raise Http404
    snapshot: dict[str, Any] = change.snapshot or {}
    context = {"application": found, "change": change, "snapshot": snapshot}
    if "portfolio" in snapshot:
        context |= _evidence(request, found, snapshot)
    else:
        context["sections"] = sent_sections(change, on=london_date(timezone.now()))
    return render(request, "portfolios/copy.html", context)


def _evidence(
    request: HttpRequest, application: Application, snapshot: dict[str, Any]
) -> dict[str, Any]:
    """A page of the evidence, without what consent has left since, and all that was told."""
    on = london_date(timezone.now())
    record = portfolio_sent(snapshot, on=on)
    page = Paginator(record.items, PIECES).get_page(request.GET.get("page"))
    return {
        "page_obj": page,
        # Here whole pieces stand side by side; a restricted one is opened on its own page, and that is noted.
        "withheld": len(record.withheld),
        "querystring": querystring_without_page(request),
        "pieces": pieces_sent(record, list(page.object_list), application.organisation),
        "sections": told_with_evidence(snapshot, on=on)
        if snapshot["kind"] == STATEMENT
        else snapshot["sections"],
    }


@require_safe
@login_required
def changes(request: HttpRequest, application: UUID) -> HttpResponse:
    """What was sent then and now, side by side; while it is being changed, now is what is written."""
    found = load(request, application)
    versions = sent_versions(found)
    today = london_date(timezone.now())
    if found.status == Status.CHANGES_REQUESTED and versions:
        before, after = versions[-1], None
        now = current_sections(found, on=today)
    elif len(versions) > 1:
        before, after = versions[-2], versions[-1]
        now = sent_sections(after, on=today)
    else:
        raise Http404
    context = {
        "application": found,
        "before": before,
        "after": after,
        "changed": compare(sent_sections(before, on=today), now),
    }
    return render(request, "portfolios/changes.html", context)
