"""The people of one organisation: who acts for it, and who is asked to (scheme.md 4)."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from awards.choices import MembershipRole, Role
from awards.forms.people import InviteForm, RoleForm
from awards.models import Invitation, Membership, Organisation
from awards.permissions import need_lead, role_in
from awards.services import organisations
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.refusals import NotAllowed


def _organisation(request: HttpRequest, slug: str) -> Organisation:
    """The organisation, if this person has anything to do with it; the page then says whom they act for."""
    found = get_object_or_404(Organisation.objects.visible_to(person(request)), slug=slug)
    request.organisation = found  # type: ignore[attr-defined]  # read by the page's header
    return found


def _membership(organisation: Organisation, member: UUID) -> Membership:
    return get_object_or_404(
        Membership.objects.select_related("user", "organisation"),
        organisation=organisation,
        user__uuid=member,
    )


@require_safe
@login_required
def people(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _organisation(request, slug)
    context = {
        "organisation": organisation,
        "is_lead": role_in(person(request), organisation) is Role.LEAD,
        "memberships": organisation.memberships.select_related("user").order_by(
            "role", "joined_at"
        ),
        "invitations": organisation.invitations.pending(timezone.now()),
    }
    return render(request, "awards/people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _organisation(request, slug)
    need_lead(person(request), organisation)
    form = InviteForm(typed(request))
    if request.method == "POST" and form.is_valid():
        made = organisations.invite(
            organisation=organisation,
            email=form.cleaned_data["email"],
            role=MembershipRole(form.cleaned_data["role"]),
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, f"We have sent an invitation to {made.email}.")
        return redirect("people", slug)
    status = 422 if request.method == "POST" else 200
    context = {"organisation": organisation, "form": form}
    return render(request, "awards/people_invite.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_role(request: HttpRequest, slug: str, member: UUID) -> HttpResponse:
    organisation = _organisation(request, slug)
    need_lead(person(request), organisation)
    membership = _membership(organisation, member)
    form = RoleForm(typed(request), initial={"role": membership.role})
    if request.method == "POST" and form.is_valid():
        organisations.change_role(
            membership=membership,
            role=MembershipRole(form.cleaned_data["role"]),
            actor=person(request),
            at=timezone.now(),
        )
        messages.success(request, f"{membership.user} is now a {membership.get_role_display()}.")
        return redirect("people", slug)
    status = 422 if request.method == "POST" else 200
    context = {"organisation": organisation, "membership": membership, "form": form}
    return render(request, "awards/people_role.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def remove(request: HttpRequest, slug: str, member: UUID) -> HttpResponse:
    organisation = _organisation(request, slug)
    need_lead(person(request), organisation)
    membership = _membership(organisation, member)
    if request.method == "POST":
        name = str(membership.user)
        organisations.remove_member(membership=membership, actor=person(request), at=timezone.now())
        messages.success(request, f"{name} no longer acts for {organisation}.")
        own_act = membership.user_id == person(request).pk
        return redirect("organisations") if own_act else redirect("people", slug)
    context = {"organisation": organisation, "membership": membership}
    return render(request, "awards/people_remove.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = _organisation(request, slug)
    user = person(request)
    membership = (
        Membership.objects.select_related("organisation", "user")
        .filter(organisation=organisation, user=user)
        .first()
    )
    if membership is None:
        raise NotAllowed("You are not one of this organisation's people.")
    if request.method == "POST":
        organisations.remove_member(membership=membership, actor=user, at=timezone.now())
        messages.success(request, f"You have left {organisation}.")
        return redirect("organisations")
    context = {"organisation": organisation, "membership": membership, "leaving": True}
    return render(request, "awards/people_remove.html", context)


@require_POST
@login_required
def cancel(request: HttpRequest, slug: str, invitation: UUID) -> HttpResponse:
    organisation = _organisation(request, slug)
    need_lead(person(request), organisation)
    found = get_object_or_404(
        Invitation.objects.select_related("organisation"),
        organisation=organisation,
        uuid=invitation,
    )
    organisations.cancel_invitation(invitation=found, actor=person(request), at=timezone.now())
    messages.success(request, "The invitation is cancelled. Its link no longer works.")
    return redirect("people", slug)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invitation(request: HttpRequest, invitation: UUID) -> HttpResponse:
    """From the e-mail. Looking changes nothing, because mail scanners look too (T-07); joining is a button."""
    user = person(request)
    found = get_object_or_404(
        Invitation.objects.select_related("organisation", "invited_by"), uuid=invitation
    )
    now = timezone.now()
    if request.method == "POST":
        membership = organisations.accept_invitation(invitation=found, actor=user, at=now)
        messages.success(request, f"You now act for {membership.organisation}.")
        return redirect("organisation", membership.organisation.slug)
    is_pending = Invitation.objects.filter(pk=found.pk).pending(now).exists()
    context = {
        "invitation": found,
        "is_mine": found.email == user.email,
        "is_pending": is_pending,
    }
    return render(request, "awards/invitation.html", context)
