"""The registration form, as far as an organisation has filled it in (scheme.md 2, 5).

Texts may be empty or half-typed while it is being written: saving never demands anything. What is
missing is asked by `portfolios.selectors.problems` when it is checked.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from awards.models import Application
from portfolios.choices import Engagement, PartnerKind, SectionCode


class RegistrationForm(models.Model):
    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="registration"
    )
    organisation_name = models.CharField("name of organisation", max_length=160, blank=True)
    sector = models.CharField(max_length=32, blank=True)
    kind = models.CharField("kind of organisation", max_length=48, blank=True)
    address_line_1 = models.CharField("address line 1", max_length=120, blank=True)
    address_line_2 = models.CharField("address line 2", max_length=120, blank=True)
    town = models.CharField("town or city", max_length=80, blank=True)
    postcode = models.CharField(max_length=12, blank=True)
    # Asked when the postcode is not one of the area's; no answer is refused (scheme.md 1).
    outside_area_note = models.TextField(
        "how you work with families here", max_length=1000, blank=True
    )
    email = models.CharField("e-mail address", max_length=254, blank=True)
    telephone = models.CharField("telephone number", max_length=40, blank=True)
    website = models.CharField(max_length=200, blank=True)
    description = models.TextField("what you do", max_length=3000, blank=True)
    commitment_statement = models.TextField("your commitment", max_length=3000, blank=True)
    # Empty until somebody has looked at it and said yes: a wrong name on a certificate is the
    # complaint every scheme knows (peers.md).
    printed_name = models.CharField("name on the certificate", max_length=160, blank=True)
    # "None yet" is an answer; an empty list alone is not.
    no_partners_yet = models.BooleanField(default=False)
    # The day it was sent; for one that came on paper, the day it came.
    registration_date = models.DateField(null=True, blank=True)
    # Counts every change of any section, so that a lead sends what they have checked.
    version = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"Registration {self.application_id}"


class SectionEdit(models.Model):
    """Who last changed a section, and its version: two people meet only within one section (T-44)."""

    form = models.ForeignKey(RegistrationForm, on_delete=models.CASCADE, related_name="edits")
    section = models.CharField(max_length=20, choices=SectionCode.choices)
    version = models.PositiveIntegerField(default=1)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("form", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "section"], name="section_edit_once_per_section"
            ),
            models.CheckConstraint(
                condition=Q(section__in=SectionCode.values), name="section_edit_section_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}, version {self.version}"


class RegistrationLead(models.Model):
    """A co-production lead by name, as the form asks; need not be somebody who signs in here."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(RegistrationForm, on_delete=models.CASCADE, related_name="leads")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("full name", max_length=120, blank=True)
    job_title = models.CharField(max_length=120, blank=True)
    email = models.CharField("e-mail address", max_length=254, blank=True)
    telephone = models.CharField("telephone number", max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("form", "position")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "position"], name="registration_lead_one_per_position"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Lead without a name"


class Partner(models.Model):
    """Whom the organisation works with to deliver its services (scheme.md 2)."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    form = models.ForeignKey(RegistrationForm, on_delete=models.CASCADE, related_name="partners")
    position = models.PositiveSmallIntegerField()
    name = models.CharField("name of the partner", max_length=160, blank=True)
    kind = models.CharField(max_length=10, choices=PartnerKind.choices, blank=True)
    how = models.TextField("how you work together", max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("form", "position")
        constraints = [
            models.UniqueConstraint(fields=["form", "position"], name="partner_one_per_position"),
            models.CheckConstraint(
                condition=Q(kind="") | Q(kind__in=PartnerKind.values), name="partner_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name or "Partner without a name"


class EngagementLevel(models.Model):
    """How people at one level are involved, or what is planned where they are not yet."""

    form = models.ForeignKey(RegistrationForm, on_delete=models.CASCADE, related_name="levels")
    # The code of a level of the edition: board, parents and carers …
    level = models.CharField(max_length=48)
    engagement = models.CharField(max_length=10, choices=Engagement.choices, blank=True)
    text = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("form", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["form", "level"], name="engagement_level_once_per_form"
            ),
            models.CheckConstraint(
                condition=Q(engagement="") | Q(engagement__in=Engagement.values),
                name="engagement_is_known",
            ),
            models.CheckConstraint(condition=~Q(level=""), name="engagement_level_has_a_code"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.engagement or 'not said'}"
