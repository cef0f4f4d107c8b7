"""What somebody has typed and not saved yet."""

from django.conf import settings
from django.db import models
from django.http import QueryDict


class Draft(models.Model):
    """One form, one person. The key says which form of which thing, and is no secret."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    key = models.CharField(max_length=200)
    # Field name to the list of its values, as a form sends them.
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ("-saved_at", "-pk")
        indexes = [models.Index(fields=["saved_at"], name="draft_saved_at")]
        constraints = [
            models.UniqueConstraint(fields=["owner", "key"], name="draft_one_per_form"),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def typed(self) -> QueryDict:
        fields = QueryDict(mutable=True)
        for name, values in self.data.items():
            fields.setlist(name, values)
        return fields
