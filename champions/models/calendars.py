"""The private link by which somebody's calendar reads their dates."""

import uuid

from django.conf import settings
from django.db import models


class CalendarLink(models.Model):
    """One for each person who wants it. Stopped, it is deleted; renewed, only its `version` changes.

    The address is signed (`champions.services.calendars`): whoever reads this table can make none.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_link"
    )
    version = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField()
    renewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Calendar of {self.user_id}"
