"""Who made the statement with the organisation."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.views.person import person
from foundation.openings import opening_for
from portfolios.choices import StatementSection
from portfolios.forms.saving import LATER
from portfolios.forms.statement.together import TogetherForm
from portfolios.selectors.points import points_asked
from portfolios.selectors.statement.gaps import Place
from portfolios.selectors.statement.wording import words
from portfolios.services import statement as services
from portfolios.views.loading import back_to_check, meanwhile
from portfolios.views.statement.loading import (
    caption,
    load_for_writing,
)

SECTION = StatementSection.TOGETHER


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def together(request: HttpRequest, application: UUID) -> HttpResponse:
    writing = load_for_writing(request, application)
    found, place = writing.application, Place(SECTION)
    writing.need(place)
    opening = opening_for(request, key=services.draft_key(found, SECTION))
    form = TogetherForm(
        opening.data,
        scheme=writing.scheme,
        initial={
            "version": writing.whole.version(SECTION),
            "who": writing.record.who,
            "how": writing.record.how,
        },
    )
    theirs = meanwhile(opening, form)
    if request.method == "POST" and form.is_valid():
        services.save_together(
            application=found,
            values=form.values,
            expected_version=form.cleaned_data["version"],
            actor=person(request),
            at=timezone.now(),
        )
        if request.POST.get("action") == LATER:
            messages.success(request, "Saved. You can come back at any time.")
        return redirect(back_to_check(request, found) or reverse("statement", args=[found.uuid]))
    context = {
        "application": found,
        "title": SECTION.label,
        "intro": words(writing.scheme, SECTION).intro,
        "caption": caption(writing),
        "form": form,
        "opening": opening,
        "meanwhile": theirs,
        "gaps": writing.lines(writing.gaps_at(place), here=request.path),
        "back": reverse("statement", args=[found.uuid]),
        "points": points_asked(found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/statement_form.html", context, status=status)
