"""Wordings of mails, as officers changed them."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class MailWording(models.Model):
    """One version of the words of one kind of mail. Append-only; the latest counts.

    A version that restores has no words: those that came with the software are sent again.
    """

    message = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField(max_length=10_000, blank=True)
    restored = models.BooleanField(default=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("message", "-version")
        constraints = [
            models.UniqueConstraint(fields=["message", "version"], name="wording_once_per_version"),
            models.CheckConstraint(
                condition=Q(restored=True, subject="", body="")
                | (Q(restored=False) & ~Q(subject="") & ~Q(body="")),
                name="wording_has_words_or_restores",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message} {self.version}"
