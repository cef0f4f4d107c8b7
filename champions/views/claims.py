"""Cases that need champions, for champions who would like to sit."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from awards.models import Application
from awards.scheme import edition
from awards.selectors.kinds import title_of
from awards.views.person import person
from champions.selectors import my_cases
from champions.selectors.offers import cases_to_offer_for, own_offers, with_own_offer
from champions.services.panels import make_offer, need_champion, take_offer_back
from foundation.pagination import page_of, querystring_without_page


@require_safe
@login_required
def offers(request: HttpRequest) -> HttpResponse:
    """Name, stage, sector and since when: nothing of what was sent (T-29).

    Whoever has as many cases as suit them is not pushed: they see what they offered, and the rest if they ask.
    """
    champion = need_champion(person(request))
    cases = with_own_offer(cases_to_offer_for(champion), champion)
    number = my_cases(champion.user, finished=False).count()
    folds = number >= champion.most_cases and request.GET.get("show") != "all"
    if folds:
        cases = cases.filter(pk__in=own_offers(champion))
    page = page_of(cases, request, per_page=25)
    rows = []
    for each in page.object_list:
        scheme = edition(each.edition)
        sector = scheme.sector(each.organisation.sector)
        rows.append({"case": each, "title": title_of(each), "sector": sector})
    context = {
        "number": number,
        "most": champion.most_cases,
        "folds": folds,
        "rows": rows,
        "page_obj": page,
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/offers.html", context)


@require_POST
@login_required
def offer(request: HttpRequest, application: UUID) -> HttpResponse:
    """Make an offer, or take it back. A case that is not theirs to offer for is not there."""
    user = person(request)
    champion = need_champion(user)
    takes_back = request.POST.get("offer") == "no"
    known = Application.objects.filter(claims__champion=champion) if takes_back else None
    cases = cases_to_offer_for(champion) if known is None else known
    case = cases.select_related("organisation").filter(uuid=application).first()
    if case is None:
        raise Http404
    if takes_back:
        take_offer_back(application=case, actor=user, at=timezone.now())
        messages.success(request, f"You no longer offer for {case.organisation}.")
    else:
        make_offer(application=case, actor=user, at=timezone.now())
        messages.success(
            request, f"Thank you. A SEND officer sees that you offer for {case.organisation}."
        )
    return redirect("champions-offers")
