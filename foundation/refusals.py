"""The ways the house says no, each with a sentence for the person who asked.

`RefusalMiddleware` turns them into pages; services raise them and know nothing of HTTP.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class Link:
    """Where to go instead."""

    text: str
    url: str


class Refused(Exception):
    """Too late, too early, or already done (409)."""

    def __init__(self, sentence: str, *, link: Link | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.link = link


class NotAllowed(PermissionDenied):
    """You may see it, you may not do this (403).

    Without a link of its own the page leads back to what was loaded last (`foundation.way_out`).
    """

    def __init__(self, sentence: str, *, link: Link | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.link = link


@dataclass(frozen=True)
class ClashField:
    label: str
    mine: str
    theirs: str


class Clash(Exception):
    """Somebody saved meanwhile (409). Both texts are shown, so neither is lost (T-44)."""

    def __init__(self, sentence: str, *, fields: Sequence[ClashField]) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.fields = tuple(fields)


class Throttled(Exception):
    """Too many tries (429). `seconds` is how long to wait."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"Try again in {seconds} seconds.")
        self.seconds = seconds
