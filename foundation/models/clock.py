"""What the clock has done, and signs of life."""

from django.db import models


class Beat(models.Model):
    """The last sign of life of a process that must always be running."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M:%S}"


class DutyState(models.Model):
    """One row per duty: the lock two clocks compete for (F-16), and how the duty stands."""

    duty = models.CharField(max_length=80, unique=True)
    # When it last went through, failing rows or not.
    last_run_at = models.DateTimeField(null=True)
    # When it last found something to do, and how much that was.
    did_at = models.DateTimeField(null=True)
    did = models.PositiveIntegerField(default=0)
    # Runs in a row that failed, wholly or for single rows; the next one that is clean empties these.
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failures=0, failing_since=None, error="")
                | models.Q(failures__gt=0, failing_since__isnull=False),
                name="duty_state_fails_since",
            )
        ]

    def __str__(self) -> str:
        return self.duty


class DutyRun(models.Model):
    """A run of a duty that found something to do, or failed. Other runs leave no row."""

    duty = models.CharField(max_length=80)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-started_at", "-pk")
        indexes = [models.Index(fields=["duty", "started_at"], name="duty_run_duty_started")]

    def __str__(self) -> str:
        return f"{self.duty} at {self.started_at:%Y-%m-%d %H:%M}"
