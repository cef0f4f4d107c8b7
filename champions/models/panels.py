"""Who judges an application, and what ties them to it (scheme.md 3, 18)."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q

from awards.choices import Interest, Status
from awards.models import Application, Membership, StandingInterest, User
from champions.choices import BARRING, Ended
from champions.models.champions import Champion


class PanelQuerySet(models.QuerySet["Panel"]):
    def visible_to(self, user: User | AnonymousUser) -> "PanelQuerySet":
        """Officers see every panel; a champion those they sit on; everybody else none (T-29).

        Nobody sees the panel of an organisation that they belong or are tied to, nor of a case that
        they left because of a link or were taken off; officers included (T-36).
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        own = Membership.objects.filter(
            organisation=OuterRef("application__organisation"), user=user
        )
        left = Assignment.objects.filter(
            panel=OuterRef("pk"), champion__user=user, ended_reason__in=BARRING
        )
        tied = StandingInterest.objects.organisations_of(user)
        others = self.filter(~Exists(own), ~Exists(left)).exclude(
            application__organisation__in=tied
        )
        if user.is_officer:
            return others
        return others.filter(
            Exists(Assignment.objects.active().filter(panel=OuterRef("pk"), champion__user=user))
        )

    def open(self) -> "PanelQuerySet":
        return self.filter(
            application__status__in=[
                Status.SUBMITTED,
                Status.IN_REVIEW,
                Status.CHANGES_REQUESTED,
            ]
        )


class Panel(models.Model):
    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="panel")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    settled_at = models.DateTimeField()
    # Why a perspective that the edition lets an officer waive could not be had (scheme.md 3).
    waiver = models.CharField(max_length=500, blank=True)
    # Nothing says any more who the champions were: six years after the decision.
    anonymised_at = models.DateTimeField(null=True, blank=True)

    objects = PanelQuerySet.as_manager()

    class Meta:
        ordering = ("settled_at", "pk")

    def __str__(self) -> str:
        return f"Panel for {self.application}"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def active(self) -> "AssignmentQuerySet":
        return self.filter(
            ended_at=None, champion__served_until=None, champion__user__is_active=True
        )

    def cleared(self) -> "AssignmentQuerySet":
        """Active, and has said that there is no interest."""
        declared = DeclarationOfInterest.objects.filter(
            assignment=OuterRef("pk"), nature=Interest.NONE
        )
        return self.active().filter(Exists(declared))


class Assignment(models.Model):
    """A champion's place on one panel. It ends, and is never deleted."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="assignments")
    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="assignments")
    is_chair = models.BooleanField(default=False)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=10, choices=Ended.choices, blank=True)
    # Why, in words, of who stepped back or was taken off. Officers and the chair read it.
    ended_note = models.CharField(max_length=500, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ("-is_chair", "assigned_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["panel", "champion"],
                condition=Q(ended_at=None),
                name="assignment_once_per_panel",
            ),
            models.UniqueConstraint(
                fields=["panel"],
                condition=Q(ended_at=None, is_chair=True),
                name="assignment_one_chair_per_panel",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at=None) & Q(ended_reason=""))
                | (Q(ended_at__isnull=False) & Q(ended_reason__in=Ended.values)),
                name="assignment_ended_has_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(ended_reason=Ended.RECUSED)
                | (~Q(ended_note="") & Q(ended_by__isnull=False)),
                name="assignment_recused_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["champion", "ended_at"], name="assignment_by_champion"),
        ]

    def __str__(self) -> str:
        return f"{self.champion} on panel {self.panel_id}"


class DeclarationOfInterest(models.Model):
    """What a champion said, or an officer recorded, of a link with the applicant. Append-only."""

    assignment = models.ForeignKey(
        Assignment, on_delete=models.PROTECT, related_name="declarations"
    )
    nature = models.CharField(max_length=10, choices=Interest.choices)
    details = models.CharField(max_length=500, blank=True)
    declared_at = models.DateTimeField()
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("declared_at", "pk")
        verbose_name_plural = "declarations of interest"
        constraints = [
            models.CheckConstraint(
                condition=Q(nature__in=Interest.values), name="declaration_nature_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(nature=Interest.OTHER) | ~Q(details=""),
                name="declaration_other_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id}: {self.get_nature_display()}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> "ClaimQuerySet":
        return self.filter(withdrawn_at=None)


class Claim(models.Model):
    """A champion offers to sit on a case that needs a panel. An officer decides who sits."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="claims")
    champion = models.ForeignKey(Champion, on_delete=models.PROTECT, related_name="claims")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ("made_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "champion"],
                condition=Q(withdrawn_at=None),
                name="claim_once_per_case",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.champion_id} offers for {self.application_id}"
