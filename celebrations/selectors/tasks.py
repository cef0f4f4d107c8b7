"""The task list of a spotlight that is being written."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from celebrations.choices import WRITTEN_STATES
from celebrations.models import Spotlight
from celebrations.selectors.lacks import ASKED
from celebrations.selectors.pictures import pictures_in


@dataclass(frozen=True)
class Task:
    title: str
    url: str
    kind: str
    text: str
    hint: str = ""


def task_list(spotlight: Spotlight, *, on: date) -> list[Task]:
    """Two queries; none for what can't be changed now."""
    if spotlight.state not in WRITTEN_STATES:
        return []
    written = [bool(getattr(spotlight, name).strip()) for name, _ in ASKED]
    pictures = pictures_in(spotlight, on=on)
    told = all(written)
    ready = told and all(fine and row.alt.strip() for row, fine in pictures)
    return [
        Task("Your story", _to("spotlight-story", spotlight), *_state(any(written), told)),
        Task(
            "Pictures",
            _to("spotlight-pictures", spotlight),
            *_pictures(len(pictures), all(fine and row.alt.strip() for row, fine in pictures)),
            hint="You need none. Only those that may be shown on public websites.",
        ),
        Task(
            "Check it and send it",
            _to("spotlight-check", spotlight),
            *(("now", "Ready") if ready else ("todo", "Something is missing")),
        ),
    ]


def _to(name: str, spotlight: Spotlight) -> str:
    return reverse(name, args=[spotlight.uuid])


def _state(begun: bool, done: bool) -> tuple[str, str]:
    if done:
        return "done", "Done"
    return ("now", "In progress") if begun else ("todo", "Not started")


def _pictures(count: int, fine: bool) -> tuple[str, str]:
    if not count:
        return "todo", "None chosen"
    said = "1 picture" if count == 1 else f"{count} pictures"
    return ("done", said) if fine else ("attention", "Something is missing")
