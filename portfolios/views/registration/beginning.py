"""From "you can apply" to a task list; and the officers' way in for what came on paper."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from awards.models import Organisation
from awards.permissions import need_officer
from awards.views.person import person
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.throttling import hit
from portfolios.choices import Source
from portfolios.forms.registration.beginning import EnterRegistrationForm, NewOrganisationForm
from portfolios.selectors.registration.reading import begun_before, looks_like_another
from portfolios.services import registration as services
from portfolios.views.eligibility import eligibility_of, scheme_today


def _may_be_here(request: HttpRequest, form: NewOrganisationForm) -> bool:
    """Ask once; whoever has read the warning may go on."""
    return "go_on" not in request.POST and looks_like_another(
        name=form.cleaned_data["name"], postcode=form.cleaned_data["postcode"]
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new_organisation(request: HttpRequest) -> HttpResponse:
    eligibility = eligibility_of(request)
    if not eligibility.eligible:
        return redirect("start")
    form = NewOrganisationForm(typed(request), scheme=eligibility.scheme)
    similar = False
    if request.method == "POST" and form.is_valid():
        actor, now = person(request), timezone.now()
        # The warning tells that somebody is there already: nobody tries out a list of names.
        hit(f"organisation-new:{actor.pk}", limit=20, seconds=3600, now=now)
        # A second click is led to what the first one made, not warned of it (T-43). In this order:
        # what the warning has seen, the second question sees as well.
        similar = _may_be_here(request, form) and not begun_before(
            name=form.cleaned_data["name"], postcode=form.cleaned_data["postcode"], actor=actor
        )
        if not similar:
            application = services.begin_registration(
                name=form.cleaned_data["name"],
                sector=form.sector,
                kind=form.cleaned_data["kind"],
                postcode=form.cleaned_data["postcode"],
                actor=actor,
                at=now,
            )
            return redirect("registration", application.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "similar": similar}
    return render(request, "portfolios/organisation_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter_registration(request: HttpRequest) -> HttpResponse:
    need_officer(person(request))
    now = timezone.now()
    form = EnterRegistrationForm(typed(request), scheme=scheme_today(), today=london_date(now))
    similar = False
    if request.method == "POST" and form.is_valid():
        similar = _may_be_here(request, form)
        if not similar:
            application = services.enter_registration(
                name=form.cleaned_data["name"],
                sector=form.sector,
                kind=form.cleaned_data["kind"],
                postcode=form.cleaned_data["postcode"],
                source=Source(form.cleaned_data["source"]),
                received_on=form.cleaned_data["received_on"],
                lead_email=form.cleaned_data["lead_email"],
                actor=person(request),
                at=now,
            )
            messages.success(request, f"{application.organisation} has begun its registration.")
            return redirect("registration", application.uuid)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "similar": similar}
    return render(request, "portfolios/officers_registration_new.html", context, status=status)


@require_POST
@login_required
def begin_again(request: HttpRequest, slug: str) -> HttpResponse:
    """An organisation that is here already begins Bronze, for the first time or once more."""
    organisation = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    application = services.begin_again(
        organisation=organisation, actor=person(request), at=timezone.now()
    )
    return redirect("registration", application.uuid)
