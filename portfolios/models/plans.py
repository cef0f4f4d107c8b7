"""The delivery plan, as far as an organisation has written it (scheme.md 8, 9).

As with the registration, saving demands nothing; `portfolios.selectors.plan.gaps` says what is missing.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Application
from portfolios.choices import InPlace, MeasureKind, MilestoneState
from portfolios.models.shared import ListItem, Partner, Work


class DeliveryPlan(Work):
    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="plan")

    def __str__(self) -> str:
        return f"Delivery plan {self.application_id}"


class Measure(ListItem):
    """An impact measure, or a quality standard that the plan works towards."""

    MOST = 50
    TYPED = ("kind", "name", "baseline", "target", "how")

    kind = models.CharField(max_length=10, choices=MeasureKind.choices, blank=True)
    name = models.CharField("what you measure", max_length=200, blank=True)
    baseline = models.TextField("where you are now", max_length=1000, blank=True)
    target = models.TextField("what you want to reach, and by when", max_length=1000, blank=True)
    how = models.TextField("how you will know", max_length=1000, blank=True)

    class Meta(ListItem.Meta):
        constraints: ClassVar = [
            *ListItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=MeasureKind.values), name="measure_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Measure without a name"


class Action(ListItem):
    """One action under one of the 4Cs. Its parts are saved each on its own (`ActionPart`)."""

    MOST = 100
    # What its first page asks; the other pages write their own (portfolios.services.plan.actions).
    TYPED = ("title", "four_c", "description", "improvement", "needs")

    # A code of the edition: `fourc.co_design`.
    four_c = models.CharField("which of the 4Cs", max_length=48, blank=True)
    title = models.CharField("name of the action", max_length=120, blank=True)
    description = models.TextField("what you will do", max_length=3000, blank=True)
    improvement = models.TextField("the improvement it answers", max_length=2000, blank=True)
    needs = models.TextField("how you know it is needed", max_length=3000, blank=True)
    agencies = models.TextField("which agencies take part", max_length=2000, blank=True)
    citizens = models.TextField("which people who use your service", max_length=2000, blank=True)
    partners = models.ManyToManyField(Partner, blank=True, related_name="actions")
    owner = models.CharField("who leads it", max_length=160, blank=True)
    # A code of the edition: `ladder.co_production`.
    ladder = models.CharField("level of the ladder", max_length=48, blank=True)
    agreed_with = models.TextField("who agreed to that level", max_length=2000, blank=True)
    agreed_on = models.DateField("when they agreed", null=True, blank=True)
    ladder_why = models.TextField("why another level", max_length=2000, blank=True)
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    timescale = models.TextField("why the time is enough", max_length=2000, blank=True)
    budget = models.TextField("budget", max_length=2000, blank=True)
    resources = models.TextField("people, rooms and time", max_length=2000, blank=True)
    incentives = models.TextField("rewards and incentives", max_length=2000, blank=True)
    in_place = models.CharField("is it in place", max_length=8, choices=InPlace.choices, blank=True)
    in_place_note = models.TextField("who confirmed it", max_length=1000, blank=True)
    measures = models.ManyToManyField(Measure, blank=True, related_name="actions")
    review = models.TextField("how you will review it", max_length=3000, blank=True)

    class Meta(ListItem.Meta):
        constraints: ClassVar = [
            *ListItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(in_place="") | Q(in_place__in=InPlace.values),
                name="action_in_place_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Action without a name"


class ActionPrinciple(models.Model):
    """One principle that an action serves."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="principles")
    # A code of the edition: `principle.2`.
    code = models.CharField(max_length=48)

    class Meta:
        ordering = ("action", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["action", "code"], name="action_principle_once_per_action"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="action_principle_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class Milestone(models.Model):
    MOST = 30

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField("milestone", max_length=200, blank=True)
    due_on = models.DateField("when it is due", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        # In the order of their dates; those without one come last.
        ordering = ("action", models.F("due_on").asc(nulls_last=True), "pk")
        indexes = [models.Index(fields=["action", "due_on"], name="milestone_by_date")]

    def __str__(self) -> str:
        return self.name or "Milestone without a name"


class Barrier(ListItem):
    """What stops people from taking part, and the action that answers it."""

    MOST = 50
    TYPED = ("name", "people", "action", "how")

    name = models.CharField("the barrier", max_length=200, blank=True)
    people = models.TextField("whom it stops", max_length=1000, blank=True)
    action = models.ForeignKey(
        Action, on_delete=models.SET_NULL, related_name="barriers", null=True, blank=True
    )
    how = models.TextField("how the action takes it away", max_length=2000, blank=True)

    class Meta(ListItem.Meta):
        pass

    def __str__(self) -> str:
        return self.name or "Barrier without a name"


class PolicyFit(models.Model):
    """How the plan fits one policy or strategy of the edition (scheme.md 19)."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="policy_fits"
    )
    policy = models.CharField(max_length=48)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "policy"], name="policy_fit_once_per_policy"
            ),
            models.CheckConstraint(condition=~Q(policy=""), name="policy_fit_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.policy


class MilestoneReport(models.Model):
    """What became of a milestone of an approved plan. The latest counts; nothing is overwritten."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="reports")
    state = models.CharField(max_length=8, choices=MilestoneState.choices)
    # The day it was done.
    done_on = models.DateField(null=True, blank=True)
    # The day it is now expected.
    new_due_on = models.DateField(null=True, blank=True)
    why = models.TextField(max_length=2000, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reported_at = models.DateTimeField()
    # One per form shown, so that a second click finds this row (T-43).
    key = models.UUIDField(unique=True)

    class Meta:
        ordering = ("reported_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=MilestoneState.values), name="milestone_report_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=MilestoneState.DONE) | Q(done_on__isnull=False),
                name="milestone_report_done_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[MilestoneState.DONE, MilestoneState.PLANNED]) | ~Q(why=""),
                name="milestone_report_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["milestone", "reported_at"], name="milestone_report_latest")
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id}: {self.get_state_display()}"


class Printout(models.Model):
    """The plan as a file, made by a job; the same words are made only once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="printouts")
    # SHA-256 of `record` as JSON.
    fingerprint = models.CharField(max_length=64)
    format = models.CharField(max_length=4, choices=[("pdf", "PDF"), ("docx", "Word")])
    # All that is printed: the plan (portfolios.records), the line about its status, and its day.
    record = models.JSONField()
    file = models.ForeignKey(
        "foundation.PrivateFile", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "fingerprint", "format"], name="printout_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}, {self.format}"
