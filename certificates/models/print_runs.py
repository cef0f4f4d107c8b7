"""Many certificates at once, for an award evening (scheme.md 27)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from certificates.models.certificates import Certificate
from foundation.models import PrivateFile


class PrintRun(models.Model):
    """One PDF for the printer, made by a job; the zip of the signed files is made while it is sent."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=100)
    certificates = models.ManyToManyField(
        Certificate, through="PrintRunPage", related_name="print_runs"
    )
    crop_marks = models.BooleanField("crop marks and bleed", default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    # Set together, when it is there.
    book = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    pages = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(book=None, pages=None) | Q(book__isnull=False, pages__gt=0),
                name="print_run_book_and_pages_together",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="print_run_has_a_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("print-run", args=[self.uuid])


class PrintRunPage(models.Model):
    """Whose page it is. The order is kept, so that a new name moves no page while a book is made."""

    run = models.ForeignKey(PrintRun, on_delete=models.CASCADE, related_name="sheets")
    place = models.PositiveSmallIntegerField()
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("run", "place")
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="print_run_page_once"),
            models.UniqueConstraint(
                fields=["run", "certificate"], name="print_run_certificate_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.run}, page {self.place}"


class PrintRunPart(models.Model):
    """Some pages of a book that is being made, so that a killed worker loses no more than these (F-10)."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="parts")
    place = models.PositiveSmallIntegerField()
    file = models.OneToOneField(PrivateFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("run", "place")
        constraints = [
            models.UniqueConstraint(fields=["run", "place"], name="print_run_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.run}, part {self.place}"
