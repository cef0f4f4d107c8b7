"""Plain values of this room, for what is made of them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Shown:
    """One picture, at an address of its own."""

    url: str
    alt: str


@dataclass(frozen=True)
class Entry:
    id: str
    url: str
    organisation: str
    title: str
    summary: str
    story: str
    changed: str
    published_at: datetime
    pictures: tuple[Shown, ...]

    @property
    def text(self) -> str:
        return f"{self.story}\n\n{self.changed}"
