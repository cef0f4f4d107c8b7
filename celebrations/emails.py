"""Mail about spotlights: an officer's turn, and what became of a story."""

from datetime import datetime

from django.conf import settings

from awards.emails import address_of, leads_of, officers_apart_from
from celebrations.models import Spotlight
from foundation.outbox import queue_mail


def tell_officers_of_sent(spotlight: Spotlight, *, at: datetime) -> None:
    for officer in officers_apart_from(spotlight.organisation):
        queue_mail(
            key=f"spotlight_waiting:{spotlight.pk}:{at.isoformat()}",
            message="spotlight_waiting",
            to=officer.email,
            context={
                "person": officer,
                "organisation": spotlight.organisation,
                "url": address_of("spotlight-review", spotlight.uuid),
            },
            at=at,
        )


def tell_leads(spotlight: Spotlight, message: str, *, at: datetime) -> None:
    """`message`: one of this room's kinds for leads."""
    for lead in leads_of(spotlight.organisation):
        queue_mail(
            key=f"{message}:{spotlight.pk}:{at.isoformat()}",
            message=message,
            to=lead.email,
            context={
                "person": lead,
                "organisation": spotlight.organisation,
                "note": spotlight.note,
                "url": f"{settings.BASE_URL}{spotlight.home}",
                "public_url": address_of("spotlight", spotlight.uuid),
            },
            at=at,
        )
