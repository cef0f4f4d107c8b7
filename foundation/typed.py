"""What people typed, without what must never be kept."""

import re

from django.http import QueryDict

# Parts of a field's name: "password1", "new_password", "login-code", but not "postcode".
SECRET_PART = re.compile(r"pass(word|phrase|wd)|secret|csrf")
SECRET_WORDS = {"code", "codes", "otp", "token", "pin", "credential"}


def is_secret(name: str) -> bool:
    lowered = name.lower()
    return bool(SECRET_PART.search(lowered) or SECRET_WORDS & set(re.split(r"[^a-z]+", lowered)))


def keepable(data: QueryDict) -> dict[str, list[str]]:
    """Field name to values; no passwords, codes or tokens, no NUL (PostgreSQL refuses it, T-83)."""
    return {
        name.replace("\0", ""): [str(value).replace("\0", "") for value in values]
        for name, values in data.lists()
        if not is_secret(name)
    }


def rows(data: QueryDict) -> list[tuple[str, str]]:
    """What was typed, for copying: readable names and non-empty texts."""
    return [
        (_readable(name), "\n".join(text for text in values if text))
        for name, values in keepable(data).items()
        if any(text.strip() for text in values) and not name.endswith("_FORMS")
    ]


def _readable(name: str) -> str:
    words = re.sub(r"[_\-\s]+", " ", name).strip()
    return words[:1].upper() + words[1:]
