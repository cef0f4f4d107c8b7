"""An officer says otherwise than the rule whether a panel visits (scheme.md 22)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from champions.forms.rulings import RulingForm
from champions.permissions import need_ruler
from champions.services.rulings import rule_on_visit
from champions.views.loading import load_open
from foundation.kept_posts import typed
from foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    found = load_open(request, uuid)
    advice = found.facts.visit
    if advice is None:
        raise Refused("Only a re-validation that was sent has a rule for visits.", link=found.link)
    need_ruler(found.user, found.application)
    form = RulingForm(typed(request), visits=advice.visits)
    if request.method == "POST" and form.is_valid():
        visit: bool = form.cleaned_data["visit"]
        rule_on_visit(
            application=found.application,
            visit=visit,
            reason=form.cleaned_data["reason"],
            actor=found.user,
            at=timezone.now(),
        )
        said = "The panel is asked to visit." if visit else "The panel need not visit."
        messages.success(request, f"{said} We have told its champions why to look.")
        return redirect("case", uuid)
    status = 422 if request.method == "POST" else 200
    context = {"case": found, "form": form, "advice": advice}
    return render(request, "champions/ruling.html", context, status=status)
