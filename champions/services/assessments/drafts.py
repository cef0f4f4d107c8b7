"""The assessment of the version judged now: begun once, with what stands from before."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from awards.choices import Status
from awards.models import User
from champions.choices import AssessmentState
from champions.models import Assessment, Finding, Panel, StrategyFinding
from champions.permissions import belongs_to, need_cleared_seat
from champions.selectors import CaseFacts
from champions.selectors.assessing import carried_for
from champions.selectors.facts import version_of
from champions.services.locks import locked
from foundation.dates import london_date
from foundation.refusals import NotAllowed, Refused


@transaction.atomic
def begin(*, panel: Panel, actor: User, at: datetime) -> Assessment:
    """The one that there is, or a new one. Whoever saves an answer first has begun too.

    On a new version it holds what the same champion sent before, where nothing touched it.
    """
    return opened(panel, actor, at)[1]


def opened(panel: Panel, actor: User, at: datetime) -> tuple[CaseFacts, Assessment]:
    """Call it in a transaction: the case is locked, and the draft is one's own (T-31).

    It runs at each answer that is saved, so of the case it reads the version that is judged and no more.
    """
    application = locked(panel.application)
    seat = need_cleared_seat(actor, panel)
    if belongs_to(actor, application):
        raise NotAllowed("You belong to this organisation.")
    facts = version_of(application)
    if application.status != Status.IN_REVIEW or facts.judged is None:
        raise Refused("This application is not being assessed now.")
    if facts.decision is not None:
        raise Refused("The panel has already decided.")
    found = Assessment.objects.filter(assignment=seat, change=facts.judged).first()
    if found is not None and found.state == AssessmentState.SUBMITTED:
        raise Refused("You have already sent your assessment.")
    if found is not None:
        return facts, found
    carried = carried_for(facts, seat, on=london_date(at))
    made = Assessment.objects.create(
        assignment=seat,
        change=facts.judged,
        started_at=at,
        carried_from=carried.source if carried else None,
        supporter=carried.source.supporter if carried else "",
    )
    if carried:
        findings, strategies = carried.findings(), carried.strategies()
        for finding in findings:
            finding.assessment = made
        for strategy in strategies:
            strategy.assessment = made
        Finding.objects.bulk_create(findings)
        StrategyFinding.objects.bulk_create(strategies)
    return facts, made


def moved_on(assessment: Assessment) -> None:
    """Something in it was changed: who checks it now reads another version than who checked before."""
    Assessment.objects.filter(pk=assessment.pk).update(version=F("version") + 1)
    assessment.version += 1
