"""Jobs that were tried as often as is sensible and still failed."""

import uuid

from django.conf import settings
from django.db import models


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    def unanswered(self) -> "DeadLetterQuerySet":
        """Those that nobody has tried again yet."""
        return self.filter(retried_at=None)


class DeadLetter(models.Model):
    """A job that died (F-14): ids, the kind of error and its first line, nothing secret."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    job_id = models.UUIDField(unique=True)
    task_path = models.CharField(max_length=200)
    args = models.JSONField(default=list)
    error_class = models.CharField(max_length=200)
    error_message = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField()
    died_at = models.DateTimeField()
    retried_at = models.DateTimeField(null=True, blank=True)
    retried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        ordering = ("-died_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retried_by=None) | models.Q(retried_at__isnull=False),
                name="dead_letter_retried_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.task_path} ({self.error_class})"
