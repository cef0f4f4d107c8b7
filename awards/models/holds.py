"""A legal hold: what would be deleted is kept while an appeal, a claim or an inspection needs it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet

from awards.models.organisations import Organisation
from awards.models.users import User


class HoldQuerySet(models.QuerySet["Hold"]):
    def active(self) -> "HoldQuerySet":
        return self.filter(ended_at=None)


class Hold(models.Model):
    """Of everything about one organisation, or one person. Neither the clock nor an erasure goes past it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="holds", null=True, blank=True
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="holds",
        null=True,
        blank=True,
    )
    reason = models.CharField("why it must be kept", max_length=500)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HoldQuerySet.as_manager()

    class Meta:
        ordering = ("-placed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(person=None), name="hold_is_of_one_thing"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_its_reason"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="hold_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_at=None, organisation__isnull=False),
                name="hold_once_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(ended_at=None, person__isnull=False),
                name="hold_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return f"Hold on {self.organisation or self.person}"


def held_organisations() -> "QuerySet[Organisation]":
    """Those under a hold: `.exclude(organisation__in=held_organisations())`."""
    return Organisation.objects.filter(
        pk__in=Hold.objects.active().exclude(organisation=None).values("organisation")
    )


def held_people() -> "QuerySet[User]":
    return User.objects.filter(pk__in=Hold.objects.active().exclude(person=None).values("person"))
