"""Jobs: plans as files. Safe to run twice, also at once (F-10, F-13)."""

import uuid
from datetime import date

from django.db import transaction
from django.utils import timezone

from foundation.files import remove, store_generated
from foundation.jobs import job
from portfolios.models import Printout
from portfolios.records import record_from
from portfolios.rendering.outline import Facts
from portfolios.rendering.printing import plan_pdf
from portfolios.rendering.word import plan_docx
from portfolios.selectors.plan.display import sections_of

MAKERS = {
    "pdf": (plan_pdf, "application/pdf"),
    "docx": (
        plan_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
}


# Behind mail: a sign-in code does not wait for a long plan.
@job(priority=-5)
def make_printout(printout_uuid: str) -> None:
    """Whoever comes second throws their own bytes away; one that was tidied away is no failure."""
    printout = Printout.objects.filter(uuid=uuid.UUID(printout_uuid)).first()
    if printout is None or printout.file_id is not None:
        return
    facts = facts_of(printout)
    make, content_type = MAKERS[printout.format]
    content = make(facts)
    with transaction.atomic():
        file = store_generated(
            name=f"delivery-plan-{facts.record.reference}.{printout.format}",
            content=content,
            content_type=content_type,
            at=timezone.now(),
        )
        if not Printout.objects.filter(pk=printout.pk, file=None).update(file=file):
            remove(file)


def facts_of(printout: Printout) -> Facts:
    """What `portfolios.services.plan.printing` has kept for this moment."""
    kept = printout.record
    record = record_from(kept["plan"])
    return Facts(
        record=record,
        sections=sections_of(record),
        status_line=kept["status_line"],
        created=printout.asked_at,
        today=date.fromisoformat(kept["today"]) if kept["today"] else None,
        states=kept.get("states", {}),
    )
