"""Everything that is written, what is missing, what could be stronger, and the button."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_sender
from awards.views.person import person
from portfolios.choices import PlanSection
from portfolios.forms.plan.sending import SendPlanForm
from portfolios.selectors.nudges import plan_nudges
from portfolios.selectors.plan.display import sections_of
from portfolios.selectors.points import points_asked, points_unanswered
from portfolios.services.plan import submit_plan
from portfolios.views.loading import need_open, role_for, sends_now
from portfolios.views.plan.loading import Writing, load
from portfolios.views.sending import points_missing, senders_of, still_needed


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def check(request: HttpRequest, application: UUID) -> HttpResponse:
    """A second click finds the first one's receipt (T-43)."""
    writing = load(request, application)
    found = writing.application
    role = role_for(request, found)
    if request.method == "POST":
        role = need_sender(person(request), found)
        posted = SendPlanForm(request.POST)
        if posted.is_valid() and not (found.can_be_edited and _missing(writing)):
            submit_plan(
                application=found,
                actor=person(request),
                role=role,
                at=timezone.now(),
                key=posted.cleaned_data["key"],
                checked_version=posted.cleaned_data["version"],
            )
            return redirect("application-sent", found.uuid)
    need_open(request, found)
    record, sends = writing.plan.record, sends_now(found, role)
    problems, points = _missing(writing), points_asked(found)
    waiting = len(points_unanswered(points))
    context = {
        "application": found,
        "sections": sections_of(record),
        "changes": [
            section.value
            for section in PlanSection
            if section is not PlanSection.ACTIONS and writing.writes_section(section)
        ],
        "problems": problems,
        "still": still_needed(len(problems) - waiting, waiting),
        "stronger": writing.lines(
            [gap for gap in writing.gaps if not gap.is_missing], named=True, then="check"
        ),
        "nudges": plan_nudges(record),
        "form": SendPlanForm(initial={"version": writing.plan.plan.version}),
        "may_send": sends,
        "senders": "" if sends else senders_of(found),
        "points": points,
        "posted": request.method == "POST",
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/plan_check.html", context, status=status)


def _missing(writing: Writing) -> list[tuple[str, str]]:
    """What has to be there before it can be sent, each with its address."""
    missing = [gap for gap in writing.gaps if gap.is_missing]
    lines = writing.lines(missing, named=True, then="check")
    return [(line.sentence, line.url) for line in lines] + points_missing(writing.application)
