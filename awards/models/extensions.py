"""More time for a stage, or for a re-validation (scheme.md 10, 22)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models.organisations import Organisation


class ExtensionQuerySet(models.QuerySet["Extension"]):
    def of_stages(self) -> "ExtensionQuerySet":
        """For the work of a stage; more time for a re-validation moves its award's own date."""
        return self.filter(award=None)


class Extension(models.Model):
    """A later date for one stage of one organisation. Append-only; the latest counts."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="extensions"
    )
    stage = models.CharField(max_length=12)
    # The award whose re-validation has more time; none for the work of a stage.
    award = models.ForeignKey(
        "awards.Award", on_delete=models.PROTECT, related_name="extensions", null=True, blank=True
    )
    due_on = models.DateField()
    # For officers only.
    reason = models.CharField(max_length=1000)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.stage} by {self.due_on}"
