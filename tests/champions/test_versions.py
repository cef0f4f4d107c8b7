"""The panel hears of a new version, once."""

from datetime import timedelta

import pytest

from champions.choices import Outcome, Perspective
from champions.services.versions import tell_of_new_versions
from foundation.clock import DutyContext
from foundation.models import OutboxMessage
from tests.conftest import make_user
from tests.support.champions import (
    HOUR,
    answer_all,
    bring_to_decision,
    make_champion,
    release,
    send,
)


@pytest.fixture
def changed(application, lead, officer, now):
    """Sent, sent back, answered and sent again, with two champions on the panel."""
    chair = make_champion(make_user("Cherry Chair"), officer=officer, at=now)
    young = make_champion(
        make_user("Yusuf Young"),
        officer=officer,
        at=now,
        perspective=Perspective.YOUNG_PERSON,
        turns_18_on=(now + timedelta(days=400)).date(),
    )
    send(application, lead, at=now)
    decision = bring_to_decision(
        application,
        lead=lead,
        champions=[chair, young],
        officer=officer,
        at=now,
        outcome=Outcome.CHANGES,
    )
    at = now + timedelta(days=12)
    release(decision, officer, at=at)
    application.refresh_from_db()
    answer_all(application, lead, at=at + HOUR)
    return send(application, lead, at=at + 2 * HOUR)


def tell(at):
    tell_of_new_versions(DutyContext(now=at, today=at.date(), dry_run=False))
    return sorted(OutboxMessage.objects.filter(message="changes_sent").values_list("to", flat=True))


def test_each_champion_is_told_once(changed):
    both = ["cherry.chair@people.example", "yusuf.young@people.example"]
    assert tell(changed.at) == both
    assert tell(changed.at + timedelta(days=3)) == both


def test_nobody_is_told_of_a_first_version(application, lead, now):
    send(application, lead, at=now)
    assert tell(now) == []


def test_old_version_is_not_told_of(changed):
    assert tell(changed.at + timedelta(days=8)) == []


def test_resubmission_tells_officers_and_leads_that_it_is_changes(changed):
    mails = OutboxMessage.objects.filter(message="application_waiting").order_by("pk")
    subjects = mails.values_list("subject", flat=True)
    assert [("changes" in subject, "panel" in subject) for subject in subjects] == [
        (False, True),
        (True, False),
    ]
    last = OutboxMessage.objects.filter(message="application_received").latest("pk")
    assert "the champions look at what you changed" in last.body_text
