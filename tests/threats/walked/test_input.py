"""T-83 to T-87, T-91: no text, number or parameter makes a fault, on any form and any address."""

import re
from collections.abc import Sequence
from urllib.parse import quote, urlencode

import pytest
from django.urls import reverse

from tests.threats.crawler import Form, ask

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
REFUSED = {400, 403, 404, 405, 409, 413, 422, 429}
NUMBERS = ("1" + "0" * 40, "-1", "NaN", "1e400", "١٢", "0x10", "1_0", "٣", "Infinity", "\u00b2")
BROKEN = ("%ED%A0%80", "%00", "%ff%fe", "%zz%", "%F4%90%80%80", "%C0%80", "%0d%0aX: y")
UNICODE = (
    "Cafe\u0301 Ame\u0301lie",
    "\U0001f469\u200d\U0001f467 family",
    "\u202egnirts\u202c",
    "\ufdfa" * 20,
    "\U00010900\U0001d54f",
    "\ufeffmark\u2028line",
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


@pytest.fixture(scope="module")
def posts(forms) -> list[tuple[str, Form]]:
    found = [(role, form) for role, form in forms if form.method == "post"]
    assert len(found) > 60
    return found


@pytest.fixture
def faults(as_role):
    """Posts a body to each form; whatever is neither a refusal nor a redirect is noted."""

    def post_all(posts, body, *, kind=FORM, allowed=REFUSED | {200, 204, 302}):
        found = []
        for role, form in posts:
            sent = body(form)
            if sent is None:
                continue
            client = as_role(role)
            client.raise_request_exception = False
            answer = ask(client, "generic", "POST", form.action, sent, content_type=kind)
            if answer.status_code not in allowed:
                found.append((role, form.action, answer.status_code))
        return "\n".join(map(str, found))

    return post_all


def body_of(form: Form, text: str) -> str:
    """Every field a person types in holds the text, as it stands; the others what they held."""
    kept = {name: value for name, value in form.data().items() if name not in form.typed()}
    typed = "&".join(f"{quote(name)}={text}" for name in form.typed())
    return "&".join(filter(None, (urlencode(kept, doseq=True), typed)))


def in_typed(text: str):
    return lambda form: body_of(form, text) if form.typed() else None


def in_turn(texts: Sequence[str], turn: int):
    """Every field holds another of the texts, and in the next turn the one after that."""

    def body(form: Form) -> str:
        return "&".join(
            f"{quote(one.name)}={texts[(place + turn) % len(texts)]}"
            for place, one in enumerate(form.fields)
        )

    return body


def test_nul_is_refused_by_every_form(posts, faults):
    """T-83: 400, or an error at the field; nothing is saved."""
    assert faults(posts, in_typed("a%00b"), allowed=REFUSED | {204}) == ""


def test_broken_characters_are_no_fault(posts, faults):
    """T-83, T-85: half characters and bad escapes, also where nobody types."""
    for turn in range(2):
        assert faults(posts, in_turn(BROKEN, turn)) == ""


def test_broken_multipart_is_no_fault(posts, faults):
    """T-83: NUL in a field's name, in a text and in a file's name."""

    def body(form: Form) -> bytes:
        parts = [
            f'--X\r\nContent-Disposition: form-data; name="{one.name}"{more}\r\n\r\na\0b\r\n'
            for one in form.fields
            for more in (['; filename="a\0.pdf"'] if one.kind == "file" else [""])
        ]
        parts.append('--X\r\nContent-Disposition: form-data; name="\0"\r\n\r\nx\r\n--X--\r\n')
        return "".join(parts).encode()

    assert faults(posts, body, kind="multipart/form-data; boundary=X") == ""


def test_far_too_long_texts_are_refused_by_every_form(posts, faults):
    """T-84: each text is longer than any field takes, all together less than a request may hold."""

    assert faults(posts, in_typed("x" * 12_500), allowed=REFUSED) == ""


def test_a_megabyte_is_413_everywhere(posts, faults):
    """T-84. Forms that take files stream them, and have limits of their own."""
    plain = [(role, form) for role, form in posts if form.typed() and not form.has_files]
    assert faults(plain, in_typed("x" * 1_100_000), allowed={413}) == ""


def test_a_thousand_and_one_fields_are_400_everywhere(posts, faults):
    """T-84."""
    body = "&".join(f"f{number}=" for number in range(1001))
    # A button without fields does not read its body; it answers as it always does.
    wide = [(role, form) for role, form in posts if form.typed()]
    assert faults(wide, lambda form: body, allowed={400}) == ""


def test_deep_json_is_no_fault(posts, faults):
    """T-84."""
    deep = "[" * 20_000 + "]" * 20_000
    assert faults(posts, lambda form: deep, kind="application/json") == ""


def test_unusual_letters_are_no_fault(posts, faults):
    """T-85."""
    for turn in range(2):
        assert faults(posts, in_turn([quote(text) for text in UNICODE], turn)) == ""


def test_odd_numbers_are_no_fault(posts, faults):
    """T-86: in every field, also those that hold an id, a version or a part of a date."""
    for turn in range(2):
        assert faults(posts, in_turn([quote(number) for number in NUMBERS], turn)) == ""


@pytest.mark.parametrize(
    "value", ["1" + "0" * 40, "-1", "NaN", "١٢", "%00", "%ff", "x" * 300, "..%2F..%2Fetc"]
)
def test_odd_ids_in_an_address_are_not_found(pages, as_role, value):
    """T-86: for every route that has an id; asked by an officer, who may see everything."""
    client = as_role("officer")
    client.raise_request_exception = False
    routes = {page.route: page.url for page in pages if UUID.search(page.url.split("?")[0])}
    assert len(routes) > 30
    wrong = []
    for url in routes.values():
        answer = ask(client, "get", UUID.sub(value, url))
        if answer.status_code != (400 if value == "%00" else 404):
            wrong.append((url, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


PARAMETERS = (
    "page",
    "q",
    "show",
    "state",
    "order",
    "stage",
    "status",
    "sector",
    "waiting",
    "from",
    "next",
    "code",
    "see",
    "view",
    "format",
)
VALUES = (
    "-1", "0", "abc", "1000000000", "1" + "0" * 40, "1e400", "NaN", "١٢", "%ff", "%ED%A0%80",
    "%27%3B%20DROP%20TABLE", "x" * 5000, "%F0%9F%91%A9", "2&page=3", "%0d%0aSet-Cookie:a=b",
)  # fmt: skip


def lists(pages) -> dict[str, tuple[str, str, bool]]:
    """The pages that read their address: those with a search, a filter or pages; and which have a search."""
    found = {}
    for page in pages:
        searches = any(form.method == "get" for form in page.forms)
        plain = page.url.split("?")[0]
        if plain.startswith("/accounts/") or page.status != 200:
            continue
        if searches or plain != page.url:
            found.setdefault(page.route, (page.role, plain, searches))
    return found


@pytest.mark.parametrize("value", VALUES)
def test_odd_parameters_show_some_page(pages, as_role, value):
    """T-86, T-87, T-91: the first or the last page, the whole list or an empty one."""
    wrong = []
    asked = lists(pages)
    assert {"officers", "officers-people", "champions", "evidence", "case-evidence"} <= set(asked)
    names = set(PARAMETERS) | {
        field.name for page in pages for form in page.forms if form.method == "get"
        for field in form.fields
    }  # fmt: skip
    together = "&".join(f"{name}={value}" for name in sorted(names))
    for role, url, searches in asked.values():
        client = as_role(role)
        client.raise_request_exception = False
        for query in (together, f"page={value}") if searches else (together,):
            answer = ask(client, "get", f"{url}?{query}")
            # Its days stand in the address, and what is no day is shown again with the reason.
            fine = (200, 422) if url == reverse("print-run-check") else (200,)
            if answer.status_code not in fine or "Set-Cookie: a" in str(answer.headers):
                wrong.append((url, query, answer.status_code))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.mark.parametrize("text", ["%25", "_", "%5C", "K%25l", "Kestrel_", "%5BK%5D", ".*", "%27"])
def test_search_takes_signs_as_they_are(pages, as_role, city, text):
    """T-87: every search there is; a wild card finds nothing, because nobody is called so."""
    searched = 0
    fullest = sorted(pages, key=lambda one: one.content.count(b"Kestrel"))
    for page in {one.route: one for one in fullest if one.status == 200}.values():
        for form in page.forms:
            for field in form.fields:
                # Which certificates to print goes by days, and shows what it found before it is sent.
                if plain(form) == reverse("print-run-check"):
                    continue
                if form.method == "get" and field.is_typed:
                    # What stands on the page whatever was found, what was typed among it.
                    nothing, answer = (
                        ask(as_role(page.role), "get", f"{plain(form)}?{field.name}={query}")
                        for query in ("Kestrelnobody", text)
                    )
                    searched += 1
                    assert answer.status_code == 200
                    # The apostrophe is in every name here; nothing else is. Mail is looked for by address,
                    # wordings by what they are for, and the register leaves signs out of names.
                    found = answer.body.count(b"Kestrel") > nothing.body.count(b"Kestrel")
                    by_name = plain(form) not in (
                        reverse("officers-mail"),
                        reverse("officers-wordings"),
                        reverse("register"),
                    )
                    assert found == (by_name and text == "%27"), (form.action, text)
    assert searched >= 4


def plain(form: Form) -> str:
    return form.action.split("?")[0]


def test_odd_cookies_are_nobody(client, settings, city):
    """T-83, F-22: a broken or forged session is signed out politely, never a fault."""
    for value in ("", "x", "a" * 4000, '"\\303\\050"', "\xff", "%00", "../../etc", '"\\000"'):
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "kept", "messages"):
            answer = client.get("/dashboard/", HTTP_COOKIE=f"{name}={value}")
            assert answer.status_code in (302, 400), (name, value)
            assert client.get("/", HTTP_COOKIE=f"{name}={value}").status_code in (200, 400)


@pytest.mark.parametrize(
    "header",
    ["HTTP_ACCEPT_LANGUAGE", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_REFERER", "HTTP_ORIGIN",
     "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH", "HTTP_RANGE", "CONTENT_TYPE", "HTTP_ACCEPT",
     "HTTP_SEC_FETCH_SITE", "HTTP_X_REQUEST_ID", "HTTP_AUTHORIZATION", "REMOTE_ADDR"],
)  # fmt: skip
def test_odd_headers_are_no_fault(client, city, header):
    """T-83."""
    for value in ("\0", "\xff\xfe", "x" * 9000, "-1", "; q=1e400,", "bytes=99999999-1"):
        for url in ("/", "/verify/AAAA/", "/concern/"):
            assert client.get(url, **{header: value}).status_code == 200, (url, value)
        answer = client.post("/concern/", {"what": "x"}, **{header: value})
        assert answer.status_code in (400, 403, 413, 422, 429), value
