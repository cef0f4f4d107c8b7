"""Officers: every organisation, one organisation whole, and its name on certificates."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.models import Organisation
from awards.permissions import need_officer, why_not_untied
from awards.selectors import journey_of, scheme_in_force
from awards.selectors.kinds import title_of
from awards.selectors.renewals import renewals_of
from awards.selectors.revocations import lines_of
from awards.services.organisations import correct_printed_name
from awards.views.person import person
from certificates.models import Certificate
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from reports import selectors
from reports.forms.organisations import FilterForm, PrintedNameForm
from reports.selectors.running import running


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    viewer = person(request)
    need_officer(viewer)
    now = timezone.now()
    today = london_date(now)
    scheme = scheme_in_force(on=today)
    form = FilterForm(request.GET, scheme=scheme)
    near = selectors.renewals_asked(on=today)
    found = selectors.organisations(form.filters(), viewer=viewer, at=now, on=today, near=near)
    page = page_of(found, request)
    context = {
        "form": form,
        "page_obj": page,
        "rows": selectors.rows_of(list(page.object_list), scheme=scheme, at=now, near=near),
        "querystring": querystring_without_page(request),
        "figures": [
            *selectors.figures(at=now, viewer=viewer, near=near),
            *selectors.renewal_figures(near, on=today),
        ],
        "running": running(at=now),
    }
    return render(request, "reports/organisations.html", context)


@require_safe
@login_required
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    viewer = person(request)
    need_officer(viewer)
    organisation = get_object_or_404(Organisation, slug=slug)
    today = london_date(timezone.now())
    scheme = scheme_in_force(on=today)
    applications = list(organisation.applications.order_by("created_at", "pk"))
    memberships = list(
        organisation.memberships.select_related("user").order_by("role", "joined_at")
    )
    certificates = Certificate.objects.filter(award__organisation=organisation)
    extensions = list(organisation.extensions.select_related("granted_by"))
    every = list(organisation.awards.all())
    awards = [each for each in every if each.revoked_on is None and each.superseded_on is None]
    journey = journey_of(
        organisation, on=today, awards=awards, applications=applications, extensions=extensions
    )
    renewals = renewals_of(organisation, on=today, awards=awards, applications=applications)
    history = selectors.history_of(organisation)
    context = {
        "organisation": organisation,
        "sector": scheme.sector(organisation.sector),
        "kind": scheme.organisation_kind(organisation.kind),
        "journey": journey,
        "due_dates": selectors.due_dates_of(
            journey, extensions=extensions, history=history, on=today
        ),
        "renewals": selectors.renewals_shown(renewals, extensions=extensions, on=today),
        "applications": [(row, title_of(row)) for row in applications[::-1]],
        # Nobody opens the case of an organisation they belong to (T-36).
        "is_own": any(each.user_id == viewer.pk for each in memberships),
        "certificates": [
            (certificate, certificate.condition(today).label)
            for certificate in certificates.select_related("award")
        ],
        "awards": lines_of(organisation, every, on=today),
        "why_not_take_back": why_not_untied(viewer, organisation),
        "memberships": memberships,
        "history": history,
    }
    return render(request, "reports/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def printed_name(request: HttpRequest, slug: str) -> HttpResponse:
    """Before a certificate is made, its name can be put right here."""
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    form = PrintedNameForm(typed(request), initial={"printed_name": organisation.printed_name})
    if request.method == "POST" and form.is_valid():
        correct_printed_name(
            organisation=organisation,
            printed_name=form.cleaned_data["printed_name"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, f"Certificates will say “{organisation.printed_name}”.")
        return redirect("officers-organisation", slug)
    current = Certificate.objects.current().filter(award__organisation=organisation)
    context = {"organisation": organisation, "form": form, "certificates": current}
    status = 422 if request.method == "POST" else 200
    return render(request, "reports/printed_name.html", context, status=status)
