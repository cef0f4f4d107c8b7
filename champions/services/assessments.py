"""Each champion assesses alone (scheme.md 18, 19; T-38)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from awards.choices import Role, Status
from awards.models import User
from champions import emails
from champions.choices import AssessmentState, Level
from champions.models import Assessment, Finding, Panel
from champions.permissions import need_cleared_seat
from champions.selectors import CaseFacts, facts_of
from champions.services.locks import locked
from foundation import audit
from foundation.refusals import Refused
from foundation.versions import Stale, save_versioned


@dataclass(frozen=True)
class Found:
    """One answer; a draft may have a note and no level yet."""

    level: Level | None
    note: str = ""


@transaction.atomic
def save_assessment(
    *,
    panel: Panel,
    findings: Mapping[str, Found],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Assessment:
    """Keep a draft. Begun on first use, for the version that is judged now.

    `Stale` comes up when the same champion saved in another window meanwhile.
    """
    _, assessment = _mine(panel, actor, at)
    _write(assessment, findings, expected_version)
    return assessment


@transaction.atomic
def submit_assessment(
    *,
    panel: Panel,
    findings: Mapping[str, Found],
    expected_version: int,
    actor: User,
    at: datetime,
) -> Assessment:
    """Send it: it cannot change after that, and the findings of the others open (T-31, T-38)."""
    facts, assessment = _mine(panel, actor, at)
    if facts.needs_meeting and not facts.meeting_done:
        raise Refused("You can send your assessment when the meeting has been written up.")
    missing = [
        asked.name
        for asked in facts.asked
        if asked.code not in findings or findings[asked.code].level is None
    ]
    if missing:
        raise Refused(f"Say what you found on: {', '.join(missing)}.")
    _write(assessment, findings, expected_version)
    assessment.state = AssessmentState.SUBMITTED
    assessment.submitted_at = at
    assessment.save(update_fields=["state", "submitted_at"])
    audit.record(
        "assessment.sent",
        actor=actor,
        target=assessment,
        at=at,
        role=Role.CHAMPION,
        acting_for=facts.application.organisation.uuid,
    )
    after = facts_of(facts.application)
    if after.all_assessed and after.chair is not None and after.judged is not None:
        emails.tell_all_assessed(
            panel, judged=after.judged.pk, chair=after.chair.champion.user, at=at
        )
    return assessment


def _mine(panel: Panel, actor: User, at: datetime) -> tuple[CaseFacts, Assessment]:
    application = locked(panel.application)
    seat = need_cleared_seat(actor, panel)
    facts = facts_of(application)
    if application.status != Status.IN_REVIEW or facts.judged is None:
        raise Refused("This application is not being assessed now.")
    if facts.decision is not None:
        raise Refused("The panel has already decided.")
    assessment, _ = Assessment.objects.get_or_create(
        assignment=seat, change=facts.judged, defaults={"started_at": at}
    )
    if assessment.state == AssessmentState.SUBMITTED:
        raise Refused("You have already sent your assessment.")
    return facts, assessment


def _write(assessment: Assessment, findings: Mapping[str, Found], expected_version: int) -> None:
    # No columns of its own change: the version guards its findings.
    save_versioned(assessment, expected_version=expected_version, fields=[])
    for code, found in findings.items():
        Finding.objects.update_or_create(
            assessment=assessment,
            code=code,
            defaults={"level": found.level or "", "note": found.note},
        )


__all__ = ["Found", "Stale", "save_assessment", "submit_assessment"]
