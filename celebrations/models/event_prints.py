"""Lists of a recognition event, made ready for the printer (scheme.md 27)."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from celebrations.choices import PrintKind
from celebrations.models.events import RecognitionEvent
from foundation.models import PrivateFile


class EventPrint(models.Model):
    """One list as a PDF, made by a job and gone a day later: what it says is out of date by then."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(RecognitionEvent, on_delete=models.CASCADE, related_name="prints")
    kind = models.CharField(max_length=12, choices=PrintKind.choices)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    file = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=PrintKind.values), name="event_print_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.event}"
