"""By when a stage's work is to come in, and how people are told of it (scheme.md 10)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from awards.choices import ApplicationKind, Status
from awards.models import Application, Award, Extension
from awards.scheme import Due, Stage, edition, installed
from foundation.dates import london_date, months_later
from foundation.forms import show_date

# The reminder of the day after: so many days "before".
DAY_AFTER = -1


@dataclass(frozen=True)
class Deadline:
    """A date that nobody loses an award over."""

    stage: Stage
    # The award it is counted from.
    award: Award
    due: Due
    # More time, when it was agreed.
    extension: Extension | None = None

    @property
    def counted_on(self) -> date:
        """Without more time. An award of 29 February makes it 28 February (T-88)."""
        return months_later(self.award.awarded_on, self.due.months)

    @property
    def due_on(self) -> date:
        return self.extension.due_on if self.extension else self.counted_on

    @property
    def after(self) -> str:
        """The stage that they keep, whatever happens."""
        return edition(self.award.edition).stage(self.award.stage).name

    def is_past(self, on: date) -> bool:
        return on > self.due_on

    def is_met(self, sent_at: datetime) -> bool:
        """In time is by the end of that day in London, when it reached us (T-47)."""
        return london_date(sent_at) <= self.due_on

    def line(self, on: date) -> str:
        """For the stage in a list."""
        day = show_date(self.due_on)
        if self.is_past(on):
            return f"It was due on {day}. You keep {self.after}."
        return f"More time until {day} was agreed" if self.extension else f"Send by {day}"

    def sentence(self, on: date) -> str:
        """What is asked of the organisation."""
        day = show_date(self.due_on)
        if self.is_past(on):
            return (
                f"Your {self.stage.work} was due on {day}. You keep {self.after}. "
                "Send it when it is ready, or ask the SEND officers for more time."
            )
        return f"Send your {self.stage.work} by {day}."

    def reminder(self, on: date) -> int | None:
        """The latest reminder whose day has come, as days before; those before it are past (T-90).

        More time was told by a mail of its own, so what lies before that is not sent late.
        """
        since = self.award.awarded_on
        if self.extension:
            since = london_date(self.extension.granted_at)
        reached = [
            days
            for days in (*self.due.remind_days_before, DAY_AFTER)
            if since < self.due_on - timedelta(days=days) <= on
        ]
        return min(reached, default=None)


def deadline_after(award: Award, extension: Extension | None = None) -> Deadline | None:
    """What comes next and by when, as the award's own edition says.

    A later edition shortens nobody's time (scheme.md 31). An extension from before the award was
    given again may lie before the date that is counted now, and says nothing then.
    """
    stage = edition(award.edition).stage_after(award.stage)
    if stage is None or stage.due is None:
        return None
    plain = Deadline(stage, award, stage.due)
    if extension is None or extension.due_on <= plain.counted_on:
        return plain
    return Deadline(stage, award, stage.due, extension)


def is_sent(application: Application) -> bool:
    """Sent, and not taken back; changes that were asked for are another matter."""
    return application.submitted_at is not None and application.status != Status.WITHDRAWN


def awaited_deadlines(*, on: date) -> list[Deadline]:
    """Of every organisation: what has a date and was not sent yet. Two queries for each such stage."""
    found: list[Deadline] = []
    for scheme in installed().values():
        for stage in scheme.stages:
            if stage.due is not None and stage.requires is not None:
                found += _awaited(scheme.code, stage.requires, stage.code, on)
    return found


def _awaited(edition_code: str, requires: str, stage: str, on: date) -> list[Deadline]:
    same = OuterRef("organisation")
    sent = Application.objects.filter(
        organisation=same,
        stage=stage,
        kind=ApplicationKind.STAGE,
        submitted_at__isnull=False,
    ).exclude(status=Status.WITHDRAWN)
    held = Award.objects.standing().filter(organisation=same, stage=stage)
    awards = (
        Award.objects.standing()
        .filter(~Exists(sent), ~Exists(held), edition=edition_code, stage=requires)
        .select_related("organisation")
    )
    latest = {row.organisation_id: row for row in Extension.objects.of_stages().filter(stage=stage)}
    deadlines = (
        deadline_after(award, latest.get(award.organisation_id))
        for award in awards
        if award.condition(on).is_held
    )
    return [each for each in deadlines if each is not None]
