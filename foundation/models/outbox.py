"""Mail on its way: one row per recipient, kept before anything leaves the house."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import Case, F, IntegerField, Value, When

# The officers' page lists what failed before all else; said once, so that the index fits the page.
FAILED_FIRST = Case(
    When(status="failed", then=Value(0)), default=Value(1), output_field=IntegerField()
)


class OutboxQuerySet(models.QuerySet["OutboxMessage"]):
    def waiting(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxMessage.Status.QUEUED)

    def failed(self) -> "OutboxQuerySet":
        return self.filter(status=OutboxMessage.Status.FAILED)

    def failed_first(self) -> "OutboxQuerySet":
        """Then the newest."""
        return self.order_by(FAILED_FIRST, "-created_at", "-pk")

    def failed_while_away(self) -> "OutboxQuerySet":
        """Nothing was wrong with the mail, and it still has its words."""
        return self.failed().filter(fault=OutboxMessage.Fault.AWAY).exclude(body_text="")

    def held(self) -> "OutboxQuerySet":
        """Kept for the daily e-mail, and in none yet."""
        return self.filter(status=OutboxMessage.Status.HELD, digest=None)

    def unread(self) -> "OutboxQuerySet":
        return self.filter(read_at=None).exclude(status=OutboxMessage.Status.DRAFT)

    def empty(self, **also: object) -> int:
        """Take every word out; that we wrote, to whom and when, stays."""
        return self.update(body_text="", body_html="", values={}, attachments=[], **also)

    def in_inbox_of(self, user: AbstractBaseUser) -> "OutboxQuerySet":
        """What was written to this person and may be read again, also when it never left the house."""
        return self.filter(recipient_id=user.pk).exclude(status=OutboxMessage.Status.DRAFT)

    def unclaimed(self, at: datetime) -> "OutboxQuerySet":
        """Waiting, and no worker is at it; one that died holds its claim only for a while."""
        free = models.Q(claimed_until=None) | models.Q(claimed_until__lt=at)
        return self.waiting().filter(free)


class OutboxMessage(models.Model):
    class Status(models.TextChoices):
        DRAFT = "draft", "draft"
        QUEUED = "queued", "waiting"
        HELD = "held", "waiting for the daily e-mail"
        SENT = "sent", "sent"
        FAILED = "failed", "not sent"

    class Fault(models.TextChoices):
        """Why the last try failed, as far as it tells what to do about it."""

        AWAY = "away", "the mail server was away"
        SETTINGS = "settings", "the mail server would not work with us"
        ADDRESS = "address", "the address was refused"
        MAIL = "mail", "the e-mail was refused"
        OTHER = "other", "another reason"

    # Also the mail's Message-ID, the same at every try, so a mailbox can tell a second copy.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=200)
    message = models.CharField(max_length=80)
    to = models.EmailField(max_length=254)
    # Whose inbox repeats it. Nobody's: strangers, and what must not lie about, such as a sign-in code.
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="mail",
    )
    read_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=250)
    body_text = models.TextField(blank=True)
    body_html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    # What the placeholders stood for, by their names, for a preview with real words.
    values = models.JSONField(default=dict, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    fault = models.CharField(max_length=10, choices=Fault.choices, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The daily e-mail that it goes in; when that one is sent, so is this.
    digest = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="told_of"
    )

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
            models.Index(FAILED_FIRST, F("created_at").desc(), F("id").desc(), name="outbox_page"),
            models.Index(fields=["message", "created_at"], name="outbox_kind"),
            models.Index(fields=["recipient", "created_at"], name="outbox_inbox"),
            models.Index(
                fields=["recipient"],
                condition=models.Q(read_at=None),
                name="outbox_unread",
            ),
            models.Index(
                fields=["recipient", "created_at"],
                condition=models.Q(status="held"),
                name="outbox_held",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} ({self.status})"
