"""The portfolio, or the statement, as a PDF to take along. A job makes it; these pages ask for it and hand it
out. `form` is whose addresses they are.
"""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from awards.models import Application
from awards.views.person import person
from foundation.dates import london_date
from foundation.files import serve
from foundation.refusals import Link, Refused
from foundation.throttling import hit
from portfolios.models import Printout
from portfolios.selectors.forms import PORTFOLIO
from portfolios.selectors.portfolio.printed import MOST_PICTURES, MOST_TOLD
from portfolios.selectors.sent import last_sent
from portfolios.services.plan.printing import progress_of
from portfolios.services.portfolio.printing import (
    OUTDATED,
    ask_for_portfolio,
    note_opened,
    take_away_outdated,
)
from portfolios.views.loading import load, role_for

NOT_KEPT = "This file is no longer here. Make it again."


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def print_portfolio(request: HttpRequest, application: UUID, form: str = PORTFOLIO) -> HttpResponse:
    found = load(request, application, form=form)
    if request.method == "POST":
        now = timezone.now()
        # Each changed word is a new file, which takes a worker up to a minute.
        hit(f"print:{person(request).pk}", limit=30, seconds=3600, now=now)
        hit(f"print-portfolio:{found.pk}", limit=40, seconds=3600, now=now)
        made = ask_for_portfolio(application=found, actor=person(request), at=now)
        return redirect(f"{form}-printout", found.uuid, made.uuid)
    context = {
        "application": found,
        "form": form,
        "sent": None if found.can_be_edited else last_sent(found),
        "most_pictures": MOST_PICTURES,
        "most_told": MOST_TOLD,
        # An officer takes what was sent from the case.
        "packs": role_for(request, found) in (Role.LEAD, Role.MEMBER),
    }
    return render(request, "portfolios/portfolio_print.html", context)


@require_safe
@login_required
def printout(
    request: HttpRequest, application: UUID, printout: UUID, form: str = PORTFOLIO
) -> HttpResponse:
    """Being made, ready, or failed for good."""
    found = load(request, application, form=form)
    asked = _printout(found, printout, form)
    context = {
        "application": found,
        "form": form,
        "page": reverse(f"{form}-printout", args=[found.uuid, asked.uuid]),
        "printout": asked,
        "far": progress_of(asked, at=timezone.now()),
    }
    return render(request, "portfolios/portfolio_printout.html", context)


@require_safe
@login_required
def printout_file(
    request: HttpRequest, application: UUID, printout: UUID, form: str = PORTFOLIO
) -> HttpResponseBase:
    found = load(request, application, form=form)
    asked = _printout(found, printout, form)
    if asked.file is None:
        page = reverse(f"{form}-printout", args=[found.uuid, asked.uuid])
        raise Refused(
            "This file is being made. It is ready in a minute or two: try again then.",
            link=Link("See how far it is", page),
        )
    role = role_for(request, found)
    note_opened(asked, actor=person(request), role=role, at=timezone.now())
    return serve(asked.file)


def _printout(application: Application, uuid: UUID, form: str) -> Printout:
    """Only of this very application (T-25), and with nothing in it that consent has left."""
    gone = take_away_outdated(application, on=london_date(timezone.now()))
    asked = (
        Printout.objects.filter(application=application, uuid=uuid).select_related("file").first()
    )
    if asked is None:
        again = Link("Make it again", reverse(f"{form}-print", args=[application.uuid]))
        raise Refused(OUTDATED if gone else NOT_KEPT, link=again)
    return asked
