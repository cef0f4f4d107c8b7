"""Organisations and the people who act for them (scheme.md 1, 4)."""

import uuid
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from awards.choices import MembershipRole
from awards.models.users import User


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: User | AnonymousUser) -> "OrganisationQuerySet":
        """Officers see every organisation, members their own, everybody else none."""
        if isinstance(user, AnonymousUser):
            return self.none()
        if user.is_officer:
            return self
        return self.filter(pk__in=Membership.objects.filter(user=user).values("organisation"))


class Organisation(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField("name of organisation", max_length=160)
    # As they want it on certificates; the name above when they have not said (peers.md: a wrong name
    # on a certificate is the complaint every scheme knows).
    printed_name = models.CharField(max_length=160)
    sector = models.CharField(max_length=32)
    kind = models.CharField(max_length=48)
    postcode = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField()
    # Its people, texts and files have been deleted; what is public of its awards may stay.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ("name", "pk")
        indexes = [
            models.Index(fields=["name", "id"], name="organisation_by_name"),
            models.Index(fields=["sector", "name"], name="organisation_by_sector"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="organisation_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(
        max_length=10, choices=MembershipRole.choices, default=MembershipRole.MEMBER
    )
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ("organisation", "joined_at")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="membership_once_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(role__in=MembershipRole.values), name="membership_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"

    @property
    def is_lead(self) -> bool:
        return self.role == MembershipRole.LEAD


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def pending(self, at: datetime) -> "InvitationQuerySet":
        return self.filter(accepted_at=None, cancelled_at=None, expires_at__gt=at)


class Invitation(models.Model):
    """An offer to join an organisation. The link works once, for 14 days, for that mailbox only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="invitations"
    )
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=MembershipRole.choices)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ("-invited_at",)
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=Q(accepted_at=None, cancelled_at=None),
                name="invitation_one_open_per_mailbox",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("invited_at")),
                name="invitation_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organisation}"
