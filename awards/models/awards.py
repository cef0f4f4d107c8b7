"""Awards held (scheme.md 21, 22)."""

import uuid
from datetime import date, timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from awards.choices import AwardCondition
from awards.models.applications import Application
from awards.models.organisations import Membership, Organisation
from awards.models.users import User
from awards.scheme import edition


class AwardQuerySet(models.QuerySet["Award"]):
    def visible_to(self, user: User | AnonymousUser) -> "AwardQuerySet":
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.is_officer:
            return self
        return self.filter(
            organisation__in=Membership.objects.filter(user=user).values("organisation")
        )

    def standing(self) -> "AwardQuerySet":
        """Neither revoked nor replaced; whether the date has passed is another question."""
        return self.filter(revoked_on=None, superseded_on=None)


class Award(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    stage = models.CharField(max_length=12)
    edition = models.CharField(max_length=48)
    awarded_on = models.DateField()
    # The anniversary on which a dated award falls due; none for Bronze and Silver.
    valid_until = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    revocation_reason = models.CharField(max_length=1000, blank=True)
    superseded_on = models.DateField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="supersedes", null=True, blank=True
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ("awarded_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "stage"],
                condition=Q(revoked_on=None, superseded_on=None),
                name="award_one_standing_per_stage",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gt=F("awarded_on")),
                name="award_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by=None) | Q(superseded_on__isnull=False),
                name="award_superseded_has_a_date",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "valid_until"], name="award_by_stage_and_end"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.stage}, {self.awarded_on}"

    def condition(self, on: date) -> AwardCondition:
        """What this award is on that London date (scheme.md 22: window, grace, lapse)."""
        if self.revoked_on is not None:
            return AwardCondition.REVOKED
        if self.superseded_on is not None:
            return AwardCondition.SUPERSEDED
        if self.valid_until is None:
            return AwardCondition.IN_FORCE
        windows = edition(self.edition).windows
        if on > self.valid_until + timedelta(days=windows.grace_days):
            return AwardCondition.LAPSED
        if on >= self.valid_until - timedelta(days=windows.opens_days_before):
            return AwardCondition.DUE
        return AwardCondition.IN_FORCE
