"""Every cookie that this service sets, from the settings that set it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from foundation.kept_posts import KEPT_FOR, PERSON_COOKIE, REMEMBERED_FOR, SECRET_COOKIE


@dataclass(frozen=True)
class Cookie:
    name: str
    purpose: str
    lasts: timedelta
    # When it goes earlier.
    until: str = ""

    @property
    def in_words(self) -> str:
        return f"{length_in_words(self.lasts)}{self.until and f', or until {self.until}'}"


def cookies() -> list[Cookie]:
    return [
        Cookie(
            settings.SESSION_COOKIE_NAME,
            "Keeps you signed in",
            timedelta(seconds=settings.SESSION_COOKIE_AGE),
            "you sign out",
        ),
        Cookie(
            settings.CSRF_COOKIE_NAME,
            "Makes sure that a form you send comes from this site",
            timedelta(seconds=settings.CSRF_COOKIE_AGE),
        ),
        Cookie(
            SECRET_COOKIE,
            "Finds what you were writing again, if you were signed out in the middle of it",
            KEPT_FOR,
            "you have it back",
        ),
        Cookie(
            PERSON_COOKIE,
            "Remembers which account this browser used last, so that only you get back what you wrote",
            REMEMBERED_FOR,
        ),
    ]


def length_in_words(length: timedelta) -> str:
    """In the largest unit that goes evenly: “20 hours”, “7 days”, “52 weeks”."""
    for unit, name in ((timedelta(weeks=4), "week"), (timedelta(days=1), "day")):
        if length % unit == timedelta():
            number = length // timedelta(**{f"{name}s": 1})
            break
    else:
        number, name = length // timedelta(hours=1), "hour"
    return f"{number} {name}{'' if number == 1 else 's'}"
