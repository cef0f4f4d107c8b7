"""Officers take an award back: one proposes, another decides (T-39)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.forms.revocations import TakeBackForm, TurnDownForm
from awards.models import Award, Organisation, Revocation, User
from awards.permissions import need_officer, need_untied_officer
from awards.selectors.revocations import (
    revocations,
    stage_name,
    untied_officers,
    why_not_take_back,
)
from awards.services.revocations import (
    cancel_revocation,
    confirm_revocation,
    propose_revocation,
    turn_down_revocation,
)
from awards.views.person import person
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import page_of, querystring_without_page
from foundation.refusals import Link, Refused

WAITING = "waiting"


@require_safe
@login_required
def listing(request: HttpRequest) -> HttpResponse:
    """Those that wait come first. Nothing of an organisation that the viewer is tied to (T-36)."""
    viewer = person(request)
    need_officer(viewer)
    rows = revocations().visible_to(viewer)
    is_narrowed = request.GET.get("show") == WAITING
    page = page_of(rows.open() if is_narrowed else rows, request)
    context = {
        "page_obj": page,
        "rows": [(each, stage_name(each.award)) for each in page.object_list],
        "is_narrowed": is_narrowed,
        "querystring": querystring_without_page(request),
    }
    return render(request, "awards/revocations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: HttpRequest, slug: str, award: UUID) -> HttpResponse:
    """The form, then a page to check it, then the proposal. Nothing typed is lost between them."""
    actor = person(request)
    need_officer(actor)
    organisation = get_object_or_404(Organisation, slug=slug)
    need_untied_officer(actor, organisation)
    found = get_object_or_404(
        Award.objects.select_related("organisation"), uuid=award, organisation=organisation
    )
    act = request.POST.get("act", "")
    form = TakeBackForm(typed(request))
    is_sent = request.method == "POST" and act != "change"
    if is_sent and act == "propose" and form.is_valid():
        made = propose_revocation(
            award=found,
            reason=form.cleaned_data["reason"],
            public_reason=form.cleaned_data["public_reason"],
            actor=actor,
            at=timezone.now(),
        )
        messages.success(request, "It is proposed. Another SEND officer has to confirm it now.")
        return redirect("officers-revocation", made.uuid)
    waiting = Revocation.objects.open().filter(award=found).first()
    if waiting is not None and request.method != "POST":
        return redirect("officers-revocation", waiting.uuid)
    _need_standing(found)
    context = {
        "organisation": organisation,
        "award": found,
        "name": stage_name(found),
        "form": form if act != "change" else TakeBackForm(initial=_before(request)),
        "officers": untied_officers(organisation, apart_from=actor),
    }
    if is_sent and form.is_valid():
        return render(request, "awards/revocation_check.html", context)
    status = 422 if is_sent else 200
    return render(request, "awards/revocation_propose.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, revocation: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _found(actor, revocation)
    if request.method == "POST":
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            raise Refused("Say if the award is to be taken back, or if you cancel the proposal.")
        act(revocation=found, actor=actor, at=timezone.now())
        told = (
            "The award is taken back, and its leads are told."
            if act is confirm_revocation
            else "The proposal is cancelled. The award stays."
        )
        messages.success(request, told)
        return redirect("officers-revocation", found.uuid)
    is_waiting = not found.answer
    organisation = found.award.organisation
    context = {
        "revocation": found,
        "award": found.award,
        "organisation": organisation,
        "name": stage_name(found.award),
        "is_waiting": is_waiting,
        "is_mine": found.proposed_by_id == actor.pk,
        "why_not": _why_not(found.award) if is_waiting else None,
        "officers": untied_officers(organisation, apart_from=found.proposed_by)
        if is_waiting
        else (),
    }
    return render(request, "awards/revocation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def turn_down(request: HttpRequest, revocation: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = _found(actor, revocation)
    if found.answer:
        raise Refused("This proposal has been answered already.", link=_link(found))
    form = TurnDownForm(typed(request))
    if request.method == "POST" and form.is_valid():
        turn_down_revocation(
            revocation=found, note=form.cleaned_data["note"], actor=actor, at=timezone.now()
        )
        messages.success(request, "The proposal is turned down. The award stays.")
        return redirect("officers-revocation", found.uuid)
    context = {
        "revocation": found,
        "organisation": found.award.organisation,
        "name": stage_name(found.award),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "awards/revocation_turn_down.html", context, status=status)


ACTS = {"confirm": confirm_revocation, "cancel": cancel_revocation}


def _found(actor: User, revocation: UUID) -> Revocation:
    return get_object_or_404(revocations().visible_to(actor), uuid=revocation)


def _why_not(award: Award) -> str | None:
    held = Award.objects.filter(organisation=award.organisation_id).standing()
    return why_not_take_back(award, held, on=london_date(timezone.now()))


def _need_standing(award: Award) -> None:
    if (sentence := _why_not(award)) is not None:
        page = reverse("officers-organisation", args=[award.organisation.slug])
        raise Refused(sentence, link=Link(f"Back to {award.organisation}", page))


def _before(request: HttpRequest) -> dict[str, str]:
    """What was typed, on the way back from the page to check it: nobody is told off for it."""
    return {name: request.POST.get(name, "") for name in TakeBackForm.base_fields}


def _link(revocation: Revocation) -> Link:
    return Link("See the proposal", reverse("officers-revocation", args=[revocation.uuid]))
