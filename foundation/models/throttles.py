"""How often something was tried."""

from django.db import models


class ThrottleCount(models.Model):
    """One bucket, one window. The bucket is a keyed hash, so no address or e-mail stands here."""

    bucket = models.CharField(max_length=64, unique=True)
    started_at = models.DateTimeField()
    ends_at = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.count} since {self.started_at:%H:%M:%S}"
