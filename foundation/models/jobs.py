"""Jobs that were tried as often as is sensible and still failed."""

import uuid

from django.conf import settings
from django.db import models


class DeadLetterQuerySet(models.QuerySet["DeadLetter"]):
    def unanswered(self) -> "DeadLetterQuerySet":
        """Those that nobody has tried again or given up yet."""
        return self.filter(retried_at=None, given_up_at=None)

    def not_retried(self) -> "DeadLetterQuerySet":
        """Work that nobody is at: its job died, and was given up or waits for an officer."""
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
    # An officer's word that it need not be done any more, and why.
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    given_up_why = models.CharField(max_length=300, blank=True)

    objects = DeadLetterQuerySet.as_manager()

    class Meta:
        ordering = ("-died_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(retried_by=None) | models.Q(retried_at__isnull=False),
                name="dead_letter_retried_when",
            ),
            models.CheckConstraint(
                condition=models.Q(given_up_at=None, given_up_by=None, given_up_why="")
                | (models.Q(given_up_at__isnull=False) & ~models.Q(given_up_why="")),
                name="dead_letter_given_up_why",
            ),
            models.CheckConstraint(
                condition=models.Q(retried_at=None) | models.Q(given_up_at=None),
                name="dead_letter_one_answer",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_path} ({self.error_class})"
