"""What an organisation sent before and what it sent now, for those who judge it (scheme.md 17)."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from champions.views.loading import load_open
from champions.views.ways import way_back
from foundation.dates import london_date
from portfolios.selectors.comparing import compare
from portfolios.selectors.current import sent_sections
from portfolios.selectors.sent import need_contents, sent_versions
from portfolios.selectors.titles import for_others


@require_safe
@login_required
def changes(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The last two versions; what is being written now is not theirs to see before it is sent."""
    case = load_open(request, uuid)
    need_contents(case.application)
    versions = sent_versions(case.application)
    if len(versions) < 2:
        raise Http404
    before, after = versions[-2:]
    today = london_date(timezone.now())
    then, now = (for_others(sent_sections(each, on=today)) for each in (before, after))
    changed = compare(then, now)
    if case.hides_contacts:
        shown = (section.without_contacts() for section in changed)
        changed = [section for section in shown if section.entries]
    context = {
        "case": case,
        "before": before,
        "after": after,
        "changed": changed,
        "way": way_back(request, case),
    }
    return render(request, "champions/changes.html", context)
