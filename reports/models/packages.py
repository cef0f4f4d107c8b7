"""What a person gets to see of what is held about them: a zip, made by a job."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from foundation.models import PrivateFile
from reports.models.requests import PrivacyRequest


class AccessPackage(models.Model):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="access_packages"
    )
    request = models.ForeignKey(
        PrivacyRequest, on_delete=models.CASCADE, related_name="packages", null=True, blank=True
    )
    # Other people's names are left out unless an officer said why not (article 15(4)).
    unmasked_why = models.CharField(max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    # Gone again after 14 days.
    file = models.OneToOneField(
        PrivateFile, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None) | Q(finished_at__isnull=False),
                name="access_package_with_file_is_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Package {self.uuid}"
