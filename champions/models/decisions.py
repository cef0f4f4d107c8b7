"""What the panel decides: prepared in private, released by one who did not sit (T-39)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.models import Challenge, StatusChange
from champions.choices import Outcome
from champions.models.panels import Panel


class DecisionQuerySet(models.QuerySet["Decision"]):
    def waiting(self) -> "DecisionQuerySet":
        """Recorded, and neither released nor taken back."""
        return self.filter(released_at=None, cancelled_at=None)

    def released(self) -> "DecisionQuerySet":
        return self.filter(released_at__isnull=False)


class Decision(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="decisions")
    change = models.ForeignKey(StatusChange, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    feedback = models.TextField(max_length=5000)
    # Drafted from the findings; an officer may reword it until it is released.
    letter = models.TextField(max_length=12000)
    version = models.PositiveIntegerField(default=0)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField()
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.CharField(max_length=500, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ("recorded_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(released_at=None, cancelled_at=None),
                name="decision_one_waiting_per_panel",
            ),
            models.UniqueConstraint(
                fields=["change"],
                condition=Q(released_at__isnull=False),
                name="decision_one_released_per_version",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values), name="decision_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(released_by=None) | ~Q(released_by=F("recorded_by")),
                name="decision_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(released_by=None, released_at=None)
                | Q(released_by__isnull=False, released_at__isnull=False),
                name="decision_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_by=None, cancelled_at=None, cancelled_reason="")
                | (
                    Q(cancelled_by__isnull=False, cancelled_at__isnull=False, released_at=None)
                    & ~Q(cancelled_reason="")
                ),
                name="decision_cancelled_has_its_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} ({self.panel_id})"


class DecisionPoint(models.Model):
    """One thing to change, or that would make it; with an award, a next step."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="points")
    # What it is about, as a challenge's subject; none for the whole.
    code = models.CharField(max_length=80, blank=True)
    sentence = models.CharField(max_length=2000)
    # The challenge that goes back; what was none becomes one when the letter goes out.
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, related_name="points", null=True, blank=True
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "position"], name="decision_point_has_its_place"
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="decision_point_says_something"),
        ]

    def __str__(self) -> str:
        return self.sentence


class AgreedFinding(models.Model):
    """What the panel agreed on one criterion or check, and who saw it otherwise (scheme.md 18)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="agreed")
    code = models.CharField(max_length=64)
    met = models.BooleanField()
    note = models.CharField(max_length=1000, blank=True)
    dissent = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "code"], name="agreed_finding_once_per_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {'met' if self.met else 'not yet met'}"
