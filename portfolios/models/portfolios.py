"""The evidence portfolio of one application, Gold or Platinum (scheme.md 13 to 16).

The evidence itself is the organisation's (`portfolios.models.evidence`); here stands what is told about
it for one award, and what was sent.
"""

from django.db import models
from django.db.models import Q

from awards.models import Application, StatusChange
from portfolios.choices import ActionState, MeasureState
from portfolios.models.evidence import EvidenceFile, EvidenceItem
from portfolios.models.plans import Action, Measure
from portfolios.models.shared import Work


class Portfolio(Work):
    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="portfolio"
    )

    def __str__(self) -> str:
        return f"Evidence portfolio {self.application_id}"


class Narrative(models.Model):
    """What the organisation tells under one question of its stage, in its own words."""

    # The columns that a page may write, and no others (T-26).
    TYPED = ("text", "before", "after", "applies")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="narratives"
    )
    # Of a criterion, a principle, a law or a policy of the edition, or of the question itself.
    code = models.CharField(max_length=48)
    text = models.TextField("your answer", max_length=4000, blank=True)
    # For principles: what was measured or heard at first, and what is now.
    before = models.TextField("before", max_length=1000, blank=True)
    after = models.TextField("after", max_length=1000, blank=True)
    # For laws and policies: ticked, so `yes`.
    applies = models.CharField(max_length=4, choices=[("yes", "Yes")], blank=True)

    class Meta:
        ordering = ("application", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code"], name="narrative_once_per_question"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="narrative_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code


class ActionOutcome(models.Model):
    """What became of one action of the approved plan. Milestones have reports of their own."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="action_outcomes"
    )
    action = models.ForeignKey(Action, on_delete=models.PROTECT, related_name="outcomes")
    state = models.CharField(max_length=8, choices=ActionState.choices, blank=True)
    done_on = models.DateField("when it was done", null=True, blank=True)
    text = models.TextField("what you did", max_length=3000, blank=True)
    why = models.TextField("why it was late, changed or dropped", max_length=2000, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "action"], name="action_outcome_once_per_action"
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=ActionState.values),
                name="action_outcome_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.state or 'not said'}"


class MeasureOutcome(models.Model):
    """What one measure of the approved plan showed."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="measure_outcomes"
    )
    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="outcomes")
    state = models.CharField(max_length=12, choices=MeasureState.choices, blank=True)
    result = models.TextField("where you are now", max_length=2000, blank=True)
    why = models.TextField("why it came out so", max_length=2000, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "measure"], name="measure_outcome_once_per_measure"
            ),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=MeasureState.values),
                name="measure_outcome_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id}: {self.state or 'not said'}"


class SentItem(models.Model):
    """A piece of evidence that was part of what was sent: who judged that step relied on it."""

    change = models.ForeignKey(StatusChange, on_delete=models.CASCADE, related_name="sent_items")
    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="sent_in")

    class Meta:
        ordering = ("change", "pk")
        constraints = [
            models.UniqueConstraint(fields=["change", "item"], name="sent_item_once_per_change"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.change_id}"


class SentFile(models.Model):
    """A file that was part of what was sent, and so stays when its organisation takes it out.

    Its digest stands in the snapshot of that step.
    """

    change = models.ForeignKey(StatusChange, on_delete=models.CASCADE, related_name="sent_files")
    file = models.ForeignKey(EvidenceFile, on_delete=models.PROTECT, related_name="sent_in")

    class Meta:
        ordering = ("change", "pk")
        constraints = [
            models.UniqueConstraint(fields=["change", "file"], name="sent_file_once_per_change"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.change_id}"
