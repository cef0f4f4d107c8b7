"""The Open Badges 3.0 credential beside each certificate, for machines (scheme.md 23)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from certificates.models.certificates import Certificate, SigningKey

# How many badges share one status list: a list must not be so short that it tells on anybody.
LIST_LENGTH = 131_072


class Badge(models.Model):
    """Signed once. What becomes of the award later stands in a status list.

    `status_index` says in which one, and where: lists follow one another, each `LIST_LENGTH` long.
    """

    certificate = models.OneToOneField(Certificate, on_delete=models.PROTECT, related_name="badge")
    # By chance and not in order, so that it does not tell how many there are (T-74).
    status_index = models.PositiveIntegerField(unique=True)
    # A JSON Web Token: three parts in Base64, joined by dots. It holds the organisation's name.
    token = models.TextField(max_length=20_000, blank=True)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, related_name="badges")
    made_at = models.DateTimeField()
    # The token is gone; its place in the list is never given to another.
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(
                condition=Q(token="", forgotten_at__isnull=False)
                | (Q(forgotten_at=None) & ~Q(token="")),
                name="badge_has_a_token_until_forgotten",
            ),
        ]

    def __str__(self) -> str:
        return f"Badge of {self.certificate.number}"

    @property
    def list_number(self) -> int:
        return self.status_index // LIST_LENGTH + 1

    @property
    def place_in_list(self) -> int:
        return self.status_index % LIST_LENGTH

    @property
    def address(self) -> str:
        """The credential's own id: where it can be had."""
        return f"{settings.BASE_URL}{reverse('badge', args=[self.certificate.shown_code])}"
