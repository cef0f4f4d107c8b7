"""What anybody can tell the officers at once: a worry about somebody."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef

from awards.choices import ConcernAbout
from awards.models.interests import StandingInterest
from awards.models.organisations import Membership, Organisation
from awards.models.users import User


class ConcernQuerySet(models.QuerySet["Concern"]):
    def visible_to(self, user: User) -> "ConcernQuerySet":
        """Officers see all but those about an organisation that they belong or are tied to (T-36)."""
        if not user.is_officer:
            return self.none()
        own = Membership.objects.filter(user=user, organisation=OuterRef("organisation"))
        tied = StandingInterest.objects.active().filter(
            person=user, organisation=OuterRef("organisation")
        )
        return self.filter(~Exists(own), ~Exists(tied))


class Concern(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    about = models.CharField(max_length=12, choices=ConcernAbout.choices)
    what = models.TextField(max_length=4000)
    where = models.CharField(max_length=500, blank=True)
    # How to answer, if they want an answer; a concern may be told without a name.
    name = models.CharField(max_length=120, blank=True)
    contact = models.CharField(max_length=254, blank=True)
    # Said by an officer who read it: a complaint is one reason to go and see (scheme.md 22).
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, related_name="concerns", null=True, blank=True
    )
    reported_at = models.DateTimeField()
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    handled_at = models.DateTimeField(null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    outcome = models.TextField(max_length=4000, blank=True)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ("-reported_at",)
        indexes = [models.Index(fields=["handled_at", "reported_at"], name="concern_by_handled")]

    def __str__(self) -> str:
        return f"{self.get_about_display()}, {self.reported_at:%d %B %Y}"
