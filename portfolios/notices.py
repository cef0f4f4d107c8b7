"""Mail that says what will be deleted, in time to keep it or to let it go."""

from collections.abc import Iterable
from datetime import datetime

from awards.emails import address_of, leads_of
from awards.models import Application, Organisation
from awards.scheme import edition
from foundation.dates import london_date
from foundation.notices import Due, untold
from foundation.outbox import queue_mail
from portfolios.models import EvidenceItem

# Titles in one mail.
NAMED = 10


def tell_of_drafts(dues: Iterable[Due], *, at: datetime) -> int:
    count = 0
    for due in untold(dues, today=london_date(at)):
        application = Application.objects.select_related("organisation").get(pk=due.rows[0])
        count += _tell(
            "draft_ends",
            due,
            application.organisation,
            {
                "stage": edition(application.edition).stage(application.stage),
                "url": address_of("application", application.uuid),
            },
            at=at,
        )
    return count


def tell_of_evidence(message: str, dues: Iterable[Due], *, at: datetime) -> int:
    """`evidence_ends`, or `pictures_end`."""
    count = 0
    for due in untold(dues, today=london_date(at)):
        organisation = Organisation.objects.get(pk=due.whom)
        items = EvidenceItem.objects.filter(pk__in=due.rows)
        context = {
            "titles": [str(item) for item in items[:NAMED]],
            "more": max(0, len(due.rows) - NAMED),
            "url": address_of("evidence", organisation.slug),
        }
        count += _tell(message, due, organisation, context, at=at)
    return count


def _tell(
    message: str,
    due: Due,
    organisation: Organisation,
    context: dict[str, object],
    *,
    at: datetime,
) -> int:
    leads = leads_of(organisation)
    for lead in leads:
        queue_mail(
            key=due.key,
            message=message,
            to=lead.email,
            context=context
            | {
                "person": lead,
                "organisation": organisation,
                "on": due.goes_on(london_date(at)),
            },
            at=at,
        )
    return len(leads)
