"""The signed commitment: who signed, in what role, when, and to which words (scheme.md 6)."""

import uuid
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length

from awards.models import Application

models.CharField.register_lookup(Length)

# Stand where a name and a role stood, once their time is over.
NAME_DELETED = "Name deleted"
ROLE_DELETED = "Role deleted"


class SignedForGood(TypeError):
    """Somebody tried to change what has been signed."""

    def __init__(self) -> None:
        super().__init__("A signed commitment never changes. Sign again instead.")


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def current(self) -> "CommitmentQuerySet":
        return self.filter(superseded_at=None)

    def supersede(self, at: datetime) -> int:
        """The one change a signature knows: that a later one took its place."""
        return super().update(superseded_at=at)

    def forget_signers(self) -> int:
        """Who signed is forgotten in the end; the day, and the words that were signed, stay."""
        return super().update(signed_name=NAME_DELETED, signed_role=ROLE_DELETED)

    def forget_organisation(self, instead: str) -> int:
        """Its name was deleted with it; that somebody signed, and what, stays."""
        return super().update(organisation_name=instead)

    def let_go(self) -> int:
        """Of a draft that was never sent: nobody ever relied on it."""
        return super().delete()[0]

    def update(self, **kwargs: Any) -> NoReturn:
        raise SignedForGood

    def delete(self) -> NoReturn:
        raise SignedForGood


class Commitment(models.Model):
    """One signature. It holds the whole wording, so that it can be read whatever becomes of the edition."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="commitments"
    )
    organisation_name = models.CharField(max_length=160)
    edition = models.CharField(max_length=48)
    wording = models.CharField(max_length=80)
    wording_text = models.TextField()
    wording_sha256 = models.CharField(max_length=64)
    # Codes of the levels of engagement for which the organisation signs up (scheme.md 2, 19).
    levels = models.JSONField(default=list)
    signed_name = models.CharField(max_length=120)
    signed_role = models.CharField(max_length=120)
    # The day of the signature: today, or what stands on the paper.
    signed_on = models.DateField()
    signed_at = models.DateTimeField()
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        ordering = ("-signed_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(superseded_at=None),
                name="commitment_one_current_per_application",
            ),
            models.CheckConstraint(
                condition=~Q(signed_name="") & ~Q(signed_role="") & ~Q(wording_text=""),
                name="commitment_says_who_and_to_what",
            ),
            models.CheckConstraint(
                condition=Q(wording_sha256__length=64), name="commitment_has_a_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signed_name}, {self.signed_role}, {self.signed_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise SignedForGood
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise SignedForGood
