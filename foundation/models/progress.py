"""How far long work is."""

from django.db import models


class Progress(models.Model):
    """What a job that runs has told about itself. The row goes when the work is done.

    A job that dies, or whose worker was killed, leaves it: that is how far it came.
    """

    job = models.CharField(max_length=200)
    # The id that the job was given: of a print, a package, a certificate.
    subject = models.UUIDField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    # What is counted, in words: “pages”, “pieces of evidence”.
    unit = models.CharField(max_length=60)
    # What it is at: “Laying out page 12”.
    doing = models.CharField(max_length=120, blank=True)
    started_at = models.DateTimeField()
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["job", "subject"], name="progress_once_per_work"),
            models.CheckConstraint(
                condition=models.Q(done__lte=models.F("total")), name="progress_never_above_all"
            ),
        ]
        indexes = [models.Index(fields=["told_at"], name="progress_told_at")]

    def __str__(self) -> str:
        return f"{self.done} of {self.total} {self.unit}"
