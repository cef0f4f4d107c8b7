"""What ties a person to an organisation for as long as it lasts (T-36).

It stands in this room, and not with the champions, because it keeps officers out as well: of what an
organisation they are tied to sends, and of its evidence.
"""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.choices import Interest
from awards.models.users import User


class StandingInterestQuerySet(models.QuerySet["StandingInterest"]):
    def active(self) -> "StandingInterestQuerySet":
        return self.filter(ended_at=None)

    def organisations_of(self, user: User) -> models.QuerySet["StandingInterest", Any]:
        """The keys of the organisations that this person is tied to now, for a subquery.

        Whoever belongs to one is its member first, and comes in as that.
        """
        tied = self.active().filter(person=user, organisation__isnull=False)
        return tied.exclude(organisation__memberships__user=user).values("organisation")


class StandingInterest(models.Model):
    """One link, declared once for every application to come.

    It ends; six years later the clock deletes it. It goes earlier with its person.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="interests"
    )
    # Empty while it has not signed up; `organisation_name` is matched when it does.
    organisation = models.ForeignKey(
        "awards.Organisation",
        on_delete=models.PROTECT,
        related_name="interests",
        null=True,
        blank=True,
    )
    organisation_name = models.CharField(max_length=160)
    nature = models.CharField(
        max_length=10, choices=[each for each in Interest.choices if each[0] != Interest.NONE]
    )
    details = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = StandingInterestQuerySet.as_manager()

    class Meta:
        ordering = ("declared_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=Q(ended_at=None),
                name="interest_once_per_organisation",
            ),
            models.CheckConstraint(
                condition=Q(nature__in=Interest.values) & ~Q(nature=Interest.NONE),
                name="interest_nature_is_known",
            ),
            models.CheckConstraint(
                condition=~Q(nature=Interest.OTHER) | ~Q(details=""),
                name="interest_other_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(organisation_name=""), name="interest_names_the_organisation"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__gte=F("declared_at"), ended_by__isnull=False),
                name="interest_ended_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation"], condition=Q(ended_at=None), name="interest_by_organisation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.get_nature_display()}"
