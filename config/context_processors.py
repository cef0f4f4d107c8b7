"""What every page knows: its name, its navigation and for whom the person acts."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from awards.models import User

SITE_NAME = "Co-production Award"
# Where "Stay signed in" notes the moment (foundation.views.session), in seconds.
RENEWED = "renewed"


@dataclass(frozen=True)
class NavLink:
    """One entry of the navigation; `current` is "page", "true" (a page below it) or empty."""

    label: str
    url: str
    current: str


@dataclass(frozen=True)
class SessionTime:
    """How long the session lasts from now, and how long when it is renewed (seconds)."""

    left: int
    length: int


def page(request: HttpRequest) -> dict[str, Any]:
    """Add what templates/base.html needs. It asks the database nothing."""
    user = getattr(request, "user", AnonymousUser())
    return {
        "site_name": SITE_NAME,
        "service_nav": _navigation(request.path, user),
        "acting_for": getattr(request, "organisation", None),
        "support_email": settings.SUPPORT_EMAIL,
        "session_seconds": _session_time(request, user) if isinstance(user, User) else None,
    }


def _navigation(path: str, user: User | AnonymousUser) -> list[NavLink]:
    entries: list[tuple[str, str]] = []
    if isinstance(user, User):
        entries.append(("Home", reverse("dashboard")))
        if user.is_officer:
            entries.append(("Organisations", reverse("officers")))
            entries.append(("People", reverse("officers-people")))
            entries.append(("Privacy", reverse("officers-privacy")))
        if user.is_champion:
            entries.append(("My work", reverse("champions")))
    entries.append(("How it works", reverse("how-it-works")))
    entries.append(("Who holds an award", reverse("register")))
    entries.append(("Check a certificate", reverse("verify")))
    # "/officers/people/" lies below "/officers/": only the nearest entry is marked.
    nearest = max((url for _, url in entries if path.startswith(url)), key=len, default="")
    return [NavLink(label, url, _current(path, url, nearest)) for label, url in entries]


def _current(path: str, url: str, nearest: str) -> str:
    if url != nearest:
        return ""
    return "page" if path == url else "true"


def _session_time(request: HttpRequest, user: User) -> SessionTime:
    """Counted from signing in, or from the last "Stay signed in" (T-14).

    Other things that renew the session are not seen here. That errs on the early side, and one
    press of the button sets it right.
    """
    length = settings.SESSION_COOKIE_AGE
    signed_in = user.last_login.timestamp() if user.last_login else 0
    renewed = request.session.get(RENEWED, 0)
    left = int(max(signed_in, renewed) + length - timezone.now().timestamp())
    return SessionTime(left=max(left, 1), length=length)
