"""Whether a panel goes to see whom it re-validates, where an officer overrules the rule (scheme.md 22)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Application


class VisitRuling(models.Model):
    """An officer's word over the rule's. Append-only; the latest counts."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="visit_rulings"
    )
    # The panel visits, or reads the statement alone.
    visit = models.BooleanField()
    reason = models.CharField(max_length=1000)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ruled_at = models.DateTimeField()

    class Meta:
        ordering = ("ruled_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="visit_ruling_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {'visit' if self.visit else 'no visit'}"
