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

    def held_on(self, day: date) -> "AwardQuerySet":
        """As `Award.condition` says it, asked of all at once."""
        decided_later = Q(pending_until=None) | Q(pending_until__gt=day)
        return self.standing().filter(
            Q(grace_until=None)
            | Q(grace_until__gte=day)
            | (Q(pending_since__lte=F("grace_until")) & decided_later)
        )


class Award(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="award")
    stage = models.CharField(max_length=12)
    edition = models.CharField(max_length=48)
    # The day of the decision: for a re-validation that of the renewal.
    awarded_on = models.DateField()
    # Since when it is held without a gap: a renewal in time goes on, a return after a lapse begins anew.
    held_since = models.DateField()
    # The day from which its year is counted: the day it was given or, renewed in time, the anniversary.
    runs_from = models.DateField()
    # The anniversary, as the certificate has it; none for Bronze and Silver.
    valid_until = models.DateField(null=True, blank=True)
    # The day on which its renewal falls due: the anniversary, or that of a higher award that keeps it.
    due_on = models.DateField(null=True, blank=True)
    # The last day of grace: of the edition's windows, or later where an officer agreed to it.
    grace_until = models.DateField(null=True, blank=True)
    # When what keeps it while it is undecided was sent, in time: its re-validation, or the next dated stage.
    pending_since = models.DateField(null=True, blank=True)
    # The day on which that was answered without an award, or withdrawn.
    pending_until = models.DateField(null=True, blank=True)
    revoked_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    revocation_reason = models.CharField(max_length=1000, blank=True)
    # What of it everybody may read who checks the certificate; often nothing (T-76).
    revocation_public_reason = models.CharField(max_length=300, blank=True)
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
            models.CheckConstraint(
                condition=Q(valid_until=None, due_on=None, grace_until=None)
                | Q(
                    valid_until__isnull=False,
                    due_on__gte=F("valid_until"),
                    grace_until__gte=F("due_on"),
                ),
                name="award_is_due_by_its_dates",
            ),
            models.CheckConstraint(
                condition=Q(held_since__lte=F("awarded_on")), name="award_is_held_from_its_day"
            ),
            models.CheckConstraint(
                condition=Q(pending_until=None)
                | Q(pending_since__isnull=False, pending_until__gte=F("pending_since")),
                name="award_pending_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=Q(revocation_public_reason="") | Q(revoked_on__isnull=False),
                name="award_says_why_when_taken_back",
            ),
        ]
        indexes = [
            models.Index(fields=["stage", "grace_until"], name="award_by_stage_and_end"),
            models.Index(
                fields=["due_on"],
                condition=Q(due_on__isnull=False, revoked_on=None, superseded_on=None),
                name="award_by_due_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.stage}, {self.awarded_on}"

    @property
    def opens_on(self) -> date | None:
        """The first day on which a re-validation can be begun (scheme.md 22)."""
        if self.due_on is None:
            return None
        return self.due_on - timedelta(days=edition(self.edition).windows.opens_days_before)

    @property
    def sent_in_time(self) -> bool:
        """What keeps it was sent by the last day of grace."""
        return (
            self.pending_since is not None
            and self.grace_until is not None
            and self.pending_since <= self.grace_until
        )

    @property
    def lapses_on(self) -> date | None:
        """The first day on which it is no longer held; none while nothing ends it."""
        if self.grace_until is None:
            return None
        after = self.grace_until + timedelta(days=1)
        if not self.sent_in_time:
            return after
        return None if self.pending_until is None else max(after, self.pending_until)

    @property
    def is_kept_by_higher(self) -> bool:
        """A later stage is held, so it goes on for as long as that one does."""
        return self.due_on != self.valid_until

    def condition(self, on: date) -> AwardCondition:
        """What this award is on that London date (scheme.md 22: window, grace, lapse)."""
        if self.revoked_on is not None:
            return AwardCondition.REVOKED
        if self.superseded_on is not None:
            return AwardCondition.SUPERSEDED
        if self.due_on is None or self.opens_on is None or on < self.opens_on:
            return AwardCondition.IN_FORCE
        if self.lapses_on is not None and on >= self.lapses_on:
            return AwardCondition.LAPSED
        return AwardCondition.DUE if on <= self.due_on else AwardCondition.GRACE
