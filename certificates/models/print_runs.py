"""Many certificates at once, for an award evening (scheme.md 27)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from certificates.models.certificates import Certificate
from foundation.models import PrivateFile


class PrintRun(models.Model):
    """One PDF for the printer, and a zip of the signed files; both come from a job."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=100)
    certificates = models.ManyToManyField(Certificate, related_name="+")
    crop_marks = models.BooleanField("crop marks and bleed", default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    # Set together, when both are there.
    book = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    archive = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(book=None, archive=None)
                | Q(book__isnull=False, archive__isnull=False),
                name="print_run_files_together",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="print_run_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title
