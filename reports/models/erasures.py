"""Deleting a person or an organisation: one officer orders it, another confirms it (T-39).

A person need not have an account: a child is named in somebody else's words.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from awards.models import Organisation
from portfolios.models import EvidenceItem
from reports.choices import ErasureState
from reports.models.requests import PrivacyRequest


class Erasure(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    # Names and spellings to look for, one on a line; emptied when it is done.
    terms = models.TextField("names and spellings", max_length=2000, blank=True)
    # Of an organisation: also its name, its certificates and what is public of its awards.
    with_name = models.BooleanField(default=False)
    # Pieces of evidence that show or name the person, which go too.
    items = models.ManyToManyField(EvidenceItem, blank=True, related_name="+")
    request = models.ForeignKey(
        PrivacyRequest, on_delete=models.SET_NULL, related_name="erasures", null=True, blank=True
    )
    why = models.CharField("why it is deleted", max_length=500)
    state = models.CharField(
        max_length=10, choices=ErasureState.choices, default=ErasureState.ORDERED
    )
    ordered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ordered_at = models.DateTimeField()
    # Who said yes, or cancelled it.
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    settled_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    # What went, by kind: counts alone.
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-ordered_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation=None) | Q(person=None), name="erasure_is_of_one_thing"
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | Q(person__isnull=False)
                | ~Q(terms="")
                | Q(state__in=["done", "cancelled"]),
                name="erasure_knows_what_to_look_for",
            ),
            models.CheckConstraint(
                condition=Q(terms="") | Q(state__in=["ordered", "confirmed"]),
                name="erasure_forgets_its_own_words",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ErasureState.values), name="erasure_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="ordered", settled_by=None, settled_at=None)
                | Q(state="cancelled", settled_by__isnull=False, settled_at__isnull=False)
                | Q(state__in=["confirmed", "done"], settled_at__isnull=False)
                & ~Q(settled_by=None)
                & ~Q(settled_by=F("ordered_by")),
                name="erasure_takes_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | ~Q(state="done") & Q(done_at=None),
                name="erasure_done_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state__in=["ordered", "confirmed"], person__isnull=False),
                name="erasure_one_open_per_person",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=["ordered", "confirmed"], organisation__isnull=False),
                name="erasure_one_open_per_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"Erasure {self.uuid}"
