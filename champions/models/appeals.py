"""An organisation asks that other people look again at a "not yet" (ours)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import StatusChange
from champions.choices import AppealState, Outcome
from champions.models.decisions import Decision


class AppealQuerySet(models.QuerySet["Appeal"]):
    def open(self) -> "AppealQuerySet":
        return self.filter(state__in=[AppealState.RECEIVED, AppealState.HEARD])


class Appeal(models.Model):
    """One for each letter. It is judged as it was sent, by a panel of champions who did not decide."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The released "not yet".
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, related_name="appeal")
    grounds = models.TextField("why they should look again", max_length=5000)
    state = models.CharField(
        max_length=10, choices=AppealState.choices, default=AppealState.RECEIVED
    )
    state_since = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField()
    # The officer who took it on, or did not; never one who sat or released the letter (T-39).
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    # Why it was not taken on.
    refused_why = models.TextField(max_length=2000, blank=True)
    # The step that brought the same version before other people.
    change = models.OneToOneField(
        StatusChange, on_delete=models.PROTECT, related_name="appeal", null=True, blank=True
    )
    # What they decided.
    outcome = models.CharField(max_length=20, choices=Outcome.choices, blank=True)

    objects = AppealQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=AppealState.values), name="appeal_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AppealState.RECEIVED, AppealState.WITHDRAWN])
                | Q(handled_by__isnull=False, handled_at__isnull=False),
                name="appeal_is_handled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.REFUSED) ^ Q(refused_why=""),
                name="appeal_refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[AppealState.HEARD, AppealState.DECIDED, AppealState.ENDED])
                ^ Q(change=None),
                name="appeal_heard_has_its_change",
            ),
            models.CheckConstraint(
                condition=Q(state=AppealState.DECIDED) ^ Q(outcome=""),
                name="appeal_decided_has_its_outcome",
            ),
        ]
        indexes = [models.Index(fields=["state", "state_since"], name="appeal_by_state")]

    def __str__(self) -> str:
        return f"Appeal {self.pk} ({self.get_state_display()})"
