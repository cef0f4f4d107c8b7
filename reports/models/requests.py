"""What people ask about their own data, or a picture of them, and what became of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Organisation
from portfolios.models import EvidenceItem
from reports.choices import EntryKind, RequestFrom, RequestKind, RequestOutcome


class PrivacyRequestQuerySet(models.QuerySet["PrivacyRequest"]):
    def open(self) -> "PrivacyRequestQuerySet":
        return self.filter(closed_at=None)


class PrivacyRequest(models.Model):
    """One request, with its clock. Anybody may make one, with or without an account."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What people quote: `DP-` and random letters.
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=12, choices=RequestKind.choices)
    asked_as = models.CharField("who asks", max_length=8, choices=RequestFrom.choices)
    what = models.TextField("what they ask", max_length=4000)
    where = models.CharField("where it is", max_length=500, blank=True)
    name = models.CharField("their name", max_length=120, blank=True)
    contact = models.CharField("how to answer them", max_length=254, blank=True)
    received_at = models.DateTimeField()
    # Who typed it in: the signed-in person who asks, or the officer who took a call or a letter.
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Whom it is about, once that is known.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # The day by which it must be answered (article 12: one month; two more when it is complex).
    due_on = models.DateField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    extended_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    outcome = models.CharField(max_length=10, choices=RequestOutcome.choices, blank=True)
    # One per form shown (T-43).
    key = models.UUIDField(unique=True)
    version = models.PositiveIntegerField(default=1)

    objects = PrivacyRequestQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values), name="privacy_request_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(asked_as__in=RequestFrom.values), name="privacy_request_from_is_known"
            ),
            models.CheckConstraint(condition=~Q(what=""), name="privacy_request_says_something"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, outcome="")
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    outcome__in=RequestOutcome.values,
                ),
                name="privacy_request_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["closed_at", "due_on"], name="privacy_request_by_date"),
            models.Index(fields=["kind", "closed_at"], name="privacy_request_by_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.reference}: {self.get_kind_display()}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


class RequestEntry(models.Model):
    """One line of a request's log. Append-only."""

    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="entries")
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    text = models.TextField(max_length=4000, blank=True)
    at = models.DateTimeField()
    # None: the public form, or the clock.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=EntryKind.values), name="request_entry_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.get_kind_display()}"


class RequestItem(models.Model):
    """A piece of evidence that somebody asked to have taken down, and what was decided about it."""

    request = models.ForeignKey(PrivacyRequest, on_delete=models.CASCADE, related_name="items")
    item = models.ForeignKey(EvidenceItem, on_delete=models.CASCADE, related_name="take_downs")
    hidden_at = models.DateTimeField()
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # True: taken down for good. False: shown again.
    upheld = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("hidden_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["request", "item"], name="request_item_once"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, upheld=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False, upheld__isnull=False),
                name="request_item_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} for {self.request_id}"
