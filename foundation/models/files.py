"""Files that only the right people may open."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models


class PrivateFileQuerySet(models.QuerySet["PrivateFile"]):
    def waiting(self) -> "PrivateFileQuerySet":
        """Not yet looked at by the virus scanner."""
        return self.filter(state=PrivateFile.State.QUARANTINED)


class PrivateFile(models.Model):
    """Bytes with a state. Nothing is served before it is clean, whoever asks (T-49, F-08).

    What people send lies in the quarantine store; what was found clean, or was made by us, lies in
    the private store under another random key. A refused file has a row and a reason but no bytes.
    """

    class State(models.TextChoices):
        QUARANTINED = "quarantined", "being checked"
        CLEAN = "clean", "checked"
        REFUSED = "refused", "refused"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    storage_key = models.CharField(max_length=80, blank=True, editable=False)
    display_name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED)
    reason = models.CharField(max_length=300, blank=True)
    made_by_us = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    uploaded_at = models.DateTimeField()
    # When the scanner was last asked, or will be by a queued job.
    tried_at = models.DateTimeField(null=True, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    pixel_width = models.PositiveIntegerField(null=True, blank=True)
    pixel_height = models.PositiveIntegerField(null=True, blank=True)
    # A small JPEG of a picture, beside it in the private store; other files have none.
    thumbnail_key = models.CharField(max_length=80, blank=True, editable=False)
    thumbnail_size = models.PositiveBigIntegerField(null=True, blank=True)
    thumbnail_sha256 = models.CharField(max_length=64, blank=True)

    objects = PrivateFileQuerySet.as_manager()

    class Meta:
        ordering = ("-uploaded_at", "-pk")
        indexes = [models.Index(fields=["state", "uploaded_at"], name="private_file_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["storage_key"],
                condition=~models.Q(storage_key=""),
                name="private_file_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["quarantined", "clean"])
                | models.Q(state="refused", storage_key="")
                & ~models.Q(reason="")
                & models.Q(made_by_us=False),
                name="private_file_refused_has_reason_and_no_bytes",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="clean")
                | models.Q(made_by_us=True)
                | models.Q(scanned_at__isnull=False),
                name="private_file_clean_was_scanned",
            ),
            models.UniqueConstraint(
                fields=["thumbnail_key"],
                condition=~models.Q(thumbnail_key=""),
                name="private_file_thumbnail_key_once",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    thumbnail_key="", thumbnail_size__isnull=True, thumbnail_sha256=""
                )
                | models.Q(state="clean", thumbnail_size__isnull=False)
                & ~models.Q(thumbnail_key="")
                & ~models.Q(thumbnail_sha256=""),
                name="private_file_thumbnail_is_whole_and_clean",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def is_clean(self) -> bool:
        return self.state == self.State.CLEAN

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.QUARANTINED

    @property
    def store(self) -> Storage:
        """Where the bytes lie now."""
        return storages["quarantine" if self.is_waiting else "default"]
