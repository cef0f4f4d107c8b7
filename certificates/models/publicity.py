"""What an organisation takes to show its award, with its own name on it (scheme.md 24, 26)."""

import uuid

from django.conf import settings
from django.db import models

from certificates.models.certificates import Certificate
from foundation.models import PrivateFile


class PublicityPack(models.Model):
    """Letterhead, poster, cards: made when somebody first asks for it, closed with the award (T-80)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    certificate = models.OneToOneField(
        Certificate, on_delete=models.PROTECT, related_name="publicity_pack"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    file = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"Publicity pack of {self.certificate.number}"
