"""What every form of a stage has: lists, partners, levels of engagement, and who changed what."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Application
from portfolios.choices import Engagement, PartnerKind


class Work(models.Model):
    """What an organisation writes for one application. Each stage's form is one of these."""

    application: models.OneToOneField[Application, Application]
    # Counts every change of any section, so that a lead sends what they have checked.
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True


class ListItem(models.Model):
    """One row of a list that people add to, change, put in order and remove from.

    Nothing in it is demanded when it is saved; what is missing is asked before it is sent.
    """

    MOST: ClassVar[int]
    # The columns that a page may write, and no others (T-26).
    TYPED: ClassVar[tuple[str, ...]]

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    position = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        ordering = ("application", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "position"], name="%(class)s_one_per_position"
            ),
        ]


class Partner(ListItem):
    """Whom the organisation works with to deliver its services (scheme.md 2)."""

    MOST = 50
    TYPED = ("name", "kind", "how")

    name = models.CharField("name of the partner", max_length=160, blank=True)
    kind = models.CharField(max_length=10, choices=PartnerKind.choices, blank=True)
    how = models.TextField("how you work together", max_length=2000, blank=True)

    class Meta(ListItem.Meta):
        constraints: ClassVar = [
            *ListItem.Meta.constraints,
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=PartnerKind.values), name="partner_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Partner without a name"


class EngagementLevel(models.Model):
    """How people at one level are involved, or what is planned where they are not yet."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="engagement_levels"
    )
    # The code of a level of the edition: board, parents and carers …
    level = models.CharField(max_length=48)
    engagement = models.CharField(max_length=10, choices=Engagement.choices, blank=True)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "level"], name="engagement_level_once_per_application"
            ),
            models.CheckConstraint(
                condition=Q(engagement="") | Q(engagement__in=Engagement.values),
                name="engagement_is_known",
            ),
            models.CheckConstraint(condition=~Q(level=""), name="engagement_level_has_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.engagement or 'not said'}"


class SectionEdit(models.Model):
    """Who last changed a section, and its version: two people meet only within one section (T-44)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="edits")
    # The code of a section; of a part of one action of a delivery plan, see `action_section`.
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("application", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "section"], name="section_edit_once_per_section"
            ),
            models.CheckConstraint(condition=~Q(section=""), name="section_edit_names_a_section"),
        ]

    def __str__(self) -> str:
        return f"{self.section}, version {self.version}"
