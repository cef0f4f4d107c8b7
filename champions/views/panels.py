"""Officers settle who sits."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from awards.permissions import need_officer
from awards.views.person import person
from champions.choices import Perspective
from champions.forms.panels import PanelForm
from champions.models import Champion, Panel
from champions.selectors import known_links, panel_problems, rule_of
from champions.services.panels import OPEN_FOR_PANELS, settle_panel
from champions.views.loading import Case, load
from foundation.kept_posts import typed
from foundation.refusals import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def panel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    case = load(request, uuid)
    need_officer(person(request))
    if case.application.status not in OPEN_FOR_PANELS:
        raise Refused("This application has ended, so its panel cannot change.", link=case.link)
    champions = _champions()
    links = known_links(case.application.organisation, champions)
    form = _form(request, case, [each for each in champions if each.pk not in links])
    if request.method == "POST" and form.is_valid():
        waiver = form.cleaned_data.get("waiver", "")
        problems = panel_problems(
            case.application,
            champions=form.chosen,
            chair=form.chosen_chair,
            waived=bool(waiver),
        )
        for problem in problems:
            form.add_error("champions", problem)
        if not problems:
            settle_panel(
                application=case.application,
                champions=form.chosen,
                chair=form.chosen_chair,
                waiver=waiver,
                actor=case.user,
                at=timezone.now(),
            )
            messages.success(request, "The panel is settled. We have written to new champions.")
            return redirect("case", uuid)
    context = {
        "case": case,
        "form": form,
        "linked": [(each.user, links[each.pk]) for each in champions if each.pk in links],
        "rule": _rule_in_words(case),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/panel.html", context, status=status)


def _champions() -> list[Champion]:
    """Everybody who serves, with how many open cases they have: one query."""
    mine = Q(assignments__ended_at=None, assignments__panel__in=Panel.objects.open())
    return list(
        Champion.objects.serving()
        .select_related("user")
        .annotate(load=Count("assignments", filter=mine))
        .order_by("user__name", "pk")
    )


def _form(request: HttpRequest, case: Case, champions: list[Champion]) -> PanelForm:
    sitting = [seat for seat in case.facts.seats if not seat.belongs]
    chair = next((s for s in sitting if s.assignment.is_chair), None)
    return PanelForm(
        typed(request),
        champions=champions,
        hints={str(each.uuid): _hint(each) for each in champions},
        may_waive=bool(rule_of(case.application).needs_unless_waived),
        initial={
            "champions": [str(seat.champion.uuid) for seat in sitting],
            "chair": str(chair.champion.uuid) if chair else None,
            "waiver": case.facts.panel.waiver if case.facts.panel else "",
        },
    )


def _hint(champion: Champion) -> str:
    load: int = champion.load  # type: ignore[attr-defined]  # annotated above
    cases = "no open case" if not load else f"{load} open case{'s' if load > 1 else ''}"
    return f"{champion.get_perspective_display()}, {cases}"


def _rule_in_words(case: Case) -> str:
    rule = rule_of(case.application)
    count = rule.minimum_champions
    parts = [f"at least {count} champion{'s' if count > 1 else ''}"]
    for need in (*rule.needs, *rule.needs_unless_waived):
        parts.append(" or ".join(f"a {Perspective(code).label.lower()}" for code in need))
    return ", ".join(dict.fromkeys(parts))
