"""Applications: an organisation's attempts at a stage, and what happened to each."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from awards.choices import OPEN_STATUSES, ApplicationKind, Role, Status
from awards.models.interests import StandingInterest
from awards.models.organisations import Membership, Organisation
from awards.models.users import User


class ApplicationQuerySet(models.QuerySet["Application"]):
    def visible_to(self, user: User | AnonymousUser) -> "ApplicationQuerySet":
        """Officers see all but those of who they are tied to (T-36), members their organisation's.

        Champions start from their assignments instead.
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.is_officer:
            return self.exclude(organisation__in=StandingInterest.objects.organisations_of(user))
        return self.filter(
            organisation__in=Membership.objects.filter(user=user).values("organisation")
        )

    def open(self) -> "ApplicationQuerySet":
        return self.filter(status__in=OPEN_STATUSES)


class Application(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What people quote on the telephone; random, so that it tells nothing and cannot be counted up.
    reference = models.CharField(max_length=16, unique=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="applications"
    )
    stage = models.CharField(max_length=12)
    kind = models.CharField(
        max_length=12, choices=ApplicationKind.choices, default=ApplicationKind.STAGE
    )
    # Judged by the edition it was begun under, whatever comes later (scheme.md 31).
    edition = models.CharField(max_length=48)
    # Written by awards.workflow alone.
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.DRAFT)
    status_since = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # What was written and sent has been deleted, as its time was over; the steps and dates stay.
    contents_deleted_at = models.DateTimeField(null=True, blank=True)
    # An officer typed it in from paper or a telephone call.
    entered_by_officer = models.BooleanField(default=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "stage", "kind"],
                condition=Q(status__in=OPEN_STATUSES),
                name="application_one_open_per_stage",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values), name="application_status_is_known"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "status_since"], name="application_by_status"),
            models.Index(fields=["stage", "status"], name="application_by_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.stage} ({self.reference})"

    @property
    def status_enum(self) -> Status:
        return Status(self.status)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_STATUSES

    @property
    def can_be_edited(self) -> bool:
        """Its texts change only while it is the organisation's turn."""
        return self.status in (Status.DRAFT, Status.CHANGES_REQUESTED)


class StatusChange(models.Model):
    """One step of one application. Append-only; a submit carries what was submitted."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="changes")
    name = models.CharField(max_length=32)
    from_status = models.CharField(max_length=20, choices=Status.choices)
    to_status = models.CharField(max_length=20, choices=Status.choices)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    at = models.DateTimeField()
    note = models.TextField(max_length=4000, blank=True)
    snapshot = models.JSONField(null=True, blank=True)
    # One per form shown: a second click of the same form finds this row (T-43).
    key = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "key"], name="status_change_once_per_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id}: {self.from_status} → {self.to_status}"
