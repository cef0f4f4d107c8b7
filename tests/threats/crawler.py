"""Walks the service as a visitor does: opens a page, follows links, loads pictures, notes every form."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import html

BUTTONS = {"submit", "button", "reset", "image"}


@dataclass(frozen=True)
class Field:
    name: str
    kind: str
    value: str
    choices: tuple[str, ...] = ()
    is_chosen: bool = False

    @property
    def is_typed(self) -> bool:
        return self.kind in ("textarea", "text", "email", "tel", "search", "url", "number")


@dataclass(frozen=True)
class Form:
    page: str
    action: str
    method: str
    fields: tuple[Field, ...]

    @property
    def has_files(self) -> bool:
        return any(field.kind == "file" for field in self.fields)

    def has(self, name: str) -> bool:
        return any(field.name == name for field in self.fields)

    def data(self) -> dict[str, object]:
        """What a browser sends when the button is pressed at once; of nothing chosen the first."""
        data: dict[str, object] = {}
        for field in self.fields:
            if field.is_chosen and field.kind == "radio":
                data[field.name] = field.value
            elif field.kind in ("radio", "select-one"):
                data.setdefault(field.name, field.value or (field.choices or ("",))[-1])
            elif field.kind == "checkbox":
                data.setdefault(field.name, []).append(field.value)
            elif field.kind != "file":
                data[field.name] = field.value
        return data

    def typed(self) -> list[str]:
        return list(dict.fromkeys(field.name for field in self.fields if field.is_typed))


@dataclass(frozen=True)
class Page:
    role: str
    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    forms: tuple[Form, ...] = ()

    @property
    def route(self) -> str:
        return route_of(self.url)

    @property
    def is_html(self) -> bool:
        return self.headers.get("Content-Type", "").startswith("text/html")

    @property
    def text(self) -> str:
        return self.content.decode()


def route_of(url: str) -> str:
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""


def get(client: Client, url: str):
    """One request that leaves nothing behind, and that no limit counts."""
    return ask(client, "get", url)


def ask(client: Client, method: str, url: str, *args, before_undo=lambda: None, **kwargs):
    cache.clear()
    cookies = dict(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method)(url, *args, **kwargs)
        answer.body = b"".join(answer) if answer.streaming else answer.content
        before_undo()
        transaction.set_rollback(True)
    client.cookies.clear()
    client.cookies.update(cookies)
    return answer


def walk(
    client: Client, role: str, starts: Iterable[str], *, most: Mapping[str, int]
) -> Iterator[Page]:
    """Every page that can be reached by links, each address once; other parameters are other pages.

    `most`: how many addresses of a route are enough, where all its pages are alike.
    """
    waiting, seen, visits = list(starts), set(), Counter()
    while waiting:
        url = waiting.pop(0)
        route = route_of(url)
        if url in seen or visits[route] >= most.get(route, 1000):
            continue
        seen.add(url)
        visits[route] += 1
        answer = get(client, url)
        headers = dict(answer.items())
        if 300 <= answer.status_code < 400:
            waiting.append(_here(url, answer["Location"]) or url)
        page = Page(role, url, answer.status_code, headers, answer.body)
        if page.is_html and answer.body:
            tree = html.fromstring(answer.body)
            page = Page(
                role, url, answer.status_code, headers, answer.body, tuple(_forms(tree, url))
            )
            links = tree.xpath("//a/@href | //img/@src")
            waiting.extend(filter(None, (_here(url, link) for link in links)))
        yield page


def forms_on(answer) -> list[Form]:
    return list(_forms(html.fromstring(answer.content), answer.request["PATH_INFO"]))


def _here(page: str, link: str) -> str:
    parts = urlsplit(urljoin(f"http://testserver{page}", link))
    if parts.netloc != "testserver" or parts.path.startswith("/static/"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _forms(tree, url: str) -> Iterator[Form]:
    for form in tree.xpath("//form"):
        fields = []
        for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
            kind = one.tag if one.tag != "input" else one.get("type", "text")
            if kind in BUTTONS or one.get("name") == "csrfmiddlewaretoken":
                continue
            value, choices = one.get("value", ""), ()
            if kind == "textarea":
                value = one.text or ""
            elif kind == "select":
                kind = "select-one"
                choices = tuple(option.get("value", "") for option in one.xpath(".//option"))
                value = next(iter(one.xpath(".//option[@selected]/@value")), "")
            chosen = one.get("checked") is not None
            fields.append(Field(one.get("name"), kind, value, choices, chosen))
        action = _here(url, form.get("action") or url)
        if action:
            yield Form(url, action, form.get("method", "get").lower(), tuple(fields))
