"""Taking an award back: one officer proposes it, another decides (scheme.md 23, T-39).

An award that is taken back once is gone: an organisation that earns it again has a new one.
"""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q

from awards.models.awards import Award
from awards.models.interests import StandingInterest
from awards.models.organisations import Membership
from awards.models.users import User


class RevocationQuerySet(models.QuerySet["Revocation"]):
    def visible_to(self, user: User | AnonymousUser) -> "RevocationQuerySet":
        """Officers with no part in the organisation and no link to it; its leads get the outcome (T-36)."""
        if isinstance(user, AnonymousUser) or not user.is_officer:
            return self.none()
        tied = StandingInterest.objects.active().filter(person=user, organisation__isnull=False)
        mine = Membership.objects.filter(user=user)
        return self.exclude(award__organisation__in=mine.values("organisation")).exclude(
            award__organisation__in=tied.values("organisation")
        )

    def open(self) -> "RevocationQuerySet":
        """Waits for the second officer."""
        return self.filter(answer="")


class Revocation(models.Model):
    class Answer(models.TextChoices):
        CONFIRMED = "confirmed", "confirmed"
        TURNED_DOWN = "turned-down", "turned down"
        CANCELLED = "cancelled", "cancelled"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="revocations")
    # The organisation's leads are told this.
    reason = models.CharField(max_length=1000)
    # Everybody who checks the certificate reads this; empty where nothing is published (T-76).
    public_reason = models.CharField(max_length=300, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField()
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    # Why the second officer turned it down; officers alone see it.
    note = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RevocationQuerySet.as_manager()

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(answer=""), name="revocation_one_open_per_award"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_by=None, answered_at=None)
                | Q(answer="cancelled", answered_by__isnull=False, answered_at__isnull=False)
                | Q(
                    answer__in=["confirmed", "turned-down"],
                    answered_by__isnull=False,
                    answered_at__isnull=False,
                )
                & ~Q(answered_by=F("proposed_by")),
                name="revocation_takes_two_people",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="revocation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.award}: {self.get_answer_display() or 'waits'}"
