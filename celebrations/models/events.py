"""The yearly Award Recognition Event: who is presented with which emblem, who comes (scheme.md 27)."""

from datetime import date, datetime
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.models import Award, Organisation
from celebrations.choices import Answer
from foundation.dates import london_date


class RecognitionEventQuerySet(models.QuerySet["RecognitionEvent"]):
    def planned(self) -> "RecognitionEventQuerySet":
        """Neither called off nor over and done with."""
        return self.filter(cancelled_at=None, closed_at=None)


class RecognitionEvent(models.Model):
    """SEND officers plan it, invite, print its lists, and write down who came."""

    # The columns that officers write.
    TYPED = ("name", "venue", "address", "presenter", "practical")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    name = models.CharField("name of the event", max_length=100)
    starts_at = models.DateTimeField("when it starts")
    venue = models.CharField("place", max_length=120)
    address = models.CharField("address of the place", max_length=250, blank=True)
    # The Leader of the Council or the Lord Mayor, by name.
    presenter = models.CharField("who presents the emblems", max_length=160, blank=True)
    # How to get there, what is accessible, who to ask on the day. It stands in the invitation.
    practical = models.TextField("good to know", max_length=1500, blank=True)
    # Awards given from this day on are due; as a rule the day of the event before.
    counts_from = models.DateField("awards given since")
    reply_by = models.DateField("answer by")
    # So many guests each organisation may bring.
    most_guests = models.PositiveSmallIntegerField("guests of each organisation", default=4)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Who was invited gets these words.
    cancelled_why = models.CharField("why it was called off", max_length=500, blank=True)
    # It is over, and who came and what was handed over is written down.
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # What guests need was deleted (Article 9: kept only as long as somebody cooks or carries).
    needs_deleted_at = models.DateTimeField(null=True, blank=True)

    objects = RecognitionEventQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(venue=""), name="recognition_event_has_name_and_place"
            ),
            models.CheckConstraint(
                condition=Q(most_guests__gte=1, most_guests__lte=20),
                name="recognition_event_guests_are_few",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None)
                | Q(cancelled_at__isnull=False, cancelled_by__isnull=False),
                name="recognition_event_cancelled_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                    closed_at__gte=F("starts_at"),
                    cancelled_at=None,
                ),
                name="recognition_event_closed_after_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def day(self) -> date:
        return london_date(self.starts_at)

    @property
    def is_planned(self) -> bool:
        return self.cancelled_at is None and self.closed_at is None

    def has_begun(self, at: datetime) -> bool:
        return self.starts_at <= at

    def takes_answers(self, on: date) -> bool:
        """By the link. Later answers reach officers by telephone, and they write them down."""
        return self.is_planned and on <= self.reply_by


class EventInvitationQuerySet(models.QuerySet["EventInvitation"]):
    def sent(self) -> "EventInvitationQuerySet":
        return self.exclude(invited_at=None)

    def let_go(self) -> "EventInvitationQuerySet":
        """An officer has asked for its mails, and they are not written yet."""
        return self.filter(invited_at=None).exclude(asked_at=None)

    def coming(self) -> "EventInvitationQuerySet":
        return self.filter(answer=Answer.COMING)

    def in_order(self) -> "EventInvitationQuerySet":
        """As they are called up; whoever has no place yet comes last."""
        return self.order_by(F("place").asc(nulls_last=True), "organisation__name", "pk")


class EventInvitation(models.Model):
    """One organisation on the list of an event, with what it is to be presented with, and its answer.

    Whoever holds the private link may answer. The link is signed over `version_of_link`
    (`celebrations.services.links`): who reads this table can make none.
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.ForeignKey(
        RecognitionEvent, on_delete=models.PROTECT, related_name="invitations"
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="event_invitations"
    )
    version_of_link = models.UUIDField(default=uuid4, unique=True, editable=False)
    # Whoever has left the organisation since must not know it.
    link_made_at = models.DateTimeField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    # When an officer let its invitation go; a job then writes the mails.
    asked_at = models.DateTimeField(null=True, blank=True)
    # When its leads were written to; none while it only stands on the list.
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, default=Answer.NONE)
    answered_at = models.DateTimeField(null=True, blank=True)
    # An officer who wrote down what was said by telephone; none for the link.
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    message = models.CharField("a word to the officers", max_length=500, blank=True)
    # The place in the running order, from 1.
    place = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = EventInvitationQuerySet.as_manager()

    class Meta:
        ordering = ("event", "organisation", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"], name="event_invitation_once_per_organisation"
            ),
            models.CheckConstraint(
                condition=Q(answer__in=Answer.values), name="event_invitation_answer_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer=Answer.NONE, answered_at=None)
                | (~Q(answer=Answer.NONE) & Q(answered_at__isnull=False)),
                name="event_invitation_answered_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "answer"], name="event_invitation_by_answer"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.event}"


class Presentation(models.Model):
    """One emblem for one award. Once handed over, it is due at no later event."""

    invitation = models.ForeignKey(
        EventInvitation, on_delete=models.CASCADE, related_name="presentations"
    )
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="presentations")
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("invitation", "award__awarded_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["invitation", "award"], name="presentation_once_per_event"
            ),
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(handed_over_at__isnull=False),
                name="presentation_handed_over_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.award_id} at {self.invitation_id}"


class Guest(models.Model):
    """Somebody who comes. What they need is health data: named to who sees to it, then deleted."""

    TYPED = ("name", "access_needs", "dietary_needs")

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    invitation = models.ForeignKey(EventInvitation, on_delete=models.CASCADE, related_name="guests")
    name = models.CharField("name, as on the name card", max_length=80)
    access_needs = models.CharField("what they need to take part", max_length=500, blank=True)
    dietary_needs = models.CharField("what they can’t eat or drink", max_length=300, blank=True)
    # They come up to receive the emblem.
    on_stage = models.BooleanField("comes up to receive the award", default=False)
    no_pictures = models.BooleanField("must not be in pictures", default=False)
    version = models.PositiveIntegerField(default=1)
    added_at = models.DateTimeField()
    # None until it is written down.
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("invitation", "added_at", "pk")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="guest_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
