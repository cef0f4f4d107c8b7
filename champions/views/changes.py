"""What an organisation sent before and what it sent now, for those who judge it (scheme.md 17)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from champions.views.loading import load_open
from portfolios.selectors.comparing import compare
from portfolios.selectors.sent import sent_versions


@require_safe
@login_required
def changes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The last two versions; what is being written now is not theirs to see before it is sent."""
    case = load_open(request, uuid)
    versions = sent_versions(case.application)
    if len(versions) < 2:
        raise Http404
    before, after = versions[-2:]
    changed = compare((before.snapshot or {})["sections"], (after.snapshot or {})["sections"])
    if case.hides_contacts:
        shown = (section.without_contacts() for section in changed)
        changed = [section for section in shown if section.entries]
    context = {"case": case, "before": before, "after": after, "changed": changed}
    return render(request, "champions/changes.html", context)
