"""What was written and sent for one application is deleted; that there was one, and its steps, stay."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from awards.models import Application, Organisation, StatusChange
from foundation import audit, ledger
from foundation.files import remove
from foundation.models import Draft
from portfolios.models import (
    Action,
    ActionOutcome,
    Affirmation,
    Barrier,
    Commitment,
    DeliveryPlan,
    EngagementLevel,
    EvidenceFile,
    EvidenceItem,
    Measure,
    MeasureOutcome,
    MilestoneReport,
    Narrative,
    Partner,
    PolicyFit,
    Portfolio,
    Printout,
    RegistrationForm,
    RegistrationLead,
    SectionEdit,
    SentFile,
    SentItem,
    Statement,
)
from portfolios.selectors.forms import EVERY

# In this order: an outcome holds its action, and a report its milestone.
_WRITTEN = (
    ActionOutcome,
    MeasureOutcome,
    Barrier,
    Action,
    Measure,
    PolicyFit,
    Partner,
    EngagementLevel,
    Narrative,
    Affirmation,
    RegistrationLead,
    RegistrationForm,
    DeliveryPlan,
    Portfolio,
    Statement,
    SectionEdit,
)
_FORMS = (*EVERY, "challenges")


@transaction.atomic
def shed(application: Application, *, at: datetime, why: str) -> None:
    """Its contents go; its award, its decision, its dates and the words that were signed stay.

    Outcomes that a later portfolio tells about its actions go too: call it for the later one first.
    Done again it changes nothing.
    """
    locked = (
        Application.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=application.pk)
    )
    if locked.contents_deleted_at is not None:
        return
    rows = delete_written(locked)
    Commitment.objects.filter(application=locked).forget_signers()
    changes = StatusChange.objects.filter(application=locked)
    sent = changes.exclude(snapshot=None).count()
    SentItem.objects.filter(change__application=locked).delete()
    SentFile.objects.filter(change__application=locked).delete()
    changes.update(snapshot=None, note="")
    _delete_what_was_only_sent(locked.organisation)
    Application.objects.filter(pk=locked.pk).update(contents_deleted_at=at)
    application.contents_deleted_at = at
    ledger.note("application.contents", subject=locked.uuid, at=at)
    audit.record(
        "application.contents_deleted",
        actor=None,
        target=locked,
        at=at,
        acting_for=locked.organisation.uuid,
        reason=why,
        details={"rows": rows, "sent": sent},
    )


def delete_written(application: Application) -> int:
    """Every row that its pages write, with its prints and what was typed and not saved; how many."""
    count = _delete_prints(application)
    count += _delete_reports(application)
    for model in _WRITTEN:
        count += model._default_manager.filter(application=application).delete()[0]
    return count + _delete_drafts(application)


def _delete_prints(application: Application) -> int:
    """Under their locks: a job that finishes one now finds no row, and throws its file away."""
    prints = Printout.objects.select_for_update(of=("self",), no_key=True).filter(
        application=application
    )
    rows = list(prints.select_related("file").order_by("pk"))
    for row in rows:
        file = row.file
        row.delete()
        if file is not None:
            remove(file)
    return len(rows)


def _delete_reports(application: Application) -> int:
    """What stands in the way of its actions: reports of milestones, and what portfolios told of them."""
    found = (
        MilestoneReport.objects.filter(milestone__action__application=application),
        ActionOutcome.objects.filter(action__application=application),
        MeasureOutcome.objects.filter(measure__application=application),
    )
    return sum(rows.delete()[0] for rows in found)


def _delete_drafts(application: Application) -> int:
    keys = Q()
    for form in _FORMS:
        keys |= Q(key__startswith=f"{form}:{application.uuid}")
    return Draft.objects.filter(keys).delete()[0]


def _delete_what_was_only_sent(organisation: Organisation) -> None:
    """Evidence that its organisation had removed was kept for what was sent alone."""
    removed = Q(removed_at__isnull=False) | Q(item__removed_at__isnull=False)
    rows = EvidenceFile.objects.filter(removed, item__organisation=organisation, sent_in=None)
    for row in rows.select_related("file"):
        file = row.file
        row.delete()
        if file is not None:
            remove(file)
    EvidenceItem.objects.filter(
        organisation=organisation, removed_at__isnull=False, sent_in=None
    ).delete()
