"""The people of the Champions Group (scheme.md 3)."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from champions.choices import Perspective


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
                condition=Q(served_until=None) | Q(served_until__gte=F("serves_from")),
                name="champion_ends_after_starting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_perspective_display()})"

    def is_under_18(self, on: date) -> bool:
        return self.turns_18_on is not None and on < self.turns_18_on
