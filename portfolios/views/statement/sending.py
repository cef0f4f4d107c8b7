"""Signing a statement, reading it once more, and sending it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_sender
from awards.views.person import person
from foundation.openings import opening_for
from foundation.refusals import Link, Refused
from portfolios.choices import StatementSection
from portfolios.forms.statement.sending import SendStatementForm, SignStatementForm
from portfolios.records import AffirmationRecord
from portfolios.selectors.nudges import statement_nudges
from portfolios.selectors.points import points_asked, points_unanswered
from portfolios.selectors.statement.display import (
    affirmation_rows,
    evidence_row,
    sections_of,
    signature_of,
)
from portfolios.selectors.statement.gaps import Place
from portfolios.services import statement as services
from portfolios.views.loading import need_open, role_for, sends_now
from portfolios.views.sending import points_missing, senders_of, still_needed
from portfolios.views.statement.loading import Writing, caption, load

SIGN = StatementSection.SIGN
# So many hints stand on the page.
MOST = 20


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign(request: HttpRequest, application: UUID) -> HttpResponse:
    """The wording in full. Members read it; a lead signs, once all the rest is there."""
    writing = load(request, application)
    found = writing.application
    role = need_open(request, found)
    if any(gap.about.section is not SIGN for gap in writing.missing):
        link = Link("Go to your task list", reverse("statement", args=[found.uuid]))
        raise Refused(services.FINISH_FIRST, link=link)
    user = person(request)
    if request.method == "POST":
        need_sender(user, found)
    sends = sends_now(found, role)
    opening = opening_for(request, key=services.draft_key(found, SIGN))
    version = writing.whole.statement.version
    form = SignStatementForm(
        opening.data,
        scheme=writing.scheme,
        initial={"signed_name": user.name, "version": version},
    )
    opening.fill(form)
    # A draft may be older than what stands on the page now.
    form.initial["version"] = version
    if request.method == "POST" and form.is_valid():
        services.sign_statement(
            application=found,
            signed_name=form.cleaned_data["signed_name"],
            signed_role=form.cleaned_data["signed_role"],
            checked_version=form.cleaned_data["version"],
            actor=user,
            at=timezone.now(),
        )
        messages.success(request, "The statement is signed. Now it can be sent.")
        return redirect("statement-check", found.uuid)
    context = {
        "application": found,
        "scheme": writing.scheme,
        "declaration": writing.scheme.renewal.declaration,
        "caption": caption(writing),
        "signed": signature_of(writing.scheme, writing.whole.commitment)
        if writing.whole.is_signed
        else None,
        "form": form,
        "opening": opening,
        "may_send": sends,
        "senders": "" if sends else senders_of(found),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/statement_sign.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, application: UUID) -> HttpResponse:
    """All that is said, what is missing, and the button. A second click finds the first one's receipt."""
    writing = load(request, application)
    found = writing.application
    role = role_for(request, found)
    if request.method == "POST":
        role = need_sender(person(request), found)
        posted = SendStatementForm(request.POST)
        if posted.is_valid() and not (found.can_be_edited and _problems(writing)):
            services.submit_statement(
                application=found,
                actor=person(request),
                role=role,
                at=timezone.now(),
                key=posted.cleaned_data["key"],
                checked_version=posted.cleaned_data["version"],
            )
            return redirect("application-sent", found.uuid)
    need_open(request, found)
    sends = sends_now(found, role)
    problems, points = _problems(writing), points_asked(found)
    waiting = len(points_unanswered(points))
    stronger = [gap for gap in writing.gaps if not gap.is_missing]
    context: dict[str, Any] = {
        "application": found,
        "caption": caption(writing),
        "criteria": _criteria(writing),
        "together": sections_of(writing.record)[-1],
        "changes_together": writing.writes(Place(StatementSection.TOGETHER)),
        "signed": signature_of(writing.scheme, writing.whole.commitment)
        if writing.whole.is_signed
        else None,
        "hidden": sum(item.hidden for item in writing.record.portfolio.items),
        "problems": problems,
        "still": still_needed(len(problems) - waiting, waiting),
        "stronger": writing.lines(stronger, named=True, then="check"),
        "nudges": statement_nudges(writing.record)[:MOST],
        "form": SendStatementForm(initial={"version": writing.whole.statement.version}),
        "may_send": sends,
        "senders": "" if sends else senders_of(found),
        "points": points,
        "posted": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/statement_check.html", context, status=status)


def _criteria(writing: Writing) -> list[dict[str, Any]]:
    """Each criterion with what is said of it, its evidence in lines, and where it can be changed."""
    uuid = writing.application.uuid
    found = []
    for each in writing.whole.criteria:
        told = writing.record.affirmation(each.code) or AffirmationRecord(each.code)
        place = Place(StatementSection.CRITERIA, code=each.code)
        page = reverse("statement-criterion", args=[uuid, each.code])
        found.append(
            {
                "code": each.code,
                "title": each.name,
                "rows": [
                    *affirmation_rows(writing.scheme, told),
                    evidence_row(writing.record, told),
                ],
                "url": page if writing.writes(place) else "",
            }
        )
    return found


def _problems(writing: Writing) -> list[tuple[str, str]]:
    """What has to be there before it can be sent, each with its address."""
    lines = writing.lines(writing.missing, named=True, then="check")
    return [(line.sentence, line.url) for line in lines] + points_missing(writing.application)
