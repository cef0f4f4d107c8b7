"""Spotlights: an organisation tells the public of its work, with pictures (scheme.md 25).

Each row is one version of a story: of the organisation's work, or of one of its own recognition events.
Of each story at most one version is being worked on and one shown; an approved version takes the place
of the one before.
"""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from awards.models import Award, Membership, Organisation, StandingInterest, User
from celebrations.choices import ENDED_STATES, OPEN_STATES, SpotlightState
from celebrations.models.own_events import OwnEvent
from foundation.models import PrivateFile
from portfolios.models import EvidenceFile
from portfolios.selectors.evidence.public import public_pictures


class SpotlightQuerySet(models.QuerySet["Spotlight"]):
    def visible_to(self, user: User | AnonymousUser) -> "SpotlightQuerySet":
        """Behind the scenes: members see the versions of their organisations.

        Officers see what was sent, but of nobody they are tied to (T-36).
        """
        if isinstance(user, AnonymousUser):
            return self.none()
        mine = Q(organisation__in=Membership.objects.filter(user=user).values("organisation"))
        if not user.is_officer:
            return self.filter(mine)
        tied = Q(organisation__in=StandingInterest.objects.organisations_of(user))
        return self.filter(mine | (~Q(state=SpotlightState.DRAFT) & ~tied))

    def of_story(self, organisation: Organisation, event: OwnEvent | None) -> "SpotlightQuerySet":
        """Every version of one story."""
        return self.filter(organisation=organisation, event=event)

    def open(self) -> "SpotlightQuerySet":
        """Being worked on, or with an officer."""
        return self.filter(state__in=OPEN_STATES)

    def approved(self) -> "SpotlightQuerySet":
        return self.filter(state=SpotlightState.SHOWN)

    def public(self, on: date) -> "SpotlightQuerySet":
        """What everybody sees that day: asked anew each time, so that nothing has to be taken down.

        The organisation holds an award, and each of its pictures may be shown to everybody. Where the
        consent for one has gone the whole story goes: its words may be about the same person.
        """
        held = Award.objects.held_on(on).filter(organisation=OuterRef("organisation"))
        return self.approved().filter(
            Exists(held), ~Exists(_gone(on)), organisation__erased_at=None
        )

    def without_consent(self, on: date) -> "SpotlightQuerySet":
        """Approved, and down because a picture may no longer be shown."""
        return self.approved().filter(Exists(_gone(on)))


class Spotlight(models.Model):
    # The columns that its people write.
    TYPED = ("title", "summary", "story", "changed")
    MOST_PICTURES = 6

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="spotlights"
    )
    # What it tells of, where that is an event of theirs; none for the story of their work.
    event = models.ForeignKey(
        OwnEvent, on_delete=models.PROTECT, related_name="spotlights", null=True, blank=True
    )
    # That event as the version tells of it. What was sent keeps it: nobody reads what no officer has read.
    event_name = models.CharField("the event", max_length=100, blank=True)
    event_day = models.DateField("its day", null=True, blank=True)
    event_place = models.CharField("its place", max_length=120, blank=True)
    state = models.CharField(
        max_length=10, choices=SpotlightState.choices, default=SpotlightState.DRAFT
    )
    title = models.CharField("headline", max_length=100, blank=True)
    summary = models.CharField("in one or two sentences", max_length=250, blank=True)
    story = models.TextField("the story", max_length=5000, blank=True)
    changed = models.TextField("what is different now", max_length=1500, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # The officer's answer to what was sent last.
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # What the officer asks for, or why it was taken down.
    note = models.TextField("what the officer said", max_length=1000, blank=True)
    # It was replaced, or taken down.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # When its leads were told that it is down for want of consent.
    told_gone_at = models.DateTimeField(null=True, blank=True)

    objects = SpotlightQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=OPEN_STATES, event=None),
                name="spotlight_one_open_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state=SpotlightState.SHOWN, event=None),
                name="spotlight_one_shown_per_organisation",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state__in=OPEN_STATES),
                name="spotlight_one_open_per_event",
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state=SpotlightState.SHOWN),
                name="spotlight_one_shown_per_event",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SpotlightState.values), name="spotlight_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state=SpotlightState.DRAFT)
                | Q(sent_at__isnull=False, sent_by__isnull=False),
                name="spotlight_was_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[SpotlightState.SHOWN, SpotlightState.CHANGES])
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="spotlight_was_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED_STATES, ended_at__isnull=False)
                | ~Q(state__in=ENDED_STATES) & Q(ended_at=None),
                name="spotlight_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(event=None, event_name="", event_day=None, event_place="")
                | Q(event__isnull=False, event_day__isnull=False) & ~Q(event_name=""),
                name="spotlight_of_an_event_says_which",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "answered_at"], name="spotlight_by_state"),
        ]

    def __str__(self) -> str:
        return self.title or "Spotlight without a headline"

    @property
    def home(self) -> str:
        """The page that says where this story stands. Give `organisation` and `event` with it."""
        return home_of(self.organisation, self.event)


class SpotlightPicture(models.Model):
    """A picture of the organisation's evidence in one version, with words for who can't see it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    spotlight = models.ForeignKey(Spotlight, on_delete=models.CASCADE, related_name="pictures")
    # None once it was removed from the library.
    file = models.ForeignKey(
        EvidenceFile, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    alt = models.CharField("what can be seen in it", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField()
    # The copy for the web: smaller, and gone as soon as the picture may not be shown. A job makes it.
    copy = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("spotlight", "position", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["spotlight", "file"], name="spotlight_picture_once_per_spotlight"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.spotlight_id}: {self.uuid}"


def home_of(organisation: Organisation, event: OwnEvent | None) -> str:
    """Each story of an organisation has such a page: that of its work, and those of its events."""
    if event is None:
        return reverse("spotlight-home", args=[organisation.slug])
    return reverse("event-spotlight", args=[event.uuid])


def _gone(on: date) -> "models.QuerySet[SpotlightPicture]":
    pictures = SpotlightPicture.objects.filter(spotlight=OuterRef("pk"))
    return pictures.exclude(file__in=public_pictures(on))
