"""What is posted after a session has ended is not lost (docs/decisions/0002-kept-posts.md).

It is kept for one hour, sealed, for the person who used this browser last, and shown again in the
same form once they have signed in. Views call `typed(request)` and know nothing of the rest.
"""

import base64
import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from foundation.models import KeptPost
from foundation.typed import keepable

KEPT_FOR = timedelta(hours=1)
REMEMBERED_FOR = timedelta(days=7)
MAX_BYTES = 256 * 1024
# Sign-in, codes and passwords live here. Nothing typed there is ever kept.
NEVER_BELOW = "/accounts/"
_PREFIX = "__Host-" if settings.SESSION_COOKIE_SECURE else ""
SECRET_COOKIE = f"{_PREFIX}kept"
PERSON_COOKIE = f"{_PREFIX}last-person"
SALT = "foundation.kept_posts"


@dataclass
class Kept:
    """An opened kept post."""

    # The address it was sent to, and whether that is the page now asked for.
    path: str
    is_here: bool
    data: QueryDict
    file_names: list[str]
    kept_at: datetime
    # A form has taken the text.
    shown: bool = False

    @property
    def link(self) -> str:
        """Where it can be seen. A page that does not take the text is no use."""
        return reverse("kept-post") if self.is_here else self.path


class KeptRequest(HttpRequest):
    """What `KeptPostMiddleware` adds to a request."""

    kept_post: Kept | None
    # This browser holds its half of a key, and whether that is of no use to who is signed in.
    kept_waiting: bool
    kept_is_over: bool
    # The half of a key that the answer brings to the browser.
    kept_secret: str | None


def typed(request: HttpRequest) -> QueryDict | None:
    """What to fill the form with: the POST, or what was kept on the GET that follows, or nothing.

    Act only `if request.method == "POST"`: kept text is shown for checking and saved by its author.
    """
    return request.POST if request.method == "POST" else data_for(request)


def data_for(request: HttpRequest) -> QueryDict | None:
    """What was kept for this person at this very address."""
    kept: Kept | None = getattr(request, "kept_post", None)
    if kept is None or not kept.is_here:
        return None
    kept.shown = True
    return kept.data


def keep(request: HttpRequest, *, at: datetime) -> bool:
    """Keep this POST, if it is one to keep. The middleware gives the browser its half of a key."""
    person = _person(request)
    if person is None or request.path.startswith(NEVER_BELOW) or not _from_our_own_page(request):
        return False
    payload = json.dumps(
        {
            "path": request.get_full_path(),
            "data": keepable(request.POST),
            "files": [str(each.name) for _, files in request.FILES.lists() for each in files],
        }
    ).encode()
    if len(payload) > MAX_BYTES:
        return False
    secret = request.COOKIES.get(SECRET_COOKIE) or secrets.token_urlsafe(32)
    KeptPost.objects.update_or_create(
        browser=_browser(secret),
        defaults={"owner_id": person, "sealed": _seal(secret).encrypt(payload), "kept_at": at},
    )
    cast(KeptRequest, request).kept_secret = secret
    return True


def open_for(request: HttpRequest, *, now: datetime) -> Kept | None:
    """This browser's kept post, if the person signed in is its author and the hour is not over.

    Anyone else who signs in here, or a seal that does not open, ends it.
    """
    secret = request.COOKIES.get(SECRET_COOKIE)
    if not secret or not request.user.is_authenticated:
        return None
    row = KeptPost.objects.filter(browser=_browser(secret)).first()
    if row is None:
        return None
    if row.owner_id != request.user.pk or row.kept_at <= now - KEPT_FOR:
        row.delete()
        return None
    try:
        payload = json.loads(_seal(secret).decrypt(bytes(row.sealed)))
    except InvalidToken:
        row.delete()
        return None
    data = QueryDict(mutable=True)
    for name, values in payload["data"].items():
        data.setlist(name, values)
    return Kept(
        path=payload["path"],
        is_here=urlsplit(payload["path"]).path == request.path,
        data=data,
        file_names=payload["files"],
        kept_at=row.kept_at,
    )


def forget(request: HttpRequest) -> None:
    KeptPost.objects.filter(browser=_browser(request.COOKIES.get(SECRET_COOKIE, ""))).delete()


def delete_expired(now: datetime) -> int:
    """For the clock."""
    return KeptPost.objects.filter(kept_at__lte=now - KEPT_FOR).delete()[0]


def give_secret(response: HttpResponseBase, secret: str) -> None:
    response.set_cookie(
        SECRET_COOKIE,
        secret,
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def take_secret(response: HttpResponseBase) -> None:
    response.delete_cookie(SECRET_COOKIE, samesite="Lax")


def remember_person(response: HttpResponseBase, person: str) -> None:
    """Who used this browser last. Signed, so that nobody can name somebody else."""
    response.set_signed_cookie(
        PERSON_COOKIE,
        person,
        salt=SALT,
        max_age=REMEMBERED_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def last_person(request: HttpRequest) -> str | None:
    found: str | None = request.get_signed_cookie(
        PERSON_COOKIE, default=None, salt=SALT, max_age=REMEMBERED_FOR
    )
    return found


def _person(request: HttpRequest) -> int | None:
    """Whose text this is: who is signed in, or else who was."""
    if request.user.is_authenticated:
        return int(request.user.pk)
    person = last_person(request)
    if person is None:
        return None
    found: int | None = (
        get_user_model()._base_manager.filter(pk=person).values_list("pk", flat=True).first()
    )
    return found


def _from_our_own_page(request: HttpRequest) -> bool:
    """Another site cannot put words into somebody's mouth (T-23)."""
    sent_from = request.headers.get("Origin") or request.headers.get("Referer") or ""
    source = urlsplit(sent_from)
    return (source.scheme, source.netloc) == (request.scheme, request.get_host())


def _browser(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _seal(secret: str) -> MultiFernet:
    """Half of the key is ours, half is in the browser; old SECRET_KEYs still open (F-22)."""
    keys = []
    for ours in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        halves = HKDF(algorithm=SHA256(), length=32, salt=secret.encode(), info=SALT.encode())
        keys.append(Fernet(base64.urlsafe_b64encode(halves.derive(ours.encode()))))
    return MultiFernet(keys)
