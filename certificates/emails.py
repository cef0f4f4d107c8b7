"""Mail about certificates. One message, one key, one recipient: nobody is written to twice."""

from datetime import date

from awards.emails import address_of, leads_of
from awards.scheme import edition
from certificates.models import Certificate
from foundation.outbox import queue_mail


def tell_of_reissue(made: Certificate, *, before: Certificate, lost_on: date | None) -> None:
    """To each lead, as soon as the certificate of a lost key is issued again."""
    organisation = made.award.organisation
    for lead in leads_of(organisation):
        queue_mail(
            key=f"certificate_reissued:{made.pk}",
            message="certificate_reissued",
            to=lead.email,
            context={
                "person": lead,
                "organisation": organisation,
                "stage": edition(made.edition).stage(made.stage),
                "number": made.number,
                "before": before.number,
                "lost_on": lost_on,
                "certificate_url": address_of("certificate", made.uuid),
            },
            at=made.issued_at,
        )
