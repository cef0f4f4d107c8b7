"""Support and challenge: what champions ask, and what is said about it (scheme.md 17).

It lies in this room because what an organisation has to answer decides if it can send again.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from awards.choices import Answer, Audience, Role
from awards.models.applications import Application, StatusChange

# An officer answers for an organisation whose application came on paper (T-31).
MAY_ANSWER = [Role.LEAD.value, Role.MEMBER.value, Role.OFFICER.value]


class ChallengeQuerySet(models.QuerySet["Challenge"]):
    def visible_to_organisation(self) -> "ChallengeQuerySet":
        return self.filter(audience=Audience.ORGANISATION)

    def open(self) -> "ChallengeQuerySet":
        return self.filter(closed_at=None)

    def with_answers(self) -> "ChallengeQuerySet":
        """`is_answered`: the organisation has answered since it was asked, or asked again."""
        return self.annotate(is_answered=Exists(_answers()))

    def unanswered(self) -> "ChallengeQuerySet":
        """What waits for an answer of the organisation."""
        return self.visible_to_organisation().open().filter(~Exists(_answers()))


def _answers() -> "RemarkQuerySet":
    """Of the challenge outside; not those that came before it was asked again."""
    asked_at = Coalesce(OuterRef("sent_back_in__at"), OuterRef("raised_at"))
    return Remark.objects.filter(challenge=OuterRef("pk"), at__gte=asked_at).exclude(answer="")


class Challenge(models.Model):
    """One question or doubt of the champions. Its words never change; it is answered, and closed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="challenges"
    )
    # A code of the edition, `action:<uuid>` of a delivery plan, or none for the whole.
    subject = models.CharField(max_length=80, blank=True)
    # As it was called on that day; a plan goes on changing.
    subject_name = models.CharField(max_length=200)
    text = models.TextField(max_length=2000)
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PANEL)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    raised_as = models.CharField(max_length=10, choices=Role.choices)
    raised_at = models.DateTimeField()
    # The latest step that asked the organisation for changes because of it.
    sent_back_in = models.ForeignKey(
        StatusChange,
        on_delete=models.PROTECT,
        related_name="challenges",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closing_note = models.CharField(max_length=1000, blank=True)
    # One per form shown (T-43); none for what a decision's letter asked.
    key = models.UUIDField(null=True, blank=True)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ("raised_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="challenge_once_per_key"),
            models.CheckConstraint(condition=~Q(text=""), name="challenge_says_something"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="challenge_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(sent_back_in=None) | Q(audience=Audience.ORGANISATION),
                name="challenge_sent_back_is_visible",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, closing_note="")
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="challenge_closed_by_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["application", "closed_at"], name="challenge_by_case"),
        ]

    def __str__(self) -> str:
        return f"{self.subject_name} ({self.application_id})"

    @property
    def is_shown(self) -> bool:
        """The organisation sees it."""
        return self.audience == Audience.ORGANISATION


class RemarkQuerySet(models.QuerySet["Remark"]):
    def visible_to_organisation(self) -> "RemarkQuerySet":
        """A reply is never shown wider than the challenge it belongs to."""
        return self.filter(
            Q(challenge=None) | Q(challenge__audience=Audience.ORGANISATION),
            audience=Audience.ORGANISATION,
        )


class Remark(models.Model):
    """An entry of the thread: a reply to a challenge, or support, a question, thanks. Append-only."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="remarks")
    challenge = models.ForeignKey(
        Challenge, on_delete=models.PROTECT, related_name="remarks", null=True, blank=True
    )
    audience = models.CharField(max_length=12, choices=Audience.choices, default=Audience.PANEL)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    author_as = models.CharField(max_length=10, choices=Role.choices)
    at = models.DateTimeField()
    text = models.TextField(max_length=2000)
    answer = models.CharField(max_length=12, choices=Answer.choices, blank=True)
    # One per form shown: a second click of the same form finds this row (T-43).
    key = models.UUIDField()

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["application", "key"], name="remark_once_per_key"),
            models.CheckConstraint(condition=~Q(text=""), name="remark_says_something"),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values), name="remark_audience_is_known"
            ),
            models.CheckConstraint(
                condition=Q(answer="")
                | Q(
                    answer__in=Answer.values,
                    challenge__isnull=False,
                    audience=Audience.ORGANISATION,
                    author_as__in=MAY_ANSWER,
                ),
                name="remark_answer_is_the_organisations",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_id} on {self.application_id}"
