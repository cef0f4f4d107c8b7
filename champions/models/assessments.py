"""What each champion finds alone (scheme.md 18, 19)."""

from django.db import models
from django.db.models import Q

from awards.models import StatusChange
from champions.choices import AssessmentState, Fit, Level
from champions.models.panels import Assignment


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    def submitted(self) -> "AssessmentQuerySet":
        return self.filter(state=AssessmentState.SUBMITTED)

    def counting(self) -> "AssessmentQuerySet":
        """Sent by champions who still sit: what a decision may rest on (T-37)."""
        return self.submitted().filter(assignment__in=Assignment.objects.active())


class Assessment(models.Model):
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="assessments")
    # The version judged: the submit or resubmit whose snapshot the champion read.
    change = models.ForeignKey(StatusChange, on_delete=models.PROTECT, related_name="assessments")
    state = models.CharField(
        max_length=10, choices=AssessmentState.choices, default=AssessmentState.DRAFT
    )
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    # What the same champion sent on the version before; what was not touched since stands.
    carried_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="carried_to", null=True, blank=True
    )
    # Who helped to read and write, where somebody did. They have no link with the applicant either.
    supporter = models.CharField(max_length=120, blank=True)
    # Asked, not measured; for the record of what champions give (scheme.md 28).
    minutes = models.PositiveSmallIntegerField("how many minutes it took", null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ("started_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "change"], name="assessment_once_per_version"
            ),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.DRAFT, submitted_at=None)
                | Q(state=AssessmentState.SUBMITTED, submitted_at__isnull=False),
                name="assessment_sent_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Assessment {self.pk} ({self.get_state_display()})"


class Finding(models.Model):
    """One criterion or check of the edition. A draft may hold a note and no level yet."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=64)
    level = models.CharField(max_length=8, choices=Level.choices, blank=True)
    note = models.TextField(max_length=3000, blank=True)
    strength = models.TextField("what is strong", max_length=2000, blank=True)
    challenge = models.TextField("a challenge for them", max_length=2000, blank=True)
    # As it was on the version before: nothing that was sent since touches it.
    carried = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "code"], name="finding_once_per_assessment"
            ),
            models.CheckConstraint(
                condition=Q(level__in=["", *Level.values]), name="finding_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_level_display() or 'no answer yet'}"


class StrategyFinding(models.Model):
    """How the work fits one policy or strategy of the edition (scheme.md 19)."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="strategies")
    code = models.CharField(max_length=64)
    fit = models.CharField(max_length=10, choices=Fit.choices, blank=True)
    note = models.TextField(max_length=1000, blank=True)
    carried = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "code"], name="strategy_finding_once_per_assessment"
            ),
            models.CheckConstraint(
                condition=Q(fit__in=["", *Fit.values]), name="strategy_finding_fit_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.get_fit_display() or 'no answer yet'}"
