"""Appeals: an organisation asks that others look again, an officer without a part in it answers."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Role
from awards.models import Application
from awards.permissions import need_lead, need_officer, role_in
from awards.views.person import person
from champions.choices import AppealState
from champions.forms.appeals import HEAR, AppealForm, HearForm, TakeBackForm
from champions.models import Appeal, Decision
from champions.permissions import need_hearer, why_not_hear
from champions.selectors.letters import (
    appeals_visible_to,
    began_again,
    letters_of,
    standing_of,
    waiting_first,
)
from champions.services import appeals as services
from foundation.kept_posts import typed
from foundation.openings import opening_for
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused
from foundation.way_out import lead_back_to


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest, decision: UUID) -> HttpResponse:
    """What an appeal is and is not, and why they should look again."""
    user, now = person(request), timezone.now()
    row = get_object_or_404(
        Decision.objects.released().filter(
            panel__application__in=Application.objects.visible_to(user)
        ),
        uuid=decision,
    )
    (letter,) = letters_of(Decision.objects.filter(pk=row.pk), at=now)
    organisation = letter.application.organisation
    request.organisation = organisation  # type: ignore[attr-defined]  # read by the page's header
    need_lead(user, organisation)
    home = reverse("organisation", args=[organisation.slug])
    if letter.appeal is not None and request.method != "POST":
        return redirect("appeal", letter.appeal.uuid)
    if letter.refusal and letter.appeal is None:
        raise Refused(letter.refusal, link=Link("Back to your page", home))
    opening = opening_for(request, key=f"appeal:{letter.decision.uuid}")
    form = AppealForm(opening.data, back=home)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        made = services.make_appeal(
            decision=letter.decision, grounds=form.cleaned_data["grounds"], actor=user, at=now
        )
        opening.done()
        messages.success(request, "Your appeal is sent.")
        return redirect("appeal", made.uuid)
    context = {"letter": letter, "form": form, "opening": opening, "home": home}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/appeal_make.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def appeal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Where it stands, for the people of the organisation; a lead can take it back in time."""
    user = person(request)
    rows = Appeal.objects.filter(
        decision__panel__application__in=Application.objects.visible_to(user)
    )
    found = get_object_or_404(
        rows.select_related("decision__panel__application__organisation", "made_by"), uuid=uuid
    )
    application = found.decision.panel.application
    request.organisation = application.organisation  # type: ignore[attr-defined]  # read by the page's header
    if request.method == "POST":
        need_lead(user, application.organisation)
    form = TakeBackForm(typed(request))
    if request.method == "POST" and form.is_valid():
        services.withdraw_appeal(appeal=found, actor=user, at=timezone.now())
        messages.success(request, "You have taken your appeal back.")
        return redirect("appeal", uuid)
    (letter,) = letters_of(Decision.objects.filter(pk=found.decision_id), at=timezone.now())
    context = {
        "appeal": found,
        "letter": letter,
        "standing": standing_of(found),
        "form": form,
        "may_take_back": found.state == AppealState.RECEIVED
        and role_in(user, application.organisation) is Role.LEAD,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/appeal.html", context, status=status)


@require_safe
@login_required
def officers_appeals(request: HttpRequest) -> HttpResponse:
    """All of them, what waits for an officer first."""
    user = person(request)
    need_officer(user)
    page = page_of(waiting_first(appeals_visible_to(user)), request)
    context = {
        "rows": [(row, standing_of(row)) for row in page],
        "page_obj": page,
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/officers_appeals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def officers_appeal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The letter and why they appeal; taken on, or not, by an officer who had no part in it (T-39)."""
    user = person(request)
    need_officer(user)
    found = get_object_or_404(appeals_visible_to(user), uuid=uuid)
    lead_back_to(request, Link("Open the appeal", request.path))
    if request.method == "POST":
        need_hearer(user, found)
    waits = found.state == AppealState.RECEIVED
    again = waits and began_again(found)
    opening = opening_for(request, key=f"hear:{found.uuid}")
    form = HearForm(opening.data, may_hear=not again)
    opening.fill(form)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["answer"] == HEAR:
            services.hear_appeal(appeal=found, actor=user, at=timezone.now())
            opening.done()
            messages.success(request, "Taken on. Now choose champions who did not decide.")
            return redirect("case-panel", found.decision.panel.application.uuid)
        services.refuse_appeal(
            appeal=found, why=form.cleaned_data["why"], actor=user, at=timezone.now()
        )
        opening.done()
        messages.success(request, "Your answer is sent to the organisation.")
        return redirect("officers-appeal", uuid)
    context = {
        "appeal": found,
        "standing": standing_of(found),
        "form": form,
        "opening": opening,
        "waits": waits,
        "again": again,
        "why_not": why_not_hear(user, found),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/officers_appeal.html", context, status=status)
