"""Who did what, when and for whom. Rows are added and never changed."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from foundation.auditing.streams import Stream


class AppendOnlyError(TypeError):
    """Somebody tried to change or remove what is only ever added to."""

    def __init__(self) -> None:
        super().__init__("Audit events are only ever added. Correct one by adding another.")


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def about(self, target: models.Model) -> "AuditEventQuerySet":
        return self.filter(target_type=target._meta.label_lower, target_id=str(target.pk))

    def _let_go(self, ids: Collection[int]) -> int:
        """For `auditing.purging` alone, where no database does it by itself."""
        return self.filter(pk__in=ids)._raw_delete(self.db)


class AuditEvent(models.Model):
    """One act, one look or one refusal.

    Whoever acted stays linked for good: an account is made anonymous where it stands and never
    deleted. The event holds no free text. Why something was done is an `AuditNote` beside it, and
    the event has only the digest of it, so that a reason which names a person can be forgotten
    without touching the event or its seal.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "done"
        REFUSED = "refused", "refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    stream = models.CharField(max_length=5, choices=Stream.choices)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_ref = models.CharField(max_length=40, blank=True)
    role = models.CharField(max_length=40, blank=True)
    acting_for = models.CharField(max_length=36, blank=True)
    target_type = models.CharField(max_length=80, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.DONE)
    # sha256 of the note's salt and text; empty when no reason was given.
    reason_digest = models.CharField(max_length=64, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)
    ip_truncated = models.CharField(max_length=45, blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=["target_type", "target_id"], name="audit_target"),
            models.Index(fields=["event", "at"], name="audit_event_at"),
            models.Index(fields=["at"], name="audit_at"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["done", "refused"]), name="audit_outcome_known"
            ),
            models.CheckConstraint(
                condition=models.Q(stream__in=Stream.values), name="audit_stream_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.event}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    @property
    def reason(self) -> str:
        """Nothing when none was given, and when it was forgotten."""
        if not self.reason_digest:
            return ""
        note = AuditNote.objects.filter(event=self).first()
        return note.text if note else ""


class AuditNote(models.Model):
    """Why it was done, in somebody's words.

    The salt goes when the words go: with it, a short reason could be guessed from the digest that stays.
    """

    event = models.OneToOneField(
        AuditEvent, on_delete=models.CASCADE, primary_key=True, related_name="note"
    )
    text = models.CharField(max_length=500, blank=True)
    salt = models.CharField(max_length=32, blank=True)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(salt="", forgotten_at__isnull=False)
                | (~models.Q(salt="") & models.Q(forgotten_at=None)),
                name="audit_note_has_salt_or_is_forgotten",
            )
        ]

    def __str__(self) -> str:
        return f"reason of audit event {self.event_id}"


class UnsealedEvent(models.Model):
    """An event that is in no sealed block yet. Written with it, taken away when the block is made."""

    event = models.OneToOneField(
        AuditEvent, on_delete=models.CASCADE, primary_key=True, related_name="unsealed"
    )
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["written_at"], name="audit_unsealed_since")]

    def __str__(self) -> str:
        return f"audit event {self.event_id}, not sealed yet"


class AuditSealQuerySet(models.QuerySet["AuditSeal"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError

    def delete(self) -> NoReturn:
        raise AppendOnlyError

    def _mark_purged(self, at: datetime) -> int:
        """For `auditing.purging` alone, where no database does it by itself."""
        return super().update(purged_at=at)


class AuditSeal(models.Model):
    """A block of events, closed: nothing in it can change without its digest changing.

    Each digest holds the one before it, so a changed event, a lost event or a lost seal breaks the
    chain from there on. The row stays when its events are let go, and the chain can still be followed.
    """

    stream = models.CharField(max_length=5, choices=Stream.choices)
    # 1, 2, 3 … in each stream, without a gap.
    sequence = models.PositiveIntegerField()
    # As "2026-11", in London.
    month = models.CharField(max_length=7)
    # The keys of its events, in order.
    ids = models.JSONField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField()
    count = models.PositiveIntegerField()
    # When the youngest of them happened.
    last_at = models.DateTimeField()
    # Of the events alone; `digest` is of this, the columns above, and the seal before.
    contents = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    # When its events were let go.
    purged_at = models.DateTimeField(null=True, blank=True)

    objects = AuditSealQuerySet.as_manager()

    class Meta:
        ordering = ("stream", "sequence")
        constraints = [
            models.UniqueConstraint(fields=["stream", "sequence"], name="audit_seal_in_its_place"),
            models.CheckConstraint(
                condition=models.Q(stream__in=Stream.values), name="audit_seal_stream_known"
            ),
            models.CheckConstraint(
                condition=models.Q(sequence__gte=1, count__gte=1), name="audit_seal_holds_something"
            ),
        ]
        indexes = [
            models.Index(fields=["last_at"], name="audit_seal_past"),
            models.Index(fields=["first_id", "last_id"], name="audit_seal_span"),
        ]

    def __str__(self) -> str:
        return f"{self.stream} {self.sequence}, {self.month}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnlyError
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnlyError
