"""How the mail server answers."""

from django.db import models
from django.db.models import Q


class MailServer(models.Model):
    """One row, which all workers share: while the server leaves us waiting, they do not all wait."""

    name = models.CharField(max_length=40, unique=True)
    # Tries in a row that ended without its answer; the next answer, of whatever kind, empties these.
    silences = models.PositiveIntegerField(default=0)
    silent_since = models.DateTimeField(null=True)
    # Until then nobody asks it. None while it is asked for every mail.
    ask_again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(silences=0, silent_since=None, ask_again_at=None)
                | Q(silences__gt=0, silent_since__isnull=False),
                name="mail_server_silent_since",
            )
        ]

    def __str__(self) -> str:
        return self.name
