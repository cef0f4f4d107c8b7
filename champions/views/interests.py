"""Links that stand for every case: one's own, a champion's as an officer knows them, and the register."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.choices import Interest, Role
from awards.models import Organisation, StandingInterest, User
from awards.permissions import need_officer
from awards.views.person import person
from champions.forms.interests import EndLinkForm, LinkForm, LinkOfAnotherForm, RegisterForm
from champions.models import Champion
from champions.selectors.entries import LINKS, Entry
from champions.selectors.interests import why_not_end
from champions.selectors.register import (
    entries_in_parts,
    entries_of,
    keys_of,
    meant_by,
    standing_seen_by,
)
from champions.services.interests import end_tie
from champions.services.standing import Told, tell_of_link
from foundation import audit
from foundation.csv_export import stream_csv
from foundation.dates import london_date
from foundation.kept_posts import typed
from foundation.pagination import querystring_without_page
from foundation.refusals import Link, NotAllowed
from foundation.way_out import lead_back_to

PER_PAGE = 50
HEAD = (
    "Kind", "Person", "As", "Organisation", "Signed up", "Case", "Link", "In words",
    "Told on", "Told by", "Ended on", "Ended by",
)  # fmt: skip


# One row for a link that was declared on a case and stands for every case, as on the page.
KIND_OF_BOTH = "Declared on a case, and stands for every case"


@require_safe
@login_required
def interests(request: HttpRequest) -> HttpResponse:
    user = _need_part(request)
    rows = StandingInterest.objects.filter(person=user).select_related("declared_by")
    context = {
        "rows": [
            (row, LINKS[Interest(row.nature)], why_not_end(user, row))
            for row in rows.order_by("-declared_at", "-pk")
        ],
    }
    return render(request, "champions/interests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: HttpRequest) -> HttpResponse:
    user = _need_part(request)
    form = LinkForm(typed(request), cancel=reverse("interests"), names=user.is_officer)
    if request.method == "POST" and form.is_valid():
        _say(request, _told(form, user, user), "Your link is saved.", "You no longer sit")
        return redirect("interests")
    context = {"form": form, "names": _names(user) if user.is_officer else []}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/interests_add.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One's own, or of somebody else by an officer who is not tied there."""
    user = person(request)
    interest = get_object_or_404(
        _within_reach(user).select_related("person", "organisation"), uuid=uuid
    )
    own = interest.person == user
    back = reverse("interests" if own else "officers-interests")
    lead_back_to(request, Link("Go to your links" if own else "Go to the register of links", back))
    why_not = why_not_end(user, interest)
    if why_not:
        raise NotAllowed(why_not)
    form = EndLinkForm(typed(request), cancel=back)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        end_tie(interest=interest, reason=reason, actor=user, at=timezone.now())
        messages.success(request, "The link has ended.")
        return redirect(back)
    context = {"interest": interest, "own": own, "back": back, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/interests_end.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_champion(request: HttpRequest, champion: UUID) -> HttpResponse:
    actor = person(request)
    need_officer(actor)
    found = get_object_or_404(Champion.objects.select_related("user"), uuid=champion)
    page = reverse("officers-champion", args=[found.uuid])
    form = LinkOfAnotherForm(typed(request), cancel=page, names=True)
    if request.method == "POST" and form.is_valid():
        told = _told(form, found.user, actor)
        _say(request, told, "The link is recorded.", f"{found.user} no longer sits")
        return redirect(page)
    context = {"champion": found, "form": form, "names": _names(actor)}
    status = 422 if request.method == "POST" else 200
    return render(request, "champions/officers_champion_interest.html", context, status=status)


@require_safe
@login_required
def register(request: HttpRequest) -> HttpResponse:
    officer = person(request)
    need_officer(officer)
    form = RegisterForm(request.GET)
    page = Paginator(keys_of(officer, form.filters()), PER_PAGE).get_page(request.GET.get("page"))
    entries = entries_of(page.object_list, officer)
    meant = meant_by(entries, officer)
    context = {
        "form": form,
        "page_obj": page,
        "rows": [
            (entry, _may_end(officer, entry), meant.get(entry.organisation, ()))
            for entry in entries
        ],
        "querystring": querystring_without_page(request),
    }
    return render(request, "champions/officers_interests.html", context)


@require_safe
@login_required
def register_csv(request: HttpRequest) -> HttpResponseBase:
    """The same rows, with the reasons; nothing in it runs (T-68)."""
    officer = person(request)
    need_officer(officer)
    now = timezone.now()
    keys = list(keys_of(officer, RegisterForm(request.GET).filters()))
    audit.record(
        "interests.exported",
        actor=officer,
        at=now,
        role=Role.OFFICER,
        details={"format": "csv", "rows": len(keys)},
    )
    return stream_csv(
        _table(entries_in_parts(keys, officer)), filename=f"links-{london_date(now)}.csv"
    )


def _table(entries: Iterator[Entry]) -> Iterator[Sequence[str]]:
    yield HEAD
    for entry in entries:
        yield (
            KIND_OF_BOTH if entry.declared else entry.kind.label,
            str(entry.person),
            entry.capacity,
            entry.organisation,
            "Yes" if entry.signed_up else "No",
            entry.cases,
            entry.link,
            entry.all_words,
            london_date(entry.at).isoformat(),
            str(entry.by or ""),
            london_date(entry.ended_at).isoformat() if entry.ended_at else "",
            str(entry.ended_by or ""),
        )


def _need_part(request: HttpRequest) -> User:
    user = person(request)
    if not (user.is_champion or user.is_officer):
        raise NotAllowed("This page is for champions and SEND officers.")
    return user


def _within_reach(user: User) -> QuerySet[StandingInterest]:
    if user.is_officer:
        return standing_seen_by(user)
    return StandingInterest.objects.filter(person=user)


def _may_end(officer: User, entry: Entry) -> bool:
    standing = entry.standing
    return (
        standing is not None
        and standing.ended_at is None
        and why_not_end(officer, standing) is None
    )


def _told(form: LinkForm, whose: User, actor: User) -> Told:
    return tell_of_link(
        person=whose,
        organisation_name=form.cleaned_data["organisation_name"],
        nature=form.link,
        details=form.cleaned_data["details"],
        actor=actor,
        at=timezone.now(),
    )


def _say(request: HttpRequest, told: Told, done: str, leaves: str) -> None:
    for application in told.left:
        done += f" {leaves} on the panel for {application.organisation}."
    messages.success(request, done)


def _names(officer: User) -> list[str]:
    """For officers alone: who takes part is nobody else's business before there is an award."""
    rows = Organisation.objects.visible_to(officer).filter(erased_at=None)
    return list(rows.values_list("name", flat=True))
