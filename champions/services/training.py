"""Which courses a champion has done, as an officer writes it down (scheme.md 3)."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from awards.choices import Role
from awards.models import User
from awards.permissions import need_officer
from champions.choices import Course
from champions.models import Champion, Training
from foundation import audit
from foundation.dates import london_date
from foundation.forms import show_date
from foundation.refusals import Clash, ClashField, Refused


@transaction.atomic
def record_training(
    *,
    champion: Champion,
    done: Mapping[Course, date | None],
    seen: Mapping[Course, date | None] | None = None,
    actor: User,
    at: datetime,
) -> int:
    """Each course with the day it was done, or with none; how many lines changed.

    `seen` is what the page showed when it was opened. Only what this person changed on it is changed: a
    line that somebody else wrote since is never lost to an old page (T-44).
    """
    need_officer(actor)
    champion = Champion.objects.select_for_update(no_key=True).get(pk=champion.pk)
    if champion.served_until is not None:
        raise Refused(f"{champion.user} is no longer a champion.")
    today = london_date(at)
    before = {Course(row.course): row for row in Training.objects.filter(champion=champion)}
    now = {course: row.done_on for course, row in before.items()}
    asked = {course: day for course, day in done.items() if seen is None or day != seen.get(course)}
    changed = [course for course, day in asked.items() if day != now.get(course)]
    if seen is not None:
        _refuse_clash({each: asked[each] for each in changed}, seen, now)
    for course in changed:
        day = done[course]
        if day is not None and day > today:
            raise Refused("A course cannot be done on a day to come.")
        if day is None:
            before[course].delete()
        else:
            Training.objects.update_or_create(
                champion=champion,
                course=course,
                defaults={"done_on": day, "recorded_by": actor, "recorded_at": at},
            )
        audit.record(
            "champion.training_recorded",
            actor=actor,
            target=champion,
            at=at,
            role=Role.OFFICER,
            details={"course": course.value, "done_on": day.isoformat() if day else ""},
        )
    return len(changed)


def _refuse_clash(
    mine: Mapping[Course, date | None],
    seen: Mapping[Course, date | None],
    now: Mapping[Course, date],
) -> None:
    """Two people wrote different days for one course: nothing is saved, and both are shown."""
    fields = [
        ClashField(label=course.label, mine=_said(day), theirs=_said(now.get(course)))
        for course, day in mine.items()
        if now.get(course) != seen.get(course)
    ]
    if fields:
        raise Clash("Somebody else changed this after you opened the page.", fields=fields)


def _said(day: date | None) -> str:
    return show_date(day) if day is not None else ""
