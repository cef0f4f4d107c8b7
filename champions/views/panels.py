"""Officers choose who sits, from what the system proposes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_officer
from awards.views.person import person
from champions.forms.panels import NOBODY, PanelForm
from champions.selectors import panel_problems, rule_of
from champions.selectors.mix import mix_of
from champions.selectors.proposal import Proposal, propose
from champions.services.panels import OPEN_FOR_PANELS, need_other_officer, settle_panel
from champions.views.loading import Case, load
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Opens with the proposal ticked; "show the mix" looks at what is ticked and settles nothing."""
    case = load(request, uuid)
    need_officer(person(request))
    if case.application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.", link=case.link)
    need_other_officer(case.user, case.application)
    proposal = propose(case.application, on=london_date(case.now))
    looks = request.POST.get("act") == "look"
    form = _form(case, proposal, data=None if looks else typed(request), shown=request.POST)
    settles = request.method == "POST" and not looks
    if settles and form.is_valid() and _settle(case, form):
        messages.success(request, "The panel is saved. We have written to those it concerns.")
        return redirect("case", uuid)
    mix = mix_of(
        case.application,
        form.ticked,
        chair=form.ticked_chair,
        waived=bool(form["waiver"].value()) if "waiver" in form.fields else False,
    )
    context = {
        "case": case,
        "form": form,
        "proposal": proposal,
        "mix": mix,
        "looks": looks,
        "is_proposed": request.method != "POST",
    }
    return render(request, "champions/panel.html", context, status=422 if settles else 200)


def _form(case: Case, proposal: Proposal, *, data: QueryDict | None, shown: QueryDict) -> PanelForm:
    """Filled with what was ticked when only the mix is looked at, and with the proposal at first."""
    seen = ",".join(sorted(str(each.uuid) for each in proposal.sitting)) or NOBODY
    initial: dict[str, object] = {
        "champions": [str(each.champion.uuid) for each in proposal.champions],
        "chair": str(proposal.chair.champion.uuid) if proposal.chair else "",
        "waiver": proposal.waiver,
        "seen": seen,
    }
    if shown.get("act") == "look":
        initial = {
            "champions": shown.getlist("champions"),
            "chair": shown.get("chair", ""),
            "waiver": shown.get("waiver", ""),
            "seen": shown.get("seen", ""),
        }
    return PanelForm(
        data,
        candidates=proposal.candidates,
        may_waive=bool(rule_of(case.application).needs_unless_waived),
        initial=initial,
    )


def _settle(case: Case, form: PanelForm) -> bool:
    """Whether it was; else the form says what is in the way."""
    waiver = form.cleaned_data.get("waiver", "")
    problems = panel_problems(
        case.application, champions=form.chosen, chair=form.chosen_chair, waived=bool(waiver)
    )
    for problem in problems:
        form.add_error("champions", problem)
    if problems:
        return False
    settle_panel(
        application=case.application,
        champions=form.chosen,
        chair=form.chosen_chair,
        waiver=waiver,
        seen=form.cleaned_data["seen"],
        actor=case.user,
        at=timezone.now(),
    )
    return True
