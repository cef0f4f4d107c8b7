"""Certificates: what was issued, to whom, under which key (scheme.md 23)."""

import uuid
from datetime import date

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.urls import reverse

from awards.choices import AwardCondition
from awards.models import Award, User
from certificates.codes import grouped
from foundation.models import PrivateFile


class SigningKey(models.Model):
    """A key that has signed at least one certificate.

    Certificates outlive keys, so each names its own (T-79).
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key_id = models.CharField(max_length=16, unique=True)
    certificate_pem = models.TextField(max_length=8000)
    first_used_at = models.DateTimeField()
    # From this day on nothing that the key signed is believed; the certificates are issued again.
    compromised_on = models.DateField(null=True, blank=True)
    # When an officer said so, and who.
    lost_at = models.DateTimeField(null=True, blank=True)
    lost_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("first_used_at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(compromised_on=None, lost_at=None, lost_by=None)
                | Q(compromised_on__isnull=False, lost_at__isnull=False, lost_by__isnull=False),
                name="signing_key_is_lost_by_somebodys_word",
            )
        ]

    def __str__(self) -> str:
        return self.key_id


class CertificateNumbers(models.Model):
    """The last number given out in a year. Its row is locked until the certificate is committed."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "certificate numbers"

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def visible_to(self, user: User | AnonymousUser) -> "CertificateQuerySet":
        """Officers see every certificate, members those of their organisations, everybody else
        none.
        """
        return self.filter(award__in=Award.objects.visible_to(user))

    def current(self) -> "CertificateQuerySet":
        """Not replaced by a re-issued one; whether its award is in force is another question."""
        return self.filter(superseded_at=None)

    def with_award(self) -> "CertificateQuerySet":
        rows = self.select_related("award__organisation", "key", "badge")
        return rows.defer("badge__token")


class Certificate(models.Model):
    """A copy of what was true on the day, so that it can be printed again in a hundred years."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=24, unique=True)
    code = models.CharField(max_length=20, unique=True)
    printed_name = models.CharField(max_length=160)
    stage = models.CharField(max_length=12)
    edition = models.CharField(max_length=48)
    awarded_on = models.DateField()
    # The day from which its year is counted.
    runs_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    # It renews an award (scheme.md 22); then it says since when that is held.
    is_renewal = models.BooleanField(default=False)
    held_since = models.DateField()
    # A list of {name, role, organisation, picture}; `picture` is the uuid of a file, or empty.
    signatories = models.JSONField()
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)
    # The file's time was over. Number, code and digest stay, so that a copy can still be checked.
    file_deleted_at = models.DateTimeField(null=True, blank=True)
    # The bytes come later, from a job; these three are set together.
    file = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    sha256 = models.CharField(max_length=64, blank=True)
    # The page without the people who signed it, for everybody who checks it (T-78).
    picture = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    key = models.ForeignKey(
        SigningKey, on_delete=models.PROTECT, related_name="certificates", null=True, blank=True
    )

    objects = CertificateQuerySet.as_manager()

    class Meta:
        ordering = ("-issued_at", "-pk")
        indexes = [models.Index(fields=["sha256"], name="certificate_by_hash")]
        constraints = [
            models.UniqueConstraint(
                fields=["award"],
                condition=Q(superseded_at=None),
                name="certificate_one_current_per_award",
            ),
            models.CheckConstraint(
                condition=Q(file=None, sha256="", key=None)
                | (Q(file__isnull=False, key__isnull=False) & ~Q(sha256=""))
                | Q(file=None, file_deleted_at__isnull=False),
                name="certificate_bytes_hash_and_key_together",
            ),
            models.CheckConstraint(condition=~Q(printed_name=""), name="certificate_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return reverse("certificate", args=[self.uuid])

    @property
    def shown_code(self) -> str:
        return grouped(self.code)

    @property
    def verify_url(self) -> str:
        """The public check's whole address, from the configured base and never from a request
        (T-17).
        """
        return f"{settings.BASE_URL}{reverse('verify-code', args=[self.shown_code])}"

    @property
    def logo_year(self) -> int | None:
        """The year on the logo: of stages that are held for a time (scheme.md 24).

        That in which its year begins: who renews in December for January gets the new one.
        """
        return self.runs_from.year if self.valid_until else None

    @property
    def is_return(self) -> bool:
        """Given by a re-validation after a lapse, so it is held anew."""
        return self.is_renewal and self.held_since == self.awarded_on

    def condition(self, on: date) -> AwardCondition:
        """What this piece of paper is worth on that day: never more than its award is."""
        condition = self.award.condition(on)
        if self.superseded_at is not None and condition is not AwardCondition.REVOKED:
            return AwardCondition.SUPERSEDED
        return condition
