"""Meetings, visits and interviews: offered, agreed, held and minuted (scheme.md 7, 20)."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Application
from champions.choices import (
    OPEN_APPOINTMENTS,
    AppointmentState,
    Capacity,
    Group,
    MeetingOutcome,
    PlaceKind,
    Purpose,
    Side,
)
from portfolios.models import EvidenceItem


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def open(self) -> "AppointmentQuerySet":
        return self.filter(state__in=OPEN_APPOINTMENTS)

    def meetings(self) -> "AppointmentQuerySet":
        return self.filter(purpose=Purpose.MEETING)

    def visits(self) -> "AppointmentQuerySet":
        """Visits and interviews: a case has as many as its panel wants."""
        return self.exclude(purpose=Purpose.MEETING)

    def shown_to_organisation(self) -> "AppointmentQuerySet":
        """Written up, and the chair has shown what was found."""
        return self.filter(shown_at__isnull=False)


class Appointment(models.Model):
    # Also the calendar entry's UID, so that a later mail moves the same entry.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="appointments"
    )
    purpose = models.CharField(max_length=10, choices=Purpose.choices, default=Purpose.MEETING)
    state = models.CharField(
        max_length=10, choices=AppointmentState.choices, default=AppointmentState.OFFERED
    )
    state_since = models.DateTimeField()
    place_kind = models.CharField(max_length=10, choices=PlaceKind.choices)
    # An address, a link or a telephone number.
    place = models.CharField(max_length=500, blank=True)
    access_needs = models.CharField(max_length=1000, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField("how many minutes it takes")
    # Grows with every change, as the calendar entry's SEQUENCE.
    version = models.PositiveIntegerField(default=0)
    # When the place or the way to meet last changed after a time was agreed.
    place_changed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()
    cancelled_reason = models.CharField(max_length=500, blank=True)

    # Of a visit or an interview: what the champions want to see or hear.
    about = models.CharField(max_length=1000, blank=True)
    group = models.CharField(max_length=16, choices=Group.choices, blank=True)
    # Codes of `champions.checklists`, as far as they are done.
    checked = models.JSONField(default=list, blank=True)

    held_on = models.DateField(null=True, blank=True)
    # Of an interview: how many people it was with. Nobody is named (scheme.md 20).
    people_count = models.PositiveSmallIntegerField(null=True, blank=True)
    summary = models.TextField(max_length=5000, blank=True)
    commitment_assessed = models.TextField(max_length=5000, blank=True)
    next_steps = models.TextField(max_length=5000, blank=True)
    outcome = models.CharField(max_length=10, choices=MeetingOutcome.choices, blank=True)
    minuted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    minuted_at = models.DateTimeField(null=True, blank=True)
    # From when the organisation reads what was found at a visit or an interview: the chair says so.
    shown_at = models.DateTimeField(null=True, blank=True)
    shown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(purpose=Purpose.MEETING, state__in=OPEN_APPOINTMENTS),
                name="appointment_one_open_meeting",
            ),
            models.CheckConstraint(
                condition=Q(state__in=AppointmentState.values), name="appointment_state_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[AppointmentState.AGREED, AppointmentState.HELD])
                | Q(starts_at__isnull=False),
                name="appointment_agreed_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.HELD)
                | (
                    Q(held_on__isnull=False, minuted_by__isnull=False, minuted_at__isnull=False)
                    & ~Q(summary="")
                ),
                name="appointment_held_is_minuted",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.HELD, purpose=Purpose.MEETING)
                | (~Q(commitment_assessed="") & ~Q(next_steps="") & ~Q(outcome="")),
                name="appointment_meeting_assessed_commitment",
            ),
            models.CheckConstraint(
                condition=Q(purpose=Purpose.INTERVIEW) ^ Q(group=""),
                name="appointment_interview_is_with_a_group",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.HELD, purpose=Purpose.INTERVIEW)
                | Q(people_count__gte=1),
                name="appointment_interview_counts_people",
            ),
            models.CheckConstraint(
                condition=Q(shown_at=None, shown_by=None)
                | Q(shown_at__isnull=False, shown_by__isnull=False, state=AppointmentState.HELD),
                name="appointment_shown_when_held",
            ),
            models.CheckConstraint(
                condition=~Q(state=AppointmentState.CANCELLED) | ~Q(cancelled_reason=""),
                name="appointment_cancelled_has_its_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "starts_at"], name="appointment_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.application}"

    @property
    def changed_at(self) -> datetime:
        """Of the calendar entry: when what stands in it last changed."""
        return max(self.state_since, self.place_changed_at or self.state_since)

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None


class AppointmentFinding(models.Model):
    """What was seen or heard about one criterion or check, at a visit or an interview (scheme.md 20)."""

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=64)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "code"], name="appointment_finding_once_per_code"
            ),
            models.CheckConstraint(
                condition=~Q(text=""), name="appointment_finding_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.appointment_id}: {self.code}"


class AppointmentPhoto(models.Model):
    """A photo that the panel took at a visit: a piece of evidence with its consent, and where it is from."""

    # Of one visit.
    MOST = 20

    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="photos")
    item = models.OneToOneField(EvidenceItem, on_delete=models.CASCADE, related_name="photo")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.appointment_id}: {self.item_id}"


class OfferedTimeQuerySet(models.QuerySet["OfferedTime"]):
    def open(self) -> "OfferedTimeQuerySet":
        return self.filter(closed_at=None)


class OfferedTime(models.Model):
    """One time that one side offers. A new round closes the one before, which stays as history."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.PROTECT, related_name="offers")
    starts_at = models.DateTimeField()
    side = models.CharField(max_length=12, choices=Side.choices)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    offered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfferedTimeQuerySet.as_manager()

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "starts_at"],
                condition=Q(closed_at=None),
                name="offered_time_once_per_round",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%d %B %Y %H:%M}"


class Attendance(models.Model):
    """Who came, and as what; who was expected and did not come is written down too."""

    appointment = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, related_name="attendances"
    )
    name = models.CharField(max_length=120)
    capacity = models.CharField(max_length=12, choices=Capacity.choices)
    attended = models.BooleanField(default=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("capacity", "name", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["appointment", "user"],
                condition=Q(user__isnull=False),
                name="attendance_once_per_person",
            ),
        ]

    def __str__(self) -> str:
        return self.name
