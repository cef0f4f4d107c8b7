"""Trying an act: the view that its address leads to is asked, and everything is undone again.

What stands around every view (sessions, CSRF, the pages of refusals) is walked through by
tests/test_addresses.py. Here it is left out, and no page is drawn, so that many thousand tries take a minute.
"""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import BaseStorage
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import Http404
from django.template import Origin
from django.template.loaders.base import Loader
from django.test import RequestFactory
from django.test.signals import template_rendered
from django.urls import resolve, reverse

from awards.models import User
from foundation.refusals import Clash, Refused
from tests.support.matrix import Scene
from tests.support.matrix_acts import Act

ROOMS = ("awards", "champions", "portfolios", "certificates")
# Throwing a draft away is no act; keeping one is the first thing that some acts do.
WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM(?! "foundation_draft")) "(\w+)"')
DRAFTS = "foundation_draft"
MAILS = "foundation_outboxmessage"


class Blank(Loader):
    """Pages of champions are empty; mails and letters are not."""

    def get_template_sources(self, template_name: str) -> Iterator[Origin]:
        if template_name.startswith("champions/") and "/emails/" not in template_name:
            yield Origin(name=template_name, template_name=template_name, loader=self)

    def get_contents(self, origin: Origin) -> str:
        return ""


def blank_templates() -> list[dict[str, Any]]:
    (engine,) = settings.TEMPLATES
    loaders = [
        "tests.support.matrix_tries.Blank",
        "django.template.loaders.filesystem.Loader",
        "django.template.loaders.app_directories.Loader",
    ]
    cached = [("django.template.loaders.cached.Loader", loaders)]
    options = engine["OPTIONS"] | {"loaders": cached}
    return [{k: v for k, v in engine.items() if k != "APP_DIRS"} | {"OPTIONS": options}]


class _Messages(BaseStorage):
    def _get(self, *args: object, **kwargs: object) -> tuple[list[object], bool]:
        return [], True

    def _store(self, *args: object, **kwargs: object) -> list[object]:
        return []


@dataclass(frozen=True)
class Got:
    """`code` is what the table says: "may", "asked", "403", "404", "409"."""

    code: str
    wrote: frozenset[str] = frozenset()
    # What was left behind is not what was there before.
    changed: bool = False


def digest() -> str:
    """Of every row of the rooms that a case lives in, and of what is to be sent by mail."""
    total = hashlib.sha256()
    models = [m for m in apps.get_models() if m._meta.app_label in ROOMS]
    models.append(apps.get_model("foundation", "outboxmessage"))
    for model in models:
        rows = model._default_manager.order_by("pk").values_list()
        total.update(repr((model._meta.label, list(rows))).encode())
    return total.hexdigest()


@contextmanager
def _watched(wrote: set[str]) -> Iterator[None]:
    def watch(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        found = WRITES.match(sql)
        if found:
            wrote.add(found[1])
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        yield


def _ask(act: Act, scene: Scene, user: User | None, more: dict[str, object]) -> tuple[int, str]:
    """The status, and where it sends them or which page it draws."""
    address = reverse(act.address, kwargs=act.args(scene))
    factory = RequestFactory()
    request = (
        factory.get(address)
        if act.data is None
        else factory.post(address, act.data(scene, user) | more)
    )
    request.user = user or AnonymousUser()
    request.session = {}
    request._messages = _Messages(request)
    view, args, kwargs = resolve(address)
    try:
        answer = view(request, *args, **kwargs)
        if answer.streaming:
            b"".join(answer)
    except Http404:
        return 404, ""
    except PermissionDenied:
        return 403, ""
    except (Refused, Clash):
        return 409, ""
    return answer.status_code, answer.get("Location", "")


def attempt(act: Act, scene: Scene, role: str, *, before: str) -> Got:
    """`before` is the digest of what stands when nobody has done anything."""
    user, wrote, drawn = scene.people[role], set[str](), dict[str, Any]()

    def note(context: Any, template: Any, **kwargs: object) -> None:
        drawn.setdefault("page", template.name)
        if "read" in context:
            drawn["read"] = context["read"]

    cache.clear()
    template_rendered.connect(note)
    try:
        with transaction.atomic():
            more: dict[str, object] = {}
            if act.before is not None:
                _ask(act.before, scene, user, {})
                if act.data is not None:
                    _ask(Act(act.name, act.address, act.args), scene, user, {})
                    more = {"read_token": drawn.get("read", "")}
                drawn.clear()
            with _watched(wrote):
                status, place = _ask(act, scene, user, more)
            code = _in_words(act, status, place, drawn.get("page", ""), wrote)
            touched = {t for t in wrote if t.split("_")[0] in ROOMS or t == MAILS}
            changed = code != "may" and bool(touched) and digest() != before
            transaction.set_rollback(True)
    finally:
        template_rendered.disconnect(note)
    return Got(code, frozenset(touched), changed)


def _in_words(act: Act, status: int, place: str, page: str, wrote: set[str]) -> str:
    if status == 302 and place.startswith(reverse("account_login")):
        return "login"
    if page == "champions/declare.html":
        return "asked"
    if status not in (200, 302):
        return str(status)
    acts = any(t.split("_")[0] in ROOMS or t in (DRAFTS, MAILS) for t in wrote)
    return "may" if act.data is None or acts else "nothing"
