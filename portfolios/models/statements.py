"""The yearly statement that renews Gold or Platinum: last year's portfolio as a difference (scheme.md 22)."""

from django.db import models
from django.db.models import Q

from awards.models import Application
from portfolios.choices import Affirmed
from portfolios.models.evidence import EvidenceItem
from portfolios.models.shared import Work


class Statement(Work):
    """Of one re-validation. It is signed with a `Commitment` to the edition's declaration."""

    # The columns that a page may write, and no others (T-26).
    TYPED = ("who", "how")

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="statement"
    )
    who = models.TextField("who took part in making this statement", max_length=2000, blank=True)
    how = models.TextField("what they changed in it", max_length=3000, blank=True)

    def __str__(self) -> str:
        return f"Re-validation statement {self.application_id}"


class Affirmation(models.Model):
    """What is said of one criterion, a year on."""

    TYPED = ("state", "text")

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="affirmations"
    )
    # The code of a criterion of the edition.
    code = models.CharField(max_length=48)
    state = models.CharField(max_length=8, choices=Affirmed.choices, blank=True)
    text = models.TextField(
        "what is new since last time; if nothing is, why", max_length=4000, blank=True
    )

    class Meta:
        ordering = ("application", "code")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "code"], name="affirmation_once_per_criterion"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="affirmation_has_a_code"),
            models.CheckConstraint(
                condition=Q(state="") | Q(state__in=Affirmed.values),
                name="affirmation_state_is_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}: {self.state or 'not said'}"


class AffirmedItem(models.Model):
    """A piece of evidence that shows one criterion today."""

    affirmation = models.ForeignKey(Affirmation, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="affirmed_in")
    # Of what was part of the award that is renewed: the day on which somebody last looked whether it is
    # still true.
    still_true_on = models.DateField("when you last checked it", null=True, blank=True)

    class Meta:
        ordering = ("affirmation", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["affirmation", "item"], name="affirmed_item_once_per_criterion"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.affirmation_id}"
