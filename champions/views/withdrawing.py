"""Taking an application back, with all that hangs on it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.models import Application
from awards.permissions import need_lead
from awards.scheme import edition
from awards.selectors.kinds import work_of
from awards.views.person import person
from awards.workflow import open_transitions
from champions.services.closing import withdraw_case
from foundation.kept_posts import typed
from foundation.refusals import Refused
from portfolios.forms.withdrawing import WithdrawForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, application: UUID) -> HttpResponse:
    """For every stage: the form says what it means, the workflow whether it is possible."""
    found = get_object_or_404(
        Application.objects.visible_to(person(request)).select_related("organisation"),
        uuid=application,
    )
    request.organisation = found.organisation  # type: ignore[attr-defined]  # for the page's header
    role = need_lead(person(request), found.organisation)
    if not any(row.name == "withdraw" for row in open_transitions(found.status_enum, role)):
        raise Refused(
            f"Your {work_of(found)} can’t be withdrawn any more: {found.status_enum.label.lower()}."
        )
    home = reverse("organisation", args=[found.organisation.slug])
    form = WithdrawForm(typed(request), cancel=home)
    if request.method == "POST" and form.is_valid():
        withdraw_case(
            application=found,
            actor=person(request),
            role=role,
            note=form.cleaned_data["reason"],
            at=timezone.now(),
        )
        messages.success(request, f"You have withdrawn your {work_of(found)}.")
        return redirect(home)
    context = {
        "application": found,
        "stage": edition(found.edition).stage(found.stage),
        "form": form,
        "home": home,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/withdraw.html", context, status=status)
