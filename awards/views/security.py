"""A person's own keys: what they sign in with, and where they are signed in."""

import time
from typing import NoReturn
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from awards.forms.second_factor import ResetSecondFactorForm
from awards.models import User
from awards.permissions import need_officer
from awards.services import second_factor
from awards.views.person import person
from foundation.kept_posts import typed
from foundation.refusals import NotAllowed, Throttled

CODES_SHOWN = "recovery_codes_shown"
# Time to write them down, print them or save the file; afterwards they are never shown again.
CODES_STAY = 10 * 60


@require_safe
@login_required
def security(request: HttpRequest) -> HttpResponse:
    user = person(request)
    keys: dict[str, list[Authenticator]] = {kind: [] for kind in Authenticator.Type.values}
    for authenticator in Authenticator.objects.filter(user=user).order_by("created_at"):
        keys[authenticator.type].append(authenticator)
    codes = keys[Authenticator.Type.RECOVERY_CODES]
    context = {
        "apps": keys[Authenticator.Type.TOTP],
        "passkeys": keys[Authenticator.Type.WEBAUTHN],
        "has_codes": bool(codes),
        "codes_left": len(codes[0].wrap().get_unused_codes()) if codes else 0,
        "session_count": len(UserSession.objects.purge_and_list(user)),
        "is_required": second_factor.is_required(user),
    }
    return render(request, "account/security.html", context)


def _codes_shown_now(request: HttpRequest) -> list[str]:
    """The recovery codes, if they have not been shown yet or were shown here a moment ago."""
    authenticator = get_object_or_404(
        Authenticator, user=person(request), type=Authenticator.Type.RECOVERY_CODES
    )
    codes = authenticator.wrap()
    if not codes.did_view:
        codes.mark_as_viewed()
        request.session[CODES_SHOWN] = [authenticator.pk, int(time.time())]
    shown, at = request.session.get(CODES_SHOWN, (0, 0))
    if shown != authenticator.pk or time.time() - at > CODES_STAY:
        return []
    unused: list[str] = codes.get_unused_codes()
    return unused


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth ships no types
def recovery_codes(request: HttpRequest) -> HttpResponse:
    return render(request, "mfa/recovery_codes/index.html", {"codes": _codes_shown_now(request)})


@require_safe
@login_required
@reauthentication_required(app="allauth.mfa")  # type: ignore[untyped-decorator]  # allauth ships no types
def recovery_codes_file(request: HttpRequest) -> HttpResponse:
    codes = _codes_shown_now(request)
    if not codes:
        raise NotAllowed("The codes are shown only once. You can make new ones.")
    response = render(
        request, "mfa/recovery_codes/download.txt", {"codes": codes}, content_type="text/plain"
    )
    response["Content-Disposition"] = 'attachment; filename="recovery-codes.txt"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reset_second_factor(request: HttpRequest, member: UUID) -> HttpResponse:
    """An officer helps somebody whose phone is lost."""
    officer = person(request)
    need_officer(officer)
    someone = get_object_or_404(User, uuid=member)
    form = ResetSecondFactorForm(typed(request))
    if request.method == "POST" and form.is_valid():
        second_factor.reset_second_factor(
            person=someone,
            officer=officer,
            how_checked=form.cleaned_data["how_checked"],
            at=timezone.now(),
        )
        messages.success(request, f"{someone} can sign in again, and was told by e-mail.")
        return redirect("officers-people")
    status = 422 if request.method == "POST" else 200
    context = {"someone": someone, "form": form}
    return render(request, "account/reset_second_factor.html", context, status=status)


def too_many(request: HttpRequest) -> NoReturn:
    """Called by django-allauth when somebody asks too often; the house has a page for it (T-02)."""
    raise Throttled(60)
