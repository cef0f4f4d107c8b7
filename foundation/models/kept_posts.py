"""What was posted after the session had ended."""

from django.conf import settings
from django.db import models


class KeptPost(models.Model):
    """Sealed with a key that only that browser's cookie completes: the row alone opens nothing."""

    # The SHA-256 of the secret in the cookie.
    browser = models.CharField(max_length=64, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    kept_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"kept {self.kept_at:%Y-%m-%d %H:%M}"
