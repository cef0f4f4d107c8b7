"""Restricting a piece of evidence: by a lead of its organisation, or by an officer (T-30, T-94)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.choices import Role
from awards.views.person import person
from foundation.kept_posts import typed
from portfolios.forms.evidence.restricting import NO, YES, RestrictForm
from portfolios.models import EvidenceItem
from portfolios.services.evidence.restricting import (
    end_restriction,
    is_officers_mark,
    need_restrictor,
)
from portfolios.services.evidence.restricting import restrict as restrict_item
from portfolios.views.evidence.loading import entered


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def restrict(request: HttpRequest, item: UUID) -> HttpResponse:
    """Also what was removed, as it may have been sent."""
    user = person(request)
    rows = EvidenceItem.objects.visible_to(user)
    row = get_object_or_404(rows.select_related("organisation", "restricted_by"), uuid=item)
    role = need_restrictor(user, row)
    entered(request, row)
    back = _back(row)
    is_marked = row.restricted_at is not None
    initial = {"restricted": YES if is_marked else NO, "why": row.restricted_why}
    form = RestrictForm(typed(request), initial=initial, cancel=back)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        if form.restricts:
            restrict_item(item=row, why=form.cleaned_data["why"], actor=user, at=now)
            messages.success(request, "It is restricted. Only those who must see it can open it.")
        else:
            end_restriction(item=row, actor=user, at=now)
            messages.success(request, "It is not restricted.")
        return redirect(back)
    context = {
        "organisation": row.organisation,
        "item": row,
        "form": form,
        "back": back,
        "ends": role is Role.OFFICER or not is_officers_mark(row),
        "by_officer": is_officers_mark(row),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "portfolios/evidence_restrict.html", context, status=status)


def _back(row: EvidenceItem) -> str:
    if row.is_in_library:
        return reverse("evidence-item", args=[row.uuid])
    return reverse("evidence", args=[row.organisation.slug])
