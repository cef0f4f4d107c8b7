"""Mail on its way: one row per recipient, kept before anything leaves the house."""

import uuid
from datetime import datetime

from django.db import models


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxMessage.Status.QUEUED)

    def failed(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxMessage.Status.FAILED)

    def unclaimed(self, at: datetime) -> "OutboxQuerySet":
        """Waiting, and no worker is at it; one that died holds its claim only for a while."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=at)
        return self.waiting().filter(free)


class OutboxMessage(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        QUEUED = "queued", "waiting"
        SENT = "sent", "sent"
        FAILED = "failed", "not sent"

    # Also the mail's Message-ID, the same at every try, so a mailbox can tell a second copy.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200)
    message = models.CharField(max_length=80)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=250)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    reason = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["key", "to"], name="outbox_once_per_key_and_recipient"),
            models.CheckConstraint(
                condition=models.Q(status="sent", sent_at__isnull=False)
                | (models.Q(sent_at=None) & ~models.Q(status="sent")),
                name="outbox_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="failed") | ~models.Q(reason=""),
                name="outbox_failed_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=models.Q(status="queued"),
                name="outbox_waiting",
            ),
            models.Index(fields=["status", "created_at"], name="outbox_status"),
        ]

    def __str__(self) -> str:
        return f"{self.message} ({self.status})"
