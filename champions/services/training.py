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
from foundation.refusals import Refused


@transaction.atomic
def record_training(
    *, champion: Champion, done: Mapping[Course, date | None], actor: User, at: datetime
) -> int:
    """Each course with the day it was done, or with none; how many lines changed."""
    need_officer(actor)
    champion = Champion.objects.select_for_update(no_key=True).get(pk=champion.pk)
    if champion.served_until is not None:
        raise Refused(f"{champion.user} is no longer a champion.")
    today = london_date(at)
    before = {row.course: row for row in Training.objects.filter(champion=champion)}
    changed = [
        course
        for course, day in done.items()
        if day != (before[course].done_on if course in before else None)
    ]
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
