"""Which edition of the scheme is in force from when (scheme.md 31)."""

from django.conf import settings
from django.db import models


class EditionInForce(models.Model):
    code = models.CharField(max_length=48)
    from_date = models.DateField(unique=True)
    switched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True
    )
    switched_at = models.DateTimeField()

    class Meta:
        ordering = ("from_date",)
        verbose_name_plural = "editions in force"

    def __str__(self) -> str:
        return f"{self.code} from {self.from_date}"
