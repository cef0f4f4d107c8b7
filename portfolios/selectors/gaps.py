"""What the gap check of a delivery plan and that of an evidence portfolio have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

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


G = TypeVar("G", bound=Found)


@dataclass(frozen=True)
class Group(Generic[G]):
    """Gaps that belong together, and how it stands with them."""

    gaps: Sequence[G]

    @property
    def state(self) -> State:
        if any(gap.is_missing for gap in self.gaps):
            return State.MISSING
        return State.STRONGER if self.gaps else State.DONE
