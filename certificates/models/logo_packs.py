"""The logo packs that were made: one for each stage, year and edition."""

import uuid

from django.db import models
from django.db.models import Q

from foundation.models import PrivateFile


class LogoPack(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    stage = models.CharField(max_length=12)
    edition = models.CharField(max_length=48)
    # Only stages that are held for a time show a year.
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    file = models.ForeignKey(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("stage", "year")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "edition", "year"],
                condition=Q(year__isnull=False),
                name="logo_pack_once_per_year",
            ),
            models.UniqueConstraint(
                fields=["stage", "edition"],
                condition=Q(year=None),
                name="logo_pack_once_without_year",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.year or ''}".strip()
