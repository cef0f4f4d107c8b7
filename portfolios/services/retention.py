"""How long the records of this room are kept: what was written and sent, and evidence."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from awards.choices import MembershipRole, Status
from awards.models import Application, Membership, StatusChange, held_organisations
from awards.selectors.holds import by_hold
from foundation import audit
from foundation.clock import DutyContext
from foundation.dates import london_date
from foundation.notices import Due, told_in_time
from foundation.retention import Holding
from portfolios import notices
from portfolios.models import (
    Action,
    ActionOutcome,
    ActionPrinciple,
    Affirmation,
    AffirmedItem,
    Barrier,
    Commitment,
    Consent,
    DeliveryPlan,
    EngagementLevel,
    EvidenceFile,
    EvidenceItem,
    EvidenceTag,
    Measure,
    MeasureOutcome,
    Milestone,
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
from portfolios.selectors import keeping
from portfolios.selectors.evidence.ending import past_consent, to_forget
from portfolios.services.evidence import forget
from portfolios.services.plan.printing import KEEP
from portfolios.services.shedding import delete_written, shed

ORGANISATION = ["organisation"]


def drafts(at: datetime, *, held: bool = False) -> "QuerySet[Application]":
    dues = keeping.abandoned_drafts(by=london_date(at))
    rows = Application.objects.filter(pk__in=_over(dues, at=at, held=held))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def of_ended_awards(at: datetime, *, held: bool = False) -> "QuerySet[Application]":
    rows = keeping.ended_awards(by=london_date(at))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def unsuccessful(at: datetime, *, held: bool = False) -> "QuerySet[Application]":
    rows = keeping.unsuccessful(by=london_date(at))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def evidence(at: datetime, *, held: bool = False) -> "QuerySet[EvidenceItem]":
    rows = keeping.evidence_of_ended_awards(by=london_date(at))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def pictures(at: datetime, *, held: bool = False) -> "QuerySet[EvidenceItem]":
    dues = keeping.pictures_of_children(by=london_date(at))
    rows = EvidenceItem.objects.filter(pk__in=_over(dues, at=at, held=held))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def unused(at: datetime, *, held: bool = False) -> "QuerySet[EvidenceItem]":
    dues = keeping.unused_evidence(by=london_date(at))
    rows = EvidenceItem.objects.filter(pk__in=_over(dues, at=at, held=held))
    return by_hold(rows, held=held, organisation=ORGANISATION)


def hidden(at: datetime) -> "QuerySet[Consent]":
    return to_forget(now=at, on=london_date(at))


def hidden_held(at: datetime) -> "QuerySet[Consent]":
    rows = past_consent(now=at, on=london_date(at))
    return by_hold(rows, held=True, organisation=["item__organisation"])


def prints(at: datetime) -> "QuerySet[Printout]":
    """The same work can be printed again at any time, so no hold needs them."""
    return Printout.objects.filter(asked_at__lt=at - KEEP)


def _over(dues: Iterable[Due], *, at: datetime, held: bool) -> list[int]:
    """Whose day has come, and whose leads were told in time; where there are no leads, nobody is."""
    over = [due for due in dues if due.on <= london_date(at)]
    if not over:
        return []
    told = told_in_time(over, at=at)
    led = set(
        Membership.objects.filter(
            role=MembershipRole.LEAD,
            user__is_active=True,
            organisation__in={due.whom for due in over},
        ).values_list("organisation", flat=True)
    )
    ready = (due for due in over if held or due.key in told or due.whom not in led)
    return [pk for due in ready for pk in due.rows]


def _not_held(dues: Iterable[Due]) -> list[Due]:
    """Nothing under a hold is deleted, so nobody is told that it will be."""
    held = set(held_organisations().values_list("pk", flat=True))
    return [due for due in dues if due.whom not in held]


def _warn_of_drafts(context: DutyContext) -> int:
    dues = _not_held(keeping.abandoned_drafts(by=context.today))
    return notices.tell_of_drafts(dues, at=context.now)


def _warn_of_pictures(context: DutyContext) -> int:
    dues = _not_held(keeping.pictures_of_children(by=context.today))
    return notices.tell_of_evidence("pictures_end", dues, at=context.now)


def _warn_of_unused(context: DutyContext) -> int:
    dues = _not_held(keeping.unused_evidence(by=context.today))
    return notices.tell_of_evidence("evidence_ends", dues, at=context.now)


def _delete_draft(application: Application, context: DutyContext) -> None:
    """It was never sent, so there is nothing to remember but that there was one."""
    rows = Application.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation"
    )
    locked = rows.filter(pk=application.pk, status=Status.DRAFT).first()
    # Somebody may have gone on with it in the same moment.
    if locked is None or not drafts(context.now).filter(pk=locked.pk).exists():
        return
    count = delete_written(locked)
    Commitment.objects.filter(application=locked).let_go()
    audit.record(
        "application.abandoned_deleted",
        actor=None,
        target=locked,
        at=context.now,
        acting_for=locked.organisation.uuid,
        details={"stage": locked.stage, "rows": count},
    )
    locked.delete()


def _shed_ended(application: Application, context: DutyContext) -> None:
    if _is_still_past(of_ended_awards, application, context):
        shed(application, at=context.now, why="The award ended two years ago.")


def _shed_unsuccessful(application: Application, context: DutyContext) -> None:
    if _is_still_past(unsuccessful, application, context):
        shed(application, at=context.now, why="It was closed without an award two years ago.")


def _forget_for(
    rule: "Callable[[datetime], QuerySet[EvidenceItem]]",
    why: str,
    item: EvidenceItem,
    context: DutyContext,
) -> None:
    if _is_still_past(rule, item, context):
        forget(item, at=context.now, why=why)


def _is_still_past(
    rule: "Callable[[datetime], QuerySet[Any]]", row: Model, context: DutyContext
) -> bool:
    """A hold may have come, or a portfolio been begun, while others of the batch went before it."""
    return rule(context.now).filter(pk=row.pk).exists()


DRAFTS = Holding(
    code="drafts",
    name="An application that was begun and never sent",
    kept="12 months after anybody last changed anything in it. We write to the leads a month before.",
    then="Deleted, with all that was written in it.",
    models=(),
    past=drafts,
    held=partial(drafts, held=True),
    warn=_warn_of_drafts,
    act=_delete_draft,
)
APPLICATIONS = Holding(
    code="applications",
    name="What you wrote and sent for an award: registration, plan, portfolio, statements, who signed",
    kept="As long as you hold the award, and 2 years more.",
    then=(
        "Deleted, with the names of contacts and of who signed. The award, its dates and the words "
        "that were signed stay."
    ),
    models=(
        Application,
        StatusChange,
        Commitment,
        RegistrationForm,
        RegistrationLead,
        Partner,
        EngagementLevel,
        SectionEdit,
        DeliveryPlan,
        Measure,
        Action,
        ActionPrinciple,
        Milestone,
        MilestoneReport,
        Barrier,
        PolicyFit,
        Portfolio,
        Narrative,
        ActionOutcome,
        MeasureOutcome,
        Statement,
        Affirmation,
        AffirmedItem,
    ),
    past=of_ended_awards,
    held=partial(of_ended_awards, held=True),
    act=_shed_ended,
)
UNSUCCESSFUL = Holding(
    code="unsuccessful",
    name="An application without an award: “not yet”, or withdrawn",
    kept="2 years after it was closed.",
    then="What was written and sent is deleted. That there was one, with its dates, stays.",
    models=(),
    past=unsuccessful,
    held=partial(unsuccessful, held=True),
    act=_shed_unsuccessful,
)
EVIDENCE = Holding(
    code="evidence",
    name="Evidence that was sent for Gold or Platinum",
    kept="As long as you hold Gold or Platinum, and 1 year more.",
    then="The files and what you told about them are deleted. The titles stay.",
    models=(EvidenceItem, EvidenceFile, EvidenceTag, Consent, SentItem, SentFile),
    past=evidence,
    held=partial(evidence, held=True),
    act=partial(_forget_for, evidence, "The award that it was sent for ended a year ago."),
)
PICTURES = Holding(
    code="pictures",
    name="Evidence that shows or quotes children or young people",
    kept=(
        "12 months after the decision it was sent for, or, if it was never sent, after you last "
        "changed it. Longer only while an open application uses it. Shorter if they or their parents "
        "say no, or if consent runs out. "
        "We write to the leads 30 days before."
    ),
    then="The files and what you told about them are deleted. The titles stay.",
    models=(),
    past=pictures,
    held=partial(pictures, held=True),
    warn=_warn_of_pictures,
    act=partial(_forget_for, pictures, "It shows children, and the decision was a year ago."),
)
UNUSED = Holding(
    code="unused",
    name="Evidence that was never sent",
    kept=(
        "12 months after anybody last changed anything in your evidence. "
        "We write to the leads a month before."
    ),
    then="The files and what you told about them are deleted. The titles stay.",
    models=(),
    past=unused,
    held=partial(unused, held=True),
    warn=_warn_of_unused,
    act=partial(
        _forget_for, unused, "It was never sent, and nobody has changed anything for a year."
    ),
)
PRINTS = Holding(
    code="prints",
    name="PDF and Word files of a plan or portfolio that we made for you",
    kept="30 days after somebody last asked for them.",
    then="Deleted. You can have them made again.",
    models=(Printout,),
    past=prints,
    duty="delete old printed plans",
    source="Our own rule",
    public=False,
)
HIDDEN = Holding(
    code="hidden",
    name="Evidence whose consent was taken back or ran out",
    kept="28 days, hidden from everybody.",
    then="The files and what you told about them are deleted. The titles stay.",
    models=(),
    source="The law: consent can be taken back at any time (UK GDPR, article 7)",
    past=hidden,
    held=hidden_held,
    duty="forget hidden evidence",
)
HOLDINGS = [DRAFTS, APPLICATIONS, UNSUCCESSFUL, EVIDENCE, PICTURES, UNUSED, HIDDEN, PRINTS]
