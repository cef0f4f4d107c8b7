"""The people of the Champions Group (scheme.md 3)."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from champions.choices import Course, Perspective


class ChampionQuerySet(models.QuerySet["Champion"]):
    def serving(self) -> "ChampionQuerySet":
        return self.filter(served_until=None, user__is_active=True)


class Champion(models.Model):
    """One person's service. Appointed again, the same row goes on; the audit trail has the gap."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="champion"
    )
    perspective = models.CharField(max_length=16, choices=Perspective.choices)
    # The edition's code of the sector a professional comes from.
    sector = models.CharField(max_length=32, blank=True)
    # Only for champions who are under 18 when appointed, and only to apply T-30; no date of birth.
    turns_18_on = models.DateField(null=True, blank=True)
    serves_from = models.DateField()
    served_until = models.DateField(null=True, blank=True)
    # The day on which they mean to stop; asked again before it, and never acted on by itself.
    term_ends_on = models.DateField(null=True, blank=True)
    # How many open cases at once suit them.
    most_cases = models.PositiveSmallIntegerField(default=3)
    # Codes of `TimeOfWeek`; none said means that they did not say.
    suits = models.JSONField(default=list, blank=True)
    # What helps them to take part in a meeting. Officers and they themselves read it.
    access_needs = models.TextField(max_length=1000, blank=True)
    # One question a page, in short words, unless they choose otherwise.
    plain_way = models.BooleanField(default=False)

    objects = ChampionQuerySet.as_manager()

    class Meta:
        ordering = ("user__name", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(perspective__in=Perspective.values),
                name="champion_perspective_is_known",
            ),
            models.CheckConstraint(
                condition=Q(perspective=Perspective.PROFESSIONAL) ^ Q(sector=""),
                name="champion_sector_is_a_professionals",
            ),
            models.CheckConstraint(
                condition=Q(most_cases__gte=1, most_cases__lte=20),
                name="champion_takes_some_cases",
            ),
            models.CheckConstraint(
                condition=Q(served_until=None) | Q(served_until__gte=F("serves_from")),
                name="champion_ends_after_starting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_perspective_display()})"

    def is_under_18(self, on: date) -> bool:
        return self.turns_18_on is not None and on < self.turns_18_on


class AbsenceQuerySet(models.QuerySet["Absence"]):
    def on(self, day: date) -> "AbsenceQuerySet":
        return self.filter(from_on__lte=day, until_on__gte=day)


class Absence(models.Model):
    """Days on which a champion takes no new case. Why is theirs to keep."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ("from_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_starting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.champion_id}: {self.from_on} to {self.until_on}"


class Training(models.Model):
    """A course that a champion has done."""

    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="training")
    course = models.CharField(max_length=16, choices=Course.choices)
    done_on = models.DateField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("done_on", "pk")
        verbose_name_plural = "training"
        constraints = [
            models.UniqueConstraint(fields=["champion", "course"], name="training_once_per_course"),
            models.CheckConstraint(
                condition=Q(course__in=Course.values), name="training_course_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.champion_id}: {self.get_course_display()}"
