"""What the gap checks of a delivery plan, of an evidence portfolio and of a statement have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import TextChoices


class Kind(TextChoices):
    """Whether what is written can be sent with this gap in it."""

    MISSING = "missing", "Missing"
    STRONGER = "stronger", "Could be stronger"


class State(TextChoices):
    MISSING = "missing", "Missing"
    STRONGER = "stronger", "Could be stronger"
    DONE = "done", "Done"

    @property
    def shape(self) -> str:
        """The kind that `_status.html` draws."""
        shapes = {State.MISSING: "attention", State.STRONGER: "waiting", State.DONE: "done"}
        return shapes[self]


class Found(Protocol):
    @property
    def is_missing(self) -> bool: ...


class Placed(Found, Protocol):
    """A gap that knows the page on which it is put right; its `about` is the place of its own form."""

    @property
    def sentence(self) -> str: ...

    @property
    def full(self) -> str: ...

    @property
    def about(self) -> Any: ...


G = TypeVar("G", bound=Found)
At = TypeVar("At", bound=Placed)


def gaps_for(gaps: Iterable[At], place: object) -> list[At]:
    """Those that are put right on one page, what is missing first."""
    return sorted(
        (gap for gap in gaps if gap.about.is_at(place)), key=lambda gap: not gap.is_missing
    )


@dataclass(frozen=True)
class Group(Generic[G]):
    """Gaps that belong together, and how it stands with them."""

    gaps: Sequence[G]

    @property
    def state(self) -> State:
        if any(gap.is_missing for gap in self.gaps):
            return State.MISSING
        return State.STRONGER if self.gaps else State.DONE
