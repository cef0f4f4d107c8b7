"""Recognition events that organisations hold themselves, with their staff and communities (scheme.md 27)."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from awards.models import Award, Membership, Organisation, StandingInterest, User


class OwnEventQuerySet(models.QuerySet["OwnEvent"]):
    def visible_to(self, user: User | AnonymousUser) -> "OwnEventQuerySet":
        """Its members; officers, but of nobody they are tied to (T-36)."""
        if isinstance(user, AnonymousUser):
            return self.none()
        mine = Q(organisation__in=Membership.objects.filter(user=user).values("organisation"))
        if not user.is_officer:
            return self.kept().filter(mine)
        tied = Q(organisation__in=StandingInterest.objects.organisations_of(user))
        return self.kept().filter(mine | ~tied)

    def kept(self) -> "OwnEventQuerySet":
        """Without what its people have deleted, and only a hold or an old story of it keeps."""
        return self.filter(removed_at=None)


class OwnEvent(models.Model):
    """What was held, when, and who came: the organisation's own record, seen by it and by officers.

    What everybody may read of it, with pictures, is a spotlight of this event, under the same rules.
    """

    # The columns that its people write.
    TYPED = ("name", "place", "what_happened", "who_came")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="own_events"
    )
    # Which award was celebrated; none where it was about more.
    award = models.ForeignKey(
        Award, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    name = models.CharField("what it was called", max_length=100)
    held_on = models.DateField("the day")
    place = models.CharField("where it was", max_length=120, blank=True)
    what_happened = models.TextField("what happened", max_length=3000, blank=True)
    who_came = models.CharField("who came", max_length=300, blank=True)
    people = models.PositiveIntegerField("how many people came", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # Deleted by its lead; the row waits for the end of a hold, or of the year of a story of it.
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OwnEventQuerySet.as_manager()

    class Meta:
        ordering = ("-held_on", "-pk")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="own_event_has_a_name"),
        ]
        indexes = [
            models.Index(fields=["organisation", "-held_on"], name="own_event_by_organisation"),
        ]

    def __str__(self) -> str:
        return self.name
