"""What was deleted on purpose, so that a restored backup does not bring it back (F-19)."""

import uuid

from django.db import models


class LedgerEntry(models.Model):
    """One deletion, or what stops one: what kind, of which thing, when. Ids alone; it names nobody."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What `config.replaying` knows how to do again: "person", "organisation", "evidence" …
    kind = models.CharField(max_length=40)
    subject = models.UUIDField()
    details = models.JSONField(default=dict)
    at = models.DateTimeField()
    # When it was written outside of the database, where no restore can undo it.
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "ledger entries"
        indexes = [
            models.Index(fields=["kept_at", "at"], name="ledger_by_kept"),
            models.Index(fields=["kind", "subject"], name="ledger_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}, {self.at:%Y-%m-%d}"
