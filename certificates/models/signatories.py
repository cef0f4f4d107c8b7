"""Who signs certificates, and for how long they did."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from foundation.models import PrivateFile


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    def current_on(self, day: date) -> "SignatoryQuerySet":
        return self.filter(Q(signs_until=None) | Q(signs_until__gte=day), signs_from__lte=day)


class Signatory(models.Model):
    """Never changed once it is there.

    A new role is a new row, so old certificates keep their words.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=80)
    role = models.CharField(max_length=100)
    organisation_line = models.CharField(max_length=100, blank=True)
    # Without a picture the certificate has a line to sign by hand.
    picture = models.ForeignKey(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    order = models.PositiveSmallIntegerField(default=1)
    signs_from = models.DateField()
    signs_until = models.DateField(null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ("order", "signs_from", "pk")
        verbose_name_plural = "signatories"
        constraints = [
            models.CheckConstraint(
                condition=Q(signs_until=None) | Q(signs_until__gte=F("signs_from")),
                name="signatory_ends_after_start",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="signatory_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"
