"""Leads are told when their story went down because a picture may not be shown any more."""

from django.db import transaction

from celebrations import emails
from celebrations.models import Spotlight
from foundation.clock import DutyContext
from foundation.dates import london_date


def tell_of_spotlights_gone(context: DutyContext) -> int:
    """Once; again if it came back and went down a second time."""
    on, count = london_date(context.now), 0
    approved = Spotlight.objects.approved()
    approved.exclude(told_gone_at=None).exclude(
        pk__in=Spotlight.objects.without_consent(on).values("pk")
    ).update(told_gone_at=None)
    rows = Spotlight.objects.without_consent(on).filter(told_gone_at=None)
    for spotlight in rows.select_related("organisation", "event"):
        with transaction.atomic():
            mine = Spotlight.objects.filter(pk=spotlight.pk, told_gone_at=None)
            if mine.update(told_gone_at=context.now):
                emails.tell_leads(spotlight, "spotlight_gone", at=context.now)
                count += 1
    return count
