"""Sending it: it cannot change after that, and the findings of the others open (T-31, T-38)."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q

from awards.choices import Role
from awards.models import User
from champions import emails
from champions.choices import AssessmentState
from champions.models import Assessment, Panel
from champions.selectors import CaseFacts, facts_of
from champions.selectors.assessing import pages_of, strategies_of
from champions.services.assessments.drafts import opened
from foundation import audit
from foundation.models import Draft
from foundation.refusals import Refused
from foundation.versions import save_versioned

# Ten hours: more is a slip of the finger.
MOST_MINUTES = 600
# How the keys of unsaved text begin: one question a page, and the plain way.
WAYS = ("assessment", "plain")


@transaction.atomic
def send(
    *,
    panel: Panel,
    expected_version: int,
    minutes: int | None,
    actor: User,
    at: datetime,
    supporter: str | None = None,
) -> Assessment:
    """Send what was checked: `Stale` when an answer changed since (`expected_version`).

    `minutes` is how long it took, where they say so; `supporter` None leaves that as it is.
    """
    version, assessment = opened(panel, actor, at)
    facts = facts_of(version.application)
    if facts.needs_meeting and not facts.meeting_done:
        raise Refused("You can send your assessment when the meeting has been written up.")
    missing = unanswered(facts, assessment)
    if missing:
        raise Refused(f"Say what you found on: {', '.join(missing)}.")
    if minutes is not None and not 1 <= minutes <= MOST_MINUTES:
        raise Refused(f"Say how many minutes it took, from 1 to {MOST_MINUTES}.")
    assessment.state = AssessmentState.SUBMITTED
    assessment.submitted_at = at
    assessment.minutes = minutes
    if supporter is not None:
        assessment.supporter = supporter
    save_versioned(
        assessment,
        expected_version=expected_version,
        fields=["state", "submitted_at", "minutes", "supporter"],
    )
    # What was typed on a page and never saved is no part of it, and would come back on the next version.
    Draft.objects.filter(_of_pages(panel), owner=actor).delete()
    audit.record(
        "assessment.sent",
        actor=actor,
        target=assessment,
        at=at,
        role=Role.CHAMPION,
        acting_for=facts.application.organisation.uuid,
    )
    after = facts_of(facts.application)
    chair = after.chair
    if after.all_assessed and chair is not None and chair.counts and after.judged is not None:
        emails.tell_all_assessed(panel, judged=after.judged.pk, chair=chair.champion.user, at=at)
    return assessment


def draft_key(panel: Panel, page: str, *, way: str = WAYS[0]) -> str:
    """Of the unsaved text of one page."""
    return f"{way}:{panel.application.uuid}:{page}"


def _of_pages(panel: Panel) -> Q:
    begins = [Q(key__startswith=draft_key(panel, "", way=way)) for way in WAYS]
    return reduce(or_, begins)


def unanswered(facts: CaseFacts, assessment: Assessment) -> list[str]:
    """Names of what has no answer yet: criteria, checks, and each policy of the city."""
    return [
        *(page.asked.name for page in pages_of(facts, assessment) if not page.is_answered),
        *(s.policy.name for s in strategies_of(facts, assessment) if not s.is_answered),
    ]
