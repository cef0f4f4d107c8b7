"""Plans that are awaited, as officers read it: by when, how late, and who has to begin (scheme.md 10)."""

from collections.abc import Iterable
from datetime import date

from awards.choices import ApplicationKind, Status
from awards.models import Application, Extension, Organisation
from awards.selectors import Deadline
from awards.selectors.deadlines import deadline_after
from champions.selectors.bulk import awaiting
from champions.selectors.steps import ORGANISATION, Told
from foundation.forms import show_date


def awaited_of(organisations: Iterable[Organisation], *, on: date) -> dict[int, Deadline]:
    """By the organisation's key: one query."""
    found: dict[int, Deadline] = {}
    for award in awaiting(on).filter(organisation__in=organisations):
        # Only the date of it is read here.
        more = Extension(stage=award.next_stage, due_on=award.more) if award.more else None
        deadline = deadline_after(award, more)
        if deadline is not None:
            found[award.organisation_id] = deadline
    return found


def told_of(application: Application, deadline: Deadline, *, is_own: bool, on: date) -> Told | None:
    """What the line says; None when the application is about something else."""
    is_its_stage = application.stage == deadline.stage.code
    if application.is_open:
        if not (
            is_its_stage
            and application.status == Status.DRAFT
            and application.kind == ApplicationKind.STAGE
        ):
            return None
        opening = "Still writing."
    elif is_its_stage:
        opening = f"{deadline.stage.name} was withdrawn."
    else:
        opening = f"{deadline.stage.name} not begun."
    sentence = deadline.sentence(on) if is_own else f"{opening} {_by_when(deadline, on)}"
    return Told(sentence, ORGANISATION, application.status_since)


def late_words(deadline: Deadline, *, on: date) -> str:
    """“46 days late”; nothing before the day after."""
    if not deadline.is_past(on):
        return ""
    days = (on - deadline.due_on).days
    return f"{days} {'day' if days == 1 else 'days'} late"


def _by_when(deadline: Deadline, on: date) -> str:
    day, late = show_date(deadline.due_on), late_words(deadline, on=on)
    return f"Plan was due on {day} ({late})." if late else f"Plan due by {day}."
